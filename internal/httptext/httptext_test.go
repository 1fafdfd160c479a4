package httptext_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/httptext"
)

func TestTwoMessagesAreAnExchange(t *testing.T) {
	got, err := httptext.Parse([]byte("POST /a?b=c HTTP/1.1\nHost: x.example\nContent-Type: text/plain\n\none\n\ntwo\n\nHTTP/1.1 201 Created\nlocation: /a/1\n\n{\n  \"a\": 1\n}\n"))
	require.NoError(t, err)
	want := httptext.Exchange{
		Method: "POST", Target: "/a?b=c", RequestHeader: http.Header{"Host": {"x.example"}, "Content-Type": {"text/plain"}}, RequestBody: []byte("one\n\ntwo"),
		Status: 201, Header: http.Header{"Location": {"/a/1"}}, Body: []byte("{\n  \"a\": 1\n}"),
	}
	require.Empty(t, cmp.Diff(want, got))
}

func TestWhatIsNoExchangeIsRefused(t *testing.T) {
	for text, why := range map[string]string{
		"":                                 "no line begins with HTTP/1.1",
		"GET /a HTTP/1.1\n\n":              "no line begins with HTTP/1.1",
		"GET /a\n\nHTTP/1.1 200 OK\n\n":    "is not METHOD /TARGET HTTP/1.1",
		"GET a HTTP/1.1\n\nHTTP/1.1 200\n": "is not METHOD /TARGET HTTP/1.1",
		"GET /a HTTP/1.1\nA: b\nHTTP/1.1 200 OK\n\n":         "request: its headers do not end",
		"GET /a HTTP/1.1\n\nHTTP/1.1 OK\n\n":                 "is no status",
		"GET /a HTTP/1.1\n\nHTTP/1.1 999 Many\n\n":           "is no status",
		"GET /a HTTP/1.1\n\nHTTP/1.1 200 OK\nA: b\nnonsense": "its headers do not end",
	} {
		_, err := httptext.Parse([]byte(text))
		require.ErrorContains(t, err, why, text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("GET /a HTTP/1.1\nHost: x\n\nHTTP/1.1 200 OK\nA: b\n\nbody\n"))
	f.Add([]byte("\nHTTP/1.1 \n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := httptext.Parse(raw)
		if err == nil && (e.Status < 100 || e.Target == "" || e.Target[0] != '/' || len(e.Body)+len(e.RequestBody) > len(raw)) {
			t.Errorf("%q became %+v", raw, e)
		}
	})
}
