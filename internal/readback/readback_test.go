package readback_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/readback"
)

type extra = map[string]json.RawMessage

type Shared struct {
	Created time.Time `json:"created,omitzero"`
}

type rate struct {
	Max   *int64 `json:"heart_rate_max"`
	Extra extra  `json:"extra"`
}

type night struct {
	ID string `json:"id"`
	Shared
	Low    *int64          `json:"low"`
	High   float64         `json:"high" alias:"hIgH"`
	Rates  []rate          `json:"rates"`
	Series []float64       `json:"series"`
	Words  map[string]rate `json:"words"`
	Done   bool            `json:"done"`
	Steps  uint64          `json:"steps"`
	Extra  extra           `json:"extra"`
}

type swapped struct {
	Low  int64 `json:"high"`
	High int64 `json:"low"`
}

func walk() *readback.Walk {
	return &readback.Walk{
		Names:    map[string]string{"rate.Max": "heart_rate_max"},
		Aside:    map[string]string{"odd": "no field has it", "low": "a placeholder"},
		Readings: map[reflect.Type]readback.Reading{reflect.TypeFor[time.Time](): readback.Instant},
	}
}

func whole() night {
	return night{
		ID: "12", Shared: Shared{time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)}, High: 2.5, Rates: []rate{{Max: new(int64(172))}},
		Series: []float64{1, math.NaN()}, Words: map[string]rate{"a": {}}, Done: true, Steps: math.MaxUint64, Extra: extra{"odd": json.RawMessage("[1]"), "low": json.RawMessage(`"string"`)},
	}
}

const body = `{"id":12,"created":"2025-01-02T04:04:05+01:00","low":"string","hIgH":"2.5","rates":[{"heart_rate_max":"172.0"}],"series":[1,null],"words":{"a":{}},"done":"true","steps":18446744073709551615,"odd":[1]}`

func TestWhatWasReadRight(t *testing.T) {
	w := walk()
	require.ElementsMatch(t, []string{"rate.Max", "odd", "low"}, w.Unused())
	require.Empty(t, w.Compare("", []byte(body), whole()))
	require.Empty(t, w.Compare("", []byte(body), new(whole())))
	require.Empty(t, w.Unused())
}

func TestWhatWasReadWrong(t *testing.T) {
	for want, change := range map[string]func(n *night){
		"id: 1 is not 12":                                      func(n *night) { n.ID = "1" },
		"created: ":                                            func(n *night) { n.Created = n.Created.Add(1) },
		"low: ":                                                func(n *night) { n.Low = new(int64(0)) },
		`low: "string" is lost`:                                func(n *night) { delete(n.Extra, "low") },
		"odd: [2] is not [1]":                                  func(n *night) { n.Extra["odd"] = json.RawMessage("[2]") },
		"new: 1 aside comes from nowhere":                      func(n *night) { n.Extra["new"] = json.RawMessage("1") },
		`hIgH: 3 is not "2.5"`:                                 func(n *night) { n.High = 3 },
		"rates: 0 elements are not those of [{":                func(n *night) { n.Rates = nil },
		`rates[].heart_rate_max: 173 is not "172.0"`:           func(n *night) { n.Rates[0].Max = new(int64(173)) },
		`rates[].heart_rate_max: "172.0" was not read`:         func(n *night) { n.Rates[0].Max = nil },
		"series[]: 0 was read from null":                       func(n *night) { n.Series[1] = 0 },
		"words: 0 members are not those of":                    func(n *night) { n.Words = nil },
		`words: "a" is lost`:                                   func(n *night) { n.Words = map[string]rate{"b": {}} },
		`done: false is not "true"`:                            func(n *night) { n.Done = false },
		"steps: 18446744073709551614 is not 18446744073709551": func(n *night) { n.Steps-- },
	} {
		t.Run("it sees "+want, func(t *testing.T) {
			n := whole()
			change(&n)
			require.Contains(t, strings.Join(walk().Compare("", []byte(body), n), "\n"), want)
		})
	}
}

func TestWhatStandsElsewhere(t *testing.T) {
	got := swapped{Low: 1, High: 1} // the text of both is the same
	w := &readback.Walk{}
	require.ElementsMatch(t, []string{"high: is read into swapped.Low", "low: is read into swapped.High"}, w.Compare("", []byte(`{"low":1,"high":1}`), got))
	require.Equal(t, []string{"high: 1 comes from nowhere"}, walk().Compare("", []byte(`{}`), swapped{Low: 1}))
	require.Equal(t, []string{"new: 1 is lost"}, walk().Compare("", []byte(`{"new":1}`), swapped{}))
	require.Equal(t, []string{"new: no field has it, and it is not listed"}, walk().Compare("", []byte(`{"new":1}`), rate{Extra: extra{"new": json.RawMessage("1")}}))
	w = &readback.Walk{Names: map[string]string{"rate.Max": "max"}}
	require.Equal(t, []string{"heart_rate_max: rate.Max is listed as max"}, w.Compare("", []byte(`{"heart_rate_max":1}`), rate{Max: new(int64(1))}))
	require.Len(t, w.Compare("", []byte(`[]`), rate{}), 1)
}
