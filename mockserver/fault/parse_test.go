package fault_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/fault"
)

func TestParse(t *testing.T) {
	const full = `[{"name":"n","match":{"service":"s","operation":"o","method":"GET","path":"/a/*/**","query":{"x":"1"}},
		"after":1,"times":2,"probability":0.5,"do":{"status":503,"headers":{"Retry-After":"7"},"body":{"a":1},"delay":"1.5s",
		"slow":{"bytesPerSecond":10,"stallAt":3,"stallFor":"2s"},"slowHeaders":"1m0s","truncateAt":12,
		"patch":[{"op":"replace","path":"/a","value":null}],"corrupt":[{"kind":"zlib-truncate","name":"x","bytes":1}],"coding":"gzip"}}]`
	rules, err := Parse([]byte(full))
	require.NoError(t, err)
	require.NoError(t, New(1).Put(rules))
	require.Equal(t, Duration(1500*time.Millisecond), rules[0].Do.Delay)
	require.Equal(t, "null", string(rules[0].Do.Patch[0].Value))
	again, err := json.Marshal(rules)
	require.NoError(t, err)
	require.JSONEq(t, full, string(again))
	wrapped, err := Parse([]byte(`{"rules":` + full + `}`))
	require.NoError(t, err)
	require.Equal(t, rules, wrapped)
}

