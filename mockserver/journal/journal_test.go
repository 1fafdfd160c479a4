package journal_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// call records one exchange.
func call(j *Journal, operation, target string, status int) *Exchange {
	method, path, _ := strings.Cut(target, " ")
	e := j.Open(start, "svc", "/svc", httptest.NewRequest(method, path, nil))
	e.Operation = operation
	j.Close(e, Answer{Now: start.Add(20 * time.Millisecond), Status: status, Body: []byte(`{}`), Header: http.Header{"Content-Type": {"application/json"}}})
	return e
}

func operations(list []*Exchange) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.Operation)
	}
	return b.String()
}

func TestExchangeIsRecordedRedacted(t *testing.T) {
	j := New(Options{})
	j.Redactor().AddSecrets("kn0wn-secret")
	r := httptest.NewRequest("POST", "https://api.example/v1/register?apikey=abc&x=kn0wn-secret", nil)
	r.Header.Set("Authorization", "Bearer abc")
	e := j.Open(start, "firstbeat", "/w/a/firstbeat", r)
	e.Operation, e.Bug, e.Faults = "register", "panic: kn0wn-secret", []string{"f"}
	e.Decide("key", "refuse", "the key kn0wn-secret is disabled")
	j.Close(e, Answer{
		Now: start.Add(time.Second), RequestBody: []byte(`{"consumerName":"hawks"}`), Status: 201,
		Header: http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"a=b"}},
		Body:   []byte(`{"id":"i","sharedSecret":"new"}`),
	})
	want := &Exchange{
		ID: 1, Time: start, Duration: time.Second, Service: "firstbeat", Operation: "register", Method: "POST",
		Scheme: "https", Host: "api.example", Proto: "HTTP/1.1",
		URL: "/w/a/firstbeat/v1/register?apikey=%3Credacted%3E&x=<redacted>", Path: "/v1/register",
		RequestHeader: http.Header{"Authorization": {"Bearer <redacted>"}},
		RequestBody:   []byte(`{"consumerName":"hawks"}`), RequestBytes: 24,
		Status: 201, ResponseHeader: http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"<redacted>"}},
		ResponseBody: []byte(`{"id":"i","sharedSecret":"<redacted>"}`), ResponseBytes: 31,
		Decisions: []Decision{{"key", "refuse", "the key <redacted> is disabled"}},
		Faults:    []string{"f"}, Bug: "panic: <redacted>",
	}
	got := j.Exchanges(Filter{})
	require.Len(t, got, 1)
	require.Equal(t, want, got[0])
}

func TestZeroAndNilJournals(t *testing.T) {
	var zero Journal
	call(&zero, "a", "GET /", 200)
	require.Len(t, zero.Exchanges(Filter{}), 1)
	var none *Journal
	none.Close(none.Open(start, "s", "", httptest.NewRequest("GET", "/", nil)), Answer{})
	none.Redactor().AddSecrets("ignored")
	none.Tap(func(Witness) { t.Error("tapped") })()
	none.Clear()
	require.Empty(t, none.Exchanges(Filter{}))
	require.Nil(t, none.Clone())
	require.Zero(t, none.Stats())
	var e *Exchange
	e.Decide("step", "allow", "nobody listens")
}

