package firstbeat_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// notJSON are bodies that a lenient parser would take. After JSONTestSuite's n_ files.
var notJSON = strings.Split(strings.TrimSpace(`
[1 true]
[a]
["": 1]
["",]
[,1]
[1,,2]
["x"]]
["x",]
["x"
[x
[3[4]]
[,]
[-]
[,""]
["a",\n4,\n1,
[1,]
[1,,]
[*]
[""
[1,
[{}
[fals]
[nul]
[tru]
[++1234]
[+1]
[+Inf]
[-01]
[-1.0.]
[-2.]
[-NaN]
[.-1]
[.2e-3]
[0.1.2]
[0.3e+]
[0.3e]
[0.e1]
[0E+]
[0E]
[0e+-1]
[1.0e+]
[1.0e]
[1 000.0]
[1eE2]
[2.e+3]
[9.e+]
[Inf]
[NaN]
[0x1]
[1+2]
[-Infinity]
[-012]
[012]
[- 1]
[1a]
[1ea]
["x", truth]
{[: "x"
{"x", null}
{"x"::"b"}
{key: 'value'}
{"a":"a" 123}
{:"b"}
{"a" b}
{"a":
{"a"
{1:1}
{9999E9999:1}
{null:null,null:null}
{"id":0,,,,,}
{'a':0}
{"id":0,}
{"a":"b"}/**/
{"a":"b"}#
{"a":"b",,"c":"d"}
{a: "b"}
{"a":"a
{ "foo" : "bar", "a" }
{"a":"b"}#{}
["\uD800\"]
["\uD800\u"]
["\uD800\u1"]
["\u{1}"]
["\x00"]
["\'"]
["\a"]
["\uqqqq"]
["\
["new	line"]
"
["\u00A"]
['single quote']
abc
["\\\"]
"\UA66D"
<.>
[<null>]
[1]x
[1]]
["asd]
aå
[True]
1]
{"x": true,
[][]
]
{}}
{"":
{"a":/*comment*/"b"}
{"a": true} "x"
['
[
[,
[{
["a
["a"
{
{]
{,
{[
{"a
{'a'
["\{["\{["\{["\{
*
{"a":"b"}#{}
[\u000A""]
["\u0000\u"]
`), "\n")

func TestInvalidJSONIsRefused(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	bodies := append(notJSON[:len(notJSON):len(notJSON)], "", " ", "\ufeff{}", deep, strings.Repeat(`{"a":`, 100_000), deep+strings.Repeat("]", 100_000), "{\"a\":\"\x01\"}", "\"new\tline\"", "\"\x1f\"", "\"", "1:2", "1/2", "1;")
	for _, body := range bodies {
		if json.Valid([]byte(body)) {
			t.Errorf("%.40q is valid JSON: it does not belong here", body)
		}
		for _, where := range []string{"%", `{"x":%}`, `{"variables":%}`, `{"variables":[%]}`, `{"variables":[{"value":%}]}`, `{"variables":[{"name":"a","value":[%]}]}`, `{"measurements":[%]}`} {
			whole := strings.Replace(where, "%", body, 1)
			if json.Valid([]byte(whole)) {
				continue // completed by what is around it
			}
			if _, err := firstbeat.DecodeResults([]byte(whole)); !isSyntax(err) {
				t.Errorf("DecodeResults(%.60q) = %v, want a syntax error", whole, err)
			}
			if _, err := firstbeat.DecodeSessionResults([]byte(whole)); !isSyntax(err) {
				t.Errorf("DecodeSessionResults(%.60q) = %v, want a syntax error", whole, err)
			}
		}
	}
}

func TestNestingEndsWhereEncodingJSONEndsIt(t *testing.T) {
	for _, where := range []string{`{"x":%}`, `{"variables":%}`, `{"variables":[%]}`, `{"variables":[{"x":%}]}`, `{"variables":[{"value":[%]}]}`} {
		for depth := 9990; depth <= 10010; depth++ {
			body := []byte(strings.Replace(where, "%", strings.Repeat("[", depth)+strings.Repeat("]", depth), 1))
			if _, err := firstbeat.DecodeResults(body); json.Valid(body) == isSyntax(err) {
				t.Errorf("%s with %d levels: json.Valid = %v, DecodeResults = %v", where, depth, json.Valid(body), err)
			}
		}
	}
}

func isSyntax(err error) bool {
	_, ok := errors.AsType[*firstbeat.SyntaxError](err)
	return ok
}

// FuzzResults holds the scanner to encoding/json: what one calls JSON, the
// other does, and the numbers are the same.
func FuzzResults(f *testing.F) {
	f.Add([]byte(bike))
	f.Add([]byte(`{"measurements":[` + bike + `]}`))
	f.Add([]byte(`{"variables":[{"name":"x","value":[1,null,"NaN"]},{"name":"\u0041","value":"\/\/"}]}`))
	f.Add([]byte(`{"variables":[{"value":"a` + "\x01" + `","value":1}]}`))
	f.Add([]byte(`{"variables":[{"value":"` + "\xff" + `"}]}`))
	for _, s := range notJSON {
		f.Add([]byte(`{"variables":[{"name":"a","value":` + s + `}]}`))
	}
	d := firstbeat.NewDecoder()
	f.Fuzz(func(t *testing.T, body []byte) {
		valid := json.Valid(body)
		r, err := d.Results(body)
		if valid == isSyntax(err) {
			t.Fatalf("json.Valid = %v, but Results = %v", valid, err)
		}
		if _, err := d.SessionResults(body); valid == isSyntax(err) {
			t.Fatalf("json.Valid = %v, but SessionResults = %v", valid, err)
		}
		if r == nil {
			return
		}
		raw, err := json.Marshal(r)
		if err != nil || !json.Valid(raw) {
			t.Fatalf("results cannot be written: %v", err)
		}
		var plain []map[string]any
		var members map[string]json.RawMessage
		_ = json.Unmarshal(body, &members)
		_ = json.Unmarshal(members["variables"], &plain)
		for i, v := range r.Variables {
			if v.Name == "" {
				t.Fatalf("variable %d has no name", i)
			}
			if v.Err != nil && (v.Series != nil || v.Value != 0) {
				t.Fatalf("variable %+v has an error and a value", v)
			}
			if len(plain) != len(r.Variables) || v.Err != nil {
				continue
			}
			if x, ok := plain[i]["value"].(float64); ok && (v.Series != nil || v.Value != x) {
				t.Fatalf("variable %+v, want %v", v, x)
			}
			if list, ok := plain[i]["value"].([]any); ok && (v.Series == nil || len(v.Series.Values) != len(list)) {
				t.Fatalf("variable %+v, want %d values", v, len(list))
			}
		}
	})
}

// FuzzVector must never panic, nor make up values: what it accepts comes out
// again when it is packed by the standard library.
func FuzzVector(f *testing.F) {
	f.Add("eJxz0NAsNGRjj3TQut5wq+6PGAAl+AXF", "Float", 64)
	f.Add(pack([]int16{-2, 3}), "signed", 16)
	f.Add("====", "Unsigned", 8)
	f.Fuzz(func(t *testing.T, value, typ string, bits int) {
		got, err := firstbeat.DecodeVector(value, typ, bits)
		if err != nil {
			if got != nil {
				t.Fatalf("%d values beside an error", len(got))
			}
			return
		}
		again, err := firstbeat.DecodeVector(pack(got), "Float", 64)
		if err != nil || !same(got, again) {
			t.Fatalf("packed and read again: %v", err)
		}
	})
}
