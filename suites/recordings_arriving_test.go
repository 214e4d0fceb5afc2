package suites_test

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/suites/target"
)

// mediaTypes are what a gateway may call a recording.
var mediaTypes = []string{
	"application/octet-stream", "audio/wav", "video/mp4", "application/json;charset=UTF-8", "text/html", "text/plain", "application/xml", "image/x", "",
}

// arrival is a way in which a recording is sent.
type arrival struct {
	name string
	send func(p *hostile.Peer, kind, content string)
}

// lengthTold is how many of the arrivals tell the length of the recording.
const lengthTold = 6

var arrivals = []arrival{
	{"complete", func(p *hostile.Peer, kind, content string) { p.Answer("200 OK", content, kind) }},
	{"under 404", func(p *hostile.Peer, kind, content string) { p.Answer("404 Not Found", content, kind) }},
	{"until the end", func(p *hostile.Peer, kind, content string) {
		p.Send("HTTP/1.1 200 OK\r\n" + kind + "\r\n\r\n" + content)
		_ = p.Close()
	}},
	{"in chunks", func(p *hostile.Peer, kind, content string) {
		p.Send("HTTP/1.1 200 OK\r\n" + kind + "\r\nTransfer-Encoding: chunked\r\n\r\n")
		for _, part := range []string{content[:len(content)/3], content[len(content)/3:]} {
			p.Send(fmt.Sprintf("%x\r\n%s\r\n", len(part), part))
		}
		p.Send("0\r\n\r\n")
	}},
	{"cut", func(p *hostile.Peer, kind, content string) {
		p.Send(fmt.Sprintf("HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s", kind, len(content), content[:len(content)*2/3]))
		_ = p.Close()
	}},
	{"aborted", func(p *hostile.Peer, kind, content string) {
		p.Send(fmt.Sprintf("HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s", kind, len(content), content[:len(content)/2]))
		p.Reset()
	}},
	{"cut in a chunk", func(p *hostile.Peer, kind, content string) {
		p.Send(fmt.Sprintf("HTTP/1.1 200 OK\r\n%s\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s", kind, len(content), content[:len(content)/2]))
		_ = p.Close()
	}},
	{"longer than announced", func(p *hostile.Peer, kind, content string) {
		p.Send(fmt.Sprintf("HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s", kind, len(content)/2, content))
		_ = p.Close()
	}},
	{"without a head", func(p *hostile.Peer, _, content string) {
		p.Send(content)
		_ = p.Close()
	}},
	{"after a chunk of nothing", func(p *hostile.Peer, kind, content string) {
		p.Send("HTTP/1.1 200 OK\r\n" + kind + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + content + "\r\n\r\n")
		_ = p.Close()
	}},
}

// arrivalCases hands out one recording of one type in one way after another.
type arrivalCases struct {
	ways     []arrival
	mu       sync.Mutex
	contents map[string]string
	next     int
}

func (c *arrivalCases) send(p *hostile.Peer, _ hostile.Request) {
	c.mu.Lock()
	n, names := c.next, slices.Sorted(maps.Keys(c.contents))
	c.next++
	c.mu.Unlock()
	content := c.contents[names[n%len(names)]]
	n /= len(names)
	kind := "X-Kind: none"
	if name := mediaTypes[n%len(mediaTypes)]; name != "" {
		kind = "Content-Type: " + name
	}
	c.ways[n/len(mediaTypes)%len(c.ways)].send(p, kind, content)
}

func (c *arrivalCases) all() int { return len(c.contents) * len(mediaTypes) * len(c.ways) }

// A recording that is declared is in no output, under whatever type and however
// much of it arrives; nor if it answers a poll, where its length tells it. Of polls,
// half of the cases are tried by default.
func TestNoOutputShowsARecordingHoweverItArrives(t *testing.T) {
	skipTable(t)
	for call, areas := range map[hostile.Call][]string{
		hostile.Download: {"success", "streaming", "failure", "method", "auth"},
		hostile.Poll:     {"events", "session/empty-poll"},
	} {
		t.Run(string(call), func(t *testing.T) {
			c := &arrivalCases{ways: arrivals, contents: disguises(rand.New(rand.NewPCG(7, 8)))}
			delete(c.contents, "location") // of redirects, which are no recordings
			if call != hostile.Download {
				c.ways = c.ways[:lengthTold]
			}
			for before := -1; c.next < c.all() && c.next > before && (everyCase || c.next < c.all()/2 || call == hostile.Download); {
				before = c.next
				server := startHostile(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{call: c.send}})
				cfg := hostileConfig(t, server)
				cfg.Only = areas
				for i := range cfg.Target.Deployments {
					cfg.Target.Deployments[i].Recordings = append(declarations(c.contents), cfg.Target.Deployments[i].Recordings...)
				}
				showsNothingOf(t, c.contents, outputsOf(t, cfg))
			}
			t.Logf("%d answers, %d cases", c.next, c.all())
		})
	}
}

// declarations describe contents as recordings of the target.
func declarations(contents map[string]string) (all []target.Recording) {
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		all = append(all, target.Recording{
			Name: name, RecordID: "y:/1/0/20181217/120/" + name + ".V3", Filetype: "1", LocationID: "1",
			Size: int64(len(contents[name])), SHA256: sha256.Sum256([]byte(contents[name])),
		})
	}
	return all
}
