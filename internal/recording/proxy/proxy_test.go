package proxy_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	. "github.com/ergodrome/ergodrome/internal/recording/proxy"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// stage is an upstream, a proxy in front of it, and a recording.
type stage struct {
	t     *testing.T
	dir   string
	proxy *Proxy
	url   string
}

func start(t *testing.T, upstream http.HandlerFunc, change func(*Options)) *stage {
	t.Helper()
	up := httptest.NewServer(upstream)
	t.Cleanup(up.Close)
	base, err := url.Parse(up.URL + "/base")
	require.NoError(t, err)
	s := &stage{t: t, dir: filepath.Join(t.TempDir(), "rec")}
	key := redact.NewKey()
	o := Options{Upstream: base, Table: operations.New(), Originals: redact.NewOriginals(key, nil), Transport: &http.Transport{DisableCompression: true}}
	o.Redactor = redact.New(key, o.Originals)
	o.Redactor.Template = o.Table.Template
	if change != nil {
		change(&o)
	}
	if o.Writer == nil {
		o.Writer, err = recording.Create(s.dir, recording.Options{})
		require.NoError(t, err)
	}
	s.proxy = New(o)
	front := httptest.NewServer(s.proxy)
	t.Cleanup(front.Close)
	s.url = front.URL
	return s
}

// get asks through the proxy and follows nothing.
func (s *stage) get(path string) (*http.Response, string) {
	s.t.Helper()
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	require.NoError(s.t, err)
	r.Header.Set("Authorization", "Bearer secret-token-0123")
	resp, err := client.Do(r)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp, string(body)
}

// end closes the recording and returns its entries.
func (s *stage) end() (Result, []*recording.Entry) {
	s.t.Helper()
	result, err := s.proxy.Close()
	require.NoError(s.t, err)
	return result, s.entries()
}

func (s *stage) entries() []*recording.Entry {
	s.t.Helper()
	r, err := recording.Open(s.dir, recording.Limits{})
	require.NoError(s.t, err)
	defer r.Close()
	var list []*recording.Entry
	for e, err := range r.Entries() {
		require.NoError(s.t, err)
		list = append(list, e)
	}
	return list
}

func (s *stage) body(e *recording.Entry) string {
	s.t.Helper()
	r, err := recording.Open(s.dir, recording.Limits{})
	require.NoError(s.t, err)
	defer r.Close()
	b, err := r.ResponseBody(e)
	require.NoError(s.t, err)
	defer b.Close()
	got, err := io.ReadAll(b)
	require.NoError(s.t, err)
	return string(got)
}

func answer(header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		name, value, _ := strings.Cut(header, ": ")
		w.Header().Set(name, value)
		_, _ = io.WriteString(w, body)
	}
}

func TestTheCallerSeesTheUpstreamAndTheRecordingSeesNobody(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "/base/v1/sports/accounts/3-4925/athletes/356255", r.URL.Path)
		require.Equal(t, "a;b&user_id=77", r.URL.RawQuery, "what does not parse passes too")
		require.Equal(t, "Bearer secret-token-0123", r.Header.Get("Authorization"))
		require.Equal(t, "key-from-the-environment", r.Header.Get("X-Api-Key"))
		require.Empty(t, r.Header.Get("X-Forwarded-For"))
		answer("Content-Type: application/json", `{"athleteId":356255,"firstName":"Jonna"}`)(w, r)
	}, func(o *Options) { o.Header = http.Header{"X-Api-Key": {"key-from-the-environment"}} })
	_, got := s.get("/v1/sports/accounts/3-4925/athletes/356255?a;b&user_id=77")
	require.JSONEq(t, `{"athleteId":356255,"firstName":"Jonna"}`, got)
	result, entries := s.end()
	require.Equal(t, Result{Exchanges: 1}, result)
	e := entries[0]
	require.Equal(t, "firstbeat", e.Service)
	require.Equal(t, "/v1/sports/accounts/{accountId}/athletes/{athleteId}", e.Template)
	text, err := os.ReadFile(filepath.Join(s.dir, recording.ArchiveName))
	require.NoError(t, err)
	for _, original := range []string{"356255", "Jonna", "secret-token", "key-from", "3-4925"} {
		require.NotContains(t, string(text), original)
	}
	athlete := e.Request.URL[strings.LastIndexByte(e.Request.URL, '/')+1:]
	athlete, _, _ = strings.Cut(athlete, "?")
	require.Contains(t, s.body(e), `"athleteId":`+athlete, "the identifier joins")
}

