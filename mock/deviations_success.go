package mock

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/fixtures"
)

// successDeviations give a recording a wrong status or header, or serve a wrong
// one.
func successDeviations() []Deviation {
	return []Deviation{
		deviation("recording-status-206", "A recording has status 206 although no range was requested.",
			breaks("success/status", "success/no-partial-content"), onRecording(status(http.StatusPartialContent)), eventRecordingRequirements...),
		deviation("recording-status-404", "A recording has status 404.",
			breaks("success/status"), onRecording(status(http.StatusNotFound)), eventRecordingRequirements...),
		deviation("recording-by-redirect", "A download is redirected to another server.",
			breaks("success/status", "success/exact-bytes"),
			onRecording(status(http.StatusFound), body(""), header("Location", "https://files.example/record")), recordingRequirements...),
		deviation("first-part-only", "A recording has status 206 and only its first 64 KiB.",
			breaks("success/no-partial-content", "streaming/size-boundaries", "success/exact-bytes", "success/status"),
			onRecording(firstPart), recordingRequirements...),
		deviation("recording-as-wav", "A recording has the media type audio/x-wav.",
			breaks("success/content-type"), onRecording(contentType("audio/x-wav;charset=utf-8")), eventRecordingRequirements...),
		deviation("type-by-file-name", "The media type follows the file name.",
			breaks("success/content-type"), onRecording(typeByName)),
		deviation("recording-as-json", "A recording has the media type application/json.",
			breaks("success/content-type"), onRecording(contentType("application/json;charset=UTF-8")), eventRecordingRequirements...),
		deviation("recording-without-type", "A recording has no Content-Type.",
			breaks("success/content-type", "success/charset"), onRecording(contentType("")), eventRecordingRequirements...),
		deviation("recording-without-charset", "The media type of a recording has no charset.",
			breaks("success/charset"), onRecording(contentType("application/octet-stream"))),
		deviation("recording-charset-gbk", "The media type of a recording names GBK as its charset.",
			breaks("success/charset"), onRecording(contentType("application/octet-stream;charset=GBK"))),
		deviation("two-content-types", "A recording has two Content-Type fields.",
			breaks("success/one-content-type"),
			onRecording(header("Content-Type", "application/octet-stream;charset=utf-8", "application/octet-stream;charset=utf-8"))),
		deviation("one-recording-for-all", "Every recordId gets the same recording.",
			breaks("success/right-recording"), onRecording(sameForAll), "success/*", "streaming/*", "paths/*", "parameters/*", "events/*", "failure/next-download-works",
			"auth/guid-accepted", "auth/renewed-guid-works", "method/get", "security/https"),
		deviation("found-by-file-name", "A recording is searched by its file name in all folders.",
			breaks("success/right-recording"), foundByName),
		deviation("recording-empty", "Every recording is empty.",
			breaks("success/exact-bytes"), onRecording(body("")), recordingRequirements...),
		deviation("third-download-cut", "Every third download of a recording lacks its last byte.",
			breaks("success/repeatable"), thirdDownloadCut, recordingRequirements...),
		deviation("recording-cacheable", "A recording may be cached.",
			breaks("security/no-caching"), onRecording(header("Cache-Control", "public, max-age=3600"))),
	}
}

func firstPart(a *answer) {
	const part = 64 << 10
	a.status = http.StatusPartialContent
	a.setHeader("Content-Range", fmt.Sprintf("bytes 0-%d/%d", min(a.size, part)-1, a.size))
	limitedTo(part)(a)
}

func typeByName(a *answer) {
	if strings.HasSuffix(a.request.place.path, ".wav") {
		a.contentType = "audio/x-wav;charset=utf-8"
	}
}

func sameForAll(a *answer) {
	r, _ := fixtures.ByName("agent-call")
	a.content, a.size = r.Open(), r.Size
}

func foundByName(c *behavior) {
	open := c.openRecording
	c.openRecording = func(p place) (io.ReadCloser, int64, error) {
		content, size, err := open(p)
		for _, r := range fixtures.Catalogue() {
			if err != nil && path.Base(r.Path()) == path.Base(p.path) {
				return r.Open(), r.Size, nil
			}
		}
		return content, size, err
	}
}

func thirdDownloadCut(c *behavior) {
	var mu sync.Mutex
	downloads := map[place]int{}
	onRecording(func(a *answer) {
		mu.Lock()
		defer mu.Unlock()
		p := a.request.place
		if downloads[p]++; downloads[p]%3 == 0 {
			shortened(1)(a)
		}
	})(c)
}
