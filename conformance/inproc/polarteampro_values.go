package inproc

import (
	"iter"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// drained walks all pages of a list.
func drained[T any](seq iter.Seq2[T, error]) ([]T, error) {
	all := []T{}
	for item, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}

func teamProList[T any](seq iter.Seq2[T, error]) (any, error) {
	return teamProValue(drained(seq))
}

// teamProValue turns the client's types into what the judge compares, by way of
// their JSON form: a time without a zone stays its text.
func teamProValue[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	out, err := jsonTree(v)
	if err != nil {
		return nil, err
	}
	return teamProTimes("", jsonValue(out)), nil
}

// teamProTimes reads what the client writes of instants and of durations.
func teamProTimes(name string, v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = teamProTimes(name, v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = teamProTimes(name, v[name])
		}
	case string:
		if name == "created" || name == "modified" {
			if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
				return subject.Instant{Time: t}
			}
		}
		if strings.HasPrefix(v, "PT") && strings.Contains(name, "zone") {
			if d, err := polarteampro.ParseDuration(v); err == nil {
				return subject.Dur(d)
			}
		}
	}
	return v
}

// playerSessions are listed with the instant at which each began, where the
// vendor says enough.
func playerSessions(seq iter.Seq2[polarteampro.PlayerSession, error]) (any, error) {
	all, err := drained(seq)
	v, err := teamProValue(all, err)
	list, _ := v.([]any)
	for i := range list {
		if at, ok := all[i].StartInstant(); ok {
			list[i].(map[string]any)["start_time"] = subject.Instant{Time: at}
		}
	}
	return v, err
}

// playerSession has its samples as columns.
func playerSession(s *polarteampro.PlayerSessionDetails, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	samples := s.Samples
	s.Samples = nil
	v, err := teamProValue(s, nil)
	if o, ok := v.(map[string]any); ok && samples != nil {
		columns := map[string]any{}
		for name, series := range samples.Columns {
			columns[name] = []float64(series)
		}
		at := make([]any, len(samples.Offsets))
		for i, d := range samples.Offsets {
			at[i] = subject.Dur(d)
		}
		columns["time"] = at
		o["samples"] = columns
	}
	return v, err
}
