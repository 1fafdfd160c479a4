package fault_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/fault"
)

// damage runs one Do over body and returns what comes of it and why not.
func damage(t testing.TB, d Do, body string) (string, []string) {
	t.Helper()
	p := put(t, Rule{Name: "r", Do: d}).Plan(get)
	got := p.DamageFunc()("application/json", []byte(body))
	return string(got), settled(p)
}

// TestPatch follows appendix A of RFC 6902 where it gives examples.
func TestPatch(t *testing.T) {
	tests := []struct {
		name, body, patch, want string
		miss                    string
	}{
		{"adds a member", `{"foo":"bar"}`, `[{"op":"add","path":"/baz","value":"qux"}]`, `{"foo":"bar","baz":"qux"}`, ""},
		{"adds an item", `{"foo":["bar","baz"]}`, `[{"op":"add","path":"/foo/1","value":"qux"}]`, `{"foo":["bar","qux","baz"]}`, ""},
		{"appends an item", `{"foo":["bar"]}`, `[{"op":"add","path":"/foo/-","value":["abc","def"]}]`, `{"foo":["bar",["abc","def"]]}`, ""},
		{"removes a member", `{"baz":"qux","foo":"bar"}`, `[{"op":"remove","path":"/baz"}]`, `{"foo":"bar"}`, ""},
		{"removes an item", `{"foo":["bar","qux","baz"]}`, `[{"op":"remove","path":"/foo/1"}]`, `{"foo":["bar","baz"]}`, ""},
		{"replaces a value in place", `{"baz":"qux","foo":"bar"}`, `[{"op":"replace","path":"/baz","value":null}]`, `{"baz":null,"foo":"bar"}`, ""},
		{
			"moves a member", `{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}`, `[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]`,
			`{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}`, "",
		},
		{"moves an item", `{"foo":["all","grass","cows","eat"]}`, `[{"op":"move","from":"/foo/1","path":"/foo/3"}]`, `{"foo":["all","cows","eat","grass"]}`, ""},
		{"copies deeply", `{"a":{"b":1}}`, `[{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}]`, `{"a":{"b":1},"c":{"b":2}}`, ""},
		{"tests values", `{"baz":"qux","foo":["a",2,"c"]}`, `[{"op":"test","path":"/baz","value":"\u0071ux"},{"op":"test","path":"/foo/1","value":2.0},{"op":"remove","path":"/baz"}]`, `{"foo":["a",2,"c"]}`, ""},
		{"tests objects in any order", `{"a":{"x":1,"y":[null]}}`, `[{"op":"test","path":"/a","value":{"y":[null],"x":1}},{"op":"add","path":"/b","value":1}]`, `{"a":{"x":1,"y":[null]},"b":1}`, ""},
		{"replaces the whole body", `{"a":1}`, `[{"op":"replace","path":"","value":[]}]`, `[]`, ""},
		{"adds over the whole body", `{"a":1}`, `[{"op":"add","path":"","value":3}]`, `3`, ""},
		{"reads escapes in pointers", `{"a/b":1,"m~n":2,"":3}`, `[{"op":"remove","path":"/a~1b"},{"op":"remove","path":"/m~0n"},{"op":"remove","path":"/"}]`, `{}`, ""},
		{"keeps the order and spelling of the rest", `{"z":1.50e3,"a":"\u00e9\/","m":[ 1 , 2 ]}`, `[{"op":"remove","path":"/m/0"}]`, `{"z":1.50e3,"a":"\u00e9\/","m":[2]}`, ""},

		{"misses a failing test", `{"baz":"qux"}`, `[{"op":"add","path":"/x","value":1},{"op":"test","path":"/baz","value":"bar"}]`, "", `patch[1] (test /baz): the body has "qux"`},
		{"misses what is not there to remove", `{}`, `[{"op":"remove","path":"/a"}]`, "", "no such value"},
		{"misses what is not there to replace", `{}`, `[{"op":"replace","path":"/a","value":1}]`, "", "no such value"},
		{"misses what is not there to copy", `{}`, `[{"op":"copy","from":"/a","path":"/b"}]`, "", "from /a: no such value"},
		{"misses a parent that is not there", `{}`, `[{"op":"add","path":"/a/b","value":1}]`, "", "no such value"},
		{"misses an index after the end", `[1]`, `[{"op":"add","path":"/2","value":1}]`, "", "only 1 items"},
		{"misses an index that is none", `[1,2]`, `[{"op":"remove","path":"/01"}]`, "", `"01" is no array index`},
		{"misses the end when there must be a value", `[1]`, `[{"op":"remove","path":"/-"}]`, "", "no such value"},
		{"misses a body that is not JSON", `{"a":1`, `[{"op":"remove","path":"/a"}]`, "", "the body is not JSON"},
		{"misses two values in a row", `{} {}`, `[{"op":"add","path":"/a","value":1}]`, "", "the body is not JSON"},
		{"refuses to take the body away", `{}`, `[{"op":"remove","path":""}]`, "", "removes the whole body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ops []Operation
			require.NoError(t, json.Unmarshal([]byte(tt.patch), &ops))
			got, misses := damage(t, Do{Patch: ops}, tt.body)
			if tt.miss != "" {
				require.Len(t, misses, 1)
				require.Contains(t, misses[0], tt.miss)
				require.Equal(t, tt.body, got, "all or nothing")
				return
			}
			require.Empty(t, misses)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestPatchCannotGrowWithoutBound(t *testing.T) {
	ops := []Operation{{Op: "add", Path: "/a", Value: []byte(`["0123456789"]`)}}
	for range 40 {
		ops = append(ops, Operation{Op: "copy", From: "/a", Path: "/a/-"})
	}
	_, misses := damage(t, Do{Patch: ops}, `{}`)
	require.Len(t, misses, 1)
	require.Contains(t, misses[0], "grows beyond")
}

func TestDeepBodiesAreNotFollowed(t *testing.T) {
	deep := make([]byte, 100_000)
	for i := range deep {
		deep[i] = '['
	}
	_, misses := damage(t, Do{Patch: []Operation{{Op: "remove", Path: "/0"}}}, string(deep))
	require.Contains(t, misses[0], "nested deeper")
}

// FuzzDamage holds that damage of any body by any rule never panics, leaves
// JSON JSON when it only patches, and says so when it does nothing.
func FuzzDamage(f *testing.F) {
	f.Add([]byte(`{"a":[{"name":"x","value":"eJwDAAAAAAE=","bits":16}]}`), []byte(`{"patch":[{"op":"copy","from":"/a/0","path":"/a/-"}]}`))
	f.Add([]byte(`[{"value":"eJwDAAAAAAE="}]`), []byte(`{"corrupt":[{"kind":"zlib-checksum"},{"kind":"base64-unpadded"}]}`))
	f.Add([]byte(`{"a":1}`), []byte(`{"corrupt":[{"kind":"json-truncate","bytes":3}]}`))
	f.Add([]byte(`[1e999999999]`), []byte(`{"patch":[{"op":"test","path":"/0","value":1e999999998}]}`))
	f.Fuzz(func(t *testing.T, body, do []byte) {
		rules, err := Parse([]byte(`[{"do":` + string(do) + `}]`))
		s := New(1)
		if err != nil || s.Put(rules) != nil {
			return
		}
		p := s.Plan(get)
		spoil := p.DamageFunc()
		if spoil == nil {
			return
		}
		got := spoil("", append([]byte(nil), body...))
		if len(settled(p)) > 0 {
			require.Equal(t, string(body), string(got))
		} else if len(rules[0].Do.Corrupt) == 0 {
			require.True(t, json.Valid(got), "%q", got)
		}
	})
}
