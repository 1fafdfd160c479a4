package stdio

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance/internal/child"
	"github.com/ergodrome/ergodrome/conformance/protocol"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// hang is a program that does not answer. It counts as a subject.Broken.
type hang struct{ reason string }

func (h *hang) Error() string { return h.reason }

// As lets a hang be taken for what every reader knows.
func (h *hang) As(target any) bool {
	if t, ok := target.(**subject.Broken); ok {
		*t = &subject.Broken{Reason: h.reason}
		return true
	}
	return false
}

// process is one run of the program.
type process struct {
	cmd    *exec.Cmd
	hello  subject.Hello
	end    time.Duration
	lines  chan []byte   // to be written to stdin
	dead   chan struct{} // closed when nothing more will come
	exited chan struct{} // closed when the system has buried it
	stderr *stderr

	mu     sync.Mutex
	asked  map[int64]*question
	nextID int64
	broken error
	parted bool // bye was answered: it may go
}

// question is a request under way.
type question struct {
	p       *process
	request protocol.Request
	reply   chan protocol.Reply
}

// start starts the program and introduces the two.
func start(ctx context.Context, o Options, home string) (*process, error) {
	p := &process{
		cmd: exec.Command(o.Argv[0], o.Argv[1:]...), //nolint:gosec,noctx // the caller names the program; it outlives the case that started it
		end: o.End, lines: make(chan []byte), dead: make(chan struct{}), exited: make(chan struct{}),
		stderr: &stderr{copy: o.Log}, asked: map[int64]*question{},
	}
	p.cmd.Dir, p.cmd.Env, p.cmd.Stderr, p.cmd.WaitDelay = o.Dir, child.Environment(home, o.Env), p.stderr, o.End
	child.Group(p.cmd)
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, &subject.Broken{Reason: err.Error()}
	}
	go p.write(in)
	go p.read(out)
	ctx, stop := context.WithTimeout(ctx, o.Start)
	defer stop()
	r, err := p.answer(ctx, protocol.Request{Cmd: protocol.CmdHello, Protocol: protocol.Version, Suite: o.Suite}, o.Start)
	if err != nil {
		return nil, err
	}
	p.hello = r.OK.Hello
	if p.hello.Concurrency < 2 && p.hello.Declares("concurrent") {
		p.fail(&subject.Broken{Reason: "hello: the subject declares feature concurrent, and says that it bears one call at a time"})
	}
	return p, p.why()
}

// ask sends a request.
func (p *process) ask(r protocol.Request) (*question, error) {
	p.mu.Lock()
	p.nextID++
	r.ID = p.nextID
	q := &question{p, r, make(chan protocol.Reply, 1)}
	line, err := protocol.WriteRequest(r)
	if err != nil {
		p.mu.Unlock()
		return nil, fmt.Errorf("suite: %s: %w", r.Cmd, err)
	}
	p.asked[r.ID] = q
	p.mu.Unlock()
	select {
	case p.lines <- line:
		return q, nil
	case <-p.dead:
		return nil, p.why()
	}
}

// wait returns what a request came to.
func (q *question) wait(ctx context.Context) (protocol.Reply, error) {
	select {
	case r := <-q.reply:
		return r, nil
	case <-q.p.dead:
		select {
		case r := <-q.reply: // its last words
			return r, nil
		default:
		}
		if err := q.p.why(); err != nil {
			return protocol.Reply{}, err
		}
		return protocol.Reply{}, &subject.Broken{Reason: "the program has ended as agreed, with " + q.request.Cmd + " still to be answered"}
	case <-ctx.Done():
		return protocol.Reply{}, ctx.Err()
	}
}

// answer asks and waits; a program that does not answer in time is ended.
func (p *process) answer(ctx context.Context, r protocol.Request, limit time.Duration) (protocol.Reply, error) {
	var out protocol.Reply
	// A program that does not read its stdin blocks the question as well as the answer.
	done := make(chan error, 1)
	go func() {
		q, err := p.ask(r)
		if err == nil {
			out, err = q.wait(ctx)
		}
		done <- err
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		p.fail(&hang{fmt.Sprintf("did not answer %s within %s%s", r.Cmd, limit, p.stderr.words())})
		err = <-done
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		p.fail(&hang{fmt.Sprintf("did not answer %s within %s%s", r.Cmd, limit, p.stderr.words())})
		return out, p.why()
	}
	return out, err
}

