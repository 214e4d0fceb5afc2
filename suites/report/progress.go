package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// ProgressOptions says how a Progress writes.
type ProgressOptions struct {
	Live    bool // w is a terminal: one line that is painted over, needs ANSI erase
	Verbose bool // a line for each check
	Quiet   bool // nothing at all
	Width   int  // columns of the terminal; 0 means 80

	Headline string // what is about to be done; "" for the number of checks
}

// Progress shows how far a run has come. On a terminal it keeps one live line
// below the failures; elsewhere it writes plain lines: each failure as it comes,
// and every tenth of the way. It is safe for concurrent use. Errors of the
// writer are ignored: progress is a courtesy, the report is not.
type Progress struct {
	w    io.Writer
	opts ProgressOptions

	mu      sync.Mutex
	total   int
	done    int
	counts  Counts
	current string
	painted bool            // a live line stands on the terminal
	gaps    map[string]bool // reasons already shown why checks were not judged
}

// NewProgress makes a Progress that writes to w, usually standard error.
func NewProgress(w io.Writer, opts ProgressOptions) *Progress {
	if opts.Width == 0 {
		opts.Width = 80
	}
	opts.Width = max(opts.Width, 20)
	return &Progress{w: w, opts: opts, gaps: map[string]bool{}}
}

// Start says how many checks will be reported.
func (p *Progress) Start(total int) {
	p.locked(func() {
		p.total, p.done, p.counts, p.current = total, 0, Counts{}, ""
		switch {
		case p.opts.Headline != "":
			p.print(p.opts.Headline)
		case !p.opts.Live:
			p.print("running " + plural(total, "check"))
		}
		p.paint()
	})
}

// Now says what is being done, usually a check id; the live line shows it.
func (p *Progress) Now(what string) {
	p.locked(func() {
		p.current = what
		p.paint()
	})
}

// Note says something the reader should know at once, such as how long a wait may take.
func (p *Progress) Note(text string) {
	p.locked(func() {
		p.print(text)
		p.paint()
	})
}

// Check reports a check that is done. Its texts must be masked.
func (p *Progress) Check(c Check) {
	p.locked(func() {
		before := p.tenths()
		p.done++
		if n := p.counts.at(c.Verdict); n != nil {
			*n++
		}
		if p.worthALine(c) {
			word, _ := label(c)
			p.print(word + "  " + where(c) + reasonOf(c))
		}
		if !p.opts.Live && !p.opts.Verbose && p.tenths() > before {
			p.print(p.state())
		}
		p.paint()
	})
}

// Done removes the live line. The verdict is for the report to say; only a run
// that stopped early gets a last plain line.
func (p *Progress) Done(r Result) {
	p.locked(func() {
		p.erase()
		if p.done < p.total {
			p.print(fmt.Sprintf("stopped after %s: %s", p.state(), r.Overall))
		}
		p.current, p.total = "", p.done
	})
}

// locked runs f unless nothing is to be shown.
func (p *Progress) locked(f func()) {
	if p.opts.Quiet {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// worthALine reports whether the check gets a line of its own.
func (p *Progress) worthALine(c Check) bool {
	switch c.Verdict {
	case Fail, Error, Warning:
		return true
	case Inconclusive: // one cause often keeps dozens from being judged
		known := p.gaps[c.Reason]
		p.gaps[c.Reason] = true
		return !known || p.opts.Verbose
	}
	return p.opts.Verbose
}

// reasonOf is the reason as the tail of a line; a pass needs none.
func reasonOf(c Check) string {
	if c.Reason == "" || c.Verdict == Pass {
		return ""
	}
	return ": " + clip(c.Reason, maxBodyShown)
}

// tenths is how many tenths of the way are done.
func (p *Progress) tenths() int {
	if p.total <= 0 {
		return 0
	}
	return p.done * 10 / p.total
}

// state is how far the run has come, in a few words.
func (p *Progress) state() string {
	s := fmt.Sprintf("%d/%d checks", p.done, p.total)
	for _, v := range []Verdict{Fail, Error, Warning, Inconclusive} {
		if n := p.counts.Of(v); n > 0 {
			s += fmt.Sprintf(", %d %s", n, v)
		}
	}
	return s
}

// print writes a plain line above the live one.
func (p *Progress) print(s string) {
	p.erase()
	for _, line := range wrap(oneLine(clip(s, maxShown)), maxShown) {
		fmt.Fprintln(p.w, line)
	}
}

// paint writes the live line anew, one column short of the width, so that no
// terminal breaks it.
func (p *Progress) paint() {
	if !p.opts.Live {
		return
	}
	line := p.bar() + p.state()
	if p.current != "" {
		line += "  " + oneLine(p.current)
	}
	fmt.Fprint(p.w, "\r"+fit(line, p.opts.Width-1)+"\x1b[K")
	p.painted = true
}

// bar is a progress bar of ten cells.
func (p *Progress) bar() string {
	n := min(p.tenths(), 10)
	return "[" + strings.Repeat("#", n) + strings.Repeat(".", 10-n) + "] "
}

// erase removes the live line.
func (p *Progress) erase() {
	if p.painted {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.painted = false
	}
}
