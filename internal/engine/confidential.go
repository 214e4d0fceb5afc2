package engine

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Recordings are other people's calls. What may be shown of a body is decided by
// what the exchange is, never by what the body looks like.

// confidential reports whether the body of an exchange may be a recording, whole
// or in part: the answer to a download, unless it is a failure envelope under
// another type than that of a stream; and anything else of a stream type, or of
// the length or digest of a declared recording, or with a head that tells such a
// length.
func confidential(r *Request, x *wire.Exchange, declared []target.Recording) bool {
	download := r.Op.LogName == spec.DownloadRecordFile
	if x.Response == nil {
		return download
	}
	body := x.Response.Body
	if isStream(x) {
		return true // even without a body: what follows it may be a recording
	}
	for _, rec := range declared {
		if rec.Size > 0 && (body.Length == rec.Size || body.SHA256 == rec.SHA256 || announced(x) == rec.Size) {
			return true
		}
	}
	return download && !isFailure(r.Doc, x)
}

// announced is the length that the head tells, 0 if it tells none.
func announced(x *wire.Exchange) int64 {
	for _, v := range x.Header("Content-Length") {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return n
		}
	}
	return 0
}

func isStream(x *wire.Exchange) bool {
	got, err := x.MediaType()
	if err != nil {
		return false
	}
	kind, sub, _ := strings.Cut(got.Type, "/")
	return kind == "audio" || kind == "video" || kind == "application" && sub == "octet-stream"
}

// isFailure reports whether a body is a complete envelope with a code of failure.
func isFailure(doc *spec.Document, x *wire.Exchange) bool {
	return x.Err == nil && len(rules.FailureEnvelope(doc).Judge(x)) == 0
}

// withhold takes bytes that may be those of a recording out of the faults and the
// error of an exchange: what follows a body, what stands between its chunks, and
// the lines of a head or trailer that may be no such lines, such as all that arrives
// in place of a head. Field values stay.
func withhold(x *wire.Exchange) {
	for i, f := range x.Faults {
		if quotesBody(f.Kind, x) {
			x.Faults[i].Detail = unquoted(f.Detail)
		}
	}
	var e *wire.Error
	if errors.As(x.Err, &e) && !strings.Contains(e.Text, "Content-Length") {
		hidden := *e
		hidden.Text = unquoted(e.Text)
		x.Err = &hidden
	}
}

func quotesBody(k wire.FaultKind, x *wire.Exchange) bool {
	switch k {
	case wire.FaultChunkSize, wire.FaultChunkExtension, wire.FaultUnsolicited, wire.FaultExtraBytes, wire.FaultBodyNotAllowed, wire.FaultTrailerField:
		return true
	case wire.FaultStatusLine, wire.FaultVersion, wire.FaultLeadingSpace, wire.FaultObsFold, wire.FaultFieldLine, wire.FaultSpaceBeforeColon,
		wire.FaultFieldName, wire.FaultFieldControl, wire.FaultBareLF, wire.FaultBareCR:
		return x.Response == nil || x.Reused || len(x.Header("Transfer-Encoding")) > 0
	}
	return false
}

// unquoted replaces everything from the first to the last quotation mark.
func unquoted(s string) string {
	from, to := strings.IndexByte(s, '"'), strings.LastIndexByte(s, '"')
	if from == to {
		return s
	}
	return s[:from] + "(bytes not shown)" + s[to+1:]
}

// shownEdge is how many bytes of a recording may be shown at either end of it,
// and shownFrom the length from which any may.
const (
	shownEdge = 4
	shownFrom = 64
)

// edges describes a body that may be a recording.
func edges(b wire.Body) string {
	if b.Length < shownFrom {
		return fmt.Sprintf("%d bytes", b.Length)
	}
	return fmt.Sprintf("%d bytes, first %x, last %x", b.Length, b.Head[:shownEdge], b.Tail[max(0, len(b.Tail)-shownEdge):])
}

// ofBody reports whether a mismatch may quote a body: it names neither the status
// nor a header field, which begin with a capital letter.
func ofBody(what string) bool {
	first, _ := utf8.DecodeRuneInString(what)
	return what != "status" && what != "transport" && !unicode.IsUpper(first)
}

// withoutBody replaces every piece of a body in a text that is longer than what
// may be shown, as it is and in printable form.
func withoutBody(s string, b wire.Body) string {
	const piece = shownEdge + 1
	inBody := map[string]bool{} // the pieces of the text, and whether the body has them
	for i := 0; i+piece <= len(s); i++ {
		inBody[s[i:i+piece]] = false
	}
	for _, text := range []string{string(b.Head), string(b.Tail), wire.Excerpt(b.Head, 5*len(b.Head))} {
		for i := 0; i+piece <= len(text); i++ {
			if known, ok := inBody[text[i:i+piece]]; ok && !known {
				inBody[text[i:i+piece]] = true
			}
		}
	}
	hidden := make([]bool, len(s))
	for i := 0; i+piece <= len(s); i++ {
		if inBody[s[i:i+piece]] {
			for j := range piece {
				hidden[i+j] = true
			}
		}
	}
	return marked(s, hidden, "[recording]")
}

// marked replaces each run of hidden bytes by a mark.
func marked(s string, hidden []bool, mark string) string {
	var out strings.Builder
	for i := range len(s) {
		switch {
		case !hidden[i]:
			out.WriteByte(s[i])
		case i == 0 || !hidden[i-1]:
			out.WriteString(mark)
		}
	}
	return out.String()
}
