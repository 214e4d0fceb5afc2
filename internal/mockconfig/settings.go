package mockconfig

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// Bounds of settings in milliseconds.
const (
	longest   = 24 * 60 * 60 * 1000
	mostHolds = 1_000_000
)

// read overwrites what the section settings has.
func (s *Settings) read(n strictyaml.Node) {
	if !n.Given() {
		return
	}
	o := n.Object("AUTHMODE", "GUIDINTERVAL", "GUIDTIMEOUT", "AGENT_POLL_WAIT_FLAG", "AGENT_POLL_WAIT_TIMES",
		"AGENT_POLL_WAIT_INTERVAL", "sessionTimeout", "download", "pool")
	if m := o.Get("AUTHMODE"); m.Given() {
		s.AuthMode = new(int(m.Int(2, 1, 2)))
	}
	for name, to := range map[string]**time.Duration{
		"GUIDINTERVAL": &s.GuidInterval, "GUIDTIMEOUT": &s.GuidTimeout, "AGENT_POLL_WAIT_INTERVAL": &s.PollInterval,
	} {
		if v := o.Get(name); v.Given() {
			*to = new(time.Duration(v.Int(1, 1, longest)) * time.Millisecond)
		}
	}
	if v := o.Get("AGENT_POLL_WAIT_TIMES"); v.Given() {
		s.PollTimes = new(int(v.Int(1, 1, mostHolds)))
	}
	if v := o.Get("AGENT_POLL_WAIT_FLAG"); v.Given() {
		s.PollWait = new(v.Option("ON", "OFF") == "ON")
	}
	if v := o.Get("sessionTimeout"); v.Given() {
		s.SessionTimeout = new(v.Duration(2*time.Minute, time.Second, 24*time.Hour))
	}
	if v := o.Get("download"); v.Given() {
		s.Download = new(v.Bool(true))
	}
	if v := o.Get("pool"); v.Given() {
		s.Pool = new(v.Bool(false))
	}
}