// write sends lines to stdin, one after the other.
func (p *process) write(in io.WriteCloser) {
	defer in.Close()
	for {
		select {
		case line := <-p.lines:
			if line == nil {
				return
			}
			if _, err := in.Write(line); err != nil { // read will find out why, if it has ended
				late := time.AfterFunc(p.end, func() {
					p.fail(&subject.Broken{Reason: "closed its stdin before it was told bye" + p.stderr.words()})
				})
				<-p.dead
				late.Stop()
				return
			}
		case <-p.dead:
			return
		}
	}
}

// read takes answers from stdout until there are none.
func (p *process) read(out io.Reader) {
	lines := bufio.NewReaderSize(out, 64<<10)
	for {
		line, err := readLine(lines)
		if err == nil {
			err = p.take(line)
		}
		if err == nil {
			continue
		}
		if errors.Is(err, io.EOF) {
			err = p.gone()
		} else {
			p.fail(&subject.Broken{Reason: "stdout: " + err.Error() + p.stderr.words()})
			_ = p.cmd.Wait() // it was killed
		}
		p.bury(err)
		return
	}
}

// take gives an answer to whoever asked.
func (p *process) take(line []byte) error {
	id, err := protocol.ReplyID(line)
	if err != nil {
		return err
	}
	p.mu.Lock()
	q := p.asked[id]
	delete(p.asked, id)
	p.mu.Unlock()
	if q == nil {
		return fmt.Errorf("an answer to request %d, which nobody waits for", id)
	}
	r, err := protocol.ReadReply(q.request.Cmd, line)
	if err != nil {
		return fmt.Errorf("the answer to %s: %w", strings.TrimSpace(q.request.Cmd+" "+q.request.Op), err)
	}
	q.reply <- r
	return nil
}

// gone tells how a program ended whose stdout is at its end.
func (p *process) gone() error {
	killed := time.AfterFunc(p.end, func() { child.Kill(p.cmd) }) // it may have closed its stdout and live on
	err := p.cmd.Wait()
	how := "exited with status 0"
	if err != nil {
		how = err.Error()
	}
	if !killed.Stop() {
		how = fmt.Sprintf("closed its stdout, lived on for %s and was killed", p.end)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.parted && err == nil {
		return nil
	}
	for _, q := range p.asked {
		how += " before it answered " + strings.TrimSpace(q.request.Cmd+" "+q.request.Op)
		break
	}
	return &subject.Broken{Reason: "the program ended: " + how + p.stderr.words()}
}

// fail ends the program; the first reason stays.
func (p *process) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.dead:
		return
	default:
	}
	p.broken = err
	close(p.dead)
	select {
	case <-p.exited: // its number may be another program's by now
	default:
		child.Kill(p.cmd)
	}
}

// bury notes that the program has gone, as agreed when err is nil.
func (p *process) bury(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.exited)
	select {
	case <-p.dead:
	default:
		p.broken = err
		close(p.dead)
	}
}

// why is what is wrong with the program; nil for nothing.
func (p *process) why() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.broken
}

// busy names a call that is under way.
func (p *process) busy() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, q := range p.asked {
		return q.request.Op
	}
	return ""
}

func (p *process) logTo(w io.Writer) { p.stderr.to(w) }

// bye ends the program as agreed: it answers, sees the end of its stdin, and
// exits with status 0. One that stays is told to terminate, and then killed.
func (p *process) bye() error {
	if err := p.why(); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), p.end)
	defer stop()
	p.mu.Lock()
	p.parted = true
	p.mu.Unlock()
	if _, err := p.answer(ctx, protocol.Request{Cmd: protocol.CmdBye}, p.end); err != nil {
		return err
	}
	select {
	case p.lines <- nil: // closes its stdin
	case <-p.dead:
	}
	select {
	case <-p.exited:
		return p.why()
	case <-ctx.Done():
	}
	child.Terminate(p.cmd)
	late := time.NewTimer(p.end)
	defer late.Stop()
	select {
	case <-p.exited:
	case <-late.C:
	}
	p.fail(&hang{fmt.Sprintf("did not exit within %s of bye and the end of its stdin", p.end)})
	<-p.exited
	return p.why()
}
