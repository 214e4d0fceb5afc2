package witness

import (
	"net/url"
	"strings"
	"time"
)

// script does everything that the interface has, in varied surroundings.
func (d *driver) script() {
	first, second, third := d.agents[0], d.agents[1], d.agents[2]
	for _, in := range []struct {
		name string
		do   func()
	}{
		{"first", func() { d.everything(first, second) }},
		{"second agent", func() { d.everything(second, first) }},
		{"after a while", func() { d.later(first, second) }},
		{"other Guids", func() { d.otherGuids(first, second) }},
		{"after refusals", func() { d.before = d.refusedBefore; d.everything(first, second) }},
		{"during a download", func() { d.duringDownload(first, second, third) }},
		{"during a poll", func() { d.duringPoll(first, second) }},
		{"first on a connection", func() { d.fresh, d.brief = 0, true; d.everything(first, second) }},
		{"third on a connection", func() { d.fresh, d.brief = 1, true; d.everything(first, third) }},
		{"after aborted downloads", func() { d.brief = true; d.afterAborts(first, second) }},
	} {
		if d.over() {
			return
		}
		d.context, d.fresh, d.before = in.name, -1, nil
		in.do()
		d.before = nil
	}
}

// everything is a whole session of an agent, while another is signed in.
func (d *driver) everything(a, other *agent) {
	d.signIn(a, false, "wrong-"+a.Password)
	d.signIn(a, true, "wrong-"+a.Password)
	d.signIn(a, false, a.Password)
	if other.guid == "" {
		d.signIn(other, false, other.Password)
	}
	d.calls(a, other)
	d.downloads(a)
	d.refusals(a, other)
	d.downloads(a)
	d.endings(a)
}

// calls are session operations but for the end of the session.
func (d *driver) calls(a, other *agent) {
	d.signIn(a, false, a.Password)
	for range 2 {
		d.polled(a)
	}
	d.g.Record(a.ID)
	d.polled(a)
	d.polled(a)
	for _, guid := range d.wrongGuids(a, other) {
		d.step(a, "poll "+guid.what, d.poll(a, guid.guid))
		d.step(a, "sign-out "+guid.what, request{method: "DELETE", target: d.g.Path + resource + "/onlineagent/" + a.ID + "/logout", guid: guid.guid})
		d.step(a, "update "+guid.what, request{method: "PUT", target: d.g.Path + resource + "/onlineagent/" + a.ID + "/updateGuid", guid: guid.guid})
	}
	d.update(a)
	d.call(a, "handshake", "POST", "/onlineagent/"+a.ID+"/handshake")
}

func (d *driver) update(a *agent) {
	d.call(a, "update", "PUT", "/onlineagent/"+a.ID+"/updateGuid")
}

// offered is a Guid that is refused.
type offered struct {
	what string
	guid *string
}

func (d *driver) wrongGuids(a, other *agent) []offered {
	empty, theirs := "", other.guid
	altered := strings.Repeat("0", 8) + strings.TrimLeft(a.guid, "0123456789abcdef")
	unknown := "ffffffffffffffffffffffffffffffffffffffffffffffff.AgentGateway0"
	return []offered{{"without a Guid", nil}, {"with an empty Guid", &empty}, {"with an altered Guid", &altered},
		{"with an unknown Guid", &unknown}, {"with another's Guid", &theirs}}
}

// spellings are ways to request the i-th recording: many for the first of each
// filetype, few for the others.
func (d *driver) spellings(i int, r Recording) []string {
	if i >= fewKinds {
		return []string{d.query(r)}
	}
	all := d.allSpellings(r)
	if i >= manySpellings || d.brief {
		return []string{all[0], all[len(all)-1]}
	}
	return all
}

const (
	manySpellings = 2 // recordings that are requested in all spellings
	fewKinds      = 4 // recordings of different kinds
)

