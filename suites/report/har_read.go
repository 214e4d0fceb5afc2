package report

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// ReadHAR reads the exchanges of an exchanges.har of at most 256 MiB that
// [WriteHAR] wrote. The error names the first entry that is no exchange.
func ReadHAR(in io.Reader) ([]Exchange, error) {
	var file struct {
		Log *harLog `json:"log"`
	}
	if err := decode(in, maxHARFile, &file); err != nil {
		return nil, err
	}
	if file.Log == nil || file.Log.Creator.Name != "gwcheck" {
		return nil, errors.New("not an archive of exchanges that gwcheck wrote")
	}
	all := make([]Exchange, 0, len(file.Log.Entries))
	seen := map[string]bool{}
	for i, e := range file.Log.Entries {
		x, err := e.exchange()
		if err == nil && seen[x.ID] {
			err = fmt.Errorf("the id %.40q is that of an earlier entry", x.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
		seen[x.ID] = true
		all = append(all, x)
	}
	return all, nil
}

// exchange is what har makes an entry of.
func (e harEntry) exchange() (Exchange, error) {
	began, err := time.Parse(time.RFC3339Nano, e.Started)
	if err != nil {
		return Exchange{}, fmt.Errorf("startedDateTime %.40q is no time", e.Started)
	}
	if e.ID == "" {
		return Exchange{}, errors.New("the member _id is missing")
	}
	q, s := e.Request, e.Response
	x := Exchange{
		ID: e.ID, Deployment: e.Deployment, Began: began, Method: q.Method, URL: q.URL, Request: headerFields(q.Headers),
		Status: s.Status, Proto: s.Version, Reason: s.StatusText, Response: headerFields(s.Headers),
		BodyLength: s.Content.Size, BodySHA256: s.Content.SHA256, BodyText: s.Content.Text,
		Err: e.Error, Faults: e.Faults, Wire: e.Wire,
		SentMs: e.Timings.Send, WaitMs: e.Timings.Wait, ReceiveMs: e.Timings.Receive,
	}
	if q.PostData != nil {
		x.SentText = q.PostData.Text
	}
	if x.Proto == unknownVersion {
		x.Proto = ""
	}
	return x, nil
}

// headerFields are the fields of a list of pairs.
func headerFields(pairs []harPair) []HeaderField {
	out := make([]HeaderField, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, HeaderField(p))
	}
	return out
}