func TestContentCodingIsKept(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "application/json")
		z := gzip.NewWriter(w)
		if strings.HasSuffix(r.URL.Path, "/plain") {
			_, _ = io.WriteString(z, `{"heartRate":[1,2,3]}`)
		} else {
			_, _ = io.WriteString(z, `{"user_id":123456}`)
		}
		_ = z.Close()
	}, nil)
	_, coded := s.get("/plain")
	_, _ = s.get("/person")
	_, entries := s.end()
	for i, e := range entries {
		c := e.Response.Content
		require.Equal(t, "gzip", c.Coding)
		require.Equal(t, i == 0, c.Verbatim)
		require.Equal(t, s.body(e), c.Text)
	}
	file, err := os.ReadFile(filepath.Join(s.dir, entries[0].Response.Content.File))
	require.NoError(t, err)
	require.Equal(t, coded, string(file), "byte by byte")
	require.NotContains(t, s.body(entries[1]), "123456")
}

func TestLongBodiesAreWrittenWhileTheyPass(t *testing.T) {
	item := `{"user_id":123456,"hr":[` + strings.Repeat("140,", 2000) + `1]},`
	s := start(t, answer("Content-Type: application/json", "["+strings.Repeat(item, 100)+`{}]`), nil)
	_, got := s.get("/long")
	_, entries := s.end()
	c := entries[0].Response.Content
	require.NotEmpty(t, c.File)
	require.Empty(t, c.Text)
	kept := s.body(entries[0])
	require.Len(t, kept, len(got))
	require.NotContains(t, kept, "123456")
}

func TestRedirectsAreTheCallersToFollow(t *testing.T) {
	asked := 0
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Location", "http://"+r.Host+"/base/a?code=authcode-123456")
		w.WriteHeader(http.StatusFound)
	}, nil)
	resp, _ := s.get("/a")
	require.Equal(t, 302, resp.StatusCode)
	require.Equal(t, "/a?code=authcode-123456", resp.Header.Get("Location"), "who follows it stays in the recording")
	_, err := http.Get(s.url + "/a")
	require.ErrorContains(t, err, "stopped after 10 redirects", "a circle is the caller's to leave")
	_, entries := s.end()
	require.Equal(t, asked, len(entries))
	require.Equal(t, 11, asked)
	require.Regexp(t, `/base/a\?code=redacted\w+$`, entries[0].Response.RedirectURL)
}

func TestWhatIsTooLargePassesAndIsNotKept(t *testing.T) {
	long := `"` + strings.Repeat("x", 600<<10) + `"`
	s := start(t, answer("Content-Type: application/json", long), func(o *Options) { o.MaxBody = 300 << 10 })
	_, got := s.get("/a")
	require.Equal(t, long, got)
	_, entries := s.end()
	require.Contains(t, entries[0].Response.Content.Withheld, "it has 614402 bytes, and no more than 307200 are kept")
	there, err := os.ReadDir(filepath.Join(s.dir, recording.BodyFolder))
	require.NoError(t, err)
	require.Empty(t, there)
}

func TestAZipBombIsNotKept(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "application/json")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, "["+strings.Repeat(" ", 2<<20)+"]")
		_ = z.Close()
	}, func(o *Options) { o.MaxBody = 1 << 20 })
	_, _ = s.get("/a")
	_, entries := s.end()
	require.Contains(t, entries[0].Response.Content.Withheld+fmt.Sprint(entries[0].Response.Content.Size), "2097154", "a short one is known to its end")
}