func (d *driver) allSpellings(r Recording) []string {
	escaped := url.QueryEscape(r.ID)
	as := func(id string) string { return strings.Replace(d.query(r), escaped, id, 1) }
	plain := d.query(r)
	list := []string{plain,
		as(url.QueryEscape(strings.ReplaceAll(r.ID, "/", `\`))),
		as(strings.NewReplacer("%2F", "/", "%3A", ":").Replace(escaped)),
		as(url.QueryEscape(strings.ToUpper(r.ID[:1]) + r.ID[1:])),
		strings.NewReplacer("%2F", "%2f", "%3A", "%3a").Replace(plain),
	}
	if r.Filetype == "1" {
		list = append(list, plain+"&filetype=1")
	}
	if !d.g.Pool {
		list = append(list, plain+"&locationId="+r.Location)
	}
	return list
}

// downloads are downloads of everything, and of some things in all spellings.
func (d *driver) downloads(a *agent) {
	for i, r := range d.g.Recordings {
		for _, q := range d.spellings(i, r) {
			guid := a.guid
			d.step(a, "download "+q, d.download(a, &guid, q))
		}
	}
}

// refusals are downloads that are refused.
func (d *driver) refusals(a, other *agent) {
	d.badGuids(a, d.wrongGuids(a, other))
	nobody := d.agents[len(d.agents)-1]
	d.badGuids(nobody, []offered{{"while not signed in", &other.guid}})
	guid := a.guid
	for i, r := range d.g.Recordings[:fewKinds] {
		absent, drive := r, r
		absent.ID = r.ID[:strings.LastIndexAny(r.ID, "/")+1] + "0000000" + r.ID[strings.LastIndex(r.ID, "."):]
		drive.ID = d.g.Drive + r.ID[1:]
		paths := []Recording{absent, drive, {r.ID + "/..", r.Filetype, r.Location}, {"y:/../.." + r.ID[2:], r.Filetype, r.Location},
			{"y:/nothing/" + r.ID[3:], r.Filetype, r.Location}, {r.ID[2:], r.Filetype, r.Location}}
		for _, p := range paths {
			for _, q := range d.spellings(i, p) {
				d.step(a, "download "+q, d.download(a, &guid, q))
			}
		}
		if d.g.Pool {
			q, _, _ := strings.Cut(d.query(r), "&locationId")
			d.step(a, "download "+q, d.download(a, &guid, q))
			d.step(a, "download "+q, d.download(a, &guid, strings.ReplaceAll(q, "%2F", "%5C")))
		}
	}
	for _, q := range []string{"", "?recordId=", "?filetype=2", "?recordId=&filetype=2", "?recordId=&filetype=1&locationId=1", "?filetype=1&locationId=1"} {
		d.step(a, "download "+q, d.download(a, &guid, q))
	}
}

// badGuids are downloads of several recordings with Guids that are refused.
func (d *driver) badGuids(a *agent, guids []offered) {
	for i, r := range d.g.Recordings[:fewKinds] {
		for j, guid := range guids {
			queries := d.spellings(i, r)
			if j > 3 {
				queries = queries[:1]
			}
			for _, q := range queries {
				d.step(a, "download "+guid.what+" "+q, d.download(a, guid.guid, q))
			}
		}
	}
}

// endings are the ways in which a session ends, and what Guids do after it.
func (d *driver) endings(a *agent) {
	d.call(a, "sign-out", "DELETE", "/onlineagent/"+a.ID+"/logout")
	d.ended(a, "after the sign-out")
	d.signIn(a, false, a.Password)
	d.ended(a, "in the next session")
	d.signIn(a, true, a.Password)
	d.ended(a, "after a forced sign-in")
	d.polled(a)
	d.someDownloads(a)
	d.call(a, "forced sign-out", "DELETE", "/onlineagent/"+a.ID+"/forcelogout")
	d.ended(a, "after the forced sign-out")
	d.signIn(a, true, a.Password)
	d.polled(a)
	d.polled(a)
	if !d.over() {
		d.g.Advance(130 * time.Second)
	}
	d.ended(a, "after silence")
	for _, each := range d.agents[:len(d.agents)-1] {
		if each != a && each.guid != "" && !d.over() {
			d.signIn(each, true, each.Password)
		}
	}
}

// ended uses the Guids of before.
func (d *driver) ended(a *agent, what string) {
	guids := []offered{{"with the latest Guid " + what, &a.guid}}
	if n := len(a.old); n > 0 {
		guids = append(guids, offered{"with the Guid before " + what, &a.old[n-1]})
	}
	for _, guid := range guids {
		copied := *guid.guid
		d.badGuids(a, []offered{{guid.what, &copied}})
		d.step(a, "poll "+guid.what, d.poll(a, &copied))
	}
}

func (d *driver) someDownloads(a *agent) {
	for i, r := range d.g.Recordings[:fewKinds] {
		for _, q := range d.spellings(i, r) {
			guid := a.guid
			d.step(a, "download "+q, d.download(a, &guid, q))
		}
	}
}

// later does everything with Guids that are half a minute old and older.
func (d *driver) later(a, other *agent) {
	d.signIn(a, false, a.Password)
	d.polled(a)
	d.polled(a)
	d.g.Advance(35 * time.Second)
	d.downloads(a)
	d.refusals(a, other)
	d.g.Advance(26 * time.Second)
	d.polled(a) // renews under dynamic authentication
	d.downloads(a)
	d.refusals(a, other)
	for range 4 {
		if !d.over() {
			d.g.Advance(45 * time.Second)
			d.polled(a)
		}
	}
	for i, what := range []string{"the latest", "an older", "a very old"} {
		if at := len(a.old) - 1 - 2*i; at >= 0 {
			old := a.old[at]
			d.badGuids(a, []offered{{"with " + what + " of the replaced Guids", &old}})
		}
	}
	d.endings(a)
}

// otherGuids does everything with Guids from other operations.
func (d *driver) otherGuids(a, other *agent) {
	d.signIn(a, true, a.Password)
	d.downloads(a)
	d.refusals(a, other)
	d.polled(a)
	d.update(a)
	d.downloads(a)
	d.refusals(a, other)
	d.polled(a)
	d.g.Record(a.ID)
	d.polled(a)
	d.polled(a)
	d.call(a, "sign-out", "DELETE", "/onlineagent/"+a.ID+"/logout")
	d.signIn(a, true, a.Password)
	d.update(a)
	d.call(a, "forced sign-out", "DELETE", "/onlineagent/"+a.ID+"/forcelogout")
}

// refusedBefore has a download of the agent refused.
func (d *driver) refusedBefore(a *agent) {
	guid := a.guid
	re := d.link(a.ID).exchange(d.download(a, &guid, d.query(d.g.Absent)))
	d.saw("refused before", re.text())
}

// duringDownload does everything while a download of another agent is in progress.
func (d *driver) duringDownload(a, other, busy *agent) {
	d.signIn(busy, true, busy.Password)
	l := d.begun(busy)
	defer l.reset()
	d.everything(a, other)
}

// begun is a connection on which a download has begun.
func (d *driver) begun(a *agent) *link {
	small := *d.g
	small.smallBuffer = true
	l, guid := &link{gateway: &small}, a.guid
	if err := l.send(d.download(a, &guid, d.query(d.g.Large))); err != nil {
		return l
	}
	for range 4 { // lines of the head
		if _, err := l.line(); err != nil {
			break
		}
	}
	return l
}

// duringPoll does what a session allows while a poll of the agent is held.
func (d *driver) duringPoll(a, other *agent) {
	d.signIn(a, true, a.Password)
	d.polled(a)
	d.polled(a)
	d.holding(a, func() {
		d.downloads(a)
		d.refusals(a, other)
	})
	d.holding(a, func() { d.update(a) })
	d.holding(a, func() { d.signIn(a, false, a.Password) })
	d.holding(a, func() { d.call(a, "sign-out", "DELETE", "/onlineagent/"+a.ID+"/logout") })
}

// holding does something while a poll of the agent is held.
func (d *driver) holding(a *agent, do func()) {
	if d.over() {
		return
	}
	done := make(chan answer, 1)
	l, guid := d.link(a.ID+" polls"), a.guid
	go func() { done <- l.exchange(d.poll(a, &guid)) }()
	if re, ok := d.waited(done); ok {
		d.saw("poll by "+a.ID+" that is not held", re.text())
		do()
		return
	}
	d.held++
	do()
	d.held--
	d.g.Advance(d.g.PollHold)
	re := <-done
	d.adopt(a, re)
	d.saw("held poll by "+a.ID, re.text())
}

// afterAborts does everything after aborted downloads.
func (d *driver) afterAborts(a, other *agent) {
	d.signIn(a, true, a.Password)
	d.before = func(a *agent) {
		if a.guid == "" {
			return
		}
		l := d.begun(a)
		l.reset()
		d.quiet(d.held)
	}
	d.everything(a, other)
}
