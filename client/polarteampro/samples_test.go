package polarteampro_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polarteampro"
)

func TestSamples(t *testing.T) {
	null := math.NaN()
	tests := []struct {
		name, text string
		offsets    string
		columns    map[string]polarteampro.Series
		aside      string
	}{
		{
			"short rows", `{"fields":["time","hr","speed"],"values":[["PT0S"],["PT0.1S",94],["PT0.2S",95,3.5]]}`, "[0s 100ms 200ms]",
			map[string]polarteampro.Series{"hr": {null, 94, 95}, "speed": {null, null, 3.5}},
			"[]",
		},
		{
			"long rows", `{"fields":["time","hr"],"values":[["PT0S",94,1,"x",{"a":[]}],["PT1S",95]]}`, "[0s 1s]",
			map[string]polarteampro.Series{"hr": {94, 95}},
			`[{0  1} {0  "x"} {0  {"a":[]}}]`,
		},
		{
			"null and NaN", `{"fields":["time","hr"],"values":[["PT0S",null],["PT0.1S","NaN"],["PT0.2S",0]]}`, "[0s 100ms 200ms]",
			map[string]polarteampro.Series{"hr": {null, null, 0}},
			"[]",
		},
		{
			"fields in another order", `{"values":[[3.5,"PT0.1S",94]],"fields":["speed","time","hr"]}`, "[100ms]",
			map[string]polarteampro.Series{"speed": {3.5}, "hr": {94}},
			"[]",
		},
		{
			"fields it does not know", `{"fields":["time","lactate","zone"],"values":[["PT1M2.5S",1.5,"RED"]]}`, "[1m2.5s]",
			map[string]polarteampro.Series{"lactate": {1.5}, "zone": {null}},
			`[{0 zone "RED"}]`,
		},
		{
			"a time that is no field", `{"fields":["hr"],"values":[["PT0S",94],["PT1S",95]]}`, "[0s 1s]",
			map[string]polarteampro.Series{"hr": {94, 95}},
			"[]",
		},
		{
			"a field twice", `{"fields":["time","hr","hr"],"values":[["PT0S",94,95]]}`, "[0s]",
			map[string]polarteampro.Series{"hr": {94}},
			`[{0 hr 95}]`,
		},
		{
			"long numbers", `{"fields":["time","lat"],"values":[["PT0S",-55.67336654663086123],["PT1S",1.25e-3]]}`, "[0s 1s]",
			map[string]polarteampro.Series{"lat": {-55.67336654663086, 0.00125}},
			"[]",
		},
		{"nothing", `{}`, "[]", map[string]polarteampro.Series{}, "[]"},
		{"null", `{"fields":null,"values":null}`, "[]", map[string]polarteampro.Series{}, "[]"},
	}
	for _, tt := range tests {
		t.Run("it reads "+tt.name, func(t *testing.T) {
			var s polarteampro.Samples
			require.NoError(t, json.Unmarshal([]byte(tt.text), &s))
			require.Equal(t, tt.offsets, fmt.Sprint(s.Offsets))
			aside := []string{}
			for _, c := range s.Aside {
				aside = append(aside, fmt.Sprintf("{%d %s %s}", c.Row, c.Field, c.Value))
			}
			require.Equal(t, tt.aside, fmt.Sprint(aside))
			if d := diff(tt.columns, s.Columns); d != "" && len(tt.columns)+len(s.Columns) > 0 {
				t.Error(d)
			}
		})
	}
	var none *polarteampro.Samples
	require.Nil(t, none.Column("hr"))
	require.Zero(t, none.Len())
}

func TestSamplesRefuse(t *testing.T) {
	for _, text := range []string{`[]x`, `{"fields":{}}`, `{"values":{}}`, `{"fields":["time"],"values":[1]}`, `{"fields":["time"],"values":[["soon"]]}`, `{"fields":["time"],"values":[["P1M"]]}`} {
		require.Error(t, json.Unmarshal([]byte(text), new(polarteampro.Samples)), text)
	}
}

