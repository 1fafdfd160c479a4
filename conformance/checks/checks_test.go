package checks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

const secret = "a shared secret"

// start is where the subject's time stands at offset 0.
func start() time.Time { return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) }

// x makes an exchange: "+1s GET /a?b=c 200".
func x(at time.Duration, request string, status int, edit ...func(*conformance.Exchange)) conformance.Exchange {
	method, target, _ := strings.Cut(request, " ")
	path, query, _ := strings.Cut(target, "?")
	e := conformance.Exchange{
		At: at, Done: at, Method: method, Path: path, Query: query, Status: status, Operation: strings.TrimPrefix(path, "/"),
		WorldTime: start().Add(at), Header: http.Header{}, RespHeader: http.Header{},
	}
	for _, f := range edit {
		f(&e)
	}
	return e
}

func header(k, v string) func(*conformance.Exchange) {
	return func(e *conformance.Exchange) { e.Header.Set(k, v) }
}

func reply(body string) func(*conformance.Exchange) {
	return func(e *conformance.Exchange) { e.RespBody, e.RespBytes = []byte(body), int64(len(body)) }
}

func body(s string) func(*conformance.Exchange) {
	return func(e *conformance.Exchange) { e.Body = []byte(s) }
}

func token(alg, iss string, iat, exp time.Duration, key string) func(*conformance.Exchange) {
	part := base64.RawURLEncoding.EncodeToString
	signed := part(fmt.Appendf(nil, `{"alg":%q}`, alg)) + "." + part(fmt.Appendf(nil, `{"iss":%q,"iat":%d,"exp":%d}`, iss, start().Add(iat).Unix(), start().Add(exp).Unix()))
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(signed))
	return header("Authorization", "Bearer "+signed+"."+part(mac.Sum(nil)))
}

func wireOf(xs ...conformance.Exchange) *conformance.Evidence {
	xs = slices.Clone(xs) // tests side by side may share them
	for i := range xs {
		xs[i].N = i + 1
	}
	e := &conformance.Evidence{Exchanges: xs}
	e.World.Credentials = subject.Credentials{ConsumerID: "me", SharedSecret: secret, APIKey: "the-api-key"}
	e.World.Secrets = map[string]string{"shared secret": secret, "API key": "the-api-key"}
	return e
}

// callOf makes a call; v is a value or an error.
func callOf(label string, v any, edit ...func(*conformance.CallRecord)) conformance.CallRecord {
	c := conformance.CallRecord{Label: label, Op: label, End: time.Second}
	if err, ok := v.(*subject.Error); ok {
		c.Err = err
	} else {
		var err error
		if c.Value, err = subject.Normalize(v); err != nil {
			panic(err)
		}
	}
	for _, f := range edit {
		f(&c)
	}
	return c
}

func saying(calls ...conformance.CallRecord) *conformance.Evidence {
	e := wireOf()
	e.Calls = calls
	return e
}

type m = map[string]any

type row struct {
	name  string
	check string // YAML: one function with its arguments
	on    *conformance.Evidence
	want  string // met, unmet, unreached or fault
	saw   string // part of
}

func judgeRows(t *testing.T, rows []row) {
	t.Helper()
	r := New()
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := judgeText(t, r, tt.check, tt.on)
			got := "unmet"
			switch {
			case o.Fault != "":
				got = "fault"
			case o.Met && o.Reached:
				got = "met"
			case !o.Reached:
				got = "unreached"
			}
			require.Equal(t, tt.want, got, "%+v", o)
			require.Contains(t, o.Saw+o.Fault, tt.saw)
			if got != "fault" {
				require.NotEmpty(t, o.Want)
				require.NotEmpty(t, o.Saw)
			}
		})
	}
}

func judgeText(t *testing.T, r *Registry, check string, e *conformance.Evidence) conformance.Outcome {
	t.Helper()
	var doc map[string]yaml.RawMessage
	require.NoError(t, yaml.Unmarshal([]byte(check), &doc))
	require.Len(t, doc, 1)
	for name, raw := range doc {
		args, err := r.Decode(name, func(into any) error { return yaml.UnmarshalWithOptions(raw, into, yaml.Strict()) })
		require.NoError(t, err)
		return r.Judge(e, name, args)
	}
	return conformance.Outcome{}
}

