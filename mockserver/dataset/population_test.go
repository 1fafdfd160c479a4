//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// What people who test their client look for must exist for any seed.
func TestItAlwaysHasTheRareCases(t *testing.T) {
	for seed := range uint64(6) {
		s := population(t, seed*977, dataset.Config{})
		found := map[string]int{}
		zones := map[string]bool{}
		inTeam, inGroup := map[int]bool{}, map[int]bool{}
		for i := range s.Teams() {
			team := s.Team(i)
			for _, a := range team.Members {
				inTeam[a] = true
			}
			for _, g := range team.Groups {
				for _, a := range g.Members {
					inGroup[a] = true
				}
			}
		}
		for i := range s.Athletes() {
			a := s.Athlete(i)
			zones[a.Zone.String()] = true
			count(found, "no e-mail", a.Email == "")
			count(found, "no team", !inTeam[i] && !inGroup[i])
			count(found, "group only", !inTeam[i] && inGroup[i])
			events := 0
			for e := range s.Events(i, begin, until) {
				events++
				look(found, &e)
				if e.Kind == dataset.Workout {
					found["workout with or without gap"]++
				}
			}
			count(found, "more than 1,000 events", events > 1000)
		}
		for i := range s.Teams() {
			for x := range s.Sessions(i, begin, until) {
				count(found, "session with laps", len(x.Laps) > 1)
				count(found, "untitled session", x.Title == "")
			}
		}
		for _, name := range []string{
			"no e-mail", "no team", "group only", "more than 1,000 events", "in no session", "in two sessions",
			"spring night", "autumn night", "untitled", "untagged", "notes", "laps", "sensor", "no sensor", "GPS", "power",
			"race", "game", "rehab", "recovery", "training", "manual", "session with laps", "untitled session",
		} {
			require.Positive(t, found[name], "%s (seed %d)", name, seed*977)
		}
		require.Len(t, zones, 5)
	}
}

func count(found map[string]int, name string, yes bool) {
	if yes {
		found[name]++
	}
}

func look(found map[string]int, e *dataset.Event) {
	switch e.Kind {
	case dataset.Night:
		_, before := e.Start.In(e.Zone).Zone()
		_, after := e.End.In(e.Zone).Zone()
		count(found, "spring night", after > before)
		count(found, "autumn night", after < before)
		return
	case dataset.Manual:
		found["manual"]++
	case dataset.Workout:
		count(found, "in no session", len(e.Sessions) == 0)
		count(found, "in two sessions", len(e.Sessions) == 2)
		count(found, "untitled", e.Title == "")
		count(found, "untagged", e.Tag == dataset.TagNone)
		count(found, "notes", e.Notes != "")
		count(found, "laps", len(e.Laps) > 1)
		count(found, "sensor", e.Movement)
		count(found, "no sensor", !e.Movement)
		count(found, "GPS", e.GPS)
		count(found, "power", e.Power)
		found[string(e.Tag)]++
	}
}

func TestItHasWorkoutsWhoseBeltLostTheHeart(t *testing.T) {
	s := population(t, 1, dataset.Config{})
	gaps := 0
	for e := range s.Events(3, begin, begin.AddDate(0, 6, 0)) {
		if e.Kind != dataset.Workout {
			continue
		}
		r := s.Record(e)
		require.Equal(t, r.Gap > 0, e.End.Sub(e.Start)-r.Duration > 30*time.Second)
		if r.Gap > 0 {
			gaps++
			require.Less(t, r.GapAt, r.Duration)
			before := s.AnalysisOf(e, e.Start, e.Start.Add(r.GapAt))
			after := s.AnalysisOf(e, e.Start.Add(r.GapAt+r.Gap), e.End)
			require.Equal(t, r.Duration, before.Duration+after.Duration)
			require.Zero(t, s.AnalysisOf(e, e.Start.Add(r.GapAt+time.Second), e.Start.Add(r.GapAt+r.Gap)).Duration)
		}
	}
	require.Positive(t, gaps)
}

