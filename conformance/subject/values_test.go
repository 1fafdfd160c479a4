package subject

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func norm(t *testing.T, v any) any {
	t.Helper()
	out, err := Normalize(v)
	require.NoError(t, err)
	return out
}

// decode reads JSON as a protocol does.
func decode(t *testing.T, s string) any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	var v any
	require.NoError(t, dec.Decode(&v))
	return v
}

func TestEqual(t *testing.T) {
	t.Parallel()
	at := time.Date(2017, 4, 14, 7, 20, 6, 0, time.UTC)
	tests := []struct {
		name      string
		want, got any
		rules     Rules
		diff      string // part of; "" means equal
	}{
		{"a whole number is exact", 258, 258.0, Rules{}, ""},
		{"a whole number is not near", 258, 258.0000001, Rules{}, "want 258"},
		{"a number is no word", 258, "258", Rules{}, "want 258"},
		{"beyond 2^53 digits may come as a word", json.Number("9007199254740993"), "9007199254740993", Rules{}, ""},
		{"beyond 2^53 a float has lost its digits", json.Number("9007199254740993"), 9007199254740992.0, Rules{}, "want"},
		{"a fraction is exact to the bit", 0.1, math.Nextafter(0.1, 1), Rules{}, "want 0.1"},
		{"a fraction has a tolerance", 0.1, 0.1001, Rules{Tolerance: 0.001}, ""},
		{"a whole number has one too", 5, 5.4, Rules{Tolerance: 0.5}, ""},
		{"a NaN is a NaN", math.NaN(), math.NaN(), Rules{}, ""},
		{"a NaN may be null", math.NaN(), nil, Rules{}, ""},
		{"a NaN may be a word", math.NaN(), "NaN", Rules{}, ""},
		{"a NaN is no number", math.NaN(), 0.0, Rules{}, "want"},
		{"an infinity may be a word", math.Inf(-1), "-Inf", Rules{}, ""},
		{"zero has a sign", math.Copysign(0, -1), 0.0, Rules{}, "want"},
		{"an instant is one in any zone", at, at.In(time.FixedZone("", 7200)), Rules{}, ""},
		{"an instant may be text", at, "2017-04-14T09:20:06+02:00", Rules{}, ""},
		{"an instant is no local time", at, "2017-04-14T07:20:06", Rules{}, "want"},
		{"a local time may be text", Local{Wall: "2017-04-14T09:20:06"}, "2017-04-14T09:20:06", Rules{}, ""},
		{"noughts of a fraction tell nothing", Local{Wall: "2017-04-14T09:20:06.500"}, Local{Wall: "2017-04-14T09:20:06.5"}, Rules{}, ""},
		{"nor does a fraction of noughts", Local{Wall: "2017-04-14T09:20:06"}, "2017-04-14T09:20:06.000", Rules{}, ""},
		{"a text may be a local time with noughts", "2017-04-14T09:20:06.120", Local{Wall: "2017-04-14T09:20:06.12"}, Rules{}, ""},
		{"noughts before other digits do", Local{Wall: "2017-04-14T09:20:06.05"}, Local{Wall: "2017-04-14T09:20:06.5"}, Rules{}, "want"},
		{"noughts of a second do", Local{Wall: "2017-04-14T09:20:10"}, Local{Wall: "2017-04-14T09:20:1"}, Rules{}, "want"},
		{"an offset is part of a local time", Local{Wall: "2017-04-14T09:20:06", OffsetMin: new(120)}, Local{Wall: "2017-04-14T09:20:06"}, Rules{}, "want"},
		{"a length of time may be seconds", 90 * time.Second, 90, Rules{}, ""},
		{"a length of time may be a fraction", 100 * time.Millisecond, 0.1, Rules{}, ""},
		{"a length of time is exact", time.Second, time.Second + 1, Rules{}, "want"},
		{"a period may be text", Period("P1M"), "P1M", Rules{}, ""},
		{"bytes are their digest", []byte("abc"), DigestOf([]byte("abc")), Rules{}, ""},
		{"other bytes are others", []byte("abc"), []byte("abd"), Rules{}, "want"},
		{"a list has an order", []int{1, 2}, []int{2, 1}, Rules{}, "/0: 2, want 1"},
		{"a bag has none", []int{1, 2, 2}, []int{2, 1, 2}, Rules{Unordered: true}, ""},
		{"a bag counts", []int{1, 2, 2}, []int{2, 1, 1}, Rules{Unordered: true}, "2 is missing"},
		{"a list has a length", []int{1}, []int{1, 2}, Rules{}, "2 items, want 1"},
		{"a map has all members", map[string]any{"a": 1, "b": 2}, map[string]any{"a": 1}, Rules{}, "/b: absent"},
		{"a map has no others", map[string]any{"a": 1}, map[string]any{"a": 1, "b": 2}, Rules{}, "want it absent"},
		{"a subset may have others", map[string]any{"a": 1}, map[string]any{"a": 1, "b": 2}, Rules{Subset: true}, ""},
		{"null is not zero", nil, 0, Rules{}, "want"},
		{"a list is no map", []int{1}, map[string]any{}, Rules{}, "want"},
		{"a table is its digest", Table{[]string{"a"}, 2, "x"}, Table{[]string{"a"}, 2, "x"}, Rules{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			diff := Equal(norm(t, tt.want), norm(t, tt.got), tt.rules)
			if tt.diff == "" {
				require.Empty(t, diff)
			} else {
				require.Contains(t, diff, tt.diff)
			}
		})
	}
}

