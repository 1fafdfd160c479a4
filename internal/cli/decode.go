package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// maxDecodeInput bounds what decode reads: ten times the vendor's own limit.
const maxDecodeInput = 64 << 20

// newDecode reads what a vendor sent and prints what it means.
func newDecode(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "decode",
		Short: "decode what a vendor sent, from stdin",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDecodeVector(env), newDecodeSamples(env), newDecodeParquet(env), newDecodeNDJSON(env))
	return cmd
}

func newDecodeVector(env Env) *cobra.Command {
	var typ, name, format string
	var bits int
	cmd := &cobra.Command{
		Use:   "vector",
		Short: "a Firstbeat time series: Base64, zlib, big-endian",
		Long: `vector reads one of three things on stdin: a results body, a variable out of one
(an object with name, type, bits and value), or the bare Base64 text with --type and
--bits. It prints a JSON array of numbers, or CSV with one value a line. Of a results
body without --name it prints every series by name.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "json" && format != "csv" {
				return usage("--format %q: want json or csv", format)
			}
			input, err := readAll(env.Stdin, "stdin", maxDecodeInput)
			if err != nil {
				return err
			}
			series, err := decodeInput(bytes.TrimSpace(input), typ, bits)
			if err != nil {
				return failure("%w", err)
			}
			return printSeries(cmd.OutOrStdout(), series, name, format)
		},
	}
	cmd.Flags().StringVar(&typ, "type", "", "Float, Unsigned or Signed, for bare Base64")
	cmd.Flags().IntVar(&bits, "bits", 0, "8, 16, 32 or 64, for bare Base64")
	cmd.Flags().StringVar(&name, "name", "", "the one series to print")
	cmd.Flags().StringVar(&format, "format", "json", "json or csv")
	return cmd
}

// decodeInput finds the series in whatever form they came.
func decodeInput(input []byte, typ string, bits int) (firstbeat.Variables, error) {
	if len(input) == 0 {
		return nil, errors.New("stdin is empty")
	}
	if input[0] != '{' {
		if typ == "" || bits == 0 {
			return nil, errors.New("stdin holds bare text: say what it is with --type and --bits")
		}
		values, err := firstbeat.DecodeVector(strings.Trim(string(input), `"`), typ, bits)
		if err != nil {
			return nil, err
		}
		return firstbeat.Variables{{Name: "vector", Series: &firstbeat.Series{Type: typ, Bits: bits, Values: values}}}, nil
	}
	var probe struct {
		Variables    json.RawMessage `json:"variables"`
		Measurements json.RawMessage `json:"measurements"`
	}
	if err := json.Unmarshal(input, &probe); err != nil {
		return nil, fmt.Errorf("stdin is not JSON: %w", err)
	}
	switch {
	case probe.Measurements != nil:
		return nil, errors.New("stdin holds the results of a session: decode one of its measurements")
	case probe.Variables == nil:
		input = fmt.Appendf(nil, `{"variables":[%s]}`, input)
	}
	r, err := firstbeat.DecodeResults(input)
	if err != nil {
		return nil, err
	}
	return r.Variables, nil
}

// printSeries prints the series called name, or all of them.
func printSeries(w io.Writer, variables firstbeat.Variables, name, format string) error {
	var found []firstbeat.Variable
	for _, v := range variables {
		if v.Series != nil && (name == "" || v.Name == name) {
			found = append(found, v)
		}
	}
	switch {
	case len(found) == 0 && name != "":
		return failure("there is no series %q in the input; series are sent only when they are asked for by name", name)
	case len(found) == 0:
		return failure("there is no series in the input; series are sent only when they are asked for by name")
	case format == "csv":
		return printColumns(w, found)
	case len(found) == 1:
		return json.NewEncoder(w).Encode(found[0].Series.Values)
	}
	all := map[string]firstbeat.Values{}
	for _, v := range found {
		all[v.Name] = v.Series.Values
	}
	return json.NewEncoder(w).Encode(all)
}

// printColumns prints one row a value; series differ in length, so they stand
// below each other.
func printColumns(w io.Writer, list []firstbeat.Variable) error {
	out := csv.NewWriter(w)
	rows := [][]string{resultsHeader()[2:]}
	for _, row := range resultsRows(&firstbeat.Results{Variables: list}) {
		rows = append(rows, row[2:])
	}
	return out.WriteAll(rows)
}
