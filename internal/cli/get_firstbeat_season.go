package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// season downloads everything of an account in a window of time into a folder.
// What is there already is not asked for again, so an interrupted download goes
// on where it stopped.
func (f *firstbeatFlags) season() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "season", Short: "download an account's measurements and results into a folder",
		Long: `season writes athletes.json, and for each athlete measurements/ATHLETE.json and
results/ATHLETE/MEASUREMENT.json. Files that exist are kept, so it can be stopped
and started again. A measurement whose analysis failed at the vendor has a file that
says so. The last line on stdout is a summary as JSON.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "account", "out"); err != nil {
				return err
			}
			c, err := f.client()
			if err != nil {
				return err
			}
			s := &season{f: f, client: c, dir: out, progress: newProgress(f.env.Stderr)}
			err = s.run(cmd.Context())
			s.progress.finish()
			if err != nil {
				return vendorFailure(err)
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(s.summary)
		},
	}
	f.filters(f.ofAccount(cmd))
	cmd.Flags().StringVar(&f.kind, "type", "", "only exercise, quickRecoveryTest, night or manual")
	cmd.Flags().Int64Var(&f.team, "team", 0, "only athletes of this team or group")
	listVar(cmd.Flags(), &f.vars, "var", nil, "only these variables (default: the vendor's default set)")
	cmd.Flags().StringVar(&out, "out", "", "folder to write to")
	return cmd
}

type season struct {
	f        *firstbeatFlags
	client   *firstbeat.Client
	dir      string
	progress *progress
	summary  struct {
		Athletes     int `json:"athletes"`
		Measurements int `json:"measurements"`
		Downloaded   int `json:"downloaded"`
		Kept         int `json:"kept"`
		NoData       int `json:"noData"`
	}
}

func (s *season) run(ctx context.Context) error {
	o, err := s.f.measurementOptions()
	if err != nil {
		return err
	}
	athletes, err := s.athletes(ctx)
	if err != nil {
		return err
	}
	s.summary.Athletes = len(athletes)
	if err := s.save(athletes, "athletes.json"); err != nil {
		return err
	}
	lists := make([][]firstbeat.Measurement, len(athletes))
	for i, a := range athletes {
		s.progress.describe(fmt.Sprintf("athlete %d of %d", i+1, len(athletes)))
		lists[i], err = collect(s.client.Measurements.All(ctx, s.f.account, a.AthleteID, o))
		if err != nil {
			return err
		}
		if err := s.save(lists[i], "measurements", name(a.AthleteID)); err != nil {
			return err
		}
		s.summary.Measurements += len(lists[i])
	}
	s.progress.expect(s.summary.Measurements)
	if f := s.f; f.perMinute > 0 && s.summary.Measurements > f.perMinute {
		s.note("%d results at %d requests a minute take %d minutes or more (--per-minute, --per-day: what the vendor allows you; 0 does not pace)",
			s.summary.Measurements, f.perMinute, s.summary.Measurements/f.perMinute)
	}
	for i, a := range athletes {
		for _, m := range lists[i] {
			if err := s.measurement(ctx, a.AthleteID, m.MeasurementID); err != nil {
				return err
			}
			s.progress.step()
		}
	}
	return nil
}

// note tells people what a long silence is about.
func (s *season) note(format string, args ...any) {
	_, _ = fmt.Fprintf(s.f.env.Stderr, format+"\n", args...)
}

func (s *season) athletes(ctx context.Context) ([]firstbeat.Athlete, error) {
	if s.f.team != 0 {
		return collect(s.client.Teams.AllAthletes(ctx, s.f.account, s.f.team))
	}
	return collect(s.client.Athletes.All(ctx, s.f.account))
}

// measurement downloads one result, unless it is there.
func (s *season) measurement(ctx context.Context, athlete, measurement int64) error {
	path := []string{"results", strconv.FormatInt(athlete, 10), name(measurement)}
	_, err := os.Stat(filepath.Join(append([]string{s.dir}, path...)...))
	if err == nil {
		s.summary.Kept++
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	r, err := s.client.Measurements.Results(ctx, s.f.account, athlete, measurement, &firstbeat.ResultsOptions{Variables: s.f.vars})
	if noContent(err) {
		s.summary.NoData++
		return s.save(map[string]any{"measurementId": measurement, "athleteId": athlete, "noData": true}, path...)
	}
	if err != nil {
		return err
	}
	s.summary.Downloaded++
	return s.save(r, path...)
}

// save writes v as JSON to a file that appears complete or not at all.
func (s *season) save(v any, path ...string) error {
	file := filepath.Join(append([]string{s.dir}, path...)...)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeWhole(file, append(text, '\n'))
}

func name(id int64) string { return strconv.FormatInt(id, 10) + ".json" }

func collect[T any](items func(yield func(T, error) bool)) ([]T, error) {
	list := []T{}
	for item, err := range items {
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, nil
}