func TestBodies(t *testing.T) {
	zipped := func(s string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte(s))
		_ = w.Close()
		return b.Bytes()
	}
	long := strings.Repeat("x", 95) + `{"a":"S3cr3tS3cr3t","b":"éé"}` + strings.Repeat("y", 100)
	tests := []struct {
		name   string
		coding string
		answer Answer
		body   string
		note   string
	}{
		{"keeps a short body", "", Answer{Body: []byte("abc")}, "abc", ""},
		{"keeps nothing of no body", "gzip", Answer{}, "", ""},
		{"cuts a long body", "", Answer{Body: bytes.Repeat([]byte("é"), 100)}, strings.Repeat("é", 50), "cut after 100 bytes"},
		{"cuts between characters", "", Answer{Body: append([]byte("x"), bytes.Repeat([]byte("é"), 100)...)}, "x" + strings.Repeat("é", 49), "cut after 100 bytes"},
		{"hides a secret that the cut goes through", "", Answer{Body: []byte(long)}, strings.Repeat("x", 95) + `{"a`, "cut after 100 bytes"},
		{"keeps what was there before coding", "br", Answer{Body: []byte{1, 2}, Plain: []byte(`{"token":"x"}`)}, `{"token":"<redacted>"}`, ""},
		{"undoes gzip", "gzip", Answer{Body: zipped(`{"token":"x"}`)}, `{"token":"<redacted>"}`, ""},
		{"undoes gzip as far as it goes", "gzip", Answer{Body: zipped(`{"token":"x"}`)[:30]}, `{"token":"<redacted>"}`, ""},
		{"undoes no more than it keeps", "gzip", Answer{Body: zipped(strings.Repeat("x", 1e6))}, strings.Repeat("x", 100), "cut after 100 bytes"},
		{"keeps nothing that it cannot read", "br", Answer{Body: []byte("token=x")}, "", `not kept: coded as "br"`},
		{"keeps nothing that is not what it is called", "gzip", Answer{Body: []byte("token=x")}, "", "not kept: it is called gzip, but is not"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := New(Options{BodyLimit: 100})
			j.Redactor().AddSecrets("S3cr3tS3cr3t")
			tt.answer.Header = http.Header{}
			if tt.coding != "" {
				tt.answer.Header.Set("Content-Encoding", tt.coding)
			}
			j.Close(j.Open(start, "s", "", httptest.NewRequest("GET", "/", nil)), tt.answer)
			e := j.Exchanges(Filter{})[0]
			require.NotContains(t, string(e.ResponseBody), "S3c")
			require.Equal(t, tt.note, e.ResponseNote)
			require.Equal(t, tt.body, string(e.ResponseBody))
			require.Equal(t, int64(len(tt.answer.Body)), e.ResponseBytes)
		})
	}
	t.Run("it can keep no bodies at all", func(t *testing.T) {
		j := New(Options{BodyLimit: -1})
		call(j, "a", "GET /", 200)
		e := j.Exchanges(Filter{})[0]
		require.Nil(t, e.ResponseBody)
		require.Equal(t, "bodies are not kept here", e.ResponseNote)
	})
}

// TestCutsNeverShowPartOfASecret moves a secret over the place of the cut.
func TestCutsNeverShowPartOfASecret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 80).Draw(t, "limit")
		secret := rapid.StringMatching(`[A-Z]{8,30}`).Draw(t, "secret")
		j := New(Options{BodyLimit: limit})
		j.Redactor().AddSecrets(secret, "another-secret-that-is-quite-a-bit-longer-than-the-first")
		body := strings.Repeat("x", rapid.IntRange(0, 90).Draw(t, "before")) + secret + strings.Repeat("y", rapid.IntRange(0, 90).Draw(t, "after"))
		j.Close(j.Open(start, "s", "", httptest.NewRequest("GET", "/", nil)), Answer{Body: []byte(body)})
		e := j.Exchanges(Filter{})[0]
		require.LessOrEqual(t, len(e.ResponseBody), limit)
		require.True(t, utf8.Valid(e.ResponseBody))
		kept := strings.ReplaceAll(string(e.ResponseBody), Redacted, "")
		require.NotContains(t, kept, secret[:1], "%q", e.ResponseBody)
	})
}

func TestMemoryStaysFlat(t *testing.T) {
	tests := []struct {
		name      string
		options   Options
		body      int
		exchanges int // that remain
	}{
		{"keeps so many", Options{MaxExchanges: 100}, 10, 100},
		{"keeps so many bytes", Options{MaxBytes: 1 << 20}, 64 << 10, 15},
		{"keeps so many bytes of long bodies", Options{MaxBytes: 100_000}, 1 << 20, 1},
		{"keeps no body that is larger than all", Options{MaxBytes: 10_000}, 1 << 20, 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := New(tt.options)
			body := bytes.Repeat([]byte("x"), tt.body)
			r := httptest.NewRequest("GET", "/v1/a", nil)
			const calls = 3000
			for range calls {
				j.Close(j.Open(start, "s", "", r), Answer{Status: 200, Body: body})
				stats := j.Stats()
				if limit := tt.options.MaxBytes; limit > 0 && stats.Bytes > limit {
					t.Fatalf("%d bytes are more than %d", stats.Bytes, limit)
				}
			}
			stats := j.Stats()
			require.InDelta(t, tt.exchanges, stats.Exchanges, 6)
			require.Equal(t, int64(calls), stats.Evicted+int64(stats.Exchanges))
			got := j.Exchanges(Filter{})
			require.Equal(t, int64(calls), got[len(got)-1].ID, "the newest stay")
			require.Equal(t, int64(calls-len(got)+1), got[0].ID)
		})
	}
}

