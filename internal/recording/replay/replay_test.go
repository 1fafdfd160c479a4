package replay_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
	. "github.com/ergodrome/ergodrome/internal/recording/replay"
)

var (
	then = "2026-03-01T12:00:00.000Z"
	now  = time.Date(2027, 6, 1, 8, 0, 0, 0, time.UTC) // 456 days and 20 hours later
)

// exchange spells an entry; extra are members of the request, or headers.
func exchange(request, status, header, text string) string {
	method, url, _ := strings.Cut(request, " ")
	url, body, hasBody := strings.Cut(url, " ")
	post := ""
	if hasBody {
		media := "application/x-www-form-urlencoded"
		if body[0] == '{' {
			media = "application/json"
		}
		post = fmt.Sprintf(`,"postData":{"mimeType":%q,"text":%q}`, media, body)
		post += fmt.Sprintf(`,"headers":[{"name":"content-type","value":%q}]`, media)
	}
	if !strings.Contains(url, "://") {
		url = "http://vendor.example" + url
	}
	name, value, _ := strings.Cut(header, ": ")
	return fmt.Sprintf(`{"startedDateTime":%q,"request":{"method":%q,"url":%q%s},"response":{"status":%s,"headers":[{"name":%q,"value":%q}],"content":{"mimeType":"application/json","text":%q}}}`,
		then, method, url, post, status, name, value, text)
}

func serve(t *testing.T, change func(*Options), entries ...string) *Server {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.har")
	require.NoError(t, os.WriteFile(file, []byte(`{"log":{"entries":[`+strings.Join(entries, ",")+`]}}`), 0o600))
	r, err := recording.Open(file, recording.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close() })
	o := Options{Reader: r, Table: operations.New(), Now: func() time.Time { return now }}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	require.NoError(t, err)
	return s
}

// ask sends "METHOD URL BODY", with headers "Name: value".
func ask(s *Server, request string, headers ...string) *httptest.ResponseRecorder {
	method, rest, _ := strings.Cut(request, " ")
	url, body, _ := strings.Cut(rest, " ")
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	} else if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestQuestionsAreRecognized(t *testing.T) {
	s := serve(t, nil,
		exchange("GET /a?x=1&y=2", "200", "X-A: b", "one"),
		exchange("GET /a?x=2", "200", "", "two"),
		exchange("GET /firstbeat/v1/sports/accounts/3-1/athletes?limit=5", "200", "", "athletes"),
		exchange("GET /a?from=2026-02-01&to=2026-03-01", "200", "", "days"),
		exchange("GET /search?athlete_id=7", "200", "", "person"),
		exchange("POST /oauth/token grant_type=authorization_code&code=abc&client_id=x", "200", "", "token"),
		exchange("POST /oauth/token grant_type=refresh_token&refresh_token=r", "200", "", "renewed"),
		exchange(`POST /items {"a":1,"b":[1,2],"token":"t"}`, "201", "", "made"),
		exchange(`POST /items {"a":2}`, "201", "", "other"),
		exchange("PUT /raw {broken", "204", "", ""),
	)
	for _, test := range []struct{ request, want string }{
		{"GET /a?y=2&x=1", "one"},
		{"GET /a?x=1&y=2&_=172837&access_token=mine", "one"},
		{"GET /a?x=%31&y=2", "one"},
		{"GET /a/?x=2", "two"},
		{"GET /w/mine/firstbeat/v1/sports/accounts/3-1/athletes?limit=5", "athletes"},
		{"GET /a?to=2027-06-01&from=2027-05-01", "days"},
		{"GET /search?athlete_id=356255", "person"},
		{"POST /oauth/token client_id=mine&grant_type=authorization_code&code=other&code_verifier=v", "token"},
		{"POST /oauth/token grant_type=refresh_token&refresh_token=mine", "renewed"},
		{`POST /items {"b":[1,2],"a":1,"token":"mine"}`, "made"},
		{`POST /items {"a":2}`, "other"},
		{"HEAD /a?x=2", ""},
	} {
		if strings.HasPrefix(test.request, "HEAD") {
			require.Equal(t, 501, ask(s, test.request).Code, "HEAD was not recorded")
			continue
		}
		w := ask(s, test.request, "Authorization: Bearer any-token-of-mine")
		require.Equal(t, test.want, w.Body.String(), test.request)
	}
	require.Equal(t, "b", ask(s, "GET /a?x=1&y=2").Header().Get("X-A"))
	require.Equal(t, Report{Recorded: 10, Served: 9, Unmatched: 1}, s.Report())
}