func TestWireChecks(t *testing.T) {
	t.Parallel()
	three := wireOf(x(0, "GET /a", 202), x(time.Second, "GET /a", 200), x(2*time.Second, "GET /b", 200))
	keyed := wireOf(x(0, "GET /a", 200, header("X-Api-Key", "k")), x(0, "GET /b", 200))
	judgeRows(t, []row{
		{"counts requests", "requests_count: {operation: a, equals: 2}", three, "met", "2"},
		{"counts too many", "requests_count: {max: 2}", three, "unmet", "3"},
		{"counts too few", "requests_count: {operation: b, min: 2}", three, "unmet", "1"},
		{"counts within bounds", "requests_count: {min: 1, max: 3}", three, "met", "3"},
		{"counts what follows an answer", "requests_count: {after: {status: 202}, equals: 2}", three, "met", "2"},
		{"counts nothing after what never came", "requests_count: {after: {status: 500}, max: 0}", three, "unreached", "no requests answered 500"},
		{"bounds traffic", "bounded_requests: {max: 3}", three, "met", ""},
		{"finds a header", "header_present: {operation: a, header: x-api-key}", keyed, "met", "all 1"},
		{"misses a header", "header_present: {header: x-api-key}", keyed, "unmet", "#2 has no x-api-key"},
		{"leaves operations out", "header_present: {header: x-api-key, except: [b]}", keyed, "met", ""},
		{"has no request to look at", "header_present: {operation: c, header: x-api-key}", keyed, "unreached", ""},
		{"finds a header that must not be", "header_absent: {header: x-api-key}", keyed, "unmet", "#1"},
		{"compares a header whole", "header_matches: {operation: a, header: x-api-key, pattern: '[a-j]'}", keyed, "unmet", "another form"},
		{"wants one method", "method_is: {path: /a, is: POST}", keyed, "unmet", "is GET"},
		{"reads an offer", "offers_coding: {any_of: [gzip, br]}", wireOf(x(0, "GET /a", 200, header("Accept-Encoding", "zstd;q=0.5, br"))), "met", ""},
		{"takes q=0 for a refusal", "offers_coding: {any_of: [gzip]}", wireOf(x(0, "GET /a", 200, header("Accept-Encoding", "gzip;q=0, identity"))), "unmet", "offers"},
		{"sees a request that comes after all", "no_request_after: {operation: a, after: {status: 202}}", three, "unmet", "1"},
		{"sees that none comes", "no_request_after: {operation: c, after: {status: 202}}", three, "met", "0"},
		{"sees a repetition", "url_not_repeated: {after: {status: 202}}", three, "unmet", "1 repetitions"},
		{"tells requests by their query", "url_not_repeated: {after: {status: 413}}", wireOf(x(0, "GET /a?v=1,2", 413), x(0, "GET /a?v=1", 200)), "met", ""},
		{"stops reading in time", "body_read_at_most: {at_most: 4}", wireOf(x(0, "GET /a", 200, reply("12345"))), "unmet", "took 5 bytes"},
	})
}

