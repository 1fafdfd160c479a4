package protocol

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// definitionsUsed are what messages are held to.
func definitionsUsed() []string { return []string{"request", "helloReply", "callReply", "plainReply"} }

// judges are validators that somebody else wrote.
func judges(t testing.TB) map[string]*jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("ssp.json", doc))
	out := map[string]*jsonschema.Schema{}
	for _, name := range definitionsUsed() {
		out[name], err = c.Compile("ssp.json#/$defs/" + name)
		require.NoError(t, err)
	}
	return out
}

// samples are messages of every kind, as they should be.
func samples() []string {
	return []string{
		`{"id":1,"cmd":"hello","protocol":1,"suite":"2026.12.0"}`,
		`{"id":2,"cmd":"open","case":"FB-POLL-001","client":"c1","config":{"api":"firstbeat","baseUrl":"http://127.0.0.1:1/firstbeat","authUrl":null,"caFile":null,"credentials":{"consumerId":"a","sharedSecret":"b"},"tokens":{},"deadlineMs":60000,"stateDir":"/s"}}`,
		`{"id":3,"cmd":"call","client":"c1","op":"fb.athlete","args":{"account":"1-1","athlete":7,"from":{"$":"instant","v":"2026-01-01T00:00:00Z"}}}`,
		`{"id":4,"cmd":"cancel","target":3}`,
		`{"id":5,"cmd":"restart-state","client":"c1"}`,
		`{"id":6,"cmd":"close","client":"c1"}`,
		`{"id":7,"cmd":"bye"}`,
		`{"id":1,"ok":{"protocol":1,"name":"n","version":"","language":"go","apis":["firstbeat"],"features":["paginate"],"ops":["fb.accounts"],"concurrency":4,"clock":"none"}}`,
		`{"id":3,"ok":{"value":{"variables":{"trimp":5.4,"n":{"$":"f64","v":"NaN"}},"list":[1,null,true,"x",{"$":"i64","v":"9007199254740993"}]}}}`,
		`{"id":3,"ok":{"value":{"$":"local","v":"2017-04-14T09:20:06","offsetMin":null}}}`,
		`{"id":3,"ok":{"value":[{"$":"dur","ns":"1"},{"$":"period","v":"P1M"},{"$":"bytes","sha256":"00","len":12},{"$":"table","columns":["a"],"rows":1,"sha256":"00"}]}}`,
		`{"id":3,"err":{"class":"no_data","status":204,"retryAfterMs":null,"message":"analysis failed"}}`,
		`{"id":3,"unsupported":{"reason":"no such operation","issue":null}}`,
		`{"id":2,"ok":{}}`,
	}
}

func TestSamplesObey(t *testing.T) {
	js := judges(t)
	for _, s := range samples() {
		v, err := parse([]byte(s))
		require.NoError(t, err)
		fits := 0
		for _, name := range definitionsUsed() {
			if check(name, v) == nil {
				fits++
			}
			require.Equal(t, js[name].Validate(plainOf(t, s)) == nil, check(name, v) == nil, "%s: %s", name, s)
		}
		require.Positive(t, fits, s)
	}
}

func plainOf(t require.TestingT, s string) any {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(s))
	require.NoError(t, err)
	return v
}

// TestItAgreesWithAnotherValidator bends good messages and compares verdicts.
func TestItAgreesWithAnotherValidator(t *testing.T) {
	js := judges(t)
	obeyed, broken := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		v, err := parse([]byte(rapid.SampledFrom(samples()).Draw(rt, "message")))
		require.NoError(rt, err)
		for range rapid.IntRange(0, 3).Draw(rt, "changes") {
			v = bend(rt, v, 0)
		}
		text, err := json.Marshal(v)
		require.NoError(rt, err)
		for _, name := range definitionsUsed() {
			theirs := js[name].Validate(plainOf(rt, string(text)))
			ours := check(name, v)
			require.Equal(rt, theirs == nil, ours == nil, "%s: %s\ntheirs: %v\nours: %v", name, text, theirs, ours)
			if ours == nil {
				obeyed++
			} else {
				broken++
				require.NotEmpty(rt, ours.Error())
			}
		}
	})
	require.Positive(t, obeyed)
	require.Positive(t, broken)
}

// bend changes one thing somewhere in a value.
func bend(rt *rapid.T, v any, depth int) any {
	switch t := v.(type) {
	case map[string]any:
		keys := slices.Sorted(func(yield func(string) bool) {
			for k := range t {
				if !yield(k) {
					return
				}
			}
		})
		switch rapid.IntRange(0, 5).Draw(rt, "how") {
		case 0:
			t[rapid.SampledFrom([]string{"id", "cmd", "ok", "err", "unsupported", "value", "class", "$", "v", "ns", "len", "client", "extra", "concurrency", "target"}).Draw(rt, "name")] = leaf(rt)
			return t
		case 1:
			if len(keys) > 0 {
				delete(t, rapid.SampledFrom(keys).Draw(rt, "without"))
			}
			return t
		default:
			if len(keys) > 0 {
				k := rapid.SampledFrom(keys).Draw(rt, "member")
				t[k] = bend(rt, t[k], depth+1)
			}
			return t
		}
	case []any:
		if len(t) > 0 && rapid.Bool().Draw(rt, "inside") {
			i := rapid.IntRange(0, len(t)-1).Draw(rt, "item")
			t[i] = bend(rt, t[i], depth+1)
			return t
		}
		return append(t, leaf(rt))
	}
	if depth == 0 {
		return v
	}
	return leaf(rt)
}

