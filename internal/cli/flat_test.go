package cli

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/polarteampro"
)

func pointer[T any](v T) *T { return &v }

func TestRowsOfAnItem(t *testing.T) {
	type inner struct {
		At    polaraccesslink.LocalTime `json:"at,omitzero"`
		Count *int                      `json:"count,omitempty"`
	}
	type outer struct {
		ID    string              `json:"id"`
		Note  string              `json:"note,omitempty"`
		Stamp time.Time           `json:"stamp,omitzero"`
		Sum   *float64            `json:"sum,omitempty"`
		Deep  *inner              `json:"deep,omitempty"`
		Words []string            `json:"words,omitempty"`
		Line  polarteampro.Series `json:"line,omitempty"`
		Parts []inner             `json:"parts,omitempty"`
		Extra polarteampro.Extra  `json:"extra,omitempty"`
		Own   int
	}
	at, err := polaraccesslink.ParseLocalTime("2026-03-01T08:00:00")
	require.NoError(t, err)
	full := outer{
		ID: "a", Stamp: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), Sum: pointer(3862000.0), Deep: &inner{Count: pointer(0)},
		Words: []string{"x", "y"}, Line: polarteampro.Series{1, math.NaN()}, Parts: []inner{{At: at, Count: pointer(1)}, {}},
	}
	own := []string{"a", "", "2026-03-01T08:00:00Z", "3862000", "", "0", "x y", "1 NaN"}
	for _, test := range []struct {
		name, along string
		item        any
		header      []string
		rows        [][]string
	}{
		{"an item is a row, and zero is not nothing", "", full, nil, [][]string{own}},
		{
			"each element of a list is a row", "parts", &full,
			[]string{"parts.at", "parts.count"},
			[][]string{append(own[:8:8], "2026-03-01T08:00:00", "1"), append(own[:8:8], "", "")},
		},
		{
			"an empty list is a row all the same", "parts",
			outer{ID: "b", Sum: pointer(0.0)},
			[]string{"parts.at", "parts.count"},
			[][]string{{"b", "", "", "0", "", "", "", "", "", ""}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := newPlan(reflect.TypeOf(test.item), test.along)
			require.NoError(t, err)
			require.Equal(t, append([]string{"id", "note", "stamp", "sum", "deep.at", "deep.count", "words", "line"}, test.header...), p.header)
			rows, err := p.rows(test.item)
			require.NoError(t, err)
			require.Equal(t, test.rows, rows)
		})
	}
}

// Every item that a command prints has a plan, and its default rows exist.
func TestEveryCommandHasAPlan(t *testing.T) {
	for _, item := range []any{
		polarteampro.TeamDetails{},
		polarteampro.TeamSessionDetails{},
		polarteampro.PlayerSessionDetails{},
		polarteampro.Summary{},
		polarteampro.SportProfile{},
		polaraccesslink.TrainingSession{},
		polaraccesslink.TrainingTarget{},
		polaraccesslink.FavoriteTarget{},
		polaraccesslink.UserRoute{},
		polaraccesslink.NightSleep{},
		polaraccesslink.NightlyRecharge{},
		polaraccesslink.ActivityDay{},
		polaraccesslink.Test{},
		polaraccesslink.CalendarEntry{},
		polaraccesslink.Sport{},
		polaraccesslink.SportProfile{},
		polaraccesslink.SportProfileCatalog{},
		polaraccesslink.Subscription{},
		polaraccesslink.Account{},
		polaraccesslink.UserDevices{},
	} {
		p, err := newPlan(reflect.TypeOf(item), "")
		require.NoError(t, err, "%T", item)
		rows, err := p.rows(item)
		require.NoError(t, err, "%T", item)
		require.Len(t, rows, 1, "%T", item)
		require.Len(t, rows[0], len(p.header), "%T", item)
	}
}

func TestNumbersAreWrittenAsInJSON(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 3862000: "3862000", 0.1: "0.1", -1.5: "-1.5", 1e21: "1e+21", 1e-7: "1e-07", 12.080941707597662: "12.080941707597662"} {
		require.Equal(t, want, decimal(v))
	}
}
