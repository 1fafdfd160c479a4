package sweatstack

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"PT0S": 0, "PT1H2M3.5S": time.Hour + 2*time.Minute + 3500*time.Millisecond, "P1DT2H": 26 * time.Hour, "PT10M": 10 * time.Minute,
		"P1Y35D": 400 * 24 * time.Hour, "-PT5S": -5 * time.Second, "+PT5S": 5 * time.Second, "P2W": 14 * 24 * time.Hour, "P1M": 30 * 24 * time.Hour,
		"PT0.000000001S": 1, "PT1.9999999999S": 1999999999, "PT1,5S": 1500 * time.Millisecond, "PT1.5H": 90 * time.Minute, "P0D": 0,
		"P106751DT23H47M16.854775807S": math.MaxInt64,
	} {
		d, err := ParseDuration(text)
		require.NoError(t, err, text)
		require.Equal(t, want, time.Duration(d), text)
	}
	for _, text := range []string{
		"", "P", "PT", "T1S", "1S", "P1", "P1S", "PT1D", "P1DT", "PT1M1H", "PT1S1S", "PT.5S", "PT1.S", "PT1..5S", "PT1.5M1S", "PT1e3S", "PT-1S",
		"01:02:03", "string", "P300Y", "PT99999999999999999999S", "PTS", "P1H", "PT1 S", "--PT1S",
	} {
		_, err := ParseDuration(text)
		require.Error(t, err, text)
	}
	for d, text := range map[Duration]string{
		0: "PT0S", Duration(400 * 24 * time.Hour): "P1Y35D", Duration(-5 * time.Second): "-PT5S",
		Duration(26*time.Hour + 3*time.Minute + 4500*time.Millisecond): "P1DT2H3M4.5S", math.MinInt64: "-P292Y171DT23H47M16.854775808S",
	} {
		require.Equal(t, text, d.String())
	}
}

func TestSports(t *testing.T) {
	for _, tt := range []struct {
		s, of Sport
		in    bool
	}{
		{"cycling.track.250m", "cycling", true},
		{"cycling.track.250m", "cycling.track", true},
		{"cycling", "cycling.track", false},
		{"cycling.track", "cycling.tra", false},
		{"cycling.road+race+group", "cycling+race", true},
		{"cycling.road", "cycling+race", false},
		{"kite_running", "running", false},
	} {
		require.Equal(t, tt.in, tt.s.In(tt.of), "%s in %s", tt.s, tt.of)
	}
	require.Equal(t, SportCycling, Sport("cycling.track.250m+race").Root())
}

func TestActivityKeepsWhatNobodyPromised(t *testing.T) {
	var a Activity
	require.NoError(t, Decode([]byte(`{"id":"a","duration":"PT1S","sport":"quidditch+broom","metrics":["power","aura"],"colour":"red","distance":"far",
		"summary":{"power":{"mean":1.5,"median":2},"aura":{"max":1}},"laps":[{"duration":"PT1S","kind":7}],"traces":[{"id":"t","mood":"fine","test":{"results":{"ftp":250}}}],
		"app_metadata":{"x":[1,{"y":null}]},"start":"2026-05-18T17:32:00.5+02:00","start_local":"2026-05-18T17:32:00.500000","end_local":"2026-05-18T17:32:00Z"}`), &a))
	require.Equal(t, Sport("quidditch+broom"), a.Sport)
	require.True(t, a.Has("aura"))
	require.JSONEq(t, `"red"`, string(a.Extra["colour"]))
	require.JSONEq(t, `"far"`, string(a.Extra["distance"]))
	require.Nil(t, a.Distance)
	require.JSONEq(t, `2`, string(a.Summary.Power.Extra["median"]))
	require.Contains(t, a.Summary.Extra, "aura")
	require.Nil(t, a.Summary.Speed)
	require.JSONEq(t, `7`, string(a.Laps[0].Extra["kind"]))
	require.JSONEq(t, `"fine"`, string(a.Traces[0].Extra["mood"]))
	require.JSONEq(t, `250`, string(a.Traces[0].Test.Results.Extra["ftp"]))
	require.JSONEq(t, `[1,{"y":null}]`, string(a.AppMetadata["x"]))
	require.Equal(t, time.Date(2026, 5, 18, 15, 32, 0, 5e8, time.UTC), a.Start)
	require.Equal(t, "2026-05-18T17:32:00.5", a.StartLocal.String())
	require.False(t, a.StartLocal.Zoned())
	require.True(t, a.EndLocal.Zoned())
}

