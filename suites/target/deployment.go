package target

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// The defaults of a deployment. The first two are those of the interface
// document for dynamic authentication.
const (
	DefaultGuidInterval   = 60 * time.Second
	DefaultGuidTimeout    = 120 * time.Second
	DefaultPollHold       = 10 * time.Second
	DefaultSessionTimeout = 2 * time.Minute
)

// deployment reads one deployment and completes it with the shared sections.
func (r *reader) deployment(n strictyaml.Node, top shared) Deployment {
	o := n.Object("name", "url", "authMode", "download", "pool", "guidInterval", "guidTimeout", "pollHold", "sessionTimeout",
		"tls", "agents", "recordings", "absent", "canary", "limits")
	const low, high = time.Millisecond, 24 * time.Hour
	d := Deployment{
		Name:           o.Need("name", "it is shown in reports").Match(nameForm(), nameWords),
		URL:            r.address(o.Need("url", "such as https://127.0.0.1:8043")),
		AuthMode:       int(o.Need("authMode", "1 static, 2 dynamic").Int(0, 1, 2)),
		Download:       o.Get("download").Bool(true),
		Pool:           o.Get("pool").Bool(false),
		GuidInterval:   o.Get("guidInterval").Duration(DefaultGuidInterval, low, high),
		GuidTimeout:    o.Get("guidTimeout").Duration(DefaultGuidTimeout, low, high),
		PollHold:       o.Get("pollHold").Duration(DefaultPollHold, low, high),
		SessionTimeout: o.Get("sessionTimeout").Duration(DefaultSessionTimeout, low, high),
	}
	s := r.sections(o, top)
	d.TLS, d.Agents, d.Absent, d.Canary, d.Limits = s.tls, s.agents, s.absent, s.canary, s.limits
	d.OwnAgents = o.Get("agents").Given()
	for _, rec := range s.recordings {
		d.Recordings = append(d.Recordings, rec.Recording)
	}
	d.check(o, s)
	return d
}

// check adds the problems between keys.
func (d *Deployment) check(o strictyaml.Object, s shared) {
	if d.GuidInterval >= d.GuidTimeout {
		place(o, "guidInterval", "guidTimeout").Failf("guidInterval %s must be shorter than guidTimeout %s, or every Guid expires before it is renewed",
			d.GuidInterval, d.GuidTimeout)
	}
	if d.Limits.FirstByte <= d.PollHold || d.Limits.Exchange <= d.PollHold {
		place(o, "pollHold", "limits").Failf("pollHold %s must be shorter than the limits firstByte %s and exchange %s, or no poll can end",
			d.PollHold, d.Limits.FirstByte, d.Limits.Exchange)
	}
	if d.SessionTimeout <= d.PollHold {
		place(o, "sessionTimeout", "pollHold").Failf("sessionTimeout %s must be longer than pollHold %s, or no session outlives a poll",
			d.SessionTimeout, d.PollHold)
	}
	if !s.given["agents"].Given() {
		o.Failf("no agents: give two or more, here or at the top of the file")
	}
	if d.Download {
		d.checkRecordings(o, s)
	}
}

// place is the first of the keys that is given, or the object.
func place(o strictyaml.Object, keys ...string) strictyaml.Node {
	for _, key := range keys {
		if n := o.Get(key); n.Given() {
			return n
		}
	}
	return o.Node
}

func (d *Deployment) checkRecordings(o strictyaml.Object, s shared) {
	if n := s.given["recordings"]; len(s.recordings) == 0 && (!n.Given() || n.IsList()) {
		o.Failf("no recordings: give one or more, here or at the top of the file, or say download: false")
	}
	if !s.given["absent"].Given() {
		o.Failf("the key \"absent\" is missing, here and at the top of the file: {recordId: a path without a recording, drive: a letter without a mapping}")
	}
	for _, rec := range s.recordings {
		if d.Pool && rec.LocationID == "" {
			rec.at.Failf("the key \"locationId\" is missing: deployment %q claims pool, where it is mandatory", d.Name)
		}
		if rec.Size > d.Limits.BodyBytes {
			rec.at.Failf("size %d is beyond limits.bodyBytes %d of deployment %q", rec.Size, d.Limits.BodyBytes, d.Name)
		}
		if rec.RecordID != "" && rec.RecordID == d.Absent.RecordID {
			rec.at.Failf("the recordId is the one that absent says is not there")
		}
		if drive, _, _ := strings.Cut(rec.RecordID, ":"); d.Absent.Drive != "" && strings.EqualFold(drive, d.Absent.Drive) {
			rec.at.Failf("the recordId is on drive %q, which absent says is not mapped", d.Absent.Drive)
		}
	}
}

// address is an https URL without a trailing slash, host in lower case; it is
// plain text or {env: X}. No problem cites a value of the environment.
func (r *reader) address(n strictyaml.Node) string {
	var text string
	if n.IsObject() {
		n = n.Object("env").Need("env", "the environment variable that holds the URL")
		text = r.variable(n, r.secrets)
	} else {
		text = n.Line(2048)
	}
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil { // the error would cite the URL, and with it a password
		n.Failf("must be a URL such as https://127.0.0.1:8043")
		return ""
	}
	if fault := fault(u); fault != "" {
		n.Failf("%s", fault)
		return ""
	}
	return "https://" + strings.ToLower(u.Host) + strings.TrimSuffix(path.Clean("/"+u.EscapedPath()), "/")
}

// fault is why a URL cannot be that of a gateway, "" if it can be.
func fault(u *url.URL) string {
	port, err := strconv.Atoi(u.Port())
	segments := strings.Split(u.Path, "/")
	switch {
	case u.Scheme != "https":
		return "must begin with https://, since the interface is offered over TLS only"
	case u.User != nil:
		return "must not hold a user name or password"
	case u.Hostname() == "":
		return "must name a host"
	case u.Port() != "" && (err != nil || port < 1 || port > 65535) || strings.HasSuffix(u.Host, ":"):
		return "must have a port from 1 to 65535, or none"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(u.String(), "#"):
		return "must not hold a query or a fragment"
	case slices.Contains(segments, "agentgateway"):
		return "must end before /agentgateway, which is appended to it"
	case slices.Contains(segments, ".") || slices.Contains(segments, ".."):
		return "must not hold the path segments . or .."
	}
	return ""
}