func leaf(rt *rapid.T) any {
	return rapid.SampledFrom([]any{
		nil, true, "", "x", "hello", "call", "no_data", "i64", "instant", "table", json.Number("0"), json.Number("1"), json.Number("-1"), json.Number("1.0"),
		json.Number("1.5"), json.Number("1e2"), json.Number("1e-2"), json.Number("9007199254740993"),
		[]any{},
		[]any{"a", json.Number("1")},
		map[string]any{},
		map[string]any{"value": nil},
		map[string]any{"class": "other"},
		map[string]any{"reason": "r"},
		map[string]any{"$": "i64", "v": "1"},
		map[string]any{"$": "i64"},
		map[string]any{"$": json.Number("1")},
		map[string]any{"$": "what"},
	}).Draw(rt, "leaf")
}

func TestComplaintsAreInWords(t *testing.T) {
	for _, tt := range []struct{ definition, text, want string }{
		{"callReply", `{"id":3}`, "the message: is none of: ok, err, unsupported (#/$defs/callReply/oneOf of the protocol's schema)"},
		{"callReply", `{"id":3,"ok":{"value":1},"err":{"class":"other"}}`, "the message: is ok and err at once"},
		{"callReply", `{"id":3,"ok":{}}`, `/ok: has no member "value"`},
		{"callReply", `{"id":3,"ok":5}`, "/ok: is the number 5, not object"},
		{"callReply", `{"id":3,"err":{"class":"oops"}}`, `/err/class: is "oops", not one of auth, forbidden`},
		{"callReply", `{"id":3,"ok":{"value":[{"$":"instnt","v":"x"}]}}`, "/ok/value/0: is none of: i64, f64, instant"},
		{"callReply", `{"id":3,"ok":{"value":{"a":{"$":"instant"}}}}`, `/ok/value/a: has no member "v"`},
		{"callReply", `{"ok":{"value":1}}`, `the message: has no member "id"`},
		{"helloReply", `{"id":1,"ok":{"protocol":2,"name":"n","version":"1","language":"x","apis":[],"ops":[]}}`, "/ok/protocol: is 2, not 1"},
		{"helloReply", `{"id":1,"ok":{"protocol":1,"name":"","version":"1","language":"x","apis":[],"ops":[]}}`, "/ok/name: is shorter than 1 characters"},
		{"helloReply", `{"id":1,"ok":{"protocol":1,"name":"n","version":"1","language":"x","apis":[],"ops":[],"concurrency":0}}`, "/ok/concurrency: is 0, less than 1"},
		{"request", `{"id":1,"cmd":"fly"}`, "the message: is none of: hello, open, call, cancel"},
		{"request", `{"id":1,"cmd":"call","client":"c1","op":"x"}`, `the message: has no member "args" (#/$defs/call/required`},
		{"plainReply", `[1]`, "the message: is an array, not object"},
		{"plainReply", `{"id":1} {"id":2}`, "more than one JSON value in a line"},
		{"plainReply", "{\"id\":\xff}", "not UTF-8"},
		{"callReply", `{"id":3,"ok":{"value":NaN}}`, "not JSON"},
		{"callReply", `{"id":3,"ok":{"value":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}}`, "nests deeper than 96"},
	} {
		require.ErrorContains(t, Check(tt.definition, []byte(tt.text)), tt.want, tt.text)
	}
}

func TestAnUnknownKeywordIsRefused(t *testing.T) {
	for _, text := range []string{
		`{"$defs":{"a":{"pattern":"x"}}}`, `{"$defs":{"a":{"properties":{"b":{"format":"date"}}}}}`, `{"$defs":{"a":{"additionalProperties":false}}}`,
		`{"$defs":{"a":{"oneOf":[]}}}`, `{"$defs":{"a":{"const":{}}}}`, `{"$defs":{"a":{"type":3}}}`, `{"$defs":{"a":{"items":{"$ref":"#/$defs/b"}}}}`,
		`{"$defs":{"a":{"properties":[]}}}`, `{"$defs":{"a":{"minimum":"x"}}}`, `[]`,
	} {
		_, err := read([]byte(text))
		require.Error(t, err, text)
	}
}

func FuzzCheckNeverPanics(f *testing.F) {
	for _, s := range samples() {
		f.Add([]byte(s))
	}
	js := judges(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, name := range definitionsUsed() {
			err := Check(name, text)
			v, unreadable := parse(text)
			if unreadable != nil {
				require.Error(t, err)
				continue
			}
			if strings.Count(string(text), "[")+strings.Count(string(text), "{") < maxDepth/2 && !bytes.ContainsAny(text, "eE+") {
				require.Equal(t, js[name].Validate(plainOf(t, string(text))) == nil, check(name, v) == nil, string(text))
			}
		}
	})
}
