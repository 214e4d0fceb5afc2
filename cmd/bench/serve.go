package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
)

// subject is a server under measurement and a client that trusts it.
type subject struct {
	url    string
	guid   string
	client *http.Client
	stop   func()
}

// startMock serves a static gateway whose drive y holds one recording of that size.
func startMock(size int64) (*subject, string, error) {
	rec := fixtures.Large(size)
	tree, err := fixtures.NewTree(rec)
	if err != nil {
		return nil, "", err
	}
	drive, err := tree.Drive(rec.Drive())
	if err != nil {
		return nil, "", err
	}
	g, err := mock.New(mock.WithAuthMode(1), mock.WithAgent("102", "secret"), mock.WithMount(rec.Drive(), drive))
	if err != nil {
		return nil, "", err
	}
	s, err := serve(g)
	if err != nil {
		return nil, "", err
	}
	return s, rec.RecordID, s.signIn()
}

// startBare serves the same bytes by the shortest handler that streams them.
func startBare(size int64) (*subject, error) {
	rec := fixtures.Large(size)
	return serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream;charset=utf-8")
		body := rec.Open()
		defer body.Close()
		_, _ = io.CopyBuffer(w, body, make([]byte, 64<<10))
	}))
}

func serve(h http.Handler) (*subject, error) {
	srv, err := mock.Serve(h, mock.Serving{})
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{TLSClientConfig: srv.ClientTLS(), TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}}
	return &subject{url: srv.URL, client: &http.Client{Transport: transport}, stop: func() {
		transport.CloseIdleConnections()
		_ = srv.Stop()
	}}, nil
}

func (s *subject) signIn() error {
	req, err := http.NewRequest(http.MethodPut, s.url+"/agentgateway/resource/onlineagent/102", strings.NewReader(`{"password":"secret","phonenum":"40038"}`))
	if err != nil {
		return err
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, s.guid, _ = strings.Cut(resp.Header.Get("Set-GUID"), "=")
	if s.guid == "" {
		return fmt.Errorf("the sign-in at %s gave no Guid", s.url)
	}
	return nil
}

// get downloads a recording and returns its size in bytes.
func (s *subject) get(ctx context.Context, recordID string) (int64, error) {
	target := s.url + "/agentgateway/resource/recordfile/102?recordId=" + url.QueryEscape(recordID)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Guid", s.guid)
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return io.CopyBuffer(onlyWriter{io.Discard}, resp.Body, make([]byte, 64<<10))
}

// onlyWriter hides ReadFrom, so that both servers are read alike.
type onlyWriter struct{ io.Writer }