func TestItsWindowsTile(t *testing.T) {
	s := population(t, 5, dataset.Config{})
	rapid.Check(t, func(t *rapid.T) {
		athlete := rapid.IntRange(0, s.Athletes()-1).Draw(t, "athlete")
		team := rapid.IntRange(0, s.Teams()-1).Draw(t, "team")
		from := until.Add(-time.Duration(rapid.IntRange(0, 700*24*3600).Draw(t, "ago")) * time.Second)
		length := time.Duration(rapid.IntRange(1, 40*24*3600).Draw(t, "length")) * time.Second
		cut := from.Add(time.Duration(rapid.Float64Range(0, 1).Draw(t, "cut") * float64(length)))
		to := from.Add(length)
		whole := slices.Collect(refs(s.Events(athlete, from, to)))
		parts := slices.AppendSeq(slices.Collect(refs(s.Events(athlete, from, cut))), refs(s.Events(athlete, cut, to)))
		if !slices.Equal(whole, parts) {
			t.Fatalf("parts %v, whole %v", parts, whole)
		}
		var all, pieces []dataset.SessionRef
		for x := range s.Sessions(team, from, to) {
			all = append(all, x.Ref)
		}
		for _, w := range [][2]time.Time{{from, cut}, {cut, to}} {
			for x := range s.Sessions(team, w[0], w[1]) {
				pieces = append(pieces, x.Ref)
			}
		}
		if !slices.Equal(all, pieces) {
			t.Fatalf("parts %v, whole %v", pieces, all)
		}
	})
}

func refs(events iter.Seq[dataset.Event]) iter.Seq[dataset.Ref] {
	return func(yield func(dataset.Ref) bool) {
		for e := range events {
			if !yield(e.Ref) {
				return
			}
		}
	}
}

func TestItsEventsFollowEachOther(t *testing.T) {
	s := population(t, 3, dataset.Config{})
	for i := range s.Athletes() {
		var before dataset.Event
		for e := range s.Events(i, time.Time{}, until) {
			require.False(t, e.Start.Before(before.End), "%v begins before %v ends", e, before)
			require.True(t, e.End.After(e.Start))
			require.Zero(t, e.Start.Nanosecond()+e.End.Nanosecond())
			require.Equal(t, time.UTC, e.Start.Location())
			found, ok := s.Event(e.Ref)
			require.True(t, ok)
			require.Equal(t, e, found)
			before = e
		}
	}
}

func TestItsSessionsAndEventsNameEachOther(t *testing.T) {
	s := population(t, 9, dataset.Config{})
	from := begin.AddDate(0, 8, 0)
	to := from.AddDate(0, 3, 0)
	type pair struct {
		session dataset.SessionRef
		event   dataset.Ref
	}
	bySession, byEvent := map[pair]bool{}, map[pair]bool{}
	for team := range s.Teams() {
		members := map[int]bool{}
		for _, g := range append(s.Team(team).Groups, dataset.Group{Members: s.Team(team).Members}) {
			for _, a := range g.Members {
				members[a] = true
			}
		}
		for x := range s.Sessions(team, from, to) {
			again, ok := s.Session(x.Ref)
			require.True(t, ok)
			require.Equal(t, x, again)
			require.Less(t, x.Coach, s.Coaches())
			require.Equal(t, s.Team(team).Organization, s.Coach(x.Coach).Organization)
			require.NotEmpty(t, x.Events)
			for _, ref := range x.Events {
				require.True(t, members[ref.Athlete])
				e, ok := s.Event(ref)
				require.True(t, ok)
				require.True(t, e.Start.Before(x.End) && e.End.After(x.Start))
				bySession[pair{x.Ref, ref}] = true
			}
			if n := len(x.Laps); n > 0 {
				require.Equal(t, x.Start, x.Laps[0].Start)
				require.Equal(t, x.End, x.Laps[n-1].End)
			}
		}
	}
	for a := range s.Athletes() {
		for e := range s.Events(a, from.AddDate(0, 0, -2), to.AddDate(0, 0, 2)) {
			for _, ref := range e.Sessions {
				if x, ok := s.Session(ref); ok && !x.Start.Before(from) && x.Start.Before(to) {
					byEvent[pair{ref, e.Ref}] = true
				}
			}
		}
	}
	require.Equal(t, byEvent, bySession)
	require.NotEmpty(t, bySession)
}

