package sweatstack_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

type file struct {
	name    string
	content []byte
}

// upload sends files as the vendor's client does: the sport first.
func (s *sim) upload(sport string, files ...file) answer {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if sport != "" {
		require.NoError(s.t, w.WriteField("sport", sport))
	}
	for _, f := range files {
		p, err := w.CreateFormFile("files", f.name)
		require.NoError(s.t, err)
		_, err = p.Write(f.content)
		require.NoError(s.t, err)
	}
	require.NoError(s.t, w.Close())
	return s.ask("POST", api+"/upload", b.Bytes(), "Authorization", "Bearer "+s.bearer, "Content-Type", w.FormDataContentType())
}

// table is a ride of so many seconds that has just ended.
func table(n int) []byte {
	var b strings.Builder
	b.WriteString("timestamp,power,heart_rate,speed,smo2\n")
	begin := start.Add(-time.Duration(n) * time.Second)
	for i := range n {
		fmt.Fprintf(&b, "%s,%d,%d,%.2f,%.1f\n", begin.Add(time.Duration(i)*time.Second).Format(time.RFC3339), 200+i%50, 130+i%10, 9.5, 60.5)
	}
	return []byte(b.String())
}

func sources(t *testing.T, a answer) []object {
	t.Helper()
	require.Equal(t, http.StatusOK, a.status, a.text())
	var out []object
	for _, v := range parse(t, a)["sources"].([]any) {
		out = append(out, object(v.(map[string]any)))
	}
	return out
}

func TestUploadedTableBecomesAnActivity(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"2026-05", "current"} {
		s := newSim(t, withProfile(profile))
		before := len(s.list(api + "/?limit=1000"))
		content := table(600)
		sport := map[string]string{"2026-05": "cycling.trainer", "current": "cycling+stationary"}[profile]
		made := sources(t, s.upload(sport, file{"my ride.CSV", content}))
		require.Len(t, made, 1)
		require.Equal(t, "processing", made[0].text("status"))
		require.Len(t, s.list(api+"/?limit=1000"), before, "files are processed afterwards")
		s.Advance(3 * time.Second)
		x := s.one(api + "/latest")
		require.Equal(t, made[0].text("id"), x.text("source_id"))
		require.Equal(t, sport, x.text("sport"))
		require.Equal(t, "PT10M", x.text("duration"))
		require.Equal(t, []any{"duration", "power", "speed", "heart_rate", "smo2"}, x["metrics"])
		require.InDelta(t, 224.5, x.number("summary", "power", "mean"), 1e-9)
		require.InDelta(t, 139, x.number("summary", "heart_rate", "max"), 0)
		require.InDelta(t, 60.5, x.number("summary", "smo2", "mean"), 0)
		got := s.get(api + "/" + x.text("id") + "/download")
		require.Equal(t, content, got.body)
		require.Equal(t, "attachment; filename*=utf-8''my%20ride.CSV", got.header.Get("Content-Disposition"))
		require.Equal(t, http.StatusOK, s.get(api+"/"+x.text("id")+"/data").status)
		require.Equal(t, http.StatusOK, s.get(api+"/"+x.text("id")+"/mean-max?durations=60").status)
	}
}

func TestDownloadedFITUploadsAgain(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("upload-delay", "0s"))
	for _, e := range s.workouts()[:5] {
		x := s.one(s.path(e))
		content := s.get(s.path(e) + "/download").body
		made := sources(t, s.upload("", file{"again.fit", content}))
		require.Equal(t, "processed", made[0].text("status"))
		y := s.one(api + "/" + made[0]["activity_ids"].([]any)[0].(string))
		require.Equal(t, x.text("start"), y.text("start"))
		for _, path := range [][]string{{"summary", "heart_rate", "mean"}, {"summary", "power", "mean"}, {"summary", "heart_rate", "max"}} {
			require.InDelta(t, x.number(path...), y.number(path...), 1e-6, "%v", path)
		}
		require.InDelta(t, x.number("distance"), y.number("distance"), 0.02)
		require.Equal(t, content, s.get(api+"/"+y.text("id")+"/download").body)
	}
}

func TestFilesThatBecomeNothing(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("upload-delay", "0s"))
	before := s.list(api + "/?limit=1000")
	whole := s.get(s.path(s.workouts()[0]) + "/download").body
	made := sources(t, s.upload("running",
		file{"cut.fit", whole[:len(whole)/2]}, file{"empty.fit", nil}, file{"junk.fit", bytes.Repeat([]byte{7}, 5000)},
		file{"wrong.csv", []byte("timestamp,power\nnow,1\n")}, file{"large.csv", bytes.Repeat([]byte("a"), 17<<20)}, file{"stampless.csv", []byte("power\n1\n")}))
	codes := []string{"unreadable_file", "unreadable_file", "unreadable_file", "invalid_value", "file_too_large", "missing_timestamp"}
	for i, m := range made {
		require.Equal(t, "failed", m.text("status"))
		require.Equal(t, codes[i], object(m["error"].(map[string]any)).text("code"))
		require.NotEmpty(t, object(m["error"].(map[string]any)).text("message"))
		require.Empty(t, m["activity_ids"])
	}
	require.Equal(t, before, s.list(api+"/?limit=1000"), "nothing is half-stored")

	good := "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n" + string(table(5)) + "\r\n--b\r\n"
	a := s.ask("POST", api+"/upload", []byte(good+"Content-Disposition: form-data; name=\"files\"; filename=\"b.csv\"\r\n\r\ntimes"),
		"Authorization", "Bearer "+s.bearer, "Content-Type", "multipart/form-data; boundary=b")
	require.Equal(t, 400, a.status, "a form that breaks off")
	require.Equal(t, before, s.list(api+"/?limit=1000"), "what was whole in it is not stored, either")
	mixed := sources(t, s.upload("running", file{"cut.fit", whole[:len(whole)/2]}, file{"a.csv", table(5)}))
	require.Equal(t, "failed", mixed[0].text("status"))
	require.Equal(t, "processed", mixed[1].text("status"), "one file's error is that file's")
	require.Len(t, s.list(api+"/?limit=1000"), len(before)+1)
}

func TestFormsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	eleven := make([]file, 11)
	for i := range eleven {
		eleven[i] = file{"a.csv", []byte("x")}
	}
	a := s.upload("running", eleven...)
	require.Equal(t, 422, a.status)
	require.Equal(t, `{"detail":[{"type":"too_long","loc":["body","files"],"msg":"List should have at most 10 items after validation, not 11","input":null,"ctx":{"field_type":"List","max_length":10,"actual_length":11}}]}`, a.text())
	a = s.upload("chess")
	require.Contains(t, a.text(), `{"detail":[{"type":"missing","loc":["body","files"],"msg":"Field required","input":null},{"type":"enum","loc":["body","sport"],"msg":"Input should be 'cycling', `)
	require.Equal(t, `{"detail":"Unsupported file type: ride.gpx. Supported formats: .fit, .csv"}`, s.upload("", file{"dir/ride.gpx", nil}).text())
	require.Equal(t, `{"detail":"The sport parameter is required for CSV files"}`, s.upload("", file{"ride.csv", []byte("timestamp\n")}).text())
	const missing = `{"detail":[{"type":"missing","loc":["body","files"],"msg":"Field required","input":null}]}`
	for _, c := range []struct {
		media, body string
		status      int
		want        string
	}{
		{"multipart/form-data", "x", 400, `{"detail":"Missing boundary in multipart."}`},
		{"multipart/form-data; boundary=b", "", 422, missing},
		{"multipart/form-data; boundary=b", "--b--\r\n", 422, missing},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"sport\"\r\n\r\nrunning\r\n--b", 400, `{"detail":"There was an error parsing the body"}`},
		{"multipart/form-data; boundary=b", "nothing of the kind", 400, `{"detail":"There was an error parsing the body"}`},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.fit\"\r\n\r\nhalf", 400, `{"detail":"There was an error parsing the body"}`},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", 400, `{"detail":"The Content-Disposition header field \"name\" must be provided."}`},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"files\"\r\n\r\ntext\r\n--b--\r\n", 422, `{"detail":[{"type":"value_error","loc":["body","files",0],"msg":"Value error, Expected UploadFile, received: <class 'str'>","input":"text","ctx":{"error":{}}}]}`},
		{"application/json", "{}", 422, missing},
	} {
		a := s.ask("POST", api+"/upload", []byte(c.body), "Authorization", "Bearer "+s.bearer, "Content-Type", c.media)
		require.Equal(t, c.status, a.status, c.body)
		require.Equal(t, c.want, a.text())
	}
	s.bearer = "nobody"
	require.Equal(t, http.StatusUnauthorized, s.upload("running", file{"a.csv", table(5)}).status)
}

func TestBadFilesMayFailAlone(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("bad-file", "file"), with("upload-delay", "0s"))
	made := sources(t, s.upload("", file{"ride.gpx", nil}, file{"ride.csv", table(5)}, file{"sporty.csv", []byte("timestamp,sport\n2026-05-20T08:00:00Z,running\n")}))
	require.Equal(t, "unsupported_file_type", object(made[0]["error"].(map[string]any)).text("code"))
	require.Equal(t, "missing_sport", object(made[1]["error"].(map[string]any)).text("code"))
	require.Equal(t, "processed", made[2].text("status"))
}

// endless is a form of so many bytes, that nobody ever holds.
type endless struct {
	head, tail io.Reader
	left       int64
	peak       *uint64
	reads      int
}

func (e *endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); err == nil || n > 0 {
		return n, nil
	}
	if e.left <= 0 {
		return e.tail.Read(p)
	}
	if e.reads++; e.reads%1024 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		*e.peak = max(*e.peak, m.HeapAlloc)
	}
	n := min(int64(len(p)), e.left)
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left -= n
	return int(n), nil
}

func (e *endless) Close() error { return nil }

func TestLargeUploadsTakeNoMoreMemoryThanSmallOnes(t *testing.T) { // not parallel: it looks at all memory
	w, tenant := newWorld(t, func(c *world.Config) { c.Frozen = true })
	token := credentialsOf(t, tenant).Users[0].AccessToken
	send := func(size int64) (peak uint64) {
		runtime.GC()
		r := httptest.NewRequest("POST", api+"/upload", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		r.ContentLength = -1
		r.Body = &endless{
			head: strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.fit\"\r\n\r\n"),
			tail: strings.NewReader("\r\n--b--\r\n"), left: size, peak: &peak,
		}
		resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: w.Clock.Now()})
		require.NoError(t, resp.Bug)
		require.Contains(t, string(resp.Body), `"status":"failed","error":{"code":"file_too_large"`)
		return peak
	}
	small := send(40 << 20)
	require.Less(t, send(200<<20), small+32<<20)
}
