package mockconfig

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Properties reads the settings of a gateway's file basic.properties, which name
// stands for in errors. It returns the keys that the mock does not know, sorted:
// a real file has many.
func Properties(name string, data []byte) (s Settings, unknown []string, err error) {
	number := 0
	for text := range strings.Lines(string(data)) {
		number++
		key, value, ok := property(text)
		if !ok {
			continue
		}
		known, err := s.set(key, value)
		switch {
		case err != nil:
			return s, unknown, fmt.Errorf("%s:%d: %s: %w", name, number, key, err)
		case !known:
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	return s, slices.Compact(unknown), nil
}

// property splits a line into key and value. Comments and empty lines have none.
func property(text string) (key, value string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || text[0] == '#' || text[0] == '!' {
		return "", "", false
	}
	at := strings.IndexAny(text, "=:")
	if at < 0 {
		return text, "", true
	}
	return strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:]), true
}

// set sets one setting, and reports whether the mock knows it.
func (s *Settings) set(key, value string) (known bool, err error) {
	switch key {
	case "AUTHMODE":
		s.AuthMode, err = whole(value, 1, 2)
	case "GUIDINTERVAL":
		s.GuidInterval, err = millis(value)
	case "GUIDTIMEOUT":
		s.GuidTimeout, err = millis(value)
	case "AGENT_POLL_WAIT_INTERVAL":
		s.PollInterval, err = millis(value)
	case "AGENT_POLL_WAIT_TIMES":
		s.PollTimes, err = whole(value, 1, mostHolds)
	case "AGENT_POLL_WAIT_FLAG":
		s.PollWait = new(strings.EqualFold(value, "ON"))
	default:
		return false, nil
	}
	return true, err
}

func whole(value string, low, high int) (*int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < low || n > high {
		return nil, fmt.Errorf("%.40q, want a whole number from %d to %d", value, low, high)
	}
	return &n, nil
}

func millis(value string) (*time.Duration, error) {
	n, err := whole(value, 1, longest)
	if err != nil {
		return nil, err
	}
	return new(time.Duration(*n) * time.Millisecond), nil
}