func TestTagsAreSpelledAndRead(t *testing.T) {
	t.Parallel()
	for spelled, v := range map[string]any{
		`{"$":"i64","v":"9007199254740993"}`:                              big.NewInt(9007199254740993),
		`{"$":"f64","v":"-Inf"}`:                                          math.Inf(-1),
		`{"$":"f64","v":"-0"}`:                                            math.Copysign(0, -1),
		`{"$":"instant","v":"2017-04-14T07:20:06Z"}`:                      time.Date(2017, 4, 14, 7, 20, 6, 0, time.UTC),
		`{"$":"local","offsetMin":120,"v":"2017-04-14T09:20:06"}`:         Local{"2017-04-14T09:20:06", new(120)},
		`{"$":"local","offsetMin":null,"v":"2017-04-14T09:20:06"}`:        Local{Wall: "2017-04-14T09:20:06"},
		`{"$":"dur","ns":"100000000"}`:                                    100 * time.Millisecond,
		`{"$":"period","v":"P1M"}`:                                        Period("P1M"),
		`{"$":"table","columns":["a","b"],"rows":2,"sha256":"00"}`:        Table{[]string{"a", "b"}, 2, "00"},
		`[{"$":"bytes","len":0,"sha256":"` + DigestOf(nil).SHA256 + `"}]`: [][]byte{{}},
		`{"a":[1,2.5,"x",null,true]}`:                                     map[string]any{"a": []any{1, 2.5, "x", nil, true}},
	} {
		raw, err := json.Marshal(Spell(norm(t, v)))
		require.NoError(t, err)
		require.JSONEq(t, spelled, string(raw))
		require.Empty(t, Equal(norm(t, v), norm(t, decode(t, spelled)), Rules{}), spelled)
	}
}

func TestWhatCannotBeReported(t *testing.T) {
	t.Parallel()
	loop := map[string]any{}
	loop["self"] = loop
	for name, v := range map[string]any{
		"a struct":            struct{ N int }{1},
		"a function":          func() {},
		"a map by numbers":    map[int]string{1: "a"},
		"a struct in a list":  []any{struct{}{}},
		"an endless value":    loop,
		"an unknown tag":      map[string]any{"$": "money", "v": "1"},
		"a malformed i64":     map[string]any{"$": "i64", "v": "1.5"},
		"a malformed f64":     map[string]any{"$": "f64", "v": "x"},
		"a malformed instant": map[string]any{"$": "instant", "v": "2017-04-14T07:20:06"},
		"a malformed local":   map[string]any{"$": "local", "v": "2017-04-14T07:20:06Z"},
		"a malformed dur":     map[string]any{"$": "dur", "ns": "1s"},
		"a malformed period":  map[string]any{"$": "period", "v": "1M"},
		"a malformed digest":  map[string]any{"$": "bytes", "sha256": "00", "len": 1},
		"a malformed table":   map[string]any{"$": "table", "columns": []any{1}, "rows": 1},
		"no number":           json.Number("1x"),
	} {
		_, err := Normalize(v)
		require.Error(t, err, name)
	}
}

func TestPointers(t *testing.T) {
	t.Parallel()
	v := norm(t, map[string]any{"a/b": []any{map[string]any{"~": 1}}})
	got, err := Pointer(v, "/a~1b/0/~0")
	require.NoError(t, err)
	require.Empty(t, Equal(norm(t, 1), got, Rules{}))
	for _, p := range []string{"a", "/a~1b/x", "/a~1b/1", "/nope", "/a~1b/0/~0/deeper"} {
		_, err := Pointer(v, p)
		require.Error(t, err, p)
	}
	_, found, err := At(v, "/nope")
	require.NoError(t, err)
	require.False(t, found)
}

func TestEqualityIsReflexive(t *testing.T) {
	t.Parallel()
	scalar := rapid.OneOf(
		rapid.Map(rapid.Int64(), func(v int64) any { return v }),
		rapid.Map(rapid.Float64(), func(v float64) any { return v }),
		rapid.Map(rapid.String(), func(v string) any { return v }),
		rapid.Map(rapid.Bool(), func(v bool) any { return v }),
	)
	rapid.Check(t, func(t *rapid.T) {
		v, err := Normalize(map[string]any{"list": rapid.SliceOf(scalar).Draw(t, "list"), "map": rapid.MapOf(rapid.StringMatching(`[a-z]+`), scalar).Draw(t, "map")})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []Rules{{}, {Unordered: true}, {Subset: true}, {Tolerance: 1e-9}} {
			if d := Equal(v, v, r); d != "" {
				t.Fatal(d)
			}
		}
		spelled, err := Normalize(Spell(v))
		if err != nil {
			t.Fatal(err)
		}
		if d := Equal(v, spelled, Rules{}); d != "" {
			t.Fatal("after spelling: " + d)
		}
	})
}

func TestErrorsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	require.Equal(t, "rate_limited (HTTP 429): slow down", (&Error{Class: RateLimited, Status: 429, Message: "slow down"}).Error())
	require.Equal(t, "network: reset", (&Error{Class: Network, Message: "reset"}).Error())
	require.Equal(t, "unsupported: no laps (https://example.org/1)", (&Unsupported{"no laps", "https://example.org/1"}).Error())
	require.Len(t, Classes(), 16)
	require.False(t, Class("nodata").Valid())
	h := Hello{APIs: []string{"a"}, Ops: []string{"o"}, Features: []string{"f"}}
	require.True(t, h.Speaks("a") && h.Has("o") && h.Declares("f") && !h.Has("x"))
}