func TestTimeChecks(t *testing.T) {
	t.Parallel()
	poll := func(gaps ...time.Duration) *conformance.Evidence {
		xs := []conformance.Exchange{x(0, "GET /a", 202)}
		at := time.Duration(0)
		for _, g := range gaps {
			at += g
			xs = append(xs, x(at, "GET /a", 202))
		}
		return wireOf(xs...)
	}
	late := saying(callOf("c", 1, func(c *conformance.CallRecord) { c.Canceled, c.End = 3*time.Second, 5*time.Second }))
	late.Exchanges = []conformance.Exchange{x(4*time.Second, "GET /a", 200)}
	var burst []conformance.Exchange
	for i := range 61 {
		burst = append(burst, x(time.Duration(i)*900*time.Millisecond, "GET /a", 200))
	}
	judgeRows(t, []row{
		{"waits long enough", "gap_at_least: {after: {status: 202}, min: 5s}", poll(5*time.Second, 6*time.Second), "met", "5.000 s (#1→#2)"},
		{"asks too early", "gap_at_least: {after: {status: 202}, min: 5s}", poll(5*time.Second, time.Second), "unmet", "1.000 s (#2→#3)"},
		{"forgives a tolerance", "gap_at_least: {after: {status: 202}, min: 5s, early_tolerance: 50ms}", poll(4960 * time.Millisecond), "met", ""},
		{"forgives no more than it", "gap_at_least: {after: {status: 202}, min: 5s, early_tolerance: 50ms}", poll(4940 * time.Millisecond), "unmet", ""},
		{"never asks again", "gap_at_least: {after: {status: 202}, min: 5s}", poll(), "unreached", "no request followed"},
		{"looks at other requests", "gap_at_least: {after: {status: 202}, then: {operation: b}, min: 1s}", wireOf(x(0, "GET /a", 202), x(time.Second, "GET /b", 200)), "met", ""},
		{"grows", "gaps_grow: {after: {status: 202}, min: 1s}", poll(time.Second, 2*time.Second, 2*time.Second), "met", ""},
		{"shrinks", "gaps_grow: {after: {status: 202}}", poll(2*time.Second, time.Second), "unmet", ""},
		{"shrinks within jitter", "gaps_grow: {after: {status: 202}, jitter: 0.5}", poll(2*time.Second, time.Second), "met", ""},
		{"starts too small", "gaps_grow: {after: {status: 202}, min: 1s}", poll(time.Millisecond), "unmet", "0.001 s"},
		{"finds the fullest window", "max_in_window: {max: 60}", wireOf(burst...), "unmet", "at most 61"},
		{"does not count the window's end", "max_in_window: {max: 60, window: 54s}", wireOf(burst...), "met", "at most 60"},
		{"ends in time", "completes_within: {call: c, patience: 10s, expected: 1s}", saying(callOf("c", 1)), "met", "1.000 s"},
		{"ends late", "completes_within: {call: c, patience: 500ms, norm: rule}", saying(callOf("c", 1)), "unmet", ""},
		{"never ends", "completes_within: {call: c, patience: 10s, norm: rule}", saying(callOf("c", 1, func(c *conformance.CallRecord) { c.Hung = true })), "unmet", "no end"},
		{"ends too long after being canceled", "completes_within: {call: c, patience: 1s, norm: rule, canceled: true}", late, "unmet", "2.000 s"},
		{"asks after being canceled", "no_request_after: {call: c, canceled: true}", late, "unmet", "1"},
		{"asks before its end", "no_request_after: {call: c}", late, "met", "0"},
		{"takes its time", "takes_at_least: {call: c, at_least: 2s}", saying(callOf("c", 1)), "unmet", ""},
	})
}

func TestTokenChecks(t *testing.T) {
	t.Parallel()
	const all = "jwt_claims: {alg: HS256, iss: consumer, numeric: true, max_life: 300s, valid_at_arrival: true, verify: true}"
	judgeRows(t, []row{
		{"is sound", all, wireOf(x(time.Minute, "GET /a", 200, token("HS256", "me", 0, 300*time.Second, secret))), "met", ""},
		{"lives too long", all, wireOf(x(0, "GET /a", 200, token("HS256", "me", 0, 301*time.Second, secret))), "unmet", "lives 301"},
		{"has expired", all, wireOf(x(301*time.Second, "GET /a", 200, token("HS256", "me", 0, 300*time.Second, secret))), "unmet", "expired 1.000 s before"},
		{"is unsigned", all, wireOf(x(0, "GET /a", 200, token("none", "me", 0, 300*time.Second, secret))), "unmet", `alg is "none"`},
		{"is somebody else's", all, wireOf(x(0, "GET /a", 200, token("HS256", "you", 0, 300*time.Second, secret))), "unmet", "iss is not consumer"},
		{"is forged", all, wireOf(x(0, "GET /a", 200, token("HS256", "me", 0, 300*time.Second, "guess"))), "unmet", "does not verify"},
		{"is absent", all, wireOf(x(0, "GET /a", 200)), "unmet", "no Authorization"},
		{"is no JWT", all, wireOf(x(0, "GET /a", 200, header("Authorization", "Bearer abc"))), "unmet", "1 parts"},
		{"is padded", all, wireOf(x(0, "GET /a", 200, header("Authorization", "Bearer e30=.e30=.e30="))), "unmet", "without padding"},
		{"is Basic", all, wireOf(x(0, "GET /a", 200, header("Authorization", "Basic abc"))), "unmet", "not a bearer"},
		{
			"is signed with a secret that was reported", "jwt_claims: {verify: true, secret_from: 'reg#/sharedSecret'}",
			withCalls(wireOf(x(0, "GET /a", 200, token("HS256", "me", 0, time.Second, "fresh"))), callOf("reg", m{"sharedSecret": "fresh"})), "met", "",
		},
	})
}