func TestInvalidRulesSayWhereAndWhy(t *testing.T) {
	tests := []struct {
		name, rules, field, reason string
	}{
		{"refuses what is not JSON", `[{]`, "rules", "invalid character"},
		{"refuses an empty body", ``, "rules", "is empty"},
		{"refuses more than one value", `[] []`, "rules", "more follows"},
		{"refuses an unknown member", `[{"mach":{}}]`, "rules[0].mach", "no such member; there are: name, match"},
		{"refuses an unknown member of match", `[{"match":{"oper":""},"do":{}}]`, "rules[0].match.oper", "no such member; there are: service, operation"},
		{"refuses a member in other letters", `[{"Do":{"reset":true}}]`, "rules[0].Do", "no such member"},
		{"refuses a member twice", `[{"after":1,"after":2,"do":{"reset":true}}]`, "rules[0].after", "is there twice"},
		{"refuses a rule without do", `[{"do":{"reset":true}},{}]`, "rules[1].do", "is missing"},
		{"refuses a wrong type deep inside", `[{"do":{"slow":{"stallAt":"x"}}}]`, "rules[0].do.slow.stallAt", "is not a whole number"},
		{"refuses a bare number as a duration", `[{"do":{"delay":5}}]`, "rules[0].do.delay", `is not a duration such as "1.5s"`},
		{"refuses a duration without unit", `[{"do":{"delay":"5"}}]`, "rules[0].do.delay", `"5" is not a duration`},
		{"refuses a negative duration", `[{"do":{"delay":"-5s"}}]`, "rules[0].do.delay", "not in [0"},
		{"refuses doing nothing", `[{"do":{}}]`, "rules[0].do", "does nothing"},
		{"refuses negative counts", `[{"after":-1,"do":{"reset":true}}]`, "rules[0].after", "negative"},
		{"refuses negative times", `[{"times":-1,"do":{"reset":true}}]`, "rules[0].times", "negative"},
		{"refuses an impossible probability", `[{"probability":1.5,"do":{"reset":true}}]`, "rules[0].probability", "not in (0, 1]"},
		{"refuses a probability of nothing", `[{"probability":0,"do":{"reset":true}}]`, "rules[0].probability", "not in (0, 1]"},
		{"refuses half a wildcard", `[{"match":{"path":"/a*"},"do":{"reset":true}}]`, "rules[0].match.path", "whole segments"},
		{"refuses a deep path", `[{"match":{"path":"` + strings.Repeat("/**", 200) + `"},"do":{"reset":true}}]`, "rules[0].match.path", "at most 1024 in 32"},
		{"refuses a relative path", `[{"match":{"path":"a"},"do":{"reset":true}}]`, "rules[0].match.path", "does not start with /"},
		{"refuses a method in small letters", `[{"match":{"method":"get"},"do":{"reset":true}}]`, "rules[0].match.method", "capitals"},
		{"refuses an interim status", `[{"do":{"status":100}}]`, "rules[0].do.status", "not in [200, 599]"},
		{"refuses a body with 204", `[{"do":{"status":204,"body":{}}}]`, "rules[0].do.body", "has no body"},
		{"refuses two bodies", `[{"do":{"body":{},"bodyBase64":"AA=="}}]`, "rules[0].do.bodyBase64", "one of the two"},
		{"refuses bad base64", `[{"do":{"bodyBase64":"A"}}]`, "rules[0].do.bodyBase64", "not base64"},
		{"refuses a bad header name", `[{"do":{"headers":{"a b":"x"}}}]`, `rules[0].do.headers["a b"]`, "not a header name"},
		{"refuses a header that splits the answer", `[{"do":{"headers":{"A":"x\r\nB: y"}}}]`, `rules[0].do.headers["A"]`, "control character"},
		{"refuses framing by header", `[{"do":{"headers":{"content-length":"1"}}}]`, `rules[0].do.headers["content-length"]`, "use contentLength"},
		{"refuses two ways to break framing", `[{"do":{"truncateAt":1,"cutChunked":1}}]`, "rules[0].do.cutChunked", "cannot be combined with truncateAt"},
		{"refuses a negative cut", `[{"do":{"resetAfter":-1}}]`, "rules[0].do.resetAfter", "negative"},
		{"refuses an answer with a reset", `[{"do":{"reset":true,"status":500}}]`, "rules[0].do.reset", "sends nothing"},
		{"refuses a cut with a reset", `[{"do":{"reset":true,"truncateAt":1}}]`, "rules[0].do.truncateAt", "sends nothing"},
		{"refuses an unknown coding", `[{"do":{"coding":"br"}}]`, "rules[0].do.coding", "claim:NAME"},
		{"refuses a slow that does nothing", `[{"do":{"slow":{}}}]`, "rules[0].do.slow", "does nothing"},
		{"refuses a stall without a place", `[{"do":{"slow":{"bytesPerSecond":1,"stallFor":"1s"}}}]`, "rules[0].do.slow.stallFor", "needs stallAt"},
		{"refuses an unknown patch operation", `[{"do":{"patch":[{"op":"merge","path":""}]}}]`, "rules[0].do.patch[0].op", `"merge" is not`},
		{"refuses a patch without value", `[{"do":{"patch":[{"op":"add","path":"/a"}]}}]`, "rules[0].do.patch[0].value", "needs a JSON value"},
		{"refuses a bad pointer", `[{"do":{"patch":[{"op":"remove","path":"/~2"}]}}]`, "rules[0].do.patch[0].path", "~0 or ~1"},
		{"refuses a move into itself", `[{"do":{"patch":[{"op":"move","from":"/a","path":"/a/b"}]}}]`, "rules[0].do.patch[0].from", "into itself"},
		{"refuses an unknown damage", `[{"do":{"corrupt":[{"kind":"smash"}]}}]`, "rules[0].do.corrupt[0].kind", "no kind of damage"},
		{"refuses a member for a whole-body damage", `[{"do":{"corrupt":[{"kind":"html","name":"x"}]}}]`, "rules[0].do.corrupt[0].member", "whole body"},
		{"refuses a type without a claim", `[{"do":{"corrupt":[{"kind":"type"}]}}]`, "rules[0].do.corrupt[0].type", "is missing"},
		{"refuses bytes where they mean nothing", `[{"do":{"corrupt":[{"kind":"bits","bytes":1}]}}]`, "rules[0].do.corrupt[0].bytes", "takes no number"},
		{"refuses two rules of one name", `[{"name":"a","do":{"reset":true}},{"name":"a","do":{"reset":true}}]`, "rules[1].name", "another rule"},
		{"refuses a name that a nameless rule gets", `[{"name":"rule-2","do":{"reset":true}},{"do":{"reset":true}}]`, "rules[1].name", "another rule"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(1)
			require.NoError(t, s.Put([]Rule{{Name: "before", Do: Do{Reset: true}}}))
			rules, err := Parse([]byte(tt.rules))
			if err == nil {
				err = s.Put(rules)
			}
			bad, ok := errors.AsType[*Invalid](err)
			require.True(t, ok, "error is %v", err)
			require.Equal(t, tt.field, bad.Field, bad.Reason)
			require.Contains(t, bad.Reason, tt.reason)
			require.Equal(t, "before", s.Rules()[0].Name, "the old rules stay")
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`[{"do":{"reset":true}}]`))
	f.Add([]byte(`{"rules":[{"match":{"path":"/**"},"do":{"patch":[{"op":"add","path":"/a/-","value":[1e400]}]}}]}`))
	f.Add([]byte(`[{"do":{"slow":{"bytesPerSecond":1e-300},"corrupt":[{"kind":"bits","bits":-1}]}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := Parse(data)
		if err == nil {
			err = New(1).Put(rules)
		}
		if err != nil {
			if _, ok := errors.AsType[*Invalid](err); !ok {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		written, err := json.Marshal(rules)
		require.NoError(t, err)
		again, err := Parse(written)
		require.NoError(t, err, "%s", written)
		require.NoError(t, New(1).Put(again))
	})
}