func TestRepeatedQuestionsWalkThroughTheirAnswers(t *testing.T) {
	s := serve(t, nil, exchange("GET /r", "202", "", ""), exchange("GET /r", "202", "", ""), exchange("GET /other", "200", "", ""), exchange("GET /r", "200", "", "done"))
	var got []int
	for range 5 {
		got = append(got, ask(s, "GET /r").Code)
	}
	require.Equal(t, []int{202, 202, 200, 200, 200}, got)
}

func TestServicesWithOnePathAreToldApart(t *testing.T) {
	s := serve(t, nil,
		exchange("POST https://auth.polar.com/oauth/token grant_type=refresh_token", "200", "", "polar"),
		exchange("POST https://app.sweatstack.no/oauth/token grant_type=refresh_token", "200", "", "sweatstack"))
	require.Equal(t, "sweatstack", ask(s, "POST http://app.sweatstack.no/oauth/token grant_type=refresh_token").Body.String())
	require.Equal(t, "polar", ask(s, "POST http://auth.polar.com/oauth/token grant_type=refresh_token").Body.String())
	require.Equal(t, "sweatstack", ask(s, "POST /sweatstack/oauth/token grant_type=refresh_token").Body.String())
}

func TestTimesMoveToNow(t *testing.T) {
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"x","exp":1772366700}`))
	s := serve(t, nil,
		exchange("GET /date", "200", "Date: Sun, 01 Mar 2026 12:00:01 GMT", `{"start_time":"2026-02-01T10:00:00Z","expires_at":"2026-03-01T13:00:00Z","exp":1772370000,"expires_in":3600,"n":{"expiresAt":1772370000123}}`),
		exchange("GET /expires", "200", "Expires: Sun, 01 Mar 2026 12:05:00 GMT", ""),
		exchange("GET /cookie", "200", "Set-Cookie: a=b; Expires=Mon, 02 Mar 2026 12:00:00 GMT; Domain=vendor.example; Path=/", ""),
		exchange("GET /reset", "200", "X-Ratelimit-Reset: 1772366460", ""),
		exchange("GET /seconds", "429", "Retry-After: 60", ""),
		exchange("GET /token", "200", "", `{"access_token":"eyJhbGciOiJIUzI1NiJ9.`+claims+`.sig"}`),
		exchange("GET /location", "302", "Location: http://vendor.example/date?x=1", ""),
	)
	w := ask(s, "GET /date")
	require.Equal(t, "Tue, 01 Jun 2027 08:00:01 GMT", w.Header().Get("Date"))
	require.Equal(t, `{"start_time":"2026-02-01T10:00:00Z","expires_at":"2027-06-01T09:00:00Z","exp":1811840400,"expires_in":3600,"n":{"expiresAt":1811840400123}}`, w.Body.String())
	require.Equal(t, "Tue, 01 Jun 2027 08:05:00 GMT", ask(s, "GET /expires").Header().Get("Expires"))
	require.Equal(t, "a=b; Expires=Wed, 02 Jun 2027 08:00:00 GMT; Path=/", ask(s, "GET /cookie").Header().Get("Set-Cookie"))
	require.Equal(t, "1811836860", ask(s, "GET /reset").Header().Get("X-Ratelimit-Reset"))
	require.Equal(t, "60", ask(s, "GET /seconds").Header().Get("Retry-After"))
	require.Equal(t, "/date?x=1", ask(s, "GET /location").Header().Get("Location"))
	token := strings.Split(ask(s, "GET /token").Body.String(), ".")
	moved, err := base64.RawURLEncoding.DecodeString(token[1])
	require.NoError(t, err)
	require.JSONEq(t, `{"sub":"x","exp":1811837100}`, string(moved))
}

func TestWhatWasNotRecordedNamesTheNearest(t *testing.T) {
	s := serve(t, nil,
		exchange("GET /firstbeat/v1/sports/accounts/3-1/athletes/5?var=a&limit=1", "200", "", ""),
		exchange("POST /x", "200", "", ""))
	for _, test := range []struct{ request, want string }{
		{"GET /firstbeat/v1/sports/accounts/3-1/athletes/5?var=b", `nearest: entry 1, GET /firstbeat/v1/sports/accounts/3-1/athletes/5 -> 200
  parameter var: recorded "a", asked "b"
  parameter limit: recorded, not asked`},
		{"GET /firstbeat/v1/sports/accounts/3-1/athletes/6?var=a&limit=1", "identifiers in the path"},
		{"DELETE /x", "the method: recorded POST, asked DELETE"},
		{"POST /y?email=jonna%40club.fi", "the path: recorded /x, asked /y"},
	} {
		w := ask(s, test.request)
		require.Equal(t, 501, w.Code)
		require.Contains(t, w.Body.String(), "nothing that was recorded answers")
		require.Contains(t, w.Body.String(), test.want)
		require.NotContains(t, w.Body.String(), "jonna")
		require.Equal(t, "unmatched", w.Header().Get("Ergodrome-Replay"))
	}
	require.Equal(t, 4, s.Report().Unmatched)
}

func TestWithTheKeyRequestsMayCarryOriginals(t *testing.T) {
	key := redact.NewKey()
	red := redact.New(key, redact.NewOriginals(key, nil))
	red.Template = operations.New().Template
	path := "/v1/sports/accounts/3-4925/athletes/356255"
	s := serve(t, func(o *Options) { o.Redactor = red }, exchange("GET "+red.URL("GET", path), "200", "", "person"))
	require.Equal(t, "person", ask(s, "GET "+path).Body.String())
	require.Equal(t, 501, ask(s, "GET /v1/sports/accounts/3-4925/athletes/356256").Code)
}

func TestBodiesAreServedAsTheCallerTakesThem(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	w, err := recording.Create(dir, recording.Options{})
	require.NoError(t, err)
	b, err := w.Body("text/csv")
	require.NoError(t, err)
	z, err := recording.Encode("gzip", b)
	require.NoError(t, err)
	_, _ = io.WriteString(z, "a,b\n1,2\n")
	require.NoError(t, z.Close())
	require.NoError(t, b.Commit())
	e := &recording.Entry{StartedDateTime: then, Request: recording.Request{Method: "GET", URL: "http://v.example/a"}}
	e.Response = recording.Response{Status: 200, Headers: []recording.Pair{{Name: "Content-Encoding", Value: "gzip"}}}
	e.Response.Content = recording.Content{MimeType: "text/csv", Stored: recording.Stored{File: b.Name, Coding: "gzip"}}
	require.NoError(t, w.Append(e))
	e.Request.URL, e.Response.Content.Stored = "http://v.example/b", recording.Stored{Withheld: "it is an image"}
	require.NoError(t, w.Append(e))
	require.NoError(t, w.Close())
	r, err := recording.Open(dir, recording.Limits{})
	require.NoError(t, err)
	defer r.Close()
	s, err := New(Options{Reader: r, Now: func() time.Time { return now }})
	require.NoError(t, err)
	coded := ask(s, "GET /a", "Accept-Encoding: br, gzip;q=0.5")
	require.Equal(t, "gzip", coded.Header().Get("Content-Encoding"))
	require.Equal(t, "\x1f\x8b", coded.Body.String()[:2])
	plain := ask(s, "GET /a", "Accept-Encoding: gzip;q=0")
	require.Empty(t, plain.Header().Get("Content-Encoding"))
	require.Equal(t, "a,b\n1,2\n", plain.Body.String())
	withheld := ask(s, "GET /b")
	require.Equal(t, 501, withheld.Code)
	require.Contains(t, withheld.Body.String(), "entry 2 answers this (200), but recording: the recording does not have this body: it is an image")
}

func TestWhatNoServerAnsweredIsLeftOut(t *testing.T) {
	s := serve(t, nil, exchange("GET data:text/plain,x://y", "200", "", ""), exchange("GET /blocked", "0", "", ""), exchange("GET /a", "200", "", "x"))
	require.Equal(t, 1, s.Report().Recorded)
	require.Equal(t, 2026, s.First().Year())
	file := filepath.Join(t.TempDir(), "x.har")
	require.NoError(t, os.WriteFile(file, []byte(`{"log":{"entries":[]}}`), 0o600))
	r, err := recording.Open(file, recording.Limits{})
	require.NoError(t, err)
	defer r.Close()
	_, err = New(Options{Reader: r})
	require.ErrorContains(t, err, "there is no exchange with an answer")
}

func TestALengthThatIsDeclaredIsNotBelieved(t *testing.T) {
	s := serve(t, nil, exchange("GET /a", "200", "Content-Length: 1073741824", "abc"))
	front := httptest.NewServer(s)
	defer front.Close()
	resp, err := http.Get(front.URL + "/a")
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, "abc", string(body))
}
