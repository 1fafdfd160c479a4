package wirejson_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

type inner struct {
	N     int64                      `json:"n"`
	Extra map[string]json.RawMessage `json:"extra,omitempty"`
}

type embedded struct {
	Shared string `json:"shared"`
}

type thing struct {
	embedded
	Embedded
	ID      string                     `json:"id"`
	N       int64                      `json:"n"`
	P       *int64                     `json:"p"`
	U       uint64                     `json:"u"`
	F       float64                    `json:"f"`
	PF      *float64                   `json:"pf"`
	B       bool                       `json:"b"`
	At      time.Time                  `json:"at"`
	List    []inner                    `json:"list"`
	Numbers []float64                  `json:"numbers"`
	Names   map[string]inner           `json:"names"`
	Offset  *int64                     `json:"timezoneOffsetMinutes" alias:"timeZoneOffsetMinutes"`
	Hidden  string                     `json:"-"`
	Extra   map[string]json.RawMessage `json:"extra,omitempty"`
}

// Embedded is seen through.
type Embedded struct {
	Also string `json:"also"`
}

func decode(t *testing.T, body string) (thing, error) {
	t.Helper()
	var d wirejson.Decoder
	var v thing
	err := d.Decode([]byte(body), &v)
	return v, err
}

func TestDecode(t *testing.T) {
	tests := []struct {
		name, body string
		want       thing
	}{
		{"a number in quotes", `{"n":"60000"}`, thing{N: 60000}},
		{"a number", `{"n":60000}`, thing{N: 60000}},
		{"a whole number with a point", `{"n":"172.0","p":172.00}`, thing{N: 172, P: new(int64(172))}},
		{"a whole number with an exponent", `{"n":1e3}`, thing{N: 1000}},
		{"a large number", `{"u":18446744073709551615,"n":-9223372036854775808}`, thing{U: math.MaxUint64, N: math.MinInt64}},
		{"a large number in quotes", `{"u":"9007199254740993"}`, thing{U: 9007199254740993}},
		{"a large number with a point", `{"u":9007199254740993.0}`, thing{U: 9007199254740993}},
		{"a fraction where none was promised, rounded and kept", `{"n":172.5}`, thing{N: 173, Extra: map[string]json.RawMessage{"n": json.RawMessage("172.5")}}},
		{"a negative fraction", `{"n":"-0.6"}`, thing{N: -1, Extra: map[string]json.RawMessage{"n": json.RawMessage(`"-0.6"`)}}},
		{"NaN where a whole number was promised, as none", `{"p":"NaN"}`, thing{Extra: map[string]json.RawMessage{"p": json.RawMessage(`"NaN"`)}}},
		{"a word for an optional number, as none", `{"p":"string"}`, thing{Extra: map[string]json.RawMessage{"p": json.RawMessage(`"string"`)}}},
		{"a word for a time, as none", `{"at":"string"}`, thing{Extra: map[string]json.RawMessage{"at": json.RawMessage(`"string"`)}}},
		{"zero as a value", `{"p":0,"pf":0}`, thing{P: new(int64(0)), PF: new(0.0)}},
		{"a number for a word, digit by digit", `{"id":12345678901234567890.10}`, thing{ID: "12345678901234567890.10"}},
		{"a word", `{"id":"a\u00e9\"\\"}`, thing{ID: "aé\"\\"}},
		{"a truth in quotes", `{"b":"true"}`, thing{B: true}},
		{"null as absent", `{"id":null,"n":null,"p":null,"list":null,"names":null,"at":null}`, thing{}},
		{"an empty time as absent", `{"at":""}`, thing{}},
		{"a time of any RFC 3339 form", `{"at":"2025-06-13T08:48:23.811+02:00"}`, thing{At: time.Date(2025, 6, 13, 6, 48, 23, 811e6, time.UTC)}},
		{"a time in UTC without its Z", `{"at":"2025-06-13T06:48:23.811"}`, thing{At: time.Date(2025, 6, 13, 6, 48, 23, 811e6, time.UTC)}},
		{"lists and what they do not know", ` { "list" : [ {"n":1} , {"n":2,"x":{"y":[1,"]"]}} ] } `, thing{List: []inner{{N: 1}, {N: 2, Extra: map[string]json.RawMessage{"x": json.RawMessage(`{"y":[1,"]"]}`)}}}}},
		{"dictionaries", `{"names":{"en":{"n":1}}}`, thing{Names: map[string]inner{"en": {N: 1}}}},
		{"both spellings", `{"timeZoneOffsetMinutes":120}`, thing{Offset: new(int64(120))}},
		{"what it does not know", `{"new":true,"Hidden":1}`, thing{Extra: map[string]json.RawMessage{"new": json.RawMessage("true"), "Hidden": json.RawMessage("1")}}},
		{"the last of several", `{"n":1,"n":2}`, thing{N: 2}},
		{"members of an embedded struct", `{"also":"x"}`, thing{Embedded: Embedded{Also: "x"}}},
		{"nothing", `{}`, thing{}},
	}
	for _, tt := range tests {
		t.Run("it reads "+tt.name, func(t *testing.T) {
			got, err := decode(t, tt.body)
			require.NoError(t, err)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(thing{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeNaN(t *testing.T) {
	got, err := decode(t, `{"numbers":[1,"NaN","2.5","-Infinity",null],"pf":"NaN"}`)
	require.NoError(t, err)
	require.Len(t, got.Numbers, 5)
	require.True(t, math.IsNaN(got.Numbers[4]), "null is not zero")
	require.True(t, math.IsNaN(got.Numbers[1]) && math.IsInf(got.Numbers[3], -1) && math.IsNaN(*got.PF))
	require.InDelta(t, 2.5, got.Numbers[2], 0)
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct{ name, body, text string }{
		{"nothing", "", "empty"},
		{"null", " null ", "null"},
		{"half a body", `{"n":1`, "not JSON"},
		{"two bodies", `{}{}`, "not JSON"},
		{"a page", `<html>`, "not JSON"},
		{"deep nesting", strings.Repeat("[", 100_000), "not JSON"},
		{"deep nesting that is complete", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "not JSON"},
		{"a list for an object", `[]`, "the body is [], want an object"},
		{"a word for a number", `{"list":[{"n":1},{"n":"many"}]}`, `list[1].n is "many", want a whole number`},
		{"a number that is too large", `{"n":9223372036854775808}`, "n is 9223372036854775808"},
		{"an exponent that is too large", `{"n":1e999999999}`, "n is 1e999999999"},
		{"a negative number", `{"u":-1}`, "u is -1"},
		{"a hexadecimal number", `{"f":"0x1p-2"}`, "want a number"},
		{"infinity as Go spells it", `{"f":"inf"}`, "want a number"},
		{"an object for a word", `{"id":{}}`, "id is {}, want a string"},
		{"a word in a list of numbers", `{"numbers":[1,"x"]}`, `numbers[1] is "x", want a number`},
		{"a word for a list of numbers", `{"numbers":"x"}`, `numbers is "x", want a list`},
		{"a word for a list", `{"list":"x"}`, "want a list"},
		{"a list for a dictionary", `{"names":[]}`, "names is [], want an object"},
		{"a word in a dictionary", `{"names":{"en":{"n":"x"}}}`, "names.en.n"},
		{"a word for a truth", `{"b":"yes"}`, "true or false"},
		{"a number for a time", `{"at":1750000000}`, "RFC 3339"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			_, err := decode(t, tt.body)
			require.ErrorContains(t, err, tt.text)
		})
	}
}

// TestCrowdedBodiesAreRefused reads what little would take much room.
func TestCrowdedBodiesAreRefused(t *testing.T) {
	many := func(before, each, after string) string {
		return before + strings.TrimSuffix(strings.Repeat(each, 1000), ",") + after
	}
	members := func(before, after string) string {
		var b strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&b, `,"x%d":{}`, i)
		}
		return before + b.String()[1:] + after
	}
	for name, body := range map[string]string{
		"a list":            many(`{"list":[`, `{},`, `]}`),
		"a dictionary":      members(`{"names":{`, `}}`),
		"unknown members":   members(`{`, `}`),
		"optional elements": many(`{`, `"pf":1,`, `}`),
	} {
		var got thing
		d := &wirejson.Decoder{Room: 7900}
		require.ErrorContains(t, d.Decode([]byte(body), &got), "the body has more in it than 7900 bytes of memory hold", name)
		require.NoError(t, new(wirejson.Decoder).Decode([]byte(body), &got), name)
	}
}

func TestMember(t *testing.T) {
	raw := []byte(` {"a":{"b":1}, "c" : [2]} `)
	got, ok := wirejson.Member(raw, "a")
	require.True(t, ok)
	require.Equal(t, `{"b":1}`, string(got))
	require.Equal(t, byte('{'), wirejson.Kind(got))
	_, ok = wirejson.Member(raw, "b")
	require.False(t, ok)
	_, ok = wirejson.Member([]byte("[1]"), "a")
	require.False(t, ok)
}

// TestWhatWeWriteIsReadBack holds for every value.
func TestWhatWeWriteIsReadBack(t *testing.T) {
	var d wirejson.Decoder
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]any{
			"n": rapid.Int64().Draw(t, "n"), "u": rapid.Uint64().Draw(t, "u"), "f": rapid.Float64().Draw(t, "f"), "id": rapid.String().Draw(t, "id"),
		}
		raw, err := json.MarshalIndent(want, rapid.SampledFrom([]string{"", "\t"}).Draw(t, "prefix"), " ")
		if err != nil {
			t.Fatal(err)
		}
		var got thing
		if err := d.Decode(raw, &got); err != nil {
			t.Fatal(err)
		}
		if got.N != want["n"] || got.U != want["u"] || got.F != want["f"] || got.ID != strings.ToValidUTF8(want["id"].(string), "\uFFFD") {
			t.Fatalf("%s became %+v", raw, got)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"n":"1.5","list":[{"n":1e3}],"names":{"a":{}},"x":[1,{"y":"\"}"}]}`, `{"u":"18446744073709551615"}`, `{"at":"2025-06-13T06:48:23Z"}`, `{"n":-}`, `[`, `{"numbers":["NaN",null]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var d wirejson.Decoder
		var ours thing
		err := d.Decode(body, &ours)
		var theirs struct{ N int64 }
		if err == nil && json.Unmarshal(body, &theirs) == nil && theirs.N != ours.N && strings.Count(strings.ToLower(string(body)), `"n"`) == 1 {
			t.Errorf("%s: %d, and encoding/json reads %d", body, ours.N, theirs.N)
		}
		if err == nil && !json.Valid(body) {
			t.Errorf("%q was accepted", body)
		}
	})
}
