package mock_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
)

// script sends requests to one gateway byte by byte and notes what it answers.
type script struct {
	t       *testing.T
	addr    string
	gateway *mock.Gateway
	clock   *clockwork.FakeClock
	lines   []string
	want    []string // lines to expect; nil if there are none
	differs bool     // a line is not the one expected: nothing more is sent
	guids   map[string]string
}

// deployment is one way of configuring the gateway.
type deployment struct {
	name string
	word string // that texts about it contain; "" for the one to try first
	opts []mock.Option
}

var deployments = []deployment{
	{"dynamic", "", []mock.Option{mock.WithAuthMode(mock.Dynamic)}},
	{"static", "tatic", []mock.Option{mock.WithAuthMode(mock.Static)}},
	{"disabled", "disabled", []mock.Option{mock.WithAuthMode(mock.Static), mock.WithDownload(false)}},
	{"pool", "location", []mock.Option{mock.WithAuthMode(mock.Static), mock.WithPool(true)}},
}

// scene is one part of the script, played to a new gateway of one deployment.
type scene struct {
	deployment deployment
	part       string
	run        func(*script)
}

func (s scene) name() string { return s.deployment.name + ": " + s.part }

// together is the scene of parallel downloads.
var together = scene{deployments[0], "parallel downloads", (*script).together}

func scenes() []scene {
	list := []scene{together, {deployments[0], "sizes", (*script).sizes}}
	for _, d := range deployments {
		list = append(list, []scene{
			{d, "sign-ins", (*script).signIns}, {d, "downloads", (*script).downloads}, {d, "methods", (*script).methods},
			{d, "addresses", (*script).addresses}, {d, "spellings", (*script).spellings}, {d, "traversal", (*script).traversal},
			{d, "overlong values", (*script).overlong}, {d, "wrong Guids", (*script).wrongGuids}, {d, "events", (*script).events},
			{d, "passing time", (*script).passingTime}, {d, "sign-outs", (*script).signOuts},
			{d, "intrusions", (*script).intrusions}, {d, "renewals", (*script).renewals},
		}...)
	}
	return list
}

// play returns the lines that a scene notes. Given the lines to expect, it ends
// at the first that differs.
func (s scene) play(t *testing.T, want []string, opts ...mock.Option) []string {
	t.Helper()
	clock := fakeClock()
	opts = slices.Concat([]mock.Option{mock.WithClock(clock), mock.WithSeed(7)}, s.deployment.opts, opts)
	g := newGateway(t, opts...)
	srv, err := mock.Serve(g, mock.Serving{Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, srv)
	r := &script{
		t: t, addr: strings.TrimPrefix(srv.URL, "http://"), gateway: g, clock: clock, want: want,
		guids: map[string]string{"102": "none", "103": "none"},
	}
	if s.part != "sign-ins" {
		r.forceIn("102")
		r.forceIn("103")
	}
	s.run(r)
	return r.lines
}

// add notes a line.
func (s *script) add(line string) {
	i := len(s.lines)
	s.lines = append(s.lines, line)
	s.differs = s.differs || s.want != nil && (i >= len(s.want) || s.want[i] != line)
}

var (
	dateLine = regexp.MustCompile(`(?m)^Date: .*\n`)
	setGuid  = regexp.MustCompile(`(?i)\nset-guid: (?:JSESSIONID=)?(\S+)`)
	chunking = regexp.MustCompile(`(?i)transfer-encoding: chunked`)
)

// send writes a request and notes the answer up to the end of the connection.
func (s *script) send(request string, fields ...string) string {
	s.t.Helper()
	if s.differs {
		return ""
	}
	conn := s.connect(s.message(request, append(fields, "Connection: close")...))
	defer conn.Close()
	return s.note(request, conn)
}

// message is a request as it goes over the wire.
func (s *script) message(request string, fields ...string) string {
	line, rest, _ := strings.Cut(request, "\n")
	method, target, _ := strings.Cut(line, " ")
	head := fmt.Sprintf("%s %s%s HTTP/1.1\r\nHost: gateway\r\nContent-Length: %d\r\n",
		method, resource, target, len(rest))
	for _, f := range fields {
		head += f + "\r\n"
	}
	return head + "\r\n" + rest
}

// connect writes to a new connection.
func (s *script) connect(text string) net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, text); err != nil {
		s.t.Fatal(err)
	}
	return conn
}

// together downloads at the same time on several connections, and then one
// after another on a single one.
func (s *script) together() {
	if s.differs {
		return
	}
	const query = "?recordId=y:/1/0/20181217/120/"
	ask := func(agent, file string) string { return "GET /recordfile/" + agent + query + file }
	asked := []string{ask("102", "0900060.V3"), ask("102", "0900070.V3"), ask("103", "0900080.V3")} // more than connections hold
	var answers []*bufio.Reader
	for i, a := range asked {
		conn := s.connect(s.message(a, s.guid([]string{"102", "102", "103"}[i]), "Connection: close"))
		defer conn.Close()
		answers = append(answers, bufio.NewReader(conn))
		answers[i].Peek(1) //nolint:errcheck // a deviation may break it off
	}
	for i, a := range asked {
		s.note(a, answers[i])
	}
	again := s.message(ask("102", "1524488.V3"), s.guid("102"))
	one := s.connect(strings.Repeat(again, 8) + s.message(ask("102", "1524488.V3"), s.guid("102"), "Connection: close"))
	defer one.Close()
	s.note("many on one connection", one)
}

