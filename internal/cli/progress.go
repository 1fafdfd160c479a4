package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// redrawn is how often a line of progress changes.
const redrawn = 100 * time.Millisecond

// progress shows how far a long download is in one line, on a terminal only.
type progress struct {
	out   io.Writer // nil: nobody is looking
	bytes bool      // are counted

	mu          sync.Mutex
	what        string
	done, most  int64 // -1 if it is not known how many there will be
	began, last time.Time
}

func newProgress(w io.Writer) *progress { return progressOf(w, -1, false) }

// newByteProgress counts bytes, -1 if it is not known how many.
func newByteProgress(w io.Writer, size int64) *progress { return progressOf(w, size, true) }

func progressOf(w io.Writer, most int64, bytes bool) *progress {
	if !terminal(w) {
		return &progress{}
	}
	return &progress{out: w, bytes: bytes, most: most, began: time.Now()}
}

func (p *progress) describe(text string) { p.change(func() { p.what = text }, true) }

func (p *progress) expect(n int) {
	p.change(func() { p.what, p.most = "results", int64(n) }, true)
}

func (p *progress) step() { p.change(func() { p.done++ }, false) }

// Write counts bytes. It never fails: see change.
func (p *progress) Write(b []byte) (int, error) {
	p.change(func() { p.done += int64(len(b)) }, false)
	return len(b), nil
}

// finish wipes the line out.
func (p *progress) finish() {
	if p.out != nil {
		_, _ = io.WriteString(p.out, wipe)
	}
}

// wipe goes to the beginning of a terminal's line and clears it.
const wipe = "\r\x1b[K"

// change draws the line anew if it is time, or at once. A line that cannot be drawn
// is no reason to stop.
func (p *progress) change(what func(), atOnce bool) {
	if p.out == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	what()
	if now := time.Now(); atOnce || now.Sub(p.last) >= redrawn {
		p.last = now
		_, _ = io.WriteString(p.out, wipe+p.line(now.Sub(p.began)))
	}
}

// line is what has been done, of how much, how fast, and how long the rest takes.
func (p *progress) line(took time.Duration) string {
	amount := func(n int64) string { return fmt.Sprint(n) }
	if p.bytes {
		amount = func(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
	}
	var parts []string
	if p.what != "" {
		parts = append(parts, p.what)
	}
	if p.done == 0 {
		return strings.Join(parts, "  ")
	}
	rate := float64(p.done) / max(took.Seconds(), 0.001)
	if p.most > 0 {
		parts = append(parts, fmt.Sprintf("%d %%", min(100, 100*p.done/p.most)), amount(p.done)+" of "+amount(p.most))
	} else {
		parts = append(parts, amount(p.done))
	}
	parts = append(parts, amount(int64(rate))+"/s")
	if left := p.most - p.done; left > 0 {
		parts = append(parts, time.Duration(float64(left)/rate*float64(time.Second)).Round(time.Second).String()+" left")
	}
	return strings.Join(parts, "  ")
}

// terminal tells whether people see what is written to w.
func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
