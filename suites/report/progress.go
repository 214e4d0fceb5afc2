package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// ProgressOptions says how a Progress writes.
type ProgressOptions struct {
	Live    bool // the writer is a terminal that knows ANSI erase: keep one line up to date
	Verbose bool // write a line for each check
	Quiet   bool // write nothing
	Width   int  // columns of the terminal; 0 means 80, fewer than 20 mean 20

	Headline string // first line; "" for the number of checks, unless Live
}

// Progress shows how far a run is, while it runs. On a terminal it keeps one
// line up to date below the failures; elsewhere it writes a line for each
// failure and for each tenth of the checks. It escapes what it is given, but
// does not mask secrets. Errors of the writer are ignored. Its methods are safe
// for concurrent use.
type Progress struct {
	w    io.Writer
	opts ProgressOptions

	mu     sync.Mutex
	total  int
	done   int
	counts Counts
	drawn  bool            // the live line is on the terminal
	shown  map[string]bool // reasons already shown why checks were not judged
}

// NewProgress makes a Progress that writes to w, usually standard error.
func NewProgress(w io.Writer, opts ProgressOptions) *Progress {
	if opts.Width == 0 {
		opts.Width = 80
	}
	opts.Width = max(opts.Width, 20)
	return &Progress{w: w, opts: opts, shown: map[string]bool{}}
}

// Start begins a run of a number of checks and writes the headline.
func (p *Progress) Start(total int) {
	p.locked(func() {
		p.total, p.done, p.counts = total, 0, Counts{}
		switch {
		case p.opts.Headline != "":
			p.print(p.opts.Headline)
		case !p.opts.Live:
			p.print("running " + plural(total, "check"))
		}
		p.draw()
	})
}

// Note writes a line at once, such as how long a wait may take.
func (p *Progress) Note(text string) {
	p.locked(func() {
		p.print(text)
		p.draw()
	})
}

// Check counts a check that is complete, and writes a line for it if it failed,
// warns, ended in a harness error, or was not judged for a new reason.
func (p *Progress) Check(c Check) {
	p.locked(func() {
		before := p.tenths()
		p.done++
		if n := p.counts.counter(c.Verdict); n != nil {
			*n++
		}
		if p.needsLine(c) {
			word, _ := label(c)
			p.print(word + "  " + checkName(c) + reasonOf(c))
		}
		if !p.opts.Live && !p.opts.Verbose && p.tenths() > before {
			p.print(p.state())
		}
		p.draw()
	})
}

// Done removes the live line. After a run that ended before its last check it
// writes how many checks the run completed; otherwise it leaves the verdict to the report.
func (p *Progress) Done(r Result) {
	p.locked(func() {
		p.erase()
		if p.done < p.total {
			p.print(fmt.Sprintf("stopped after %s: %s", p.state(), r.Overall))
		}
		p.total = p.done
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

// needsLine reports whether the check gets a line of its own.
func (p *Progress) needsLine(c Check) bool {
	switch c.Verdict {
	case Fail, Error, Warning:
		return true
	case Inconclusive: // one cause often prevents dozens of verdicts
		known := p.shown[c.Reason]
		p.shown[c.Reason] = true
		return !known || p.opts.Verbose
	}
	return p.opts.Verbose
}

// reasonOf is the reason as the end of a line, "" for a pass.
func reasonOf(c Check) string {
	if c.Reason == "" || c.Verdict == Pass {
		return ""
	}
	return ": " + Clip(c.Reason, maxBodyShown)
}

// tenths is how many tenths of the checks are complete.
func (p *Progress) tenths() int {
	if p.total <= 0 {
		return 0
	}
	return p.done * 10 / p.total
}

// state is how far the run is, in a few words.
func (p *Progress) state() string {
	s := fmt.Sprintf("%d/%d checks", p.done, p.total)
	for _, v := range []Verdict{Fail, Error, Warning, Inconclusive} {
		if n := p.counts.of(v); n > 0 {
			s += fmt.Sprintf(", %d %s", n, v)
		}
	}
	return s
}

// print writes a plain line above the live one.
func (p *Progress) print(s string) {
	p.erase()
	for _, line := range wrap(oneLine(Clip(s, maxShown)), maxShown) {
		fmt.Fprintln(p.w, line)
	}
}

// draw writes the live line, one column shorter than the terminal, so that no
// terminal breaks it.
func (p *Progress) draw() {
	if !p.opts.Live {
		return
	}
	line := p.bar() + p.state()
	fmt.Fprint(p.w, "\r"+shorten(line, p.opts.Width-1)+"\x1b[K")
	p.drawn = true
}

// bar is a progress bar of ten cells.
func (p *Progress) bar() string {
	n := min(p.tenths(), 10)
	return "[" + strings.Repeat("#", n) + strings.Repeat(".", 10-n) + "] "
}

// erase removes the live line.
func (p *Progress) erase() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}