func withCalls(e *conformance.Evidence, calls ...conformance.CallRecord) *conformance.Evidence {
	e.Calls = calls
	return e
}

func TestQueryChecks(t *testing.T) {
	t.Parallel()
	pages := wireOf(x(0, "GET /a", 200, reply(`{"items":[{"id":1},{"id":2}]}`)), x(0, "GET /a?offset=2", 429), x(0, "GET /a?offset=2", 200, reply(`{"items":[{"id":3}]}`)))
	judgeRows(t, []row{
		{"has a parameter", "query_equals: {operation: a, name: f, value: 'x y'}", wireOf(x(0, "GET /a?f=x+y", 200)), "met", ""},
		{"compares it as sent", "query_equals: {name: f, value: '%2B', raw: true}", wireOf(x(0, "GET /a?f=%2B", 200)), "met", ""},
		{"has it twice", "query_equals: {name: f, value: x}", wireOf(x(0, "GET /a?f=x&f=x", 200)), "unmet", ""},
		{"has a form", "query_matches: {name: t, pattern: '.*Z'}", wireOf(x(0, "GET /a?t=2026Z", 200)), "met", ""},
		{"has an instant", "query_instant: {name: t, value: '2026-02-01T08:00:00Z'}", wireOf(x(0, "GET /a?t=2026-02-01T10:00:00%2B02:00", 200)), "met", ""},
		{"has another instant", "query_instant: {name: t, value: '2026-02-01T08:00:00Z'}", wireOf(x(0, "GET /a?t=2026-02-01T10:00:00Z", 200)), "unmet", "10:00:00Z"},
		{"has an instant with a space", "query_instant: {name: t, value: '2026-02-01T08:00:00Z'}", wireOf(x(0, "GET /a?t=2026-02-01T10:00:00+02:00", 200)), "unmet", "10:00:00 02:00"},
		{"has another form", "query_matches: {name: t, pattern: '.*Z'}", wireOf(x(0, "GET /a?t=2026", 200)), "unmet", ""},
		{"has none", "query_absent: {name: offset}", pages, "unmet", "#2"},
		{"asks for all together", "query_union: {status: 200, name: v, values: [p, q], once: true}", wireOf(x(0, "GET /a?v=p,q", 413), x(0, "GET /a?v=p", 200), x(0, "GET /a?v=q", 200)), "met", ""},
		{"asks for one twice", "query_union: {status: 200, name: v, values: [p], once: true}", wireOf(x(0, "GET /a?v=p", 200), x(0, "GET /a?v=p", 200)), "unmet", "p 2 times"},
		{"asks for half", "query_union: {name: v, values: [p, q]}", wireOf(x(0, "GET /a?v=p", 200)), "unmet", "q never"},
		{"walks", "sequence_of_offsets: {operation: a, values: ['0', '2'], repeats: true}", pages, "met", "0, 2"},
		{"walks with a repetition", "sequence_of_offsets: {operation: a, values: ['0', '2']}", pages, "unmet", "0, 2, 2"},
		{"counts items", "offsets_count_items: {operation: a, items: /items}", pages, "met", ""},
		{"counts pages", "offsets_count_items: {operation: a, items: /items}", wireOf(x(0, "GET /a", 200, reply(`{"items":[1,2]}`)), x(0, "GET /a?offset=1", 200)), "unmet", "offset=1 after 2 items"},
		{"matches a query by pattern", "requests_count: {query: {v: '.*,.*'}, equals: 1}", wireOf(x(0, "GET /a?v=p,q", 413), x(0, "GET /a?v=p", 200)), "met", ""},
		{"matches a query that is absent", "requests_count: {query: {v: ''}, equals: 1}", wireOf(x(0, "GET /a?v=p", 413), x(0, "GET /a", 200)), "met", ""},
		{"sends JSON", "body_json: {path: /name, value: hawks}", wireOf(x(0, "POST /a", 200, body(`{"name":"hawks"}`))), "met", ""},
		{"sends a form", "body_json: {path: /name, present: true}", wireOf(x(0, "POST /a", 200, body(`name=hawks`))), "unmet", "not JSON"},
		{"sends too much", "body_json: {path: /secret, absent: true}", wireOf(x(0, "POST /a", 200, body(`{"secret":1}`))), "unmet", "has /secret"},
	})
}

