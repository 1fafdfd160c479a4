package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/recording"
	routes "github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
	"github.com/ergodrome/ergodrome/internal/recording/replay"
	"github.com/ergodrome/ergodrome/mockserver/clock"
)

// replayFlags are what `ergodrome replay` was asked for.
type replayFlags struct {
	addr, time, keyFile, readyFile, log string
	rate                                float64
	strict                              bool
}

func newReplay(env Env) *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay DIR|FILE.har",
		Short: "serve a recording as if it were the service",
		Long: `replay answers requests with what was recorded for them, by ergodrome record, a
browser, mitmproxy, Playwright or Postman. Requests are matched by operation, path and
parameters in any order; credentials are not compared, so that a client may present any
token of its own. What was asked several times is answered as it was, one answer after
the other, and the last again and again. Dates and expiries move to the time that it is
now. What was not recorded is a 501 that names the nearest exchange. ergodrome-full does
it, which ergodrome finds or has built.

DIR may also be a folder of exchanges that are written as HTTP messages, NAME.http each,
such as fixtures/firstbeat of this project. They are no history: of several answers to a
question the first that succeeds is given, unless a request prefers another by name or by
status ("Prefer: example=throttled", "Prefer: code=429").`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return env.Tools.replay(cmd.Context(), env, f, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8789", "where to listen: HOST:PORT, or :PORT on this machine alone; port 0 picks a free one")
	flags.StringVar(&f.time, "time", "real", "the time at the start: real, recorded (when the recording began), or RFC 3339")
	flags.Float64Var(&f.rate, "rate", 1, "seconds of that time in one second")
	flags.StringVar(&f.keyFile, "key-file", "", "the key that record --key-file kept: requests may then carry original identifiers")
	flags.StringVar(&f.readyFile, "ready-file", "", "also write the ready line to this file")
	flags.StringVar(&f.log, "log", "text", "text or json")
	flags.BoolVar(&f.strict, "strict", false, "exit 1 when a request was not recorded")
	return withTools(env, cmd)
}

func runReplay(ctx context.Context, env Env, f replayFlags, name string) error {
	logger, err := newLogger(env.Stderr, f.log)
	if err != nil {
		return err
	}
	o := replay.Options{Table: routes.New(), Logger: logger}
	if f.keyFile != "" {
		key, err := redact.ReadKey(f.keyFile)
		if err != nil {
			return usage("--key-file: %w", err)
		}
		o.Redactor = redact.New(key, redact.NewOriginals(key, nil))
		o.Redactor.Template = o.Table.Template
	}
	if o.Reader, err = recording.Open(name, recording.Limits{}); err != nil {
		return failure("%w", err)
	}
	defer o.Reader.Close()
	var now *clock.Clock
	o.Now = func() time.Time { return now.Now() }
	s, err := replay.New(o)
	if err != nil {
		return failure("%w", err)
	}
	if now, err = f.clock(s.First()); err != nil {
		return err
	}
	l, err := bind(ctx, "--addr", f.addr)
	if err != nil {
		return err
	}
	line := fmt.Appendf(nil, `{"event":"ready","addr":%q,"url":%q,"exchanges":%d}`+"\n", l.Addr().String(), "http://"+l.Addr().String(), s.Report().Recorded)
	if f.readyFile != "" {
		err = writeReady(f.readyFile, line)
	}
	if err == nil {
		_, err = env.Stdout.Write(line)
	}
	if err != nil {
		_ = l.Close()
		return failure("%w", err)
	}
	if err := serveUntil(ctx, context.WithoutCancel(ctx), l, s, time.Second); err != nil {
		return failure("%w", err)
	}
	r := s.Report()
	_, _ = fmt.Fprintf(env.Stderr, "%d of %d recorded exchanges were served; %d requests were not recorded\n", r.Served, r.Recorded, r.Unmatched)
	if f.strict && r.Unmatched > 0 {
		return &exitError{code: exitFailure}
	}
	return nil
}

// clock is the time that the replay lives in.
func (f replayFlags) clock(recorded time.Time) (*clock.Clock, error) {
	at := recorded
	switch f.time {
	case "real":
		at = time.Now()
	case "recorded":
		if recorded.IsZero() {
			return nil, usage("--time recorded: the recording does not say when it began")
		}
	default:
		var err error
		if at, err = time.Parse(time.RFC3339, f.time); err != nil {
			return nil, usage("--time %q: want real, recorded, or RFC 3339 such as 2026-03-01T08:00:00Z", f.time)
		}
	}
	c, err := clock.New(at, f.rate)
	if err != nil {
		return nil, usage("--time, --rate: %w", err)
	}
	return c, nil
}
