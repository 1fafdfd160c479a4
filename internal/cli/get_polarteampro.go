package cli

import (
	"context"
	"iter"
	"reflect"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

// teamProFlags are what `get polar-teampro` commands take.
type teamProFlags struct {
	userFlags
	team, player, session string
	kind                  string
	samples               []string
}

func newGetPolarTeamPro(env Env) *cobra.Command {
	f := &teamProFlags{userFlags: newUserFlags(env, polarTeamPro())}
	cmd := f.parent("Polar Team Pro: teams, their sessions, samples and summaries")
	cmd.AddCommand(
		f.teams(), f.teamDetails(), f.sportProfiles(), f.teamSessions(), f.teamSession(),
		f.playerSessions(), f.playerSession(), f.sampleRows(), f.summary(), f.phaseSummaries(),
	)
	return cmd
}

// client builds the client from flags and environment.
func (f *teamProFlags) client(ctx context.Context) (*polarteampro.Client, error) {
	tokens, c, err := f.sources(ctx)
	if err != nil {
		return nil, err
	}
	options := []polarteampro.Option{polarteampro.WithTokens(tokens)}
	if f.baseURL != "" {
		options = append(options, polarteampro.WithBaseURL(f.baseURL))
	}
	if c != nil {
		options = append(options, polarteampro.WithHTTPClient(c))
	}
	if f.unpaced {
		options = append(options, polarteampro.WithoutPacing())
	}
	client, err := polarteampro.New(options...)
	if err != nil {
		return nil, usage("%w", err)
	}
	return client, nil
}

// command is the frame of the commands. Of the flags that one needs, those of
// identifiers are made here.
func (f *teamProFlags) command(p printed, run func(ctx context.Context, c *polarteampro.Client, w *writer) error) *cobra.Command {
	cmd := getter[*polarteampro.Client]{
		needs: p.needs, writer: f.writer(p), client: f.client,
		run: func(ctx context.Context, c *polarteampro.Client, w *writer) error { return f.hinted(run(ctx, c, w)) },
	}.command(f.env, p.use, p.short)
	for _, name := range p.needs {
		switch name {
		case "team":
			cmd.Flags().StringVar(&f.team, name, "", "team ID")
		case "player":
			cmd.Flags().StringVar(&f.player, name, "", "player ID")
		case "session":
			cmd.Flags().StringVar(&f.session, name, "", "session ID")
		}
	}
	return cmd
}

func (f *teamProFlags) teams() *cobra.Command {
	return f.command(printed{use: "teams", short: "teams of the coach", item: reflect.TypeFor[polarteampro.Team]()},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error { return each(w, c.Teams.All(ctx)) })
}

func (f *teamProFlags) teamDetails() *cobra.Command {
	return f.command(printed{use: "team", short: "a team with its players", item: reflect.TypeFor[polarteampro.TeamDetails](), rows: "players", needs: []string{"team"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			t, err := c.Teams.Get(ctx, f.team)
			return object(w, t, err)
		})
}

func (f *teamProFlags) sportProfiles() *cobra.Command {
	return f.command(printed{use: "sport-profiles", short: "how a team's devices treat sports (since version 1.1.0)", item: reflect.TypeFor[polarteampro.SportProfile](), needs: []string{"team"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			items, err := c.Teams.SportProfiles(ctx, f.team)
			return slice(w, items, err)
		})
}

func (f *teamProFlags) teamSessions() *cobra.Command {
	cmd := f.command(printed{use: "team-sessions", short: "sessions of a team", item: reflect.TypeFor[polarteampro.TeamSession](), needs: []string{"team"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			window, err := f.window()
			if err != nil {
				return err
			}
			return each(w, c.TeamSessions.All(ctx, f.team, &polarteampro.TeamSessionOptions{Window: window}))
		})
	return f.ranged(cmd, "date or time, by the clock of the place")
}

func (f *teamProFlags) teamSession() *cobra.Command {
	return f.command(printed{use: "team-session", short: "a team's session with its participants", item: reflect.TypeFor[polarteampro.TeamSessionDetails](), rows: "participants", needs: []string{"session"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			s, err := c.TeamSessions.Get(ctx, f.session)
			return object(w, s, err)
		})
}

func (f *teamProFlags) playerSessions() *cobra.Command {
	cmd := f.command(printed{use: "player-sessions", short: "sessions of a player", item: reflect.TypeFor[polarteampro.PlayerSession](), needs: []string{"player"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			items, err := f.listPlayerSessions(ctx, c)
			if err != nil {
				return err
			}
			return each(w, items)
		})
	cmd.Flags().StringVar(&f.kind, "type", "", "only TEAM or INDIVIDUAL")
	return f.ranged(cmd, "date or time, by the clock of the place")
}

func (f *teamProFlags) listPlayerSessions(ctx context.Context, c *polarteampro.Client) (iter.Seq2[polarteampro.PlayerSession, error], error) {
	window, err := f.window()
	if err != nil {
		return nil, err
	}
	switch f.kind {
	case "", polarteampro.TypeAll, polarteampro.TypeTeam, polarteampro.TypeIndividual:
	default:
		return nil, usage("--type %q: want %s, %s or %s", f.kind, polarteampro.TypeAll, polarteampro.TypeTeam, polarteampro.TypeIndividual)
	}
	return c.PlayerSessions.All(ctx, f.player, &polarteampro.PlayerSessionOptions{Window: window, Type: f.kind}), nil
}

func (f *teamProFlags) summary() *cobra.Command {
	return f.command(printed{use: "summary", short: "trimmed values of a player's part in a team's session", item: reflect.TypeFor[polarteampro.Summary](), needs: []string{"session"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			s, err := c.PlayerSessions.Summary(ctx, f.session)
			return object(w, s, err)
		})
}

func (f *teamProFlags) phaseSummaries() *cobra.Command {
	return f.command(printed{use: "phase-summaries", short: "one summary for each phase of the session (since version 1.1.0)", item: reflect.TypeFor[polarteampro.Summary](), needs: []string{"session"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			items, err := c.PlayerSessions.PhaseSummaries(ctx, f.session)
			return slice(w, items, err)
		})
}

// window is --from and --to in the clock of the place.
func (f *teamProFlags) window() (w polarteampro.Window, err error) {
	if w.From, err = wallClock("from", f.from); err != nil {
		return w, err
	}
	w.To, err = wallClock("to", f.to)
	return w, err
}

// wallClock reads a flag that is a local time or a date. One with a zone would be
// taken for another time than was meant.
func wallClock(flag, text string) (polarteampro.LocalTime, error) {
	if text == "" {
		return polarteampro.LocalTime{}, nil
	}
	full := text
	if len(text) == len("2006-01-02") {
		full += "T00:00:00"
	}
	t, err := polarteampro.ParseLocalTime(full)
	if err != nil || t.Zoned() {
		return t, usage("--%s %q: want a date such as 2026-03-01 or a time without a zone such as 2026-03-01T08:00:00; sessions are listed by the clock of the place", flag, text)
	}
	return t, nil
}