func TestWhatIsCutShortIsNotKept(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000000")
		_, _ = io.WriteString(w, strings.Repeat("x", 400<<10))
		if r.URL.Path == "/base/cut" {
			panic(http.ErrAbortHandler)
		}
	}, nil)
	_, _ = s.get("/cut")
	result, entries := s.end()
	require.Equal(t, Result{Lost: 1}, result)
	require.Empty(t, entries)
}

func TestAnUpstreamThatIsNotThere(t *testing.T) {
	s := start(t, nil, func(o *Options) {
		o.Transport = failing{}
	})
	resp, body := s.get("/a")
	require.Equal(t, 502, resp.StatusCode)
	require.Contains(t, body, "the upstream did not answer, and nothing was recorded")
	_, entries := s.end()
	require.Empty(t, entries)
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, syscall.ECONNREFUSED }

// small is a disk with so much room.
type small struct {
	recording.File
	room *atomic.Int64
}

func (f small) Write(p []byte) (int, error) { return f.put(p, f.File.Write) }

func (f small) WriteAt(p []byte, at int64) (int, error) {
	if len(p) < 10 {
		return f.File.WriteAt(p, at)
	}
	return f.put(p, func(p []byte) (int, error) { return f.File.WriteAt(p, at) })
}

func (f small) put(p []byte, write func([]byte) (int, error)) (int, error) {
	n, err := write(p[:min(int64(len(p)), max(0, f.room.Load()))])
	f.room.Add(-int64(n))
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}

func TestAFullDiskEndsTheRecordingAndKeepsWhatIsThere(t *testing.T) {
	for _, long := range []bool{false, true} {
		body := `{"a":1}`
		if long {
			body = `["` + strings.Repeat("x", 500<<10) + `"]`
		}
		var room atomic.Int64
		room.Store(5000)
		s := start(t, answer("Content-Type: application/json", body), func(o *Options) {
			o.MaxBody = 1 << 30
			dir := filepath.Join(t.TempDir(), "rec")
			w, err := recording.Create(dir, recording.Options{Wrap: func(_ string, f recording.File) recording.File { return small{f, &room} }})
			require.NoError(t, err)
			o.Writer = w
		})
		n := 0
		for s.proxy.Failed().Err() == nil {
			_, got := s.get("/a")
			if n++; s.proxy.Failed().Err() == nil {
				require.Equal(t, body, got, "the caller is served whatever happens to the recording")
			}
		}
		require.ErrorIs(t, context.Cause(s.proxy.Failed()), syscall.ENOSPC)
		resp, text := s.get("/a")
		require.Equal(t, 503, resp.StatusCode)
		require.Contains(t, text, "the recording has ended")
		result, err := s.proxy.Close()
		require.ErrorIs(t, err, syscall.ENOSPC)
		require.ErrorContains(t, err, fmt.Sprintf("recording stopped after %d exchanges, which are kept", result.Exchanges))
		require.Equal(t, !long, result.Exchanges > 0)
	}
}

func TestAllBodiesTogetherAreBounded(t *testing.T) {
	s := start(t, answer("Content-Type: application/octet-stream", ""), func(o *Options) { o.MaxTotal = 1 })
	_, _ = s.get("/a")
	_, err := s.proxy.Close()
	require.NoError(t, err)
	s = start(t, answer("Content-Type: application/json", `"`+strings.Repeat("x", 20<<10)+`"`), func(o *Options) { o.MaxTotal = 10 << 10 })
	_, _ = s.get("/a")
	_, err = s.proxy.Close()
	require.ErrorContains(t, err, "--max-total")
}

func TestUnredactedMeansByteByByte(t *testing.T) {
	s := start(t, answer("Content-Type: image/png", "\x89PNG\x00"), func(o *Options) { o.Redactor, o.Originals = nil, nil })
	_, _ = s.get("/a")
	_, entries := s.end()
	require.True(t, entries[0].Response.Content.Verbatim)
	require.Equal(t, "\x89PNG\x00", s.body(entries[0]))
	require.Contains(t, entries[0].Request.Headers, recording.Pair{Name: "Authorization", Value: "Bearer secret-token-0123"})
}
