package stdio

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance/protocol"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Serve answers the suite on behalf of a subject, until bye or the end of in. What
// clients log goes to log.
func Serve(ctx context.Context, s subject.Subject, in io.Reader, out, log io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	a := &adapter{s: s, out: out, log: log, clients: map[string]subject.Client{}, cancels: map[int64]context.CancelFunc{}}
	defer a.running.Wait()
	lines := bufio.NewReader(in)
	for {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			return a.failed()
		}
		if err != nil {
			return err
		}
		r, err := protocol.ReadRequest(line)
		if err != nil {
			return err
		}
		if r.Cmd == protocol.CmdBye {
			a.running.Wait()
			a.reply(r, protocol.Reply{OK: &protocol.OK{}})
			return a.failed()
		}
		a.serve(ctx, r)
		if err := a.failed(); err != nil {
			return err
		}
	}
}

// adapter is the state of Serve.
type adapter struct {
	s       subject.Subject
	log     io.Writer
	running sync.WaitGroup // calls

	mu      sync.Mutex // also of what out receives
	out     io.Writer
	broken  error
	clients map[string]subject.Client
	cancels map[int64]context.CancelFunc // of calls under way
}

func (a *adapter) failed() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.broken
}

func (a *adapter) reply(r protocol.Request, out protocol.Reply) {
	out.ID = r.ID
	line, err := protocol.WriteReply(r.Cmd, out)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err == nil {
		_, err = a.out.Write(line)
	}
	if a.broken == nil {
		a.broken = err
	}
}

// serve answers one request; a call goes its own way.
func (a *adapter) serve(ctx context.Context, r protocol.Request) {
	switch r.Cmd {
	case protocol.CmdHello:
		h, err := a.s.Hello(ctx)
		a.reply(r, plain(err, protocol.Introduction{Protocol: protocol.Version, Hello: h}))
	case protocol.CmdOpen:
		c, err := a.s.Open(ctx, a.config(r))
		if err == nil {
			a.mu.Lock()
			a.clients[r.Client] = c
			a.mu.Unlock()
		}
		a.reply(r, plain(err, protocol.Introduction{}))
	case protocol.CmdCall:
		ctx, cancel := context.WithCancel(ctx)
		a.mu.Lock()
		a.cancels[r.ID] = cancel
		a.mu.Unlock()
		a.running.Go(func() { a.call(ctx, cancel, r) })
	case protocol.CmdCancel:
		a.mu.Lock()
		if cancel := a.cancels[r.Target]; cancel != nil {
			cancel()
		}
		a.mu.Unlock()
		a.reply(r, plain(nil, protocol.Introduction{}))
	case protocol.CmdRestart, protocol.CmdClose:
		a.reply(r, plain(a.with(ctx, r), protocol.Introduction{}))
	}
}

func (a *adapter) client(name string) (subject.Client, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	c, ok := a.clients[name]
	if !ok {
		return nil, &subject.Error{Class: subject.InvalidArgument, Message: "no client " + name + " is open"}
	}
	return c, nil
}

func (a *adapter) with(ctx context.Context, r protocol.Request) error {
	c, err := a.client(r.Client)
	if err != nil {
		return err
	}
	if r.Cmd == protocol.CmdRestart {
		return c.RestartState(ctx)
	}
	a.mu.Lock()
	delete(a.clients, r.Client)
	a.mu.Unlock()
	return c.Close()
}

func (a *adapter) call(ctx context.Context, cancel context.CancelFunc, r protocol.Request) {
	defer func() {
		a.mu.Lock()
		delete(a.cancels, r.ID)
		a.mu.Unlock()
		cancel()
	}()
	var v any
	c, err := a.client(r.Client)
	if err == nil {
		v, err = a.perform(ctx, c, r)
	}
	if missing, ok := errors.AsType[*subject.Unsupported](err); ok {
		a.reply(r, protocol.Reply{Unsupported: &protocol.Unsupported{Reason: missing.Reason, Issue: missing.Issue}})
		return
	}
	out := plain(err, protocol.Introduction{})
	if err == nil {
		out.OK.Value = v
	}
	a.reply(r, out)
}

func (a *adapter) perform(ctx context.Context, c subject.Client, r protocol.Request) (any, error) {
	args, err := subject.Normalize(r.Args)
	if err != nil {
		return nil, &subject.Error{Class: subject.InvalidArgument, Message: err.Error()}
	}
	given, _ := subject.Argument(args).(map[string]any) // what was a map is one
	v, err := c.Call(ctx, r.Op, given)
	if err != nil {
		return nil, err
	}
	if v, err = subject.Normalize(v); err != nil {
		return nil, fmt.Errorf("the value of %s: %w", r.Op, err)
	}
	return subject.Spell(v), nil
}

// config is what a client is opened with here.
func (a *adapter) config(r protocol.Request) subject.Config {
	c := r.Config
	cfg := subject.Config{
		Case: r.Case, API: c.API, BaseURL: c.BaseURL, Credentials: c.Credentials, Tokens: c.Tokens, StateDir: c.StateDir, Log: a.log,
	}
	network := &http.Transport{DisableCompression: true}
	if c.CAFile != nil {
		cfg.CAFile = *c.CAFile
		network.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
		if pem, err := os.ReadFile(cfg.CAFile); err == nil { // without it nobody is trusted
			network.TLSClientConfig.RootCAs.AppendCertsFromPEM(pem)
		}
	}
	cfg.HTTPClient = &http.Client{Transport: network}
	if c.AuthURL != nil {
		cfg.AuthURL = *c.AuthURL
	}
	if c.DeadlineMs != nil {
		cfg.Deadline = time.Duration(*c.DeadlineMs) * time.Millisecond
	}
	return cfg
}

// plain is a success, or the failure in its class.
func plain(err error, in protocol.Introduction) protocol.Reply {
	if err == nil {
		return protocol.Reply{OK: &protocol.OK{Introduction: in}}
	}
	f := &protocol.Failure{Class: subject.Other, Message: err.Error()}
	if e, ok := errors.AsType[*subject.Error](err); ok {
		f = &protocol.Failure{Class: e.Class, Status: e.Status, RetryAfterMs: e.RetryAfter.Milliseconds(), Message: e.Message, Values: values(e.Values)}
	}
	return protocol.Reply{Err: f}
}

// values are the details of an error, where they can be told.
func values(m map[string]any) map[string]any {
	v, err := subject.Normalize(m)
	if err != nil || m == nil {
		return nil
	}
	out, _ := subject.Spell(v).(map[string]any) // what was a map is one
	return out
}