// note reads an answer. Bodies are kept as digests, since chunks may be cut anywhere.
func (s *script) note(request string, conn io.Reader) string {
	r := bufio.NewReader(conn)
	var answer strings.Builder
	for {
		line, err := r.ReadString('\n')
		answer.WriteString(line)
		if err != nil || strings.TrimRight(line, "\r\n") == "" {
			break
		}
	}
	body, err := io.ReadAll(r)
	if bytes.Contains(body, []byte("\nDate: ")) {
		body = dateLine.ReplaceAll(body, nil) // of further answers on the connection
	}
	head := dateLine.ReplaceAllString(answer.String(), "")
	shown := fmt.Sprintf("%d bytes %x", len(body), sha256.Sum256(body))
	if len(body) < 600 && !chunking.MatchString(head) {
		shown = string(body)
	}
	s.add(fmt.Sprintf("%s\n%s%s %v", request, head, shown, err))
	return head + string(body)
}

func (s *script) signIn(agent, path, body string) {
	answer := s.send("PUT /onlineagent/" + agent + path + "\n" + body)
	if m := setGuid.FindStringSubmatch(answer); m != nil {
		s.guids[agent] = m[1]
	}
}

// forceIn signs an agent in by force.
func (s *script) forceIn(agent string) {
	s.signIn(agent, "/forcelogin", `{"password":"`+agent+`-password","phonenum":"1"}`)
}

func (s *script) guid(agent string) string { return "Guid: " + s.guids[agent] }

func (s *script) get(agent, query string, fields ...string) {
	s.send("GET /recordfile/"+agent+"?"+query, append(fields, s.guid(agent))...)
}

const (
	callPath  = "recordId=y:/1/0/20181217/120/1524488.V3"
	ivrPath   = "recordId=y:/1/record/20190412/playvoice1551276018824.wav&filetype=2"
	thirdPath = "recordId=y:/3rdfile/1/record/20190408/515/1633022.V3&filetype=2"
)

func (s *script) signIns() {
	s.signIn("102", "", `{"password":"wrong","phonenum":"1"}`)
	s.signIn("102", "/forcelogin", `{"password":"102-password","phonenum":"1"}`)
	s.signIn("102", "/forcelogin", `{"password":"102-password","phonenum":"1"}`)
	s.signIn("102", "/forcelogin", `{"password":"wrong","phonenum":"1"}`)
	s.signIn("102", "", `{"password":"102-password","phonenum":"1"}`)
	for _, wrong := range []string{"102-password0", "102-passwor", "", "103-password"} {
		s.signIn("102", "/forcelogin", `{"password":"`+wrong+`","phonenum":"1"}`)
	}
	s.signIn("103", "", `{"password":"103-password","phonenum":"1","status":"4","releasephone":"true"}`)
	s.signIn("103", "", `{"password":"103-password","phonenum":"1"}`)
	s.signIn("102", "/forcelogin", `{"password":"103-password","phonenum":"1"}`)
	s.forceIn("102")
	s.signIn("102", "", `{"password":"wrong","phonenum":"1"}`)
	s.poll("102")
	s.poll("103")
	s.signIn("104", "", `{"password":"wrong","phonenum":"1"}`)
}

func (s *script) downloads() {
	for _, query := range []string{
		callPath, ivrPath, thirdPath, callPath + "&locationId=1", ivrPath + "&locationId=1", callPath + "&time=1",
		"recordId=Y:/1/0/20181217/120/1524488.V3&locationId=1", `recordId=y:\1\0\20181217\120\1524488.V3&locationId=1`,
		"recordId=y%3a%2f1%2f0%2f20181217%2f120%2f1524488.V3&locationId=1", "recordId=&locationId=1", "locationId=1", "",
		"recordId=y:/1/0/20181217/120/0000000.V3&locationId=1", "recordId=q:/1/0/20181217/120/1524488.V3&locationId=1",
		"recordId=Yc1v1a102d20161025t1902050&locationId=1", "recordId=y:/1/0/20181217&locationId=1",
		"recordId=y:/1/0/../../../etc/passwd&locationId=1", "recordId=y:/1%0d%0aX-Evil:%20yes&locationId=1",
		callPath + "&filetype=3&locationId=1",
	} {
		s.get("102", query)
	}
	s.get("102", callPath+"&locationId=1", "Cookie: odd")
	s.get("102", callPath+"&locationId=1", "Content-Type: application/json")
	for _, method := range []string{"HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "BREW"} {
		s.send(method+" /recordfile/102?"+callPath, s.guid("102"))
	}
	s.get("102", callPath)
}

