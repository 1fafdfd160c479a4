//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash"
	"hash/fnv"
	"math"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

const goldenFile = "testdata/default.hash"

var update = flag.Bool("update", false, "rewrite testdata")

// The default population is what every reader of the documentation sees: it
// changes only on purpose, with -update, and is the same on every machine.
func TestItMakesTheSameDefaultPopulation(t *testing.T) {
	got := fingerprints(t)
	if *update {
		require.NotEqual(t, "true", os.Getenv("CI"), "-update rewrites what CI is there to compare with")
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(goldenFile, []byte(got), 0o644))
	}
	want, err := os.ReadFile(goldenFile)
	require.NoError(t, err, "run this test with -update to make it")
	require.Equal(t, string(want), got, "run this test with -update if the population is meant to change")
}

func fingerprints(t *testing.T) string {
	s, err := dataset.New(1, dataset.Config{})
	require.NoError(t, err)
	until := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	var out strings.Builder
	part := func(name string, values ...any) {
		h := fnv.New64a()
		for _, v := range values {
			digest(h, reflect.ValueOf(v))
		}
		fmt.Fprintf(&out, "%-28s %016x\n", name, h.Sum64())
	}
	var people, teams, bodies []any
	for i := range s.Athletes() {
		people = append(people, s.Athlete(i))
		bodies = append(bodies, s.Body(i, until))
	}
	for i := range s.Organizations() {
		people = append(people, s.Organization(i))
	}
	for i := range s.Coaches() {
		people = append(people, s.Coach(i))
	}
	for i := range s.Teams() {
		teams = append(teams, s.Team(i))
		for x := range s.Sessions(i, time.Time{}, until) {
			teams = append(teams, x)
		}
	}
	part("people", people...)
	part("bodies", bodies...)
	part("teams and sessions", teams...)
	samples := map[string]dataset.Event{}
	var calendar []any
	for i := range s.Athletes() {
		for e := range s.Events(i, time.Time{}, until) {
			calendar = append(calendar, e)
			samples[string(e.Kind)+" "+string(e.Sport)] = e
		}
	}
	part("calendars", calendar...)
	var names []string
	for name := range samples {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		e := samples[name]
		r := s.Record(e)
		part(name, *r, analysed{s.Analysis(e), r}, analysed{s.AnalysisOf(e, e.Start.Add(time.Minute), e.Start.Add(20*time.Minute)), r})
	}
	acute, chronic := s.Load(0, until)
	part("load", acute, chronic)
	dailyPrints(s, part)
	return out.String()
}

// dailyPrints adds what is to be known of some days beside their events.
func dailyPrints(s *dataset.Set, part func(name string, values ...any)) {
	days := map[string]func(athlete, day int) any{
		"nights":          func(a, d int) any { x, ok := s.Overnight(a, d); return []any{x, ok, x.Quality()} },
		"recoveries":      func(a, d int) any { x, ok := s.NightRecovery(a, d); return []any{x, ok} },
		"recovery series": func(a, d int) any { x, ok := s.NightRecoverySeries(a, d); return []any{x, ok} },
		"beats":           func(a, d int) any { return s.Beats(a, d) },
		"heart rates":     func(a, d int) any { return s.HeartRates(a, d) },
		"activity":        func(a, d int) any { x, ok := s.Activity(a, d); return []any{x, ok} },
		"activity series": func(a, d int) any { return s.ActivitySeries(a, d) },
		"temperatures":    func(a, d int) any { return s.Temperatures(a, d) },
		"vigilance":       func(a, d int) any { return s.Vigilance(a, d) },
		"skin contacts":   func(a, d int) any { return s.SkinContacts(a, d) },
		"diaries":         func(a, d int) any { return []any{s.Diary(a, d), s.Physical(a, d)} },
	}
	names := make([]string, 0, len(days))
	for name := range days {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		var values []any
		for _, athlete := range []int{0, 7, 40} {
			for day := 271; day < 273; day++ { // clocks change where athlete 0 lives
				values = append(values, days[name](athlete, day))
			}
		}
		part(name, values...)
	}
	var tests, devices []any
	for a := range s.Athletes() {
		devices = append(devices, s.Devices(a))
		for t := range s.Tests(a, s.Date(200), s.Date(230)) {
			tests = append(tests, s.TestSeries(t))
		}
		for e := range s.Events(a, s.Date(200), s.Date(230)) {
			x, ok := s.PerformanceTest(e)
			tests = append(tests, x, ok)
		}
	}
	part("devices", devices...)
	part("tests", tests...)
}

// analysed is an analysis with its spectrum and with what its record's other sensors
// amount to, which once stood among its members.
type analysed struct {
	*dataset.Analysis
	*dataset.Record
}

// digest adds every bit of v to h. Times count as instants, zones by name.
func digest(h hash.Hash64, v reflect.Value) {
	word := func(u uint64) { h.Write(binary.BigEndian.AppendUint64(nil, u)) }
	switch x := v.Interface().(type) {
	case analysed:
		for i := range reflect.TypeFor[dataset.Analysis]().NumField() {
			f := reflect.TypeFor[dataset.Analysis]().Field(i)
			if f.IsExported() {
				digest(h, reflect.ValueOf(*x.Analysis).Field(i))
			}
			power, after := x.Spectrum(), []any(nil)
			switch f.Name {
			case "RelativeFat":
				after = []any{power.VLF, power.LF, power.HF}
			case "SDNN":
				after = []any{power.VLFMean, power.LFMean, power.HFMean, power.LFHFRatio}
			case "MeasurementError":
				after = []any{x.Outside(x.Record)}
			}
			for _, v := range after {
				digest(h, reflect.ValueOf(v))
			}
		}
		return
	case time.Time:
		word(uint64(x.Unix()))
		return
	case *time.Location:
		h.Write([]byte(x.String()))
		return
	case map[time.Duration]float64:
		for _, k := range keys(x) {
			word(uint64(k))
			word(math.Float64bits(x[k]))
		}
		return
	case map[time.Duration]int:
		for _, k := range keys(x) {
			word(uint64(k))
			word(uint64(x[k]))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if word(1); v.IsNil() {
			word(0)
			return
		}
		digest(h, v.Elem())
	case reflect.Interface:
		digest(h, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			digest(h, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		word(uint64(v.Len()))
		for i := range v.Len() {
			digest(h, v.Index(i))
		}
	case reflect.Float32, reflect.Float64:
		word(math.Float64bits(v.Float()))
	case reflect.String:
		h.Write([]byte(v.String()))
	case reflect.Bool:
		if v.Bool() {
			word(1)
		}
	default:
		if v.CanInt() {
			word(uint64(v.Int()))
		} else {
			word(v.Uint())
		}
	}
}

func keys[V any](m map[time.Duration]V) []time.Duration {
	out := make([]time.Duration, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