func TestCallChecks(t *testing.T) {
	t.Parallel()
	failed := saying(callOf("c", &subject.Error{Class: subject.RateLimited, Status: 429, RetryAfter: time.Minute, Message: "Slow down, try FEWER variables"}))
	other := saying(callOf("c", &subject.Error{Class: subject.Other, Message: "?"}))
	judgeRows(t, []row{
		{"succeeds", "call_ok: {call: c}", saying(callOf("c", 1)), "met", "success"},
		{"fails", "call_ok: {call: c}", failed, "unmet", "rate_limited (HTTP 429)"},
		{"was not made", "call_ok: {call: d}", failed, "unreached", "not made"},
		{"counts successes", "calls_count: {call: c, ok: 1, failed: 0}", saying(callOf("c", 1)), "met", ""},
		{"has the class", "error_class: {call: c, any_of: [auth, rate_limited]}", failed, "met", ""},
		{"has another class", "error_class: {call: c, any_of: [auth]}", failed, "unmet", ""},
		{"has a class that it must not have", "error_class: {call: c, none_of: [rate_limited]}", failed, "unmet", ""},
		{"wants errors mapped", "error_class: {call: c, any_of: [auth]}", other, "unmet", "map this error"},
		{"may succeed too", "error_class: {call: c, any_of: [auth], or_ok: true}", saying(callOf("c", 1)), "met", ""},
		{"succeeds where it must fail", "error_class: {call: c, any_of: [auth]}", saying(callOf("c", 1)), "unmet", "success"},
		{"reports the status", "error_status: {call: c, any_of: [429]}", failed, "met", ""},
		{"names a remedy", "error_mentions: {call: c, any_of: [fewer, split]}", failed, "met", ""},
		{"names none", "error_mentions: {call: c, any_of: [split]}", failed, "unmet", ""},
		{"reports the delay", "retry_after_reported: {call: c, at_least: 1m}", failed, "met", ""},
		{"reports too short a delay", "retry_after_reported: {call: c, at_least: 2m}", failed, "unmet", "1m0s"},
		{"keeps secrets", "no_secret_in: {}", failed, "met", "nothing"},
		{"prints a secret", "no_secret_in: {}", saying(callOf("c", &subject.Error{Message: "signed with " + secret})), "unmet", "the shared secret in the error"},
		{"puts a secret into a URL", "no_secret_in: {in: [url]}", wireOfCalls(x(0, "GET /a?key=the-api-key", 200)), "unmet", "URL of #1"},
		{"prints a bearer token", "no_secret_in: {}", withCalls(wireOf(x(0, "GET /a", 200, header("Authorization", "Bearer 0123456789"))), callOf("c", m{"debug": "0123456789"})), "unmet", "bearer token of #1"},
	})
}

func wireOfCalls(xs ...conformance.Exchange) *conformance.Evidence {
	return withCalls(wireOf(xs...), callOf("c", 1))
}