func TestItLaysOutPeopleWithoutGaps(t *testing.T) {
	for _, c := range []dataset.Config{{}, {Athletes: 1, Organizations: 3, Teams: 2}, {Athletes: 1000, Organizations: 7, Teams: 5}, {Athletes: 13, Organizations: 2, Teams: 11}} {
		s := population(t, 4, c)
		athletes, teams, coaches, groups := 0, 0, 0, 0
		for i := range s.Organizations() {
			o := s.Organization(i)
			require.Equal(t, []int{athletes, teams, coaches}, []int{o.FirstAthlete, o.FirstTeam, o.FirstCoach})
			require.Equal(t, i == 0, o.Sandbox)
			for a := range o.Athletes {
				require.Equal(t, i, s.Athlete(athletes+a).Organization)
			}
			for k := range o.Teams {
				team := s.Team(teams + k)
				require.Equal(t, i, team.Organization)
				for _, a := range team.Members {
					require.Equal(t, i, s.Athlete(a).Organization)
				}
				for _, g := range team.Groups {
					require.Equal(t, groups, g.Index)
					require.Equal(t, g, s.Group(groups))
					groups++
				}
			}
			athletes, teams, coaches = athletes+o.Athletes, teams+o.Teams, coaches+o.Coaches
		}
		require.Equal(t, []int{s.Athletes(), s.Teams(), s.Coaches(), s.Groups()}, []int{athletes, teams, coaches, groups})
	}
}

func TestItRefusesWhatItCannotLayOut(t *testing.T) {
	tests := []struct {
		name, field string
		config      dataset.Config
	}{
		{"refuses more than a million athletes", "athletes", dataset.Config{Athletes: 1_000_001}},
		{"refuses a negative number", "teams", dataset.Config{Teams: -1}},
		{"refuses too many organizations", "organizations", dataset.Config{Organizations: 200_000}},
		{"refuses a day of another age", "firstDay", dataset.Config{FirstDay: time.Date(1066, 10, 14, 0, 0, 0, 0, time.UTC)}},
		{"refuses a negative cache", "cacheBytes", dataset.Config{CacheBytes: -5}},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			_, err := dataset.New(1, tt.config)
			var bad *dataset.ConfigError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, tt.field, bad.Field)
		})
	}
}

func TestItAnswersToNamesOfNothing(t *testing.T) {
	s := population(t, 1, dataset.Config{})
	for _, ref := range []dataset.Ref{{Athlete: -1}, {Athlete: 60}, {Day: -1}, {Slot: 99}, {Slot: -1}, {Day: 1 << 30}, {Slot: 6}} {
		_, ok := s.Event(ref)
		require.False(t, ok)
		require.Zero(t, s.Record(dataset.Event{Ref: ref}).Duration)
		require.Zero(t, s.Analysis(dataset.Event{Ref: ref}).TRIMPTotal)
	}
	for _, ref := range []dataset.SessionRef{{Team: -1}, {Team: 99}, {Slot: 4}, {Slot: 3}, {Day: -9}} {
		_, ok := s.Session(ref)
		require.False(t, ok)
	}
	require.Empty(t, slices.Collect(s.Events(0, begin.AddDate(-30, 0, 0), begin.AddDate(0, 0, -1))))
	require.Empty(t, slices.Collect(s.Events(0, until, begin)))
	require.Empty(t, slices.Collect(s.Events(-1, begin, until)))
	require.Empty(t, slices.Collect(s.Sessions(77, begin, until)))
	later := begin.AddDate(80, 0, 0)
	require.NotEmpty(t, slices.Collect(s.Events(0, later, later.AddDate(0, 0, 9))))
}
