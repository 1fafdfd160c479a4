package change_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// rewritten is what edits make of an answer.
func rewritten(t *testing.T, resp httpx.Response, target string, edits ...change.Edit) httpx.Response {
	t.Helper()
	set, err := change.New([]string{"toy-x"}, map[string][]change.Change{"toy": {{Name: "toy-x", Edits: edits}}})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
	require.NoError(t, err)
	x := change.Exchange{
		Operation: "get", Request: r, Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		Spell: func(status int) (httpx.Response, bool) {
			return httpx.Response{Status: status, ContentType: "application/json", Body: []byte(`{"no":true}`)}, true
		},
	}
	return set.Of("toy").Rewrite(x, resp)
}

func answer(body string) httpx.Response {
	return httpx.Response{ContentType: "application/json", Body: []byte(body)}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		edit       change.Edit
		want       string
	}{
		{"a member of each item is renamed in its place", `{"a":[{"id":1,"n":"é"},{"n":2,"id":3}]}`, change.Rename("/a/*/id", "key"), `{"a":[{"key":1,"n":"é"},{"n":2,"key":3}]}`},
		{"a member at the top is dropped", `{"more":true,"a":[]}`, change.Drop("/more"), `{"a":[]}`},
		{"nulls are dropped, other values stay", `[{"x":null,"y":null},{"x":1}]`, change.DropNull("/*/x"), `[{"y":null},{"x":1}]`},
		{"what is missing is added", `[{"x":1},{"x":null,"y":2}]`, change.Add("/*/y", `{"z":null}`), `[{"x":1,"y":{"z":null}},{"x":null,"y":2}]`},
		{"one value is replaced, others stay", `["a","b"]`, change.Value("/*", "a", "c"), `["c","b"]`},
		{"numbers keep their digits in quotes", `[1.50,"x",-2e3,null]`, change.Quoted("/*"), `["1.50","x","-2e3",null]`},
		{"quotes are taken from numbers only", `["12","-1.5","x","","1 2"]`, change.Unquoted("/*"), `[12,-1.5,"x","","1 2"]`},
		{"numbers are scaled exactly", `[2460000,1.5,"3"]`, change.Scale("/*", 1, 1000), `[2460,0.001500,"3"]`},
		{"the whole is wrapped", `[1]`, change.Wrap("", "items"), `{"items":[1]}`},
		{"each item is wrapped", `["a",1]`, change.Wrap("/*", "name"), `[{"name":"a"},{"name":1}]`},
		{"an object gives way to its member", `{"data":{"a":1},"b":2}`, change.Unwrap("", "data"), `{"a":1}`},
		{"any depth is found", `{"a":{"d":"1"},"b":[{"c":{"d":"2"}}],"d":"3"}`, change.Unquoted("/**/d"), `{"a":{"d":1},"b":[{"c":{"d":2}}],"d":3}`},
		{"what is found nowhere leaves white space alone", "{ \"a\" : 1 }\n", change.Rename("/b", "c"), "{ \"a\" : 1 }\n"},
		{"what is no JSON stays", `<html>`, change.Wrap("", "x"), `<html>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, string(rewritten(t, answer(tt.body), "http://h/", tt.edit).Body))
		})
	}
}

func TestAnswersKeepTheirContentCoding(t *testing.T) {
	plain := []byte(`{"id":1}`)
	for _, coding := range []string{httpx.Gzip, httpx.Deflate, httpx.Brotli, httpx.Zstd} {
		coder := httpx.NewCoder()
		coded, err := coder.Encode(coding, plain)
		require.NoError(t, err)
		resp := answer(string(coded))
		resp.Plain, resp.Header = plain, http.Header{"Content-Encoding": {coding}}
		got := rewritten(t, resp, "http://h/", change.Rename("/id", "key"))
		require.Equal(t, `{"key":1}`, string(got.Plain), coding)
		want, err := coder.Encode(coding, got.Plain)
		require.NoError(t, err)
		require.Equal(t, want, got.Body, coding)
		untouched := rewritten(t, resp, "http://h/", change.Rename("/none", "key"))
		require.Equal(t, coded, untouched.Body, "the same bytes where nothing is found")
	}
}

func TestStreamsStayStreams(t *testing.T) {
	send := func(parts ...string) func(context.Context, io.Writer) error {
		return func(_ context.Context, w io.Writer) error {
			for _, p := range parts {
				if _, err := io.WriteString(w, p); err != nil {
					return err
				}
			}
			return nil
		}
	}
	read := func(resp httpx.Response) []string {
		var got pieces
		require.Nil(t, resp.Body)
		require.NoError(t, resp.Stream(t.Context(), &got))
		return got
	}
	whole := rewritten(t, httpx.Response{ContentType: "application/json", Stream: send(`{"i`, `d":1}`)}, "http://h/", change.Rename("/id", "key"))
	require.Equal(t, []string{`{"key":1}`}, read(whole))
	lines := rewritten(t, httpx.Response{ContentType: "application/x-ndjson", Stream: send("{\"id\":1}\n", "{\"i", "d\":2}\nx\n", `{"id":3}`)}, "http://h/", change.Lines(change.Rename("/id", "key")))
	require.Equal(t, []string{"{\"key\":1}\n", "{\"key\":2}\nx\n", `{"key":3}`}, read(lines))
	broken := rewritten(t, httpx.Response{ContentType: "application/json", Stream: func(context.Context, io.Writer) error { return io.ErrUnexpectedEOF }}, "http://h/", change.Drop("/a"))
	require.ErrorIs(t, broken.Bug, io.ErrUnexpectedEOF)
}

type pieces []string

func (p *pieces) Write(b []byte) (int, error) { *p = append(*p, string(b)); return len(b), nil }

func TestEditsOfStatusAndHeaders(t *testing.T) {
	gone := rewritten(t, httpx.Response{Status: 204}, "http://h/", change.Null("application/json"))
	require.Equal(t, 200, gone.Status)
	require.Equal(t, "null", string(gone.Body))
	late := rewritten(t, httpx.Response{Status: 429, Header: http.Header{"Retry-After": {"60"}}}, "http://h/", change.RetryAsDate(), change.RenameHeader("X-A", "X-B"))
	require.Equal(t, "Sun, 01 Mar 2026 00:01:00 GMT", late.Header.Get("Retry-After"))
	ok := rewritten(t, answer(`{"error":1}`), "http://h/", change.OnError(change.Drop("/error")), change.Charset("utf-8"), change.Header("X-L", "60"))
	require.Equal(t, `{"error":1}`, string(ok.Body))
	require.Equal(t, "application/json; charset=utf-8", ok.ContentType)
	require.Equal(t, "60", ok.Header.Get("X-L"))
	asks := change.Refuse(400, func(q url.Values) bool { return !q.Has("need") })
	require.Equal(t, `{"no":true}`, string(rewritten(t, answer(`{}`), "http://h/?x=1", asks).Body))
	require.Equal(t, 400, rewritten(t, answer(`{}`), "http://h/?x=1", asks).Status)
	require.Equal(t, `{}`, string(rewritten(t, answer(`{}`), "http://h/?need=1", asks).Body))
}

func TestOneCanOnlyChooseWhatThereIs(t *testing.T) {
	all := map[string][]change.Change{"toy": {{Name: "toy-id-renamed"}, {Name: "toy-id-text"}, {Name: "toy-more-gone"}}, "box": {{Name: "box-closed"}}}
	set, err := change.New(nil, all)
	require.NoError(t, err)
	require.Nil(t, set)
	require.Nil(t, set.Of("toy"), "no changes cost nothing")
	_, err = change.New([]string{"toy-id-texts"}, all)
	require.ErrorAs(t, err, new(*change.Unknown))
	require.EqualError(t, err, `"toy-id-texts" is no vendor change; did you mean toy-id-text, toy-id-renamed?`)
	_, err = change.New([]string{"%"}, all)
	require.EqualError(t, err, `"%" is no vendor change`)
	set, err = change.New([]string{"toy-more-gone", "toy-more-gone"}, all)
	require.NoError(t, err)
	require.NotNil(t, set.Of("toy"))
	require.Nil(t, set.Of("box"))
}

func TestTheVendorReadsOtherNames(t *testing.T) {
	set, err := change.New([]string{"toy-q"}, map[string][]change.Change{"toy": {{
		Name: "toy-q", Operations: []string{"list"}, Ask: func(q url.Values) { q.Set("size", "1") },
	}}})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://h/?a=b", http.NoBody)
	require.NoError(t, err)
	require.Equal(t, "a=b&size=1", set.Of("toy").Ask("list", r).URL.RawQuery)
	require.Equal(t, "a=b", r.URL.RawQuery, "the caller's own request stays")
	require.Same(t, r, set.Of("toy").Ask("get", r))
}
