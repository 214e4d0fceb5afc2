package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// shownRecordings are those that the banner names, one of each kind of path.
var shownRecordings = []string{"agent-call", "ivr", "third-party"}

// showBanner tells a newcomer who can sign in, what can be downloaded, and how:
// lines of curl that work in bash when they are pasted in this order. It is shown
// only for the built-in agents, whose passwords are public.
func (s *mockServer) showBanner(env Env, o *mockOptions) error {
	if len(o.agents) > 0 || len(o.mounts) > 0 || len(o.recordings) > 0 || o.log.value == "json" {
		return nil
	}
	doc, err := document()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(env.Stderr, s.banner(doc))
	return err
}

func (s *mockServer) banner(doc *spec.Document) string {
	var b strings.Builder
	for _, a := range s.agents {
		fmt.Fprintf(&b, "agent %s, password %s\n", a.id, a.password)
	}
	for _, name := range shownRecordings {
		if rec, ok := fixtures.ByName(name); ok {
			fmt.Fprintf(&b, "recording %s, filetype %s, %d bytes\n", rec.RecordID, rec.Filetype, rec.Size)
		}
	}
	b.WriteString("All recordings: gwcheck fixtures list. Sign in, poll every 200 to 500 ms, download:\n")
	for _, line := range s.curlLines(doc) {
		b.WriteString("  " + line + "\n")
	}
	return b.String()
}

// curlLines sign the first agent in, poll once and download a recording. A poll may
// deliver a renewed Guid, which replaces the one before.
func (s *mockServer) curlLines(doc *spec.Document) []string {
	agent, rec := s.agents[0], fixtures.Catalogue()[0]
	header, setGuid := doc.GuidHeader, ""
	address := func(logName string) (method, at string) {
		op, ok := doc.Operation(logName)
		if !ok {
			return "", ""
		}
		if op.Renewal.Header != "" {
			setGuid = op.Renewal.Header + ": " + op.Renewal.Prefix
		}
		return op.Method, s.gateway.URL + op.PathFor(agent.id)
	}
	curl := "curl -sS"
	if s.caFile != "" {
		curl += " --cacert " + quoteForShell(s.caFile)
	}
	signIn, signInAt := address(spec.Login)
	poll, pollAt := address(spec.GetAgentEvent)
	_, downloadAt := address(spec.DownloadRecordFile)
	query := url.Values{"recordId": {rec.RecordID}, "filetype": {rec.Filetype}}
	guid := fmt.Sprintf(`| tr -d '\r' | sed -n 's/^%s//Ip'`, setGuid)
	return []string{
		fmt.Sprintf(`GUID=$(%s -D - -o /dev/null -X %s %s -H 'Content-Type: application/json' -d '{"password":"%s","phonenum":"40038"}' %s)`,
			curl, signIn, signInAt, agent.password, guid),
		fmt.Sprintf(`NEW=$(%s -D - -o /dev/null -X %s %s -H "%s: $GUID" %s); GUID=${NEW:-$GUID}`, curl, poll, pollAt, header, guid),
		fmt.Sprintf(`%s -H "%s: $GUID" -o recording.V3 '%s?%s'; ls -l recording.V3`, curl, header, downloadAt, query.Encode()),
	}
}

// quoteForShell is a text as one word of a POSIX shell.
func quoteForShell(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