func TestValueChecks(t *testing.T) {
	t.Parallel()
	v := saying(callOf("c", m{"n": 7, "f": 0.1, "list": []int{2, 1}, "at": time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "none": nil}), callOf("d", m{"n": 8, "list": []any{m{"id": 1}, m{"id": 1}}}))
	sent := withCalls(wireOf(x(0, "GET /a", 200, reply(`{"items":[{"id":1},{"id":2}],"n":7}`))), callOf("c", m{"items": []any{m{"id": 2}, m{"id": 1}}, "n": 7}), callOf("half", m{"items": []any{m{"id": 1}}, "n": 8}))
	judgeRows(t, []row{
		{"is exact", "value_equals: {call: c, path: /n, value: 7}", v, "met", ""},
		{"is another number", "value_equals: {call: c, path: /n, value: 8}", v, "unmet", "value: 7, want 8"},
		{"is within tolerance", "value_equals: {call: c, path: /f, value: 0.11, tolerance: 0.02}", v, "met", ""},
		{"is out of order", "value_equals: {call: c, path: /list, value: [1, 2]}", v, "unmet", "/0: 2, want 1"},
		{"is a bag", "value_equals: {call: c, path: /list, value: [1, 2], unordered: true}", v, "met", ""},
		{"is one of several", "value_equals: {call: c, path: /n, any_of: [6, 7]}", v, "met", ""},
		{"is nowhere", "value_equals: {call: c, path: /x, value: 7}", v, "unmet", "nothing there"},
		{"fails instead", "value_equals: {call: e, path: /x, value: 7}", saying(callOf("e", &subject.Error{Class: subject.Decode})), "unmet", "decode"},
		{"may fail instead", "value_equals: {call: e, path: /x, value: 7, or_classes: [decode]}", saying(callOf("e", &subject.Error{Class: subject.Decode})), "met", ""},
		{"is there", "value_present: {call: c, path: /n}", v, "met", ""},
		{"is null", "value_present: {call: c, path: /none}", v, "unmet", ""},
		{"is left out", "value_absent: {call: c, path: /x}", v, "met", ""},
		{"is not left out", "value_absent: {call: c, path: /none}", v, "unmet", ""},
		{"has members", "value_count: {call: c, path: /list, equals: 2}", v, "met", "2"},
		{"has too few members", "value_count: {call: c, path: /list, min: 3}", v, "unmet", "2"},
		{"is no list", "value_count: {call: c, path: /n, min: 1}", v, "unmet", "neither"},
		{"is an instant", "value_kind: {call: c, path: /at, is: [instant]}", v, "met", "instant"},
		{"is a whole number", "value_kind: {call: c, path: /n, is: [number]}", v, "met", "int"},
		{"is no string", "value_kind: {call: c, path: /n, is: [string]}", v, "unmet", "int"},
		{"differs between calls", "values_same: {calls: [c, d], path: /n}", v, "unmet", "d differs from c"},
		{"has one call only", "values_same: {calls: [c], path: /n}", v, "unreached", ""},
		{"has every item", "items_once: {calls: [c], path: /items, key: /id, sent: {operation: a}, sent_path: /items, sent_key: /id}", sent, "met", "all 2"},
		{"misses an item", "items_once: {calls: [half], path: /items, key: /id, sent: {operation: a}, sent_path: /items, sent_key: /id}", sent, "unmet", "2 is missing"},
		{"has an item twice", "items_once: {calls: [d], path: /list, key: /id, values: [1]}", v, "unmet", "1 came 2 times"},
		{"has an item from nowhere", "items_once: {calls: [c], path: /items, key: /id, values: [1]}", sent, "unmet", "2 came from nowhere"},
		{"cannot read what was sent", "items_once: {calls: [c], path: /items, key: /id, sent: {operation: a}, sent_path: /nope, sent_key: /id}", sent, "fault", "nothing at /nope"},
		{"is what was sent", "value_equals_reply: {call: c, path: /n, sent: {operation: a}, sent_path: /n}", sent, "met", ""},
		{"is not what was sent", "value_equals_reply: {call: half, path: /n, sent: {operation: a}, sent_path: /n}", sent, "unmet", "8, want 7"},
	})
}

func TestStimuli(t *testing.T) {
	t.Parallel()
	e := withCalls(wireOf(x(0, "GET /a", 202), x(0, "GET /a", 200)), callOf("c", 1))
	e.End, e.Fired = time.Minute, map[string]int{"busy": 2}
	scripted := func(route conformance.Route) *conformance.Evidence {
		with := *e
		with.Case = &conformance.Case{World: conformance.World{Script: []conformance.Route{route}}}
		return &with
	}
	owing := scripted(conformance.Route{Match: conformance.Match{Operation: "a"}, Replies: []conformance.Reply{{Status: 202}, {Status: 503, Forever: true}}})
	waiting := scripted(conformance.Route{Match: conformance.Match{Query: map[string]string{"offset": "10"}}, Replies: []conformance.Reply{{Status: 503}}})
	judgeRows(t, []row{
		{"was sent", "reply_sent: {operation: a, status: 202}", e, "met", "1"},
		{"was never asked for", "reply_sent: {operation: b, status: 202}", e, "unreached", "0"},
		{"was answered otherwise by the vendor", "reply_sent: {operation: a, status: 503}", e, "unreached", "answered 202, 200"},
		{"was owed by the script and not delivered", "reply_sent: {operation: a, status: 503}", owing, "fault", "#2 got 200"},
		{"waits for a request that was not sent", "reply_sent: {operation: a, status: 503}", waiting, "unreached", "waits for requests with offset=10"},
		{"was seen", "request_seen: {operation: a, at_least: 2}", e, "met", ""},
		{"was not seen often enough", "request_seen: {operation: a, at_least: 3}", e, "unreached", ""},
		{"was damaged", "fault_fired: {name: busy, at_least: 2}", e, "met", ""},
		{"was not damaged", "fault_fired: {name: cut}", e, "unreached", ""},
		{"was called", "call_made: {call: c}", e, "met", ""},
		{"took time", "elapsed: {at_least: 1m}", e, "met", ""},
		{"took too little time", "elapsed: {at_least: 2m}", e, "unreached", ""},
	})
	r := New()
	for _, s := range r.Specs() {
		require.NotEmpty(t, s.Doc, s.Name)
		require.Equal(t, s.Stimulus, r.Stimulus(s.Name))
	}
}

