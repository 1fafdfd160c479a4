package cli

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// firstbeatFlags are what every `get firstbeat` command takes.
type firstbeatFlags struct {
	env       Env
	baseURL   string
	caFile    string
	perMinute int
	perDay    int
	format    string

	account                     string
	athlete, team, session, lap int64
	measurement                 int64
	from, to                    string
	kind, title                 string
	sports, events, vars        []string
	laps, list                  bool
}

func newGetFirstbeat(env Env) *cobra.Command {
	f := &firstbeatFlags{env: env}
	cmd := &cobra.Command{
		Use:   "firstbeat",
		Short: "Firstbeat Sports Cloud: lists, results, a whole season",
		Long: `Reads ERGODROME_FIRSTBEAT_URL (without it: the vendor), …_CONSUMER_ID,
…_SHARED_SECRET and, optionally, …_API_KEY. Credentials are taken from the
environment only, so that they stand in no shell history.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := cmd.PersistentFlags()
	flags.StringVar(&f.baseURL, "url", env.Getenv("ERGODROME_FIRSTBEAT_URL"), "base URL, up to but without /v1")
	flags.StringVar(&f.caFile, "ca-file", env.Getenv("ERGODROME_CA_FILE"), "PEM file of a certificate authority to trust as well")
	flags.IntVar(&f.perMinute, "per-minute", 60, "requests a minute that the vendor allows this consumer; 0 does not pace")
	flags.IntVar(&f.perDay, "per-day", 5000, "requests a day that the vendor allows this consumer")
	flags.StringVar(&f.format, "format", "json", "json, ndjson or csv")
	cmd.AddCommand(
		f.accounts(), f.types("sports-types"), f.types("event-types"),
		f.athletes(), f.coaches(), f.teams(), f.measurements(), f.sessions(), f.results(), f.season(),
	)
	return cmd
}

// client builds the client from flags and environment.
func (f *firstbeatFlags) client() (*firstbeat.Client, error) {
	id, secret := f.env.Getenv("ERGODROME_FIRSTBEAT_CONSUMER_ID"), f.env.Getenv("ERGODROME_FIRSTBEAT_SHARED_SECRET")
	if id == "" || secret == "" {
		return nil, usage(`set ERGODROME_FIRSTBEAT_CONSUMER_ID and ERGODROME_FIRSTBEAT_SHARED_SECRET; for a running simulator: eval "$(ergodrome env)"`)
	}
	options := []firstbeat.Option{firstbeat.WithCredentials(id, secret)}
	if f.baseURL != "" {
		options = append(options, firstbeat.WithBaseURL(f.baseURL))
	}
	if key := f.env.Getenv("ERGODROME_FIRSTBEAT_API_KEY"); key != "" {
		options = append(options, firstbeat.WithAPIKey(key))
	}
	if f.perMinute == 0 {
		options = append(options, firstbeat.WithoutPacing())
	} else {
		options = append(options, firstbeat.WithLimits(f.perMinute, f.perDay))
	}
	if f.caFile != "" {
		c, err := trusting(f.caFile)
		if err != nil {
			return nil, err
		}
		options = append(options, firstbeat.WithHTTPClient(c))
	}
	c, err := firstbeat.New(options...)
	if err != nil {
		return nil, usage("%w", err)
	}
	return c, nil
}

// window is --from and --to.
func (f *firstbeatFlags) window() (from, to time.Time, err error) {
	if from, err = moment("from", f.from); err != nil {
		return from, to, err
	}
	to, err = moment("to", f.to)
	return from, to, err
}

// moment reads a flag that is RFC 3339 or a date.
func moment(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usage("--%s %q: want a date such as 2026-03-01 (00:00 UTC) or RFC 3339 such as 2026-03-01T08:00:00Z", flag, text)
}

// command is the frame of every list: flags, client, items, output.
func (f *firstbeatFlags) command(use, short string, needs []string, run func(ctx context.Context, c *firstbeat.Client, w *writer) error) *cobra.Command {
	return getter[*firstbeat.Client]{
		needs:  needs,
		writer: func(w io.Writer) (*writer, error) { return newWriter(w, f.format) },
		client: func(context.Context) (*firstbeat.Client, error) { return f.client() },
		run:    run,
	}.command(f.env, use, short)
}
