package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/mock/admin"
)

func mockRecordCommand(env Env) *cobra.Command {
	var q admin.EventRequest
	var address, tokenSource string
	cmd := &cobra.Command{
		Use:   "record",
		Short: "Make a running mock record a call of an agent who is signed in",
		Long: "Make a running mock record a call of an agent who is signed in. As the record\n" +
			"command of a target file it finds all it needs in its environment.",
		Args: noArguments,
	}
	f := cmd.Flags()
	f.StringVar(&address, "admin-url", "http://127.0.0.1:8044", "admin interface of the mock")
	adminTokenFlag(cmd, &tokenSource)
	f.StringVar(&q.Deployment, "deployment", "", "deployment of the mock (default: the one at the root)")
	f.StringVar(&q.AgentID, "agent-id", "", "the agent")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if q.AgentID == "" {
			return wrong("no agent given: --agent-id 102")
		}
		token, err := givenAdminToken(env, tokenSource)
		if err != nil {
			return err
		}
		answer, err := postEvent(cmd.Context(), address, token.value, q)
		if err != nil {
			return broken("make the mock record a call: %w", err)
		}
		fmt.Fprintln(env.Stdout, answer.FileName)
		return nil
	}
	return cmd
}

// postEvent asks the admin interface of a mock for an event.
func postEvent(ctx context.Context, address, token string, q admin.EventRequest) (answer admin.EventAnswer, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	body, err := json.Marshal(q)
	if err != nil {
		return answer, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(address, "/")+"/v1/events", bytes.NewReader(body))
	if err != nil {
		return answer, err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return answer, err
	}
	if resp.StatusCode != http.StatusOK {
		return answer, fmt.Errorf("%s: %s", resp.Status, bytes.TrimSpace(data))
	}
	return answer, json.Unmarshal(data, &answer)
}
