// Package push delivers the events of a mock gateway to clients that do not poll,
// in both generations: pushUrl with one event in the envelope of a poll, and
// callBackUri with serviceToken and a list of events. It connects to addresses of
// this machine only, and to hosts that are allowed by name.
package push

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// Limits of one delivery.
const (
	sendTime    = 5 * time.Second
	answerBytes = 64 << 10
)

// sender implements mock.Pusher.
type sender struct {
	hosts  []string
	client *http.Client
}

// New makes a pusher. Hosts are names and addresses, without a port, that events
// may go to in addition to this machine. The certificate of a receiver must be
// valid for the system's authorities.
func New(hosts ...string) mock.Pusher {
	s := &sender{hosts: hosts}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.DialContext = s.dial
	s.client = &http.Client{Transport: transport, Timeout: sendTime, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	return s
}

// dial connects to this machine, whatever its names resolve to, or to an allowed host.
func (s *sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: sendTime}
	if host, _, err := net.SplitHostPort(address); err != nil || !s.allowed(host) {
		d.Control = onlyLoopback
	}
	return d.DialContext(ctx, network, address)
}

func onlyLoopback(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return errors.New("the address is not of this machine")
	}
	return nil
}

func (s *sender) allowed(host string) bool {
	return slices.ContainsFunc(s.hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// Allow implements mock.Pusher.
func (s *sender) Allow(t mock.PushTarget) error {
	u, err := url.Parse(t.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return errors.New("its address is no http or https URL")
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	if s.allowed(host) || strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("the host %.100q is neither this machine nor allowed", host)
}

// Send implements mock.Pusher.
func (s *sender) Send(ctx context.Context, p mock.Push) error {
	body, err := json.Marshal(content(p))
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Target.URL, bytes.NewReader(body))
	if err != nil {
		return errors.New("its address is no URL")
	}
	req.Header.Set("Content-Type", "application/json; charset=UTF-8")
	if !p.Target.Old {
		req.Header.Set("Guid", p.Guid)
		req.Header.Set("service_token", p.Target.Token)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err // without the URL, whose query may hold a token
		}
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, answerBytes))
	if err != nil {
		return err
	}
	return accepted(resp.StatusCode, text)
}

// event is one event as receivers know it.
type event struct {
	Type    string `json:"eventType"`
	Agent   string `json:"workNo"`
	Content any    `json:"content"`
}

// content is the body of a delivery.
func content(p mock.Push) any {
	list := []event{}
	for _, e := range p.Events {
		list = append(list, event{e.Type, p.Agent, e.Content})
	}
	if p.Target.Old {
		return struct {
			Message string `json:"message"`
			Retcode string `json:"retcode"`
			Event   event  `json:"event"`
		}{"", "0", list[0]}
	}
	return struct {
		Agent  string  `json:"workNo"`
		Events []event `json:"eventList"`
	}{p.Agent, list}
}

// accepted reports with nil that an answer takes the events: status 200, and a
// retcode that is absent, "0" or the number 0, as receivers send it.
func accepted(status int, body []byte) error {
	if status != http.StatusOK {
		return fmt.Errorf("the receiver answered with status %d", status)
	}
	var answer struct {
		Retcode any `json:"retcode"`
	}
	if len(bytes.TrimSpace(body)) > 0 {
		if err := json.Unmarshal(body, &answer); err != nil {
			return errors.New("the answer of the receiver is no JSON object")
		}
	}
	if answer.Retcode == nil || answer.Retcode == "0" || answer.Retcode == 0.0 {
		return nil
	}
	return fmt.Errorf("the receiver answered with retcode %.20q", fmt.Sprint(answer.Retcode))
}