// sizes downloads recordings whose sizes often go wrong, and one from a wrong directory.
func (s *script) sizes() {
	for _, file := range []string{"120/0900080", "120/0900010", "120/0900020", "120/0900030", "120/0900040", "1200/1524488"} {
		s.get("102", "recordId=y:/1/0/20181217/"+file+".V3")
	}
}

func (s *script) wrongGuids() {
	own := s.guids["102"]
	query := callPath + "&locationId=1"
	for _, offered := range []string{"", "x", own[:len(own)/2], own + "0", otherDigit(own[0]) + own[1:], strings.ToUpper(own)} {
		s.send("GET /recordfile/102?"+query, "Guid: "+offered)
	}
	for _, address := range []string{"/recordfile/102", "//recordfile/102", "/recordfile/102/", "/recordfile/%3102"} {
		s.send("GET " + address + "?" + query)
	}
	s.send("GET /recordfile/102?"+query, "guid: "+own)
	s.send("GET /recordfile/102?"+query, "Authorization: Bearer "+own)
	s.send("GET /recordfile/102?" + query + "&Guid=" + url.QueryEscape(own))
	s.send("GET /recordfile/103?"+query, s.guid("102"))
	s.send("GET /recordfile/104?"+query, s.guid("102"))
	s.send("DELETE /onlineagent/103/logout")
	s.send("PUT /onlineagent/102/updateGuid", s.guid("102"))
	s.signIn("102", "/forcelogin", `{"password":"102-password","phonenum":"1"}`)
	s.send("GET /recordfile/102?"+query, "Guid: "+own)
}

var fileName = regexp.MustCompile(`"fileName":"([^"]*)"`)

func (s *script) events() {
	if _, err := s.gateway.RecordCall("102"); err != nil {
		s.add(err.Error())
		return
	}
	for range 4 {
		if m := fileName.FindStringSubmatch(s.poll("102")); m != nil {
			s.get("102", "recordId="+url.QueryEscape(m[1])+"&locationId=1")
		}
	}
	s.pollWith("102", "Accept: */*")
}

// otherDigit is a digit that the character is not.
func otherDigit(c byte) string {
	if c == '0' {
		return "1"
	}
	return "0"
}

// passingTime polls through three minutes, keeping an eye on the first Guid.
func (s *script) passingTime() {
	first := s.guids["102"]
	s.get("102", callPath+"&locationId=1")
	for range 9 {
		s.poll("102")
		s.clock.Advance(20 * time.Second)
	}
	s.get("102", callPath+"&locationId=1")
	s.send("GET /recordfile/102?"+callPath+"&locationId=1", "Guid: "+first)
	s.get("103", callPath+"&locationId=1") // has not polled
	s.clock.Advance(119 * time.Second)
	s.poll("102")
	s.clock.Advance(121 * time.Second)
	s.get("102", callPath+"&locationId=1")
	s.poll("102")
}

func (s *script) signOuts() {
	s.gateway.Expire("103")
	s.signIn("103", "", `{"password":"103-password"}`)
	s.signIn("103", "", `{"password":"103-password","phonenum":"1","status":4,"releasephone":true}`)
	s.signIn("103", "/forcelogin", `{"password":"103-password","phonenum":"1"}`)
	s.send("DELETE /onlineagent/103/forcelogout", s.guid("103"))
	s.get("103", callPath+"&locationId=1")
	s.signIn("103", "", `{"password":"103-password","phonenum":"1"}`)
	s.send("DELETE /onlineagent/103/logout", s.guid("103"))
	s.get("103", callPath+"&locationId=1")
	s.poll("103")
	s.send("DELETE /onlineagent/103/logout", s.guid("103"))
}

// poll polls, moves the clock if the poll is held, and notes for how long.
func (s *script) poll(agent string) string { return s.pollWith(agent, s.guid(agent)) }

func (s *script) pollWith(agent, field string) string {
	if s.differs {
		return ""
	}
	answer := make(chan string, 1)
	began := s.clock.Now()
	go func() { answer <- s.send("GET /agentevent/"+agent, field) }()
	got := s.untilAnswered(answer)
	s.add(fmt.Sprintf("held for %v", s.clock.Since(began)))
	if m := setGuid.FindStringSubmatch(got); m != nil {
		s.guids[agent] = m[1]
	}
	return got
}

// untilAnswered moves the clock whenever the poll waits on it.
func (s *script) untilAnswered(answer <-chan string) string {
	for {
		held, cancel := context.WithTimeout(s.t.Context(), patience)
		waiting := make(chan error, 1)
		go func() { waiting <- s.clock.BlockUntilContext(held, 1) }()
		select {
		case got := <-answer:
			cancel()
			<-waiting //nolint:errcheck // it is cancelled
			return got
		case err := <-waiting:
			cancel()
			if err != nil {
				s.t.Fatal(err)
			}
			s.clock.Advance(10 * time.Second) // the hold has expired, or goes on and waits on the clock again
		}
	}
}