func TestArgumentsAreChecked(t *testing.T) {
	t.Parallel()
	r := New()
	for check, want := range map[string]string{
		"requests_count: {operation: a}":                          "neither min, max nor equals",
		"requests_count: {max: 1, query: {v: '('}}":               "query v",
		"requests_count: {max: 1, path: '['}":                     "path",
		"header_present: {}":                                      "names no header",
		"header_matches: {header: a, pattern: '('}":               "error parsing regexp",
		"method_is: {path: /a}":                                   "is: METHOD",
		"offers_coding: {}":                                       "any_of",
		"no_request_after: {}":                                    "either after",
		"body_read_at_most: {}":                                   "at_most",
		"gap_at_least: {after: {status: 202}}":                    "min must be",
		"gaps_grow: {jitter: 1}":                                  "jitter",
		"max_in_window: {}":                                       "above zero",
		"completes_within: {call: c}":                             "patience",
		"completes_within: {call: c, patience: 5s}":               "an upper bound says",
		"completes_within: {call: c, patience: 5s, expected: 1s}": "below ten times",
		"jwt_claims: {}":                                          "demands nothing",
		"jwt_claims: {verify: true, secret_from: x}":              "LABEL#/pointer",
		"query_equals: {value: x}":                                "names no parameter",
		"query_union: {name: v}":                                  "needs name and values",
		"sequence_of_offsets: {}":                                 "needs values",
		"body_json: {path: /a}":                                   "neither value, present nor absent",
		"error_class: {call: c, any_of: [nodata]}":                `"nodata" is not an error class`,
		"error_class: {call: c}":                                  "names no class",
		"error_status: {call: c}":                                 "any_of",
		"error_mentions: {call: c, any_of: ['(']}":                "error parsing regexp",
		"retry_after_reported: {call: c}":                         "at_least",
		"calls_count: {call: c}":                                  "neither ok nor failed",
		"no_secret_in: {in: [head]}":                              `not "head"`,
		"value_equals: {path: a, value: 1}":                       "does not start with a slash",
		"value_equals: {path: /a, value: 1, tolerance: -1}":       "below zero",
		"value_count: {path: /a}":                                 "neither min, max nor equals",
		"value_kind: {path: /a}":                                  "no kind",
		"values_same: {}":                                         "names no calls",
		"items_once: {calls: [c]}":                                "either values or sent",
		"elapsed: {}":                                             "above zero",
		"gap_at_most: {min: 1s}":                                  "no check function",
	} {
		var doc map[string]yaml.RawMessage
		require.NoError(t, yaml.Unmarshal([]byte(check), &doc))
		for name, raw := range doc {
			_, err := r.Decode(name, func(into any) error { return yaml.UnmarshalWithOptions(raw, into, yaml.Strict()) })
			require.ErrorContains(t, err, want, check)
		}
	}
}

func TestABugInACheckIsTheSuitesFault(t *testing.T) {
	t.Parallel()
	require.Contains(t, New().Judge(nil, "call_ok", &CallOK{}).Fault, "panicked")
	require.Contains(t, New().Judge(wireOf(), "call_ok", &Seen{}).Fault, "was given")
	require.Contains(t, New().Judge(wireOf(), "call_bad", nil).Fault, "no check function")
}