func TestRows(t *testing.T) {
	body := func(samples string) string {
		return `{"page":[{"x":"\u00e9\"]"}],"data":{"id":"a","type":"TEAM","samples":` + samples + `,"rr_intervals":[485,null]}}`
	}
	tests := []struct {
		name  string
		reply reply
		want  string
		kind  apierr.Kind
	}{
		{"rows", ok(body(`{"fields":["time","hr"],"values":[["PT0S",94],["PT0.1S",null],["PT0.2S"],["PT0.3S","NaN",7]]}`)), "0s=94 100ms=- 200ms=- 300ms=-+1", ""},
		{"no rows", ok(body(`{"fields":["time","hr"],"values":[]}`)), "", ""},
		{"no samples", ok(`{"data":{"id":"a"}}`), "", ""},
		{"no data", ok(`{"error":{}}`), "", apierr.ErrDecode},
		{"values before fields", ok(body(`{"values":[["PT0S",94]],"fields":["time","hr"]}`)), "", apierr.ErrDecode},
		{"a row that is torn", ok(`{"data":{"samples":{"fields":["time","hr"],"values":[["PT0S",94],["PT0.1S",9`), "0s=94", apierr.ErrDecode},
		{"something after the end", ok(body(`{}`) + "x"), "", apierr.ErrDecode},
		{"a connection that breaks", reply{raw: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"data":{"samples":{"fields":["time","hr"],"values":[["PT0S",94],`)
		}}, "0s=94", apierr.ErrNetwork},
		{"a 404", reply{status: 404}, "", apierr.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run("it reads "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				var got []string
				var failed error
				for row, err := range v.client().PlayerSessions.Rows(t.Context(), "a") {
					if failed = err; err != nil {
						continue
					}
					text := row.Offset.String() + "="
					if hr, measured := row.Value("hr"); measured {
						text += fmt.Sprint(hr)
					} else {
						text += "-"
					}
					if len(row.Aside) > 0 {
						text += fmt.Sprint("+", len(row.Aside))
					}
					got = append(got, text)
				}
				require.Equal(t, tt.want, strings.Join(got, " "))
				require.Equal(t, tt.kind, apierr.KindOf(failed), "%v", failed)
				require.Equal(t, []string{"/polar-teampro/v1/training_sessions/a?samples=all"}, v.targets())
			})
		})
	}
}

func TestRowsEndWhenTheCallerHasEnough(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(example("player-training-session"))))
		c := v.client()
		for range 3 {
			n := 0
			for _, err := range c.PlayerSessions.Rows(t.Context(), "a", "hr") {
				require.NoError(t, err)
				n++
				break
			}
			require.Equal(t, 1, n)
		}
	})
}

// TestRowsAreTheColumns holds for every table.
func TestRowsAreTheColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := []string{"time", "hr", "lat"}
		cell := rapid.OneOf(rapid.Map(rapid.Float64Range(-1e6, 1e6), func(f float64) any { return f }), rapid.Just(any(nil)), rapid.Just(any("NaN")),
			rapid.Map(rapid.Int64Range(-1e15, 1e15), func(n int64) any { return n }))
		var values [][]any
		for i := range rapid.IntRange(0, 20).Draw(t, "rows") {
			values = append(values, append([]any{polarteampro.Duration(time.Duration(i) * 100 * time.Millisecond)}, rapid.SliceOfN(cell, 0, 4).Draw(t, "row")...))
		}
		raw, err := json.Marshal(map[string]any{"fields": fields, "values": values})
		if err != nil {
			t.Fatal(err)
		}
		var s polarteampro.Samples
		if err := json.Unmarshal(raw, &s); err != nil {
			t.Fatal(err)
		}
		if s.Len() != len(values) {
			t.Fatalf("%d rows of %d", s.Len(), len(values))
		}
		for i, row := range values {
			for j, name := range fields[1:] {
				want := math.NaN()
				if j+1 < len(row) {
					switch v := row[j+1].(type) {
					case float64:
						want = v
					case int64:
						want = float64(v)
					}
				}
				if got := s.Column(name)[i]; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
					t.Fatalf("row %d %s: %v, want %v", i, name, got, want)
				}
			}
		}
	})
}

func TestRowsRenewTheirToken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(tokens)
		v := start(t, script(reply{status: 401}, reply{status: 503}, ok(example("player-training-session"))))
		n := 0
		for _, err := range v.client(polarteampro.WithTokens(source)).PlayerSessions.Rows(t.Context(), "a") {
			require.NoError(t, err)
			n++
		}
		require.Equal(t, 3, n)
		require.Len(t, v.requests(), 3)
		require.Len(t, source.renewed, 1)
	})
}

func TestDecode(t *testing.T) {
	var s polarteampro.PlayerSessionDetails
	require.NoError(t, polarteampro.Decode([]byte(example("player-training-session")), &s))
	require.Equal(t, 3, s.Samples.Len())
	require.Error(t, polarteampro.Decode([]byte(`{"id":"a"}`), &s))
	require.Error(t, polarteampro.Decode([]byte(`{`), &s))
}
