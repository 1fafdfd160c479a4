package stdio

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/ergodrome/ergodrome/conformance/protocol"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// client is one opened client, alone in its process.
type client struct {
	s     *Subject
	p     *process
	name  string
	state string        // a folder to remove; "" when it is somebody else's
	slots chan struct{} // calls in flight that the subject bears
}

// Call performs an operation.
func (c *client) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	given, err := spell(args)
	if err != nil {
		return nil, fmt.Errorf("suite: arguments of %s: %w", op, err)
	}
	select {
	case c.slots <- struct{}{}:
	default:
		select {
		case c.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, &subject.Error{Class: subject.Canceled, Message: "given up before its turn"}
		}
	}
	defer func() { <-c.slots }()
	began := time.Now()
	asked, err := c.p.ask(protocol.Request{Cmd: protocol.CmdCall, Client: c.name, Op: op, Args: given})
	if err != nil {
		return nil, err
	}
	r, err := asked.wait(ctx)
	if err != nil && ctx.Err() != nil && c.p.why() == nil {
		r, err = c.giveUp(asked, time.Since(began))
	}
	switch {
	case err != nil:
		return nil, err
	case r.Err != nil:
		return nil, r.Err.Error()
	case r.Unsupported != nil:
		return nil, &subject.Unsupported{Reason: r.Unsupported.Reason, Issue: r.Unsupported.Issue}
	}
	return r.OK.Value, nil
}

// giveUp cancels a call and waits for what it comes to. A program that knows no
// cancelling is ended.
func (c *client) giveUp(asked *question, after time.Duration) (protocol.Reply, error) {
	if !c.p.hello.Declares("cancel") {
		c.p.fail(&hang{fmt.Sprintf("%s had no answer when it was given up after %s, and the subject does not declare feature cancel", asked.request.Op, after.Round(10*time.Millisecond))})
		return protocol.Reply{}, c.p.why()
	}
	ctx, stop := context.WithTimeout(context.Background(), c.s.o.Start)
	defer stop()
	if err := c.plainly(ctx, protocol.Request{Cmd: protocol.CmdCancel, Target: asked.request.ID}); err != nil {
		return protocol.Reply{}, err
	}
	r, err := asked.wait(ctx)
	if err != nil {
		c.p.fail(&hang{fmt.Sprintf("%s did not end within %s of being cancelled", asked.request.Op, c.s.o.Start)})
		return r, c.p.why()
	}
	return r, nil
}

// RestartState has the client opened again from its folder.
func (c *client) RestartState(ctx context.Context) error {
	return c.plainly(ctx, protocol.Request{Cmd: protocol.CmdRestart, Client: c.name})
}

// Close ends the client and lets its process wait for the next. One in which a
// call is still under way is ended.
func (c *client) Close() error {
	defer c.clean()
	if op := c.p.busy(); op != "" {
		c.p.fail(&hang{op + " was still running when its case was over"})
	}
	err := c.plainly(context.Background(), protocol.Request{Cmd: protocol.CmdClose, Client: c.name})
	c.s.give(c.p)
	return err
}

func (c *client) clean() {
	if c.state != "" {
		_ = os.RemoveAll(c.state) // it goes with the subject's home at the latest
	}
}

// plainly asks for something that either works or does not, within the time
// that such things may take.
func (c *client) plainly(ctx context.Context, r protocol.Request) error {
	ctx, stop := context.WithTimeout(ctx, c.s.o.Start)
	defer stop()
	reply, err := c.p.answer(ctx, r, c.s.o.Start)
	if err == nil && reply.Err != nil {
		return reply.Err.Error()
	}
	return err
}

// spell is the JSON form of arguments.
func spell(args map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(args))
	for name, v := range args {
		v, err := subject.Normalize(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = subject.Spell(v)
	}
	return out, nil
}
