package firstbeat

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTimeFilters(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	path := s.athletePath(0) + "/measurements"
	list := s.all(path)
	m := list[len(list)/2]
	at := parse(t, m.StartTime)
	has := func(query string) bool {
		return slices.ContainsFunc(s.all(path+"?"+query), func(i item) bool { return i.MeasurementID == m.MeasurementID })
	}
	shift := func(d time.Duration) string { return url.QueryEscape(at.Add(d).Format(time.RFC3339Nano)) }
	zone := time.FixedZone("", 2*3600)
	for _, tt := range []struct {
		name, query string
		want        bool
	}{
		{"from is inclusive", "fromTime=" + shift(0), true},
		{"from a microsecond later", "fromTime=" + shift(time.Microsecond), false},
		{"from a microsecond before", "fromTime=" + shift(-time.Microsecond), true},
		{"to is exclusive", "toTime=" + shift(0), false},
		{"to a microsecond later", "toTime=" + shift(time.Microsecond), true},
		{"both around it", "fromTime=" + shift(-time.Second) + "&toTime=" + shift(time.Second), true},
		{"an empty window", "fromTime=" + shift(0) + "&toTime=" + shift(0), false},
		{"a window upside down", "fromTime=" + shift(time.Second) + "&toTime=" + shift(-time.Second), false},
		{"another offset", "fromTime=" + url.QueryEscape(at.In(zone).Format(time.RFC3339)), true},
		{"another offset, a second later", "fromTime=" + url.QueryEscape(at.Add(time.Second).In(zone).Format(time.RFC3339)), false},
		{"a raw plus, which is a space", "fromTime=" + at.Add(time.Hour).In(zone).Format(time.RFC3339), true},
		{"small letters", "fromTime=" + strings.ToLower(shift(time.Second)), false},
		{"a comma, which is no fraction", "fromTime=" + strings.TrimSuffix(shift(time.Second), "Z") + ",5Z", true},
		{"an hour of one digit", "fromTime=2027-01-01T1:00:00Z", true},
		{"a malformed time", "fromTime=yesterday", true},
		{"a day", "fromTime=2026-03-09", true},
		{"an empty time", "fromTime=&toTime=", true},
		{"year 0", "fromTime=0000-01-01T00:00:00Z", true},
		{"year 9999", "toTime=9999-12-31T23:59:59Z", true},
		{"from year 9999", "fromTime=9999-12-31T23:59:59Z", false},
	} {
		require.Equal(t, tt.want, has(tt.query), tt.name)
	}
	mid := shift(0)
	require.Equal(t, list, append(s.all(path+"?toTime="+mid), s.all(path+"?fromTime="+mid)...), "adjacent windows tile")

	strict := newSim(t, with("bad-query", "400"), with("time-offset", "refuse"))
	for _, q := range []string{"fromTime=yesterday", "toTime=2026-03-09", "fromTime=" + url.QueryEscape(at.In(zone).Format(time.RFC3339)), "measurementType=walk", "includeLaps=yes", "offset=-1"} {
		a := strict.get(path + "?" + q)
		wantRefusal(t, a, 400, `{"message":"Bad Request"}`, "")
		require.NotEmpty(t, a.reasons())
	}
}

func TestOtherFilters(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	path := s.athletePath(0) + "/measurements"
	list := s.all(path)
	pick := func(keep func(i item) bool) []item {
		var out []item
		for _, i := range list {
			if keep(i) {
				out = append(out, i)
			}
		}
		return out
	}
	var sample item
	for _, i := range list {
		if i.ExerciseType != "" && i.SportsType != "" && i.EventType != "" {
			sample = i
		}
	}
	sport := func(names ...string) func(i item) bool {
		return func(i item) bool { return slices.Contains(names, i.SportsType) }
	}
	sports := map[string]bool{}
	for _, i := range list {
		sports[i.SportsType] = true
	}
	delete(sports, "")
	names := []string{}
	for n := range sports {
		names = append(names, n)
	}
	require.Greater(t, len(names), 1)
	for _, tt := range []struct {
		name, query string
		want        []item
	}{
		{"one sport", "sportsType=" + names[0], pick(sport(names[0]))},
		{"sports are alternatives", "sportsType=" + names[0] + "," + names[1], pick(sport(names[0], names[1]))},
		{"an encoded comma", "sportsType=" + names[0] + "%2C" + names[1], pick(sport(names[0], names[1]))},
		{"an unknown sport", "sportsType=quidditch", nil},
		{"an unknown sport beside another", "sportsType=quidditch," + names[0], pick(sport(names[0]))},
		{"event types", "eventType=training,game", pick(func(i item) bool { return i.EventType == "training" || i.EventType == "game" })},
		{"the kind", "measurementType=night", pick(func(i item) bool { return i.MeasurementType == "night" })},
		{"an unknown kind is ignored", "measurementType=nap", list},
		{"the title", "exerciseType=" + url.QueryEscape(sample.ExerciseType), pick(func(i item) bool { return i.ExerciseType == sample.ExerciseType })},
		{"the title in its case", "exerciseType=" + url.QueryEscape(strings.ToUpper(sample.ExerciseType)), nil},
		{"all at once", "measurementType=exercise&sportsType=" + sample.SportsType + "&eventType=" + sample.EventType, pick(func(i item) bool {
			return i.MeasurementType == "exercise" && i.SportsType == sample.SportsType && i.EventType == sample.EventType
		})},
		{"a contradiction", "measurementType=night&sportsType=" + names[0], nil},
		{"parameters that do not exist", "limit=1&sort=desc&measurementIds=1", list},
	} {
		require.Equal(t, tt.want, s.all(path+"?"+tt.query), tt.name)
	}
	fold := newSim(t, with("title-match", "fold"), withoutLimits)
	require.Len(t, fold.all(path+"?exerciseType="+url.QueryEscape(strings.ToUpper(sample.ExerciseType))),
		len(pick(func(i item) bool { return strings.EqualFold(i.ExerciseType, sample.ExerciseType) })))

	back := newSim(t, with("list-order", "descending"), withoutLimits)
	reversed := slices.Clone(list)
	slices.Reverse(reversed)
	require.Equal(t, reversed, back.all(path))
	small := newSim(t, with("list-order", "descending"), with("page-size", "9"), withoutLimits)
	require.Equal(t, reversed, small.all(path))
}
