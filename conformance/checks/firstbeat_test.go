package checks_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// reportedBy is one call that reported v, or failed with err.
func reportedBy(t *testing.T, v any, err *subject.Error) *conformance.Evidence {
	t.Helper()
	normal, nerr := subject.Normalize(v)
	require.NoError(t, nerr)
	return &conformance.Evidence{Calls: []conformance.CallRecord{{Label: "call", Op: "fb.measurement_results", Value: normal, Err: err}}}
}

func result(v any) any { return map[string]any{"variables": map[string]any{"x": v}} }

func TestVariableIs(t *testing.T) {
	series := []checks.VariableAccept{{Series: []any{1, 2.5}}}
	decode := &subject.Error{Class: subject.Decode}
	tests := []struct {
		name     string
		reported any
		err      *subject.Error
		args     checks.Variable
		met      bool
	}{
		{"accepts a bare number", result(5.4), nil, checks.Variable{Accept: []checks.VariableAccept{{Scalar: 5.4}}}, true},
		{"accepts a number with its unit", result(map[string]any{"value": 5.4, "unit": "ms"}), nil, checks.Variable{Accept: []checks.VariableAccept{{Scalar: 5.4}}, Unit: "ms"}, true},
		{"refuses another unit", result(map[string]any{"value": 5.4, "unit": "Â"}), nil, checks.Variable{Accept: []checks.VariableAccept{{Scalar: 5.4}}, Unit: "ms²"}, false},
		{"refuses another rate", result(map[string]any{"values": []any{1, 2.5}, "samplingRate": "1Hz"}), nil, checks.Variable{Accept: series, Rate: "0.2Hz"}, false},
		{"accepts a series", result(map[string]any{"values": []float64{1, 2.5}, "samplingRate": "1Hz"}), nil, checks.Variable{Accept: series, Rate: "1Hz"}, true},
		{"refuses a shorter series", result(map[string]any{"values": []float64{1}}), nil, checks.Variable{Accept: series}, false},
		{"takes null for a number that is none", result(map[string]any{"values": []any{nil}}), nil, checks.Variable{Accept: []checks.VariableAccept{{Series: []any{math.NaN()}}}}, true},
		{"accepts an error where one is right", result(map[string]any{"error": "cut"}), nil, checks.Variable{Accept: []checks.VariableAccept{{Error: "cut"}}}, true},
		{"refuses an error where none is right", result(map[string]any{"error": "cut"}), nil, checks.Variable{Accept: series}, false},
		{"refuses a value where only an error is right", result(map[string]any{"values": []float64{1, 2.5}}), nil, checks.Variable{Accept: []checks.VariableAccept{{Error: "cut"}}}, false},
		{"takes a refused call for a refused variable", nil, decode, checks.Variable{Accept: []checks.VariableAccept{{Error: "cut"}}}, true},
		{"takes no other failure for that", nil, &subject.Error{Class: subject.Network}, checks.Variable{Accept: []checks.VariableAccept{{Error: "cut"}}}, false},
		{"refuses a refused call where a value is right", nil, decode, checks.Variable{Accept: series}, false},
		{"refuses what is left out", map[string]any{"variables": map[string]any{}}, nil, checks.Variable{Accept: series}, false},
		{"wants what was left out left out", map[string]any{"variables": map[string]any{}}, nil, checks.Variable{Absent: true}, true},
		{"refuses a zero for what was left out", result(0), nil, checks.Variable{Absent: true}, false},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			tt.args.Name = "x"
			out := checks.New().Judge(reportedBy(t, tt.reported, tt.err), "variable_is", &tt.args)
			require.True(t, out.Reached)
			require.Equal(t, tt.met, out.Met, out.Saw)
		})
	}
}

func TestVariablesOnce(t *testing.T) {
	args := &checks.Variables{Names: []string{"x", "y"}}
	both := map[string]any{"variables": map[string]any{"x": 1, "y": 2}}
	require.True(t, checks.New().Judge(reportedBy(t, both, nil), "variables_once", args).Met)
	require.False(t, checks.New().Judge(reportedBy(t, result(1), nil), "variables_once", args).Met, "y is missing")
	three := map[string]any{"variables": map[string]any{"x": 1, "y": 2, "z": 3}}
	require.False(t, checks.New().Judge(reportedBy(t, three, nil), "variables_once", args).Met, "z was not asked for")
}

func TestFirstbeatStimuli(t *testing.T) {
	e := &conformance.Evidence{Exchanges: []conformance.Exchange{
		{N: 1, At: 0, Header: http.Header{"Accept-Encoding": {"br, gzip;q=0"}}},
		{N: 2, At: 299 * time.Second},
	}}
	r := checks.New()
	require.False(t, r.Judge(e, "requests_span", &checks.Stretch{AtLeast: 300 * time.Second}).Met)
	require.True(t, r.Judge(e, "requests_span", &checks.Stretch{AtLeast: 299 * time.Second}).Met)
	require.True(t, r.Judge(e, "coding_offered", &checks.Offer{Coding: "br"}).Met)
	require.False(t, r.Judge(e, "coding_offered", &checks.Offer{Coding: "gzip"}).Met, "q=0 is a refusal")
	require.False(t, r.Judge(e, "coding_offered", &checks.Offer{Coding: "zstd"}).Met)
	for _, name := range []string{"requests_span", "coding_offered"} {
		require.True(t, r.Stimulus(name))
	}
}

func TestDecodesAs(t *testing.T) {
	r := checks.New()
	vector := func(reported any, err *subject.Error) conformance.Outcome {
		return judgeFixture(t, r, "{call: call, fixture: firstbeat-vector/y_001_ladder, alone: true}", reported, err)
	}
	ladder := []any{0.0, 1.0, 2.0, -2.5, 0.1, 3.141592653589793, 1e-300, 1.7976931348623157e+308, 5e-324, -1.7976931348623157e+308}
	require.True(t, vector(map[string]any{"values": ladder}, nil).Met)
	require.False(t, vector(map[string]any{"values": ladder[:9]}, nil).Met, "one is missing")
	require.False(t, vector(nil, &subject.Error{Class: subject.Decode}).Met, "nothing is wrong with it")

	body := func(reported any, err *subject.Error) conformance.Outcome {
		return judgeFixture(t, r, "{call: call, fixture: firstbeat-results/y_no_session}", reported, err)
	}
	require.False(t, body(map[string]any{"variables": map[string]any{}}, nil).Met, "the fields are missing")
	cut := func(reported any, err *subject.Error) conformance.Outcome {
		return judgeFixture(t, r, "{call: call, fixture: firstbeat-results/n_cut_body}", reported, err)
	}
	require.True(t, cut(nil, &subject.Error{Class: subject.Decode}).Met)
	require.False(t, cut(nil, &subject.Error{Class: subject.Network}).Met, "the bytes came whole")
	require.False(t, cut(map[string]any{}, nil).Met, "a part is not the whole")

	_, err := r.Decode("decodes_as", func(into any) error { return yaml.Unmarshal([]byte("{fixture: firstbeat-vector/nowhere}"), into) })
	require.ErrorContains(t, err, "no fixture")
}

func judgeFixture(t *testing.T, r *checks.Registry, args string, reported any, failure *subject.Error) conformance.Outcome {
	t.Helper()
	decoded, err := r.Decode("decodes_as", func(into any) error { return yaml.Unmarshal([]byte(args), into) })
	require.NoError(t, err)
	return r.Judge(reportedBy(t, reported, failure), "decodes_as", decoded)
}
