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

// progress shows how far a long download is, in one line that is drawn over, on a
// terminal only. The zero value shows nothing.
type progress struct {
	w     io.Writer // nil: nobody is looking
	bytes bool
	now   func() time.Time
	width func() int

	mu           sync.Mutex
	label        string
	done, most   int64 // most: -1 when it is not known
	began, drawn time.Time
}

// between is how long a line stays at least: faster nobody reads.
const between = 100 * time.Millisecond

func newProgress(w io.Writer) *progress { return progressOf(w, -1, false) }

// newByteProgress counts bytes, -1 if it is not known how many.
func newByteProgress(w io.Writer, size int64) *progress { return progressOf(w, size, true) }

func progressOf(w io.Writer, most int64, bytes bool) *progress {
	if !terminal(w) {
		return &progress{}
	}
	return &progress{w: w, bytes: bytes, now: time.Now, width: func() int { return columns(w) }, most: most, began: time.Now()}
}

func (p *progress) describe(text string) { p.change(0, func() { p.label = text }) }

func (p *progress) expect(n int) {
	p.change(0, func() { p.label, p.most, p.done, p.began = "results", int64(n), 0, p.now() })
}

func (p *progress) step() { p.change(between, func() { p.done++ }) }

// Write counts bytes. It never fails: a line that cannot be drawn is no reason to stop.
func (p *progress) Write(b []byte) (int, error) {
	p.change(between, func() { p.done += int64(len(b)) })
	return len(b), nil
}

// finish takes the line away.
func (p *progress) finish() {
	if p.w != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		_, _ = io.WriteString(p.w, "\r\x1b[K")
	}
}

// change draws what has changed, unless the line is younger than rest.
func (p *progress) change(rest time.Duration, how func()) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	how()
	if now := p.now(); now.Sub(p.drawn) >= rest {
		p.drawn = now
		_, _ = io.WriteString(p.w, "\r"+p.line(now.Sub(p.began))+"\x1b[K")
	}
}

// line says what is done, how fast, and how long the rest takes if it goes on so.
func (p *progress) line(since time.Duration) string {
	var b strings.Builder
	if p.label != "" {
		b.WriteString(p.label + " ")
	}
	rate := 0.0
	if since > 0 {
		rate = float64(p.done) / since.Seconds()
	}
	took := since.Round(time.Second).String()
	if p.most > 0 {
		const cells = 20
		share := min(float64(p.done)/float64(p.most), 1)
		full := int(cells * share)
		fmt.Fprintf(&b, "%3d%% |%s%s| (%s/%s, %s/s) ", int(100*share), strings.Repeat("█", full), strings.Repeat(" ", cells-full),
			p.amount(float64(p.done)), p.amount(float64(p.most)), p.amount(rate))
		if rate > 0 {
			left := time.Duration(float64(max(p.most-p.done, 0)) / rate * float64(time.Second))
			took += ":" + left.Round(time.Second).String()
		}
	} else {
		fmt.Fprintf(&b, "(%s, %s/s) ", p.amount(float64(p.done)), p.amount(rate))
	}
	line := []rune(b.String() + "[" + took + "]")
	return string(line[:min(len(line), max(p.width()-1, 0))])
}

func (p *progress) amount(n float64) string {
	if !p.bytes {
		return fmt.Sprintf("%.0f", n)
	}
	for _, unit := range []string{"B", "kB", "MB"} {
		if n < 1000 {
			return fmt.Sprintf("%.3g %s", n, unit)
		}
		n /= 1000
	}
	return fmt.Sprintf("%.3g GB", n)
}

// columns is how wide a terminal is.
func columns(w io.Writer) int {
	if file, ok := w.(*os.File); ok {
		if wide, _, err := term.GetSize(int(file.Fd())); err == nil && wide > 0 {
			return wide
		}
	}
	return 80
}

// terminal tells whether people see what is written to w.
func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
