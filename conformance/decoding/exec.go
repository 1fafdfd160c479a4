package decoding

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/internal/child"
	"github.com/ergodrome/ergodrome/conformance/protocol"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// The bounds upon a program that decodes one file.
const (
	maxValues = protocol.MaxLine // bytes of stdout, like an adapter's line
	maxWords  = 2 << 10          // bytes of stderr that are kept
	linger    = time.Second      // how long what a program started may hold on to its streams
)

// Program is a decoder that is run once a file: exit status 0 says that it decoded,
// with the values as JSON on stdout; 1 that it refused; anything else is a crash.
type Program struct {
	argv []string
	env  []string
	home string
	n    atomic.Int64
}

// NewProgram prepares a program. In its arguments {file} stands for the file and
// {area} for the name of its area; without {file} the file comes on stdin. env names
// variables to hand on. Close removes the files.
func NewProgram(argv, env []string) (*Program, error) {
	if len(argv) == 0 {
		return nil, errors.New("there is no program to run")
	}
	if _, err := exec.LookPath(argv[0]); err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "ergodrome-decode-")
	if err != nil {
		return nil, err
	}
	return &Program{argv: argv, env: env, home: home}, nil
}

// Close removes what the program was given.
func (p *Program) Close() error { return os.RemoveAll(p.home) }

// Hello introduces the program by its name.
func (p *Program) Hello(context.Context) (subject.Hello, error) {
	h := subject.Hello{Name: filepath.Base(p.argv[0]), Version: "unknown", Language: "unknown"}
	for _, a := range Areas() {
		h.Ops = append(h.Ops, a.Op)
		if !h.Speaks(a.API) {
			h.APIs = append(h.APIs, a.API)
		}
	}
	for op := range cannable() {
		h.Ops = append(h.Ops, decodeOp(op))
	}
	h.APIs = append(h.APIs, "polar-teampro", "polar-accesslink")
	return h, nil
}

// Decode runs the program once. The file has a number for a name: what the
// verdict should be is not to be read there.
func (p *Program) Decode(ctx context.Context, f Fixture, limit time.Duration) conformance.CallRecord {
	r := conformance.CallRecord{Label: f.Name, Op: f.Area.Op, Expect: conformance.Expect{Any: true}}
	path := filepath.Join(p.home, fmt.Sprintf("%d%s", p.n.Add(1), f.Area.Ending))
	if err := os.WriteFile(path, f.Input, 0o600); err != nil {
		r.BadValue = err.Error()
		return r
	}
	began := time.Now()
	out, err := p.run(ctx, path, f, limit)
	r.End = time.Since(began)
	_ = os.Remove(path) // Close removes it at the latest
	if errors.Is(err, context.DeadlineExceeded) {
		r.Hung = true
		return r
	}
	var value any
	if err == nil {
		value, err = values(out)
	}
	runner.Settle(&r, value, err, "")
	return r
}

// run starts the program and waits for its end.
func (p *Program) run(ctx context.Context, path string, f Fixture, limit time.Duration) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	replace := strings.NewReplacer("{file}", path, "{area}", f.Area.Name)
	argv := make([]string, len(p.argv))
	named := false
	for i, a := range p.argv {
		argv[i] = replace.Replace(a)
		named = named || strings.Contains(a, "{file}")
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // the caller names the program
	child.Group(cmd)
	cmd.Cancel = func() error { child.Kill(cmd); return nil }
	cmd.WaitDelay = linger
	cmd.Env = child.Environment(p.home, p.env)
	if !named {
		cmd.Stdin = bytes.NewReader(f.Input)
	}
	out, words := &bounded{most: maxValues, full: func() { child.Kill(cmd) }}, &bounded{most: maxWords}
	cmd.Stdout, cmd.Stderr = out, words
	err := cmd.Run()
	said := ""
	if text := bytes.TrimSpace(words.text.Bytes()); len(text) > 0 {
		said = ": " + protocol.Excerpt(text)
	}
	status, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case out.over:
		return nil, &subject.Broken{Reason: fmt.Sprintf("printed more than %d bytes, and was ended", maxValues)}
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil:
		return out.text.Bytes(), nil
	case exited && status.ExitCode() == 1:
		return nil, &subject.Error{Class: subject.Decode, Message: "exit status 1" + said}
	case errors.Is(err, exec.ErrWaitDelay):
		return nil, &subject.Broken{Reason: "ended, and left something behind that keeps its stdout open"}
	}
	return nil, &subject.Broken{Reason: "crashed: " + err.Error() + said}
}

// values reads what a program prints: one JSON value and nothing else.
func values(out []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(out))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); errors.Is(err, io.EOF) {
		return nil, &subject.Broken{Reason: "exit status 0 says that it decoded, and nothing is on stdout: the values are needed, as JSON"}
	} else if err != nil {
		return nil, &subject.Broken{Reason: "stdout is not JSON: " + err.Error() + ": " + protocol.Excerpt(out)}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &subject.Broken{Reason: "stdout holds more than one JSON value"}
	}
	return v, nil
}

// bounded keeps the first bytes that are written to it and drops the rest.
type bounded struct {
	most int
	full func() // told once when there is more
	text bytes.Buffer
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := b.most - b.text.Len(); len(p) > room {
		b.text.Write(p[:room])
		if !b.over && b.full != nil {
			b.full()
		}
		b.over = true
		return len(p), nil
	}
	return b.text.Write(p)
}
