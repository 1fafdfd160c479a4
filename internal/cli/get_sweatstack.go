package cli

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// sweatStackFlags are what `get sweatstack` commands take.
type sweatStackFlags struct {
	userFlags
	profile  string
	mebibyte int64 // bound on an answer

	activity      string
	sports, tags  []string
	limit         int
	metrics       []string
	metric        string
	sampledOn     string
	sampled, json bool
	durations     []time.Duration
	out           string
}

func newGetSweatStack(env Env) *cobra.Command {
	f := &sweatStackFlags{userFlags: newUserFlags(env, sweatStack())}
	cmd := f.parent("SweatStack: activities, their samples and curves, files, metadata")
	flags := cmd.PersistentFlags()
	flags.Lookup("format").Usage = "json, ndjson or csv; frames also parquet: the file as it came"
	flags.Lookup("columns").Usage = "only these columns, in this order; for lists with --format csv, for frames also with others"
	flags.StringVar(&f.profile, "profile", string(sweatstack.Profile202605), "the generation of the API: 2026-05 or current")
	flags.Int64Var(&f.mebibyte, "max-mib", 0, "the longest answer to read, in MiB, and half of the largest frame (default 256)")
	// The vendor says nothing of limits: there is nothing to keep to.
	_ = flags.MarkHidden("unpaced")
	cmd.AddCommand(f.lists()...)
	cmd.AddCommand(f.frames()...)
	cmd.AddCommand(f.backfill(), f.download(), f.upload(), f.metadata())
	return cmd
}

// client builds the client from flags and environment.
func (f *sweatStackFlags) client(ctx context.Context) (*sweatstack.Client, error) {
	return f.through(ctx, nil)
}

// through is client, with a transport of its own between it and the network.
func (f *sweatStackFlags) through(ctx context.Context, wrap func(http.RoundTripper) http.RoundTripper) (*sweatstack.Client, error) {
	tokens, c, err := f.sources(ctx)
	if err != nil {
		return nil, err
	}
	switch p := sweatstack.Profile(f.profile); p {
	case sweatstack.Profile202605, sweatstack.ProfileCurrent:
	default:
		return nil, usage("--profile %q: want %s or %s", f.profile, sweatstack.Profile202605, sweatstack.ProfileCurrent)
	}
	options := []sweatstack.Option{sweatstack.WithTokens(tokens), sweatstack.WithProfile(sweatstack.Profile(f.profile))}
	if f.authURL != "" {
		options = append(options, sweatstack.WithBaseURL(f.authURL))
	}
	if f.mebibyte < 0 || f.mebibyte > 1<<20 {
		return nil, usage("--max-mib %d: want 1 to %d", f.mebibyte, 1<<20)
	}
	if f.mebibyte > 0 {
		options = append(options, sweatstack.WithMaxBody(f.mebibyte<<20), sweatstack.WithMaxFrame(f.mebibyte<<21))
	}
	if wrap != nil {
		c = wrapped(c, wrap)
	}
	if c != nil {
		options = append(options, sweatstack.WithHTTPClient(c))
	}
	client, err := sweatstack.New(options...)
	if err != nil {
		return nil, usage("%w", err)
	}
	return client, nil
}

// wrapped is a client whose transport is wrapped; nil is the usual one.
func wrapped(c *http.Client, wrap func(http.RoundTripper) http.RoundTripper) *http.Client {
	var out http.Client
	if c != nil {
		out = *c
	}
	if out.Transport == nil {
		out.Transport = http.DefaultTransport
	}
	out.Transport = wrap(out.Transport)
	return &out
}

// command is the frame of the commands. Of the flags that one needs, that of the
// activity is made here.
func (f *sweatStackFlags) command(p printed, run func(ctx context.Context, c *sweatstack.Client, w *writer) error) *cobra.Command {
	cmd := getter[*sweatstack.Client]{
		needs: p.needs, writer: f.writer(p), client: f.client,
		run: func(ctx context.Context, c *sweatstack.Client, w *writer) error { return f.hinted(run(ctx, c, w)) },
	}.command(f.env, p.use, p.short)
	cmd.Long = p.help()
	return cmd
}