func TestClearKeepsNumbering(t *testing.T) {
	j := New(Options{})
	call(j, "a", "GET /", 200)
	j.Clear()
	require.Zero(t, j.Stats())
	require.Empty(t, j.Exchanges(Filter{}))
	require.Equal(t, int64(2), call(j, "a", "GET /", 200).ID)
}

func TestFilter(t *testing.T) {
	tests := []struct {
		name   string
		filter Filter
		want   string
	}{
		{"selects all", Filter{}, "abcd"},
		{"selects by operation", Filter{Operation: "b"}, "b"},
		{"selects by method", Filter{Method: "GET"}, "acd"},
		{"selects by status", Filter{Status: 404}, "b"},
		{"selects by class of status", Filter{Status: 4}, "bc"},
		{"selects by service", Filter{Service: "other"}, "d"},
		{"selects from a time on", Filter{Since: start.Add(time.Hour)}, "d"},
		{"includes the time itself", Filter{Since: start}, "abcd"},
		{"selects by the vendor's path", Filter{Path: "/v1/x/*"}, "ab"},
		{"selects below a path", Filter{Path: "/v1/**"}, "abcd"},
		{"selects what came later", Filter{After: 2}, "cd"},
		{"selects the newest", Filter{Limit: 2}, "cd"},
		{"selects nothing", Filter{Operation: "z"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := New(Options{}) // in which nothing is redacted yet
			call(j, "a", "GET /v1/x/1", 200)
			call(j, "b", "POST /v1/x/2", 404)
			call(j, "c", "GET /v1/y", 429)
			late := j.Open(start.Add(time.Hour), "other", "", httptest.NewRequest("GET", "/v1", nil))
			late.Operation = "d"
			j.Close(late, Answer{Status: 200})
			require.Equal(t, tt.want, operations(j.Exchanges(tt.filter)))
		})
	}
}

func TestExchangesComeInTheOrderOfArrival(t *testing.T) {
	j := New(Options{})
	r := httptest.NewRequest("GET", "/", nil)
	first, second := j.Open(start, "s", "", r), j.Open(start, "s", "", r)
	j.Close(second, Answer{})
	j.Close(first, Answer{})
	got := j.Exchanges(Filter{})
	require.Equal(t, []int64{1, 2}, []int64{got[0].ID, got[1].ID})
}

func TestCloneGoesItsOwnWay(t *testing.T) {
	j := New(Options{MaxExchanges: 3})
	j.Redactor().AddSecrets("kn0wn-secret")
	for _, op := range []string{"a", "b", "c", "d"} {
		call(j, op, "GET /", 200)
	}
	fork := j.Clone()
	call(j, "e", "GET /", 200)
	call(fork, "f", "GET /?x=kn0wn-secret", 200)
	require.Equal(t, "cde", operations(j.Exchanges(Filter{})))
	require.Equal(t, "cdf", operations(fork.Exchanges(Filter{})))
	require.Equal(t, "/svc/?x=<redacted>", fork.Exchanges(Filter{})[2].URL)
}

func TestTapWitnessesEverything(t *testing.T) {
	j := New(Options{BodyLimit: 5, MaxExchanges: 1})
	j.Redactor().AddSecrets("kn0wn-secret")
	early := j.Open(start, "s", "", httptest.NewRequest("GET", "/early", nil))
	var seen []Witness
	stop := j.Tap(func(w Witness) { seen = append(seen, w) })
	j.Close(early, Answer{})
	require.Empty(t, seen, "what was opened before cannot be witnessed whole")

	r := httptest.NewRequest("POST", "/v1/a?token=kn0wn-secret", nil)
	r.Header.Set("X-Api-Key", "kn0wn-secret")
	e := j.Open(start, "s", "/s", r)
	r.Header.Del("X-Api-Key") // the server may change the request it works on
	e.Decide("key", "allow", "known")
	j.Close(e, Answer{RequestBody: []byte(`{"password":"p"}`), Status: 200, Header: http.Header{"Set-Cookie": {"a=b"}}, Body: []byte("coded kn0wn-secret"), Plain: []byte("plain")})
	require.Len(t, seen, 1)
	w := seen[0]
	require.Equal(t, "POST", w.Method)
	require.Equal(t, "/v1/a?token=kn0wn-secret", w.URL)
	require.Equal(t, "kn0wn-secret", w.RequestHeader.Get("X-Api-Key"))
	require.Equal(t, `{"password":"p"}`, string(w.RequestBody))
	require.Equal(t, 200, w.Status)
	require.Equal(t, "a=b", w.ResponseHeader.Get("Set-Cookie"))
	require.Equal(t, "coded kn0wn-secret", string(w.Body))
	require.Equal(t, "plain", string(w.Plain))
	require.Equal(t, []Decision{{"key", "allow", "known"}}, w.Exchange.Decisions)
	require.NotContains(t, exported(t, j), "kn0wn-secret", "nothing of it is stored")

	stop()
	call(j, "a", "GET /", 200)
	require.Len(t, seen, 1)
}