func TestColumns(t *testing.T) {
	valid := []bool{true, false, true}
	f := Frame{Rows: 3, Columns: []Column{
		{Name: "n", Kind: KindInt, Ints: []int64{7, 0, -1}, Valid: valid},
		{Name: "x", Kind: KindFloat, Floats: []float64{1.5, 0, math.NaN()}, Valid: valid},
		{Name: "short", Kind: KindInt, Int32s: []int32{7, 0, math.MinInt32}, Valid: valid},
		{Name: "half", Kind: KindFloat, Float32s: []float32{1.5, 0, 0.1}, Valid: valid},
		{Name: "d", Kind: KindDuration, Unit: time.Second, Ints: []int64{2, 0, math.MaxInt64}, Valid: valid},
		{Name: "t", Kind: KindTime, Unit: time.Millisecond, Ints: []int64{-1500, 0, math.MaxInt64}, Valid: valid},
		{Name: "day", Kind: KindTime, Unit: 24 * time.Hour, Ints: []int64{1, 0, math.MaxInt64}, Valid: valid},
		{Name: "s", Kind: KindText, Dict: []string{"é"}, Codes: []int32{0, -1, 0}, Valid: valid},
		{Name: "?", Kind: KindUnknown},
	}}
	series, _ := json.Marshal([]Series{f.Column("n").Series(), f.Column("x").Series(), f.Column("s").Series(), f.Column("none").Series()})
	require.Equal(t, `[[7,null,-1],[1.5,null,null],null,null]`, string(series))
	d, ok := f.Column("d").Duration(0)
	require.True(t, ok)
	require.Equal(t, 2*time.Second, d)
	_, ok = f.Column("d").Duration(2)
	require.False(t, ok, "too long for a duration")
	seconds, ok := f.Column("d").Float(0)
	require.True(t, ok)
	require.Equal(t, 2.0, seconds)
	d, _ = f.Column("x").Duration(0)
	require.Equal(t, 1500*time.Millisecond, d)
	n, ok := f.Column("n").Int(2)
	require.True(t, ok)
	require.Equal(t, int64(-1), n)
	short := f.Column("short")
	require.Equal(t, 3, short.Len())
	n, ok = short.Int(2)
	require.True(t, ok)
	require.Equal(t, int64(math.MinInt32), n)
	require.Equal(t, 7.0, short.Series()[0])
	d, ok = short.Duration(0)
	require.True(t, ok)
	require.Equal(t, 7*time.Second, d)
	half := f.Column("half")
	require.Equal(t, 3, half.Len())
	require.Equal(t, []float64{1.5, float64(float32(0.1))}, []float64{half.Series()[0], half.Series()[2]})
	require.True(t, math.IsNaN(half.Series()[1]))
	d, ok = half.Duration(0)
	require.True(t, ok)
	require.Equal(t, 1500*time.Millisecond, d)
	for _, name := range []string{"half", "x", "d", "t", "s", "none"} {
		_, ok = f.Column(name).Int(0)
		require.False(t, ok, name)
	}
	at, ok := f.Column("t").Time(0)
	require.True(t, ok)
	require.Equal(t, time.Date(1969, 12, 31, 23, 59, 58, 5e8, time.UTC), at)
	at, _ = f.Column("day").Time(0)
	require.Equal(t, time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC), at)
	_, ok = f.Column("day").Time(2)
	require.False(t, ok)
	text, ok := f.Column("s").Text(2)
	require.True(t, ok)
	require.Equal(t, "é", text)
	for _, c := range []*Column{f.Column("none"), f.Column("?"), f.Column("s")} {
		for _, row := range []int{-1, 1, 3} {
			_, isNumber := c.Float(row)
			_, isTime := c.Time(row)
			_, isDuration := c.Duration(row)
			_, isText := c.Text(row)
			require.False(t, c.Has(row) || isNumber || isTime || isDuration || isText)
		}
	}
}
