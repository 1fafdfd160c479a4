package journal_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln-bmF0_dXJl"

func TestRedactTokens(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"hides a token in a sentence", "said " + token + " to us.", "said <redacted> to us."},
		{"hides a token under any name", "/v1/a?x=" + token + "&y=1", "/v1/a?x=%3Credacted%3E&y=1"},
		{"hides a token in a path", "/v1/" + token + "/a", "/v1/<redacted>/a"},
		{"hides dots that are escaped", "/?x=" + strings.ReplaceAll(token, ".", "%2E") + "&y=1", "/?x=%3Credacted%3E&y=1"},
		{"hides a token without signature", "x eyJhbGciOiJub25lIn0.e30. y", "x <redacted> y"},
		{"hides all parts of an encrypted token", "x eyJh.b.c.d.e y", "x <redacted> y"},
		{"hides a token in JSON", `{"anything":["` + token + `"]}`, `{"anything":["<redacted>"]}`},
		{"hides several", token + " " + token, "<redacted> <redacted>"},
		{"hides a token that is cut in its second part", "x " + token[:30], "x <redacted>"},
		{"keeps base64 without dots", `{"value":"eyJhbGciOiJIUzI1NiJ9"}`, ""},
		{"keeps two parts", "see eyJson.txt please", ""},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			if tt.want == "" {
				tt.want = tt.in
			}
			r := NewRedactor()
			require.Equal(t, tt.want, r.Text(tt.in))
			require.Equal(t, tt.want, r.URL(tt.in))
			require.Equal(t, tt.want, string(r.Body([]byte(tt.in))))
			require.Equal(t, tt.want, r.Header(http.Header{"X": {tt.in}})["X"][0])
			require.Equal(t, tt.want, r.Text(tt.want), "redacting twice changes nothing")
		})
	}
}

func TestNoTokenIsKept(t *testing.T) {
	j := New(Options{BodyLimit: 100})
	for _, before := range []int{0, 40, 60, 75, 95} { // the limit falls into each part
		r := httptest.NewRequest("POST", "/v1/"+token+"?x="+token, nil)
		body := []byte(strings.Repeat(" ", before) + token + strings.Repeat(" ", 200))
		e := j.Open(start, "s", "", r)
		e.Decide("token", "refuse", "nobody knows "+token)
		j.Close(e, Answer{RequestBody: body, Body: body, Status: 200, Header: http.Header{"Location": {"/?y=" + token}}})
	}
	all := exported(t, j)
	require.NotContains(t, all, token[:30])
	require.Contains(t, all, "redacted")
}