// exported is everything that the journal shows.
func exported(t require.TestingT, j *Journal) string {
	var b bytes.Buffer
	require.NoError(t, j.WriteJSON(&b, Filter{}))
	require.NoError(t, j.WriteHAR(&b, Filter{}))
	fmt.Fprintf(&b, "%+v", j.Verify(nil))
	for _, e := range j.Exchanges(Filter{}) {
		fmt.Fprintf(&b, "%+v %s %s", *e, e.RequestBody, e.ResponseBody)
	}
	return b.String()
}

// TestNoSecretSurvivesAnywhere puts a secret in every place of an exchange.
func TestNoSecretSurvivesAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9]{8,40}`).Draw(t, "secret")
		j := New(Options{BodyLimit: rapid.IntRange(20, 200).Draw(t, "limit")})
		j.Redactor().AddSecrets(secret, "unrelated-secret")
		r, err := http.NewRequest("GET", "http://host.example/v1/"+spellToken(t, secret)+"?a="+spellToken(t, secret), nil)
		require.NoError(t, err)
		r.Header.Set("X-Any", spell(t, secret))
		r.Host = secret + ".example"
		e := j.Open(start, "s", "/s", r)
		e.Decide("step", "refuse", spell(t, secret))
		e.Bug, e.Faults = spell(t, secret), []string{secret}
		j.Close(e, Answer{
			RequestBody: []byte("x " + spell(t, secret)), Status: 200,
			Header: http.Header{"Location": {"http://x/?b=" + spellToken(t, secret)}}, Body: []byte(strings.Repeat(" ", 15) + spell(t, secret)),
		})
		if got := exported(t, j); survives(got, secret) {
			t.Fatalf("%q survives in %s", secret, got)
		}
	})
}

func spellToken(t *rapid.T, secret string) string {
	return strings.NewReplacer(" ", "", "%", "", "?", "", "#", "", "/", "").Replace(spell(t, secret))
}

func TestJSONRoundTrip(t *testing.T) {
	j := New(Options{})
	for _, body := range []string{`{"a":"é<redacted>"}`, "plain", "\x00\xff\xfe", ""} {
		r := httptest.NewRequest("POST", "/x?y=1", nil)
		j.Close(j.Open(start, "s", "", r), Answer{RequestBody: []byte(body), Body: []byte(body), Status: 200, Header: http.Header{"A": {"b"}}})
	}
	var b bytes.Buffer
	require.NoError(t, j.WriteJSON(&b, Filter{}))
	require.Contains(t, b.String(), `"responseBody":"{\"a\":\"é<redacted>\"}"`)
	require.Contains(t, b.String(), `"responseBodyBase64":"AP/+"`)
	var read struct {
		Exchanges []*Exchange
		Stats     Stats
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &read))
	require.Equal(t, j.Exchanges(Filter{}), read.Exchanges)
	require.Equal(t, j.Stats(), read.Stats)
	b.Reset()
	require.NoError(t, New(Options{}).WriteJSON(&b, Filter{}))
	require.JSONEq(t, `{"exchanges":[],"stats":{"exchanges":0,"bytes":0,"evicted":0}}`, b.String())
}

func TestManyAtOnce(t *testing.T) {
	j := New(Options{MaxExchanges: 20})
	stop := j.Tap(func(Witness) {})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 50 {
				j.Redactor().AddSecrets(fmt.Sprintf("secret-%d-%d", i, n))
				call(j, "a", fmt.Sprintf("GET /?x=secret-%d-%d", i, n), 200)
				_ = j.WriteJSON(io.Discard, Filter{})
				_ = j.Verify(nil)
			}
		})
	}
	all.Wait()
	stop()
	require.Equal(t, 20, j.Stats().Exchanges)
	require.NotContains(t, exported(t, j), "secret-")
}
