package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

func (f *firstbeatFlags) accounts() *cobra.Command {
	return f.command("accounts", "accounts that this consumer may read", nil,
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			items, err := c.Accounts.List(ctx)
			return slice(w, items, err)
		})
}

func (f *firstbeatFlags) types(which string) *cobra.Command {
	return f.command(which, "the vendor's "+which, nil,
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			list := c.Types.Sports
			if which == "event-types" {
				list = c.Types.Events
			}
			items, err := list(ctx)
			return slice(w, items, err)
		})
}

// ofAccount adds --account, which most lists need.
func (f *firstbeatFlags) ofAccount(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().StringVar(&f.account, "account", "", "account ID, such as 3-4925")
	return cmd
}

func (f *firstbeatFlags) filters(cmd *cobra.Command) *cobra.Command {
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "only what starts at or after this date or time")
	flags.StringVar(&f.to, "to", "", "only what starts before this date or time")
	flags.StringVar(&f.title, "title", "", "only this title")
	listVar(flags, &f.sports, "sport", nil, "only these sports")
	listVar(flags, &f.events, "event", nil, "only these kinds of event")
	flags.BoolVar(&f.laps, "laps", false, "with laps")
	return cmd
}

func (f *firstbeatFlags) athletes() *cobra.Command {
	cmd := f.ofAccount(f.command("athletes", "athletes of an account, or of one of its teams or groups", []string{"account"},
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			if f.team != 0 {
				return each(w, c.Teams.AllAthletes(ctx, f.account, f.team))
			}
			return each(w, c.Athletes.All(ctx, f.account))
		}))
	cmd.Flags().Int64Var(&f.team, "team", 0, "team or group ID")
	return cmd
}

func (f *firstbeatFlags) coaches() *cobra.Command {
	return f.ofAccount(f.command("coaches", "coaches of an account", []string{"account"},
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			return each(w, c.Coaches.All(ctx, f.account))
		}))
}

func (f *firstbeatFlags) teams() *cobra.Command {
	return f.ofAccount(f.command("teams", "teams of an account, with their groups", []string{"account"},
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			return each(w, c.Teams.All(ctx, f.account))
		}))
}

func (f *firstbeatFlags) measurements() *cobra.Command {
	cmd := f.filters(f.ofAccount(f.command("measurements", "measurements of an athlete", []string{"account", "athlete"},
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			o, err := f.measurementOptions()
			if err != nil {
				return err
			}
			return each(w, c.Measurements.All(ctx, f.account, f.athlete, o))
		})))
	cmd.Flags().Int64Var(&f.athlete, "athlete", 0, "athlete ID")
	cmd.Flags().StringVar(&f.kind, "type", "", "only exercise, quickRecoveryTest, night or manual")
	return cmd
}

func (f *firstbeatFlags) measurementOptions() (*firstbeat.MeasurementOptions, error) {
	from, to, err := f.window()
	if err != nil {
		return nil, err
	}
	switch kind := firstbeat.MeasurementType(f.kind); kind {
	case "", firstbeat.Exercise, firstbeat.QuickRecoveryTest, firstbeat.Night, firstbeat.Manual:
	default:
		return nil, usage("--type %q: want exercise, quickRecoveryTest, night or manual", f.kind)
	}
	return &firstbeat.MeasurementOptions{
		From: from, To: to, ExerciseType: f.title, MeasurementType: firstbeat.MeasurementType(f.kind),
		SportsTypes: f.sports, EventTypes: f.events, IncludeLaps: f.laps,
	}, nil
}

func (f *firstbeatFlags) sessions() *cobra.Command {
	cmd := f.filters(f.ofAccount(f.command("sessions", "sessions of a team or group", []string{"account", "team"},
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			from, to, err := f.window()
			if err != nil {
				return err
			}
			return each(w, c.Sessions.All(ctx, f.account, f.team, &firstbeat.SessionOptions{
				From: from, To: to, Type: f.title, SportsTypes: f.sports, EventTypes: f.events, IncludeLaps: f.laps,
			}))
		})))
	cmd.Flags().Int64Var(&f.team, "team", 0, "team or group ID")
	return cmd
}

// results reads those of a measurement, a session, or a lap of either.
func (f *firstbeatFlags) results() *cobra.Command {
	cmd := f.ofAccount(f.command("results", "results of a measurement, a session, or a lap of either", []string{"account"},
		func(ctx context.Context, c *firstbeat.Client, w *writer) error {
			// A variable that cannot be read comes as an error beside the others.
			list, unreadable := f.fetchResults(ctx, c)
			if names := absent(f.vars, list); len(list) > 0 && len(names) > 0 {
				_, _ = fmt.Fprintf(f.env.Stderr, "not among the results: %s (misspelt, or nothing that they have)\n", strings.Join(names, ", "))
			}
			for i := range list {
				if err := w.write(&list[i]); err != nil {
					return err
				}
			}
			if unreadable != nil && len(list) > 0 {
				return errors.Join(w.close(), unreadable)
			}
			return unreadable
		}))
	flags := cmd.Flags()
	flags.Int64Var(&f.athlete, "athlete", 0, "athlete ID, with --measurement")
	flags.Int64Var(&f.measurement, "measurement", 0, "measurement ID")
	flags.Int64Var(&f.team, "team", 0, "team ID, with --session")
	flags.Int64Var(&f.session, "session", 0, "session ID")
	flags.Int64Var(&f.lap, "lap", 0, "lap ID")
	listVar(flags, &f.vars, "var", nil, "only these variables (default: the vendor's default set)")
	flags.BoolVar(&f.list, "list", false, "let series travel as lists instead of compressed vectors")
	return cmd
}

// absent are the names that no result has a variable of: the vendor passes over
// what it does not know without a word.
func absent(names []string, list []firstbeat.Results) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return slices.ContainsFunc(list, func(r firstbeat.Results) bool {
			_, there := r.Variables.Get(name)
			return there
		})
	})
}

func (f *firstbeatFlags) fetchResults(ctx context.Context, c *firstbeat.Client) ([]firstbeat.Results, error) {
	o := &firstbeat.ResultsOptions{Variables: f.vars}
	if f.list {
		o.Format = firstbeat.FormatList
	}
	switch {
	case f.measurement != 0 && f.athlete != 0 && f.session == 0:
		get := func() (*firstbeat.Results, error) {
			if f.lap != 0 {
				return c.Measurements.LapResults(ctx, f.account, f.athlete, f.measurement, f.lap, o)
			}
			return c.Measurements.Results(ctx, f.account, f.athlete, f.measurement, o)
		}
		r, err := get()
		if r == nil {
			return nil, err
		}
		return []firstbeat.Results{*r}, err
	case f.session != 0 && f.team != 0 && f.measurement == 0:
		if f.lap != 0 {
			return c.Sessions.LapResults(ctx, f.account, f.team, f.session, f.lap, o)
		}
		return c.Sessions.Results(ctx, f.account, f.team, f.session, o)
	}
	return nil, usage("name what to read: --athlete and --measurement, or --team and --session")
}
