package cli

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

// sampleHelp names what can be asked for.
func sampleHelp() string {
	return strings.Join([]string{
		polarteampro.AllSamples, polarteampro.SampleDistance, polarteampro.SampleLocation, polarteampro.SampleHeartRate, polarteampro.SampleSpeed,
		polarteampro.SampleCadence, polarteampro.SampleAltitude, polarteampro.SampleForwardAcceleration, polarteampro.SampleRR,
	}, ", ")
}

func (f *teamProFlags) playerSession() *cobra.Command {
	cmd := f.command(printed{use: "player-session", short: "a player's session, with samples if they are asked for", item: reflect.TypeFor[polarteampro.PlayerSessionDetails](), needs: []string{"session"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			if len(f.samples) > 0 && f.format == "csv" {
				return usage("--samples and --format csv: `ergodrome get polar-teampro samples` prints rows")
			}
			s, err := c.PlayerSessions.Get(ctx, f.session, f.samples...)
			if err != nil || s.Samples == nil {
				return object(w, s, err)
			}
			return object(w, &sampledSession{s, (*sampleTable)(s.Samples)}, nil)
		})
	listVar(cmd.Flags(), &f.samples, "samples", nil, "with samples: "+sampleHelp())
	return cmd
}

// sampledSession is a session whose samples are spelled as a table.
type sampledSession struct {
	*polarteampro.PlayerSessionDetails
	Samples *sampleTable `json:"samples"`
}

// sampleTable are samples as the vendor lays them out, with seconds for times:
// {"fields":["seconds","hr"],"values":[[0,94],[0.1,null]]}.
type sampleTable polarteampro.Samples

func (t *sampleTable) MarshalJSON() ([]byte, error) {
	out, err := json.Marshal(append([]string{"seconds"}, t.Fields...))
	if err != nil {
		return nil, err
	}
	out = append([]byte(`{"fields":`), append(out, `,"values":[`...)...)
	for i, at := range t.Offsets {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendNumber(append(out, '['), at.Seconds())
		for _, name := range t.Fields {
			out = appendNumber(append(out, ','), t.Columns[name][i])
		}
		out = append(out, ']')
	}
	return append(out, "]}"...), nil
}

// appendNumber writes a number, or null where nothing was measured.
func appendNumber(out []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(out, "null"...)
	}
	return appendDecimal(out, v)
}

// sampleRows prints samples one row at a time, in as much memory as one row takes.
func (f *teamProFlags) sampleRows() *cobra.Command {
	cmd := f.command(printed{use: "samples", short: "samples of a player's session, row by row", needs: []string{"session"}},
		func(ctx context.Context, c *polarteampro.Client, w *writer) error {
			switch {
			case slices.Equal(f.samples, []string{polarteampro.SampleRR}):
				s, err := c.PlayerSessions.Get(ctx, f.session, polarteampro.SampleRR)
				if err != nil {
					return err
				}
				return intervals(w, s.RRIntervals)
			case slices.Contains(f.samples, polarteampro.SampleRR):
				return usage("--samples: rr has no place in a row of others; ask for it by itself")
			}
			for row, err := range c.PlayerSessions.Rows(ctx, f.session, f.samples...) {
				if err != nil {
					return err
				}
				if err := w.write(sampleRow{row.Offset, row.Fields, row.Values}); err != nil {
					return err
				}
			}
			return nil
		})
	listVar(cmd.Flags(), &f.samples, "samples", nil, "which samples (default all): "+sampleHelp())
	return cmd
}

// noTime is the offset of a row whose time is unknown.
const noTime time.Duration = -1

// sampleRow is one moment of a session.
type sampleRow struct {
	at     time.Duration
	fields []string
	values []float64
}

// MarshalJSON leaves out what was not measured: {"seconds":0.1,"hr":94}.
func (r sampleRow) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	if r.at != noTime {
		out = appendNumber(append(out, `"seconds":`...), r.at.Seconds())
	}
	for i, name := range r.fields {
		if math.IsNaN(r.values[i]) {
			continue
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = appendNumber(append(append(out, key...), ':'), r.values[i])
	}
	return append(out, '}'), nil
}

// table leaves cells empty where nothing was measured.
func (r sampleRow) table() (header []string, rows [][]string) {
	row := []string{""}
	if r.at != noTime {
		row[0] = decimal(r.at.Seconds())
	}
	for _, v := range r.values {
		text := ""
		if !math.IsNaN(v) {
			text = decimal(v)
		}
		row = append(row, text)
	}
	return append([]string{"seconds"}, r.fields...), [][]string{row}
}
