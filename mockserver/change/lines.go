package change

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// Lines makes edits to each line of an answer that is sent line by line, when it
// is sent.
func Lines(edits ...Edit) Edit {
	return func(a *Answer) {
		if !strings.Contains(a.ContentType, "ndjson") || a.resp.Stream == nil {
			return
		}
		stream, x := a.resp.Stream, a.Exchange
		a.resp.Stream = func(ctx context.Context, w io.Writer) error {
			to := &lines{to: w, edits: edits, x: x}
			if err := stream(ctx, to); err != nil {
				return err
			}
			return to.flush()
		}
	}
}

// lines edits what is written to it, a line at a time.
type lines struct {
	to    io.Writer
	edits []Edit
	x     Exchange
	kept  []byte // the beginning of a line
}

func (l *lines) Write(p []byte) (int, error) {
	l.kept = append(l.kept, p...)
	end := bytes.LastIndexByte(l.kept, '\n') + 1
	var out []byte
	for line := range bytes.Lines(l.kept[:end]) {
		out = append(append(out, l.edit(bytes.TrimSuffix(line, []byte("\n")))...), '\n')
	}
	l.kept = l.kept[end:]
	if len(out) > 0 {
		if _, err := l.to.Write(out); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// flush sends a last line without its end.
func (l *lines) flush() error {
	if len(l.kept) == 0 {
		return nil
	}
	_, err := l.to.Write(l.edit(l.kept))
	return err
}

func (l *lines) edit(line []byte) []byte {
	root, err := jsontree.Parse(line)
	if err != nil {
		return line
	}
	a := &Answer{Exchange: l.x, Status: 200, ContentType: "application/json", resp: httpx.Response{}, plain: line, root: root, parsed: true}
	for _, e := range l.edits {
		e(a)
	}
	if !a.touched {
		return line
	}
	return a.root.Append(nil)
}
