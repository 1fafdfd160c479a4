package inproc

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// vectorFirstbeat reads one variable as it stands in a body, given as JSON text.
func vectorFirstbeat(_ context.Context, _ *firstbeatClient, a *arguments) (any, error) {
	r, err := firstbeat.DecodeResults([]byte(`{"measurementId":1,"athleteId":1,"variables":[` + a.id("json") + `]}`))
	if r == nil || len(r.Variables) != 1 {
		return nil, errors.Join(err, &apierr.Error{Kind: apierr.ErrDecode, Message: "not one variable"})
	}
	return firstbeatVariable(r.Variables[0]), nil
}

// bodyFirstbeat reads a whole body of any of the four results operations.
func bodyFirstbeat(_ context.Context, _ *firstbeatClient, a *arguments) (any, error) {
	body := []byte(a.id("json"))
	if bytes.Contains(body, []byte(`"measurements"`)) {
		return several(firstbeat.DecodeSessionResults(body))
	}
	r, err := firstbeat.DecodeResults(body)
	if r == nil {
		return nil, decodeKind(err)
	}
	return several([]firstbeat.Results{*r}, err)
}

// decodeKind marks the errors of the pure decoding functions, which have no kind.
func decodeKind(err error) error {
	if apierr.KindOf(err) != apierr.ErrOther {
		return err
	}
	return &apierr.Error{Kind: apierr.ErrDecode, Err: err}
}

// single reports results; those that could be read in part are reported with
// what is wrong with the rest.
func single(r *firstbeat.Results, err error) (any, error) {
	if r == nil {
		return nil, err
	}
	return firstbeatResults(r)
}

func several(all []firstbeat.Results, err error) (any, error) {
	if all == nil {
		return nil, decodeKind(err)
	}
	out := make([]any, 0, len(all))
	for i := range all {
		v, err := firstbeatResults(&all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return map[string]any{"measurements": out}, nil
}

func firstbeatResults(r *firstbeat.Results) (any, error) {
	fields := *r
	fields.Variables = nil
	v, err := plain(fields, nil)
	o, ok := v.(map[string]any)
	if err != nil || !ok {
		return nil, err
	}
	vars := make(map[string]any, len(r.Variables))
	for _, x := range r.Variables {
		vars[x.Name] = firstbeatVariable(x)
	}
	o["variables"] = vars
	return o, nil
}

func firstbeatVariable(x firstbeat.Variable) any {
	o := map[string]any{}
	if x.Unit != "" {
		o["unit"] = x.Unit
	}
	switch {
	case x.Err != nil:
		o["error"] = x.Err.Error()
	case x.Series == nil:
		o["value"] = x.Value
	default:
		o["values"] = []float64(x.Series.Values)
		if x.Series.SamplingRate != "" {
			o["samplingRate"] = x.Series.SamplingRate
		}
	}
	return o
}

// drain walks all pages of a list.
func drain[T any](seq iter.Seq2[T, error]) (any, error) {
	all := []T{}
	for item, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return plain(all, nil)
}

// plain turns the client's types into what the judge compares, by way of their
// JSON form; times stay instants.
func plain(v any, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	out, err := jsonTree(v)
	if err != nil {
		return nil, err
	}
	return instants(jsonValue(out)), nil
}

// instants turns the times of objects back into instants.
func instants(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = instants(v[i])
		}
	case map[string]any:
		for name, member := range v {
			if s, ok := member.(string); ok && (strings.HasSuffix(name, "Time") || strings.HasSuffix(name, "TimeLocal")) {
				if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
					v[name] = subject.Instant{Time: t}
				}
				continue
			}
			v[name] = instants(member)
		}
	}
	return v
}
