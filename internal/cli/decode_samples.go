package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

func newDecodeSamples(env Env) *cobra.Command {
	var format string
	var rr bool
	cmd := &cobra.Command{
		Use:   "samples",
		Short: "a Polar Team Pro sample table, or R-R intervals",
		Long: `samples reads one of three things on stdin: a player's session as the vendor answers
it, what stands in its member data, or the table of fields and values alone. It prints
{"fields":["seconds",…],"values":[[…],…]}, or with --format csv or ndjson one row a moment.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := newWriter(cmd.OutOrStdout(), format)
			if err != nil {
				return err
			}
			input, err := readAll(env.Stdin, "stdin", maxDecodeInput)
			if err != nil {
				return err
			}
			session, err := sessionIn(bytes.TrimSpace(input))
			if err != nil {
				return failure("%w", err)
			}
			return vendorFailure(printSession(w, session, rr, &account{env: env}))
		},
	}
	cmd.Flags().StringVar(&format, "format", "json", "json, ndjson or csv")
	cmd.Flags().BoolVar(&rr, "rr", false, "the R-R intervals, which stand beside the table")
	return cmd
}

// sessionIn finds a session in whatever form it came.
func sessionIn(input []byte) (*polarteampro.PlayerSessionDetails, error) {
	var probe map[string]json.RawMessage
	if err := json.Unmarshal(input, &probe); err != nil {
		return nil, fmt.Errorf("stdin is not a JSON object: %w", err)
	}
	switch {
	case probe["data"] != nil:
	case probe["fields"] != nil:
		input = fmt.Appendf(nil, `{"data":{"samples":%s}}`, input)
	default:
		input = fmt.Appendf(nil, `{"data":%s}`, input)
	}
	session := new(polarteampro.PlayerSessionDetails)
	return session, polarteampro.Decode(input, session)
}

func printSession(w *writer, s *polarteampro.PlayerSessionDetails, rr bool, a *account) error {
	switch {
	case rr && len(s.RRIntervals) == 0:
		return failure("there are no R-R intervals in the input")
	case rr:
		if err := intervals(w, s.RRIntervals); err != nil {
			return err
		}
		return w.close()
	case s.Samples == nil && len(s.RRIntervals) > 0:
		return failure("there is no sample table in the input; --rr prints its R-R intervals")
	case s.Samples == nil:
		return failure("there is no sample table in the input; samples are sent only when they are asked for")
	}
	t := s.Samples
	if n := len(t.Aside); n > 0 {
		a.say("%d values have no place in a table of numbers, and are left out; the first is in row %d, field %q.", n, t.Aside[0].Row, t.Aside[0].Field)
	}
	if w.format == "json" {
		if err := object(w, (*sampleTable)(t), nil); err != nil {
			return err
		}
		return w.close()
	}
	values := make([]float64, len(t.Fields))
	for i, at := range t.Offsets {
		for j, name := range t.Fields {
			values[j] = t.Columns[name][i]
		}
		if err := w.write(sampleRow{at, t.Fields, values}); err != nil {
			return err
		}
	}
	return w.close()
}

// intervals prints R-R intervals, each at the sum of those before it: they are
// their own clock. A gap has no length, so what follows has no time.
func intervals(w *writer, list []float64) error {
	at := time.Duration(0)
	for _, ms := range list {
		if err := w.write(sampleRow{at, []string{"rr_ms"}, []float64{ms}}); err != nil {
			return err
		}
		if math.IsNaN(ms) {
			at = noTime
		}
		if at != noTime {
			at += time.Duration(ms * float64(time.Millisecond))
		}
	}
	return nil
}

// readAll reads a file of at most so many bytes.
func readAll(from io.Reader, name string, most int64) ([]byte, error) {
	input, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return nil, failure("read %s: %w", name, err)
	case int64(len(input)) > most:
		return nil, failure("%s holds more than %d bytes", name, most)
	}
	return input, nil
}
