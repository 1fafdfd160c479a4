package polaraccesslink

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// message has one member of each kind.
type message struct {
	Number   int        `json:"number"`
	Long     uint64s    `json:"long"`
	Real     float64    `json:"real"`
	Single   float32    `json:"single"`
	Flag     bool       `json:"flag"`
	Text     string     `json:"text"`
	Kind     enum       `json:"kind"`
	At       utc        `json:"at"`
	Duration duration   `json:"duration"`
	List     []int      `json:"list"`
	Asked    []float32  `json:"asked,omitzero"`
	Maybe    *float32   `json:"maybe"`
	Inner    *message   `json:"inner"`
	More     []*message `json:"more,omitzero"`
}

func TestDefaultsArePrintedAndOptionalsAbsent(t *testing.T) {
	t.Parallel()
	require.Equal(t,
		`{"number":0,"long":"0","real":0.0,"single":0.0,"flag":false,"text":"","kind":"X_UNSPECIFIED","at":"0001-01-01T00:00:00Z","duration":"0s","list":[]}`,
		Encode(message{Kind: "X_UNSPECIFIED"}))
	require.Equal(t,
		`{"number":-7,"long":"18446744073709551615","real":76.0,"single":0.1,"flag":true,"text":"a\"ä","kind":"","at":"2025-06-13T06:48:23.811Z","duration":"300s","list":[1,2],`+
			`"asked":[],"maybe":0.0,"inner":{"number":0,"long":"0","real":0.0,"single":0.0,"flag":false,"text":"","kind":"","at":"0001-01-01T00:00:00Z","duration":"0s","list":[]}}`,
		Encode(message{
			-7, math.MaxUint64, 76, 0.1, true, `a"ä`, "",
			utc{time.Date(2025, time.June, 13, 6, 48, 23, 811_000_000, time.UTC)},
			duration(300 * time.Second),
			[]int{1, 2},
			[]float32{},
			new(float32(0)), &message{}, nil,
		}))
}

func TestSpellings(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, time.June, 13, 0, 55, 14, 900_000_000, time.FixedZone("", 2*3600))
	spell := func(a appender) string { return string(a.appendJSON(nil)) }
	for want, got := range map[string]string{
		`"2025-06-12T22:55:14.900Z"`:    spell(utc{at}),
		`"2025-06-12T22:55:14Z"`:        spell(utc{at.Truncate(time.Second)}),
		`"2025-06-13T00:55:14.9"`:       spell(local{at}),
		`"2025-06-13T00:55:14.9+02:00"`: spell(zoned{at}),
		`"2025-06-13"`:                  spell(date{at}),
		`"14:41:45"`:                    spell(timeOfDay(14*time.Hour + 41*time.Minute + 45*time.Second)),
		`"3.000000001s"`:                spell(duration(3*time.Second + 1)),
		`"0.500s"`:                      spell(duration(500 * time.Millisecond)),
		`"-1.250s"`:                     spell(duration(-1250 * time.Millisecond)),
		`"0.000100s"`:                   spell(duration(100 * time.Microsecond)),
		`"NaN"`:                         string(appendFloat(nil, math.NaN(), 64)),
		`"Infinity"`:                    string(appendFloat(nil, math.Inf(1), 64)),
		`"-Infinity"`:                   string(appendFloat(nil, math.Inf(-1), 64)),
		`0.0`:                           string(appendFloat(nil, math.Copysign(0, -1), 64)),
		`1000000000000000000000.0`:      string(appendFloat(nil, 1e21, 64)),
		`0.1`:                           string(appendFloat(nil, float64(float32(0.1)), 32)),
		`{"en":{"longName":"A"},"fi":{"longName":"B"}}`: spell(localizedNames{"A", "B"}),
	} {
		require.Equal(t, want, got)
	}
	require.Equal(t, `{"year":2025,"month":6,"day":12,"hour":22,"min":55,"sec":14}`, Encode(momentOf(at)))
	require.Panics(t, func() { Encode(map[string]int{}) }, "no message has a map")
	require.Panics(t, func() { Encode(struct{ X int }{}) }, "every member has a name")
}
