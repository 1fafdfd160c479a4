package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long download is, on a terminal only.
type progress struct {
	bar *progressbar.ProgressBar // nil: nobody is looking
}

func newProgress(w io.Writer) *progress { return progressOf(w, -1, false) }

// newByteProgress counts bytes, -1 if it is not known how many.
func newByteProgress(w io.Writer, size int64) *progress { return progressOf(w, size, true) }

func progressOf(w io.Writer, most int64, bytes bool) *progress {
	if !terminal(w) {
		return &progress{}
	}
	return &progress{bar: progressbar.NewOptions64(most,
		progressbar.OptionSetWriter(w),
		progressbar.OptionShowBytes(bytes),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)}
}

func (p *progress) describe(text string) {
	if p.bar != nil {
		p.bar.Describe(text)
	}
}

func (p *progress) expect(n int) {
	if p.bar != nil {
		p.bar.ChangeMax(n)
		p.bar.Describe("results")
	}
}

func (p *progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1) // a progress bar that cannot be drawn is no reason to stop
	}
}

// Write counts bytes. It never fails: see step.
func (p *progress) Write(b []byte) (int, error) {
	if p.bar != nil {
		_ = p.bar.Add(len(b))
	}
	return len(b), nil
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// terminal tells whether people see what is written to w.
func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