// ofActivity adds --activity.
func (f *sweatStackFlags) ofActivity(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().StringVar(&f.activity, "activity", "", "activity ID")
	return cmd
}

// lists are what is not a frame.
func (f *sweatStackFlags) lists() []*cobra.Command {
	item := reflect.TypeFor[sweatstack.Activity]()
	list := f.command(printed{use: "activities", short: "activities, newest first", item: item, columns: activityColumns()}, f.list)
	listVar(list.Flags(), &f.sports, "sport", nil, "only these sports, and what lies below them, such as cycling.road")
	listVar(list.Flags(), &f.tags, "tag", nil, "only what has all of these tags")
	list.Flags().IntVar(&f.limit, "limit", 0, "at most so many; 0 is all")
	latest := f.command(printed{use: "latest", short: "the newest activity", item: item, columns: activityColumns()},
		func(ctx context.Context, c *sweatstack.Client, w *writer) error {
			sport, err := f.sport()
			if err != nil {
				return err
			}
			a, err := c.Activities.Latest(ctx, sport)
			return object(w, a, err)
		})
	listVar(latest.Flags(), &f.sports, "sport", nil, "of this sport, or what lies below it")
	return []*cobra.Command{
		f.ranged(list, "date of the user's calendar"),
		latest,
		f.ofActivity(f.command(printed{use: "activity", short: "an activity with its laps and traces", item: item, columns: activityColumns(), needs: []string{"activity"}},
			func(ctx context.Context, c *sweatstack.Client, w *writer) error {
				a, err := c.Activities.Get(ctx, f.activity)
				return object(w, a, err)
			})),
	}
}

func (f *sweatStackFlags) list(ctx context.Context, c *sweatstack.Client, w *writer) error {
	if f.limit < 0 {
		return usage("--limit %d: must not be negative", f.limit)
	}
	days, err := f.days()
	if err != nil {
		return err
	}
	options := &sweatstack.ListOptions{DateRange: days, Sports: sportsOf(f.sports), Tags: f.tags}
	if f.limit > 0 && f.limit < 100 { // a page need not be longer
		options.Limit = f.limit
	}
	for a, err := range c.Activities.All(ctx, options) {
		if err != nil {
			return err
		}
		if err := w.write(&a); err != nil {
			return err
		}
		if w.count == f.limit {
			break
		}
	}
	return nil
}

// sport is the only one of --sport, or none.
func (f *sweatStackFlags) sport() (sweatstack.Sport, error) {
	switch len(f.sports) {
	case 0:
		return "", nil
	case 1:
		return sweatstack.Sport(f.sports[0]), nil
	}
	return "", usage("--sport %q: want one", f.sports)
}

func sportsOf(names []string) []sweatstack.Sport {
	out := make([]sweatstack.Sport, len(names))
	for i, name := range names {
		out[i] = sweatstack.Sport(name)
	}
	return out
}

// days are --from and --to. The service's own range has its last day in it.
func (f *sweatStackFlags) days() (r sweatstack.DateRange, err error) {
	day := func(flag, text string) (time.Time, error) {
		if text == "" {
			return time.Time{}, nil
		}
		t, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return t, usage("--%s %.40q: want a date such as 2026-03-01", flag, text)
		}
		return t, nil
	}
	from, err := day("from", f.from)
	if err != nil {
		return r, err
	}
	to, err := day("to", f.to)
	if err != nil {
		return r, err
	}
	if !from.IsZero() {
		r.Start = sweatstack.DateOf(from)
	}
	if !to.IsZero() {
		if !from.Before(to) {
			return r, usage("from %s to %s is empty: --to is the day after the last", f.from, f.to)
		}
		r.End = sweatstack.DateOf(to.AddDate(0, 0, -1))
	}
	return r, nil
}
