package recording_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/internal/recording"
)

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func TestDialects(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	brotli := func(s string) string {
		var b bytes.Buffer
		z, err := Encode("br", &b)
		require.NoError(t, err)
		_, _ = io.WriteString(z, s)
		require.NoError(t, z.Close())
		return b.String()
	}
	for _, test := range []struct{ name, response, want string }{
		{"text", `"content":{"text":"abc"}`, "abc"},
		{"base64", `"content":{"encoding":"base64","text":"` + b64([]byte("a\x00b")) + `"}`, "a\x00b"},
		{"base64 in lines, for URLs, without padding", `"content":{"encoding":"base64","text":"_-\n8"}`, "\xff\xef"},
		{"no sizes, no version, unknown members", `"content":{"text":"abc","x":[{}]},"_transferSize":3,"_error":null`, "abc"},
		{"a coding that was undone", `"headers":[{"name":"content-encoding","value":"gzip"}],"content":{"text":"abc"}`, "abc"},
		{"a coding that was not undone", `"headers":[{"name":"content-encoding","value":"gzip"}],"content":{"encoding":"base64","text":"` + b64([]byte(zipped("abc"))) + `"}`, "abc"},
		{"a coding without a mark that was not undone", `"headers":[{"name":"content-encoding","value":"br"}],"content":{"size":300,"encoding":"base64","text":"` + b64([]byte(brotli(strings.Repeat("abc", 100)))) + `"}`, strings.Repeat("abc", 100)},
		{"a coding that is not known but was undone", `"headers":[{"name":"content-encoding","value":"dcb"}],"content":{"text":"abc"}`, "abc"},
		{"no text at all", `"content":{"size":0,"mimeType":"x-unknown"}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.har")
			require.NoError(t, os.WriteFile(file, []byte("\xef\xbb\xbf"+har(`{"response":{"status":200,`+test.response+`},"request":{"headers":[{"name":":authority","value":"x"}]}}`)), 0o600))
			r, err := Open(file, Limits{})
			require.NoError(t, err)
			defer r.Close()
			for p, err := range r.Places() {
				require.NoError(t, err)
				e, err := r.At(p)
				require.NoError(t, err)
				require.Empty(t, e.RequestHeader())
				body, err := r.ResponseBody(e)
				require.NoError(t, err)
				got, err := io.ReadAll(body)
				require.NoError(t, err)
				require.Equal(t, test.want, string(got))
			}
		})
	}
}

// mitmproxy is what its addon writes of five flows: an answer that was coded, a file
// that was, a form, a request without an answer, and a web socket. Sizes are those on
// the wire while texts are without coding, times that are not known are null.
// [seen in public code: mitmproxy/mitmproxy, addons/savehar.py]
func mitmproxy(binary []byte) string {
	flow := func(request, response, more string) string {
		return `{"startedDateTime":"2026-03-01T12:00:00.123456+00:00","time":31.2,"request":` + request + `,"response":` + response +
			`,"cache":{},"timings":{"connect":null,"ssl":null,"send":1.5,"receive":0.2,"wait":29.5},"serverIPAddress":"10.0.0.1"` + more + `}`
	}
	asked := func(method, path, more string) string {
		return fmt.Sprintf(`{"method":%q,"url":"https://teampro.api.polar.com%s","httpVersion":"HTTP/2.0","cookies":[],"headers":[{"name":":authority","value":"teampro.api.polar.com"},{"name":"authorization","value":"Bearer x"}],"queryString":[],"headersSize":120,"bodySize":0%s}`, method, path, more)
	}
	answered := func(size int, media, text string) string {
		return fmt.Sprintf(`{"status":200,"statusText":"","httpVersion":"HTTP/2.0","cookies":[{"name":"a","value":"b","path":"/","domain":"","httpOnly":true,"secure":true}],"headers":[{"name":"content-type","value":%q},{"name":"content-encoding","value":"gzip"}],"content":{"size":%d,"compression":7,"mimeType":%q,%s},"redirectURL":"","headersSize":60,"bodySize":%d}`, media, size, media, text, size)
	}
	nothing := `{"status":0,"statusText":"","httpVersion":"","headers":[],"cookies":[],"content":{},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":0,"_error":"connection refused"}`
	return `{"log":{"version":"1.2","creator":{"name":"mitmproxy exporthar","version":"0.1","comment":"mitmproxy version 10.1.0"},"pages":[],"entries":[` + strings.Join([]string{
		flow(asked("GET", "/v1/teams", ""), answered(31, "application/json", `"text":"{\"data\":[]}"`), ""),
		flow(asked("GET", "/file", ""), answered(9, "application/octet-stream", `"encoding":"base64","text":"`+base64.StdEncoding.EncodeToString(binary)+`"`), ""),
		flow(asked("POST", "/oauth/token", `,"postData":{"mimeType":"application/x-www-form-urlencoded","text":"grant_type=refresh_token&refresh_token=r","params":[{"name":"grant_type","value":"refresh_token"},{"name":"refresh_token","value":"r"}]}`), answered(2, "application/json", `"text":null`), ""),
		flow(asked("POST", "/gone", `,"postData":{"mimeType":"","text":null,"params":[]}`), nothing, ""),
		flow(asked("GET", "/socket", ""), strings.Replace(answered(0, "", `"text":""`), "200", "101", 1), `,"_resourceType":"websocket","_webSocketMessages":[{"type":"send","time":1.5,"opcode":1,"data":"x"}]`),
	}, ",") + `]}}`
}

// newmanTrace is what Postman's tracer of Newman writes: ports in URLs, names of
// headers in small letters, fields that come several times once more joined, no text
// of what is neither text nor binary to it.
// [seen in public code: postman-open-technologies/newman-trace, src/har.ts and src/http-tracer.ts]
const newmanTrace = `{"log":{"version":"1.2","creator":{"name":"newman-trace","version":"1.0.0"},"pages":[],"entries":[
{"startedDateTime":"2026-03-01T12:00:00.000Z","time":12.25,"serverIPAddress":"","connection":"49152",
 "request":{"method":"GET","url":"https://teampro.api.polar.com:80/v1/teams?per_page=5","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"User-Agent","value":"PostmanRuntime/7.29.0"}],"queryString":[{"name":"per_page","value":"5"}],"headersSize":180,"bodySize":0},
 "response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"set-cookie","value":"a=b"},{"name":"set-cookie","value":"c=d"},{"name":"set-cookie","value":"a=b,c=d"},{"name":"content-encoding","value":"gzip"},{"name":"content-type","value":"application/json"}],
  "content":{"size":11,"compression":-20,"mimeType":"application/json","text":"{\"data\":[]}"},"redirectURL":"","headersSize":200,"bodySize":31},
 "cache":{},"timings":{"blocked":0.5,"dns":-1,"connect":-1,"send":0.25,"wait":10.5,"receive":1,"ssl":-1}},
{"startedDateTime":"2026-03-01T12:00:01.000Z","time":0,"request":{"method":"GET","url":"http://localhost/x","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"queryString":[],"headersSize":-1,"bodySize":-1},
 "response":{"status":0,"statusText":"","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":-1,"bodySize":-1},"cache":{},"timings":{"blocked":-1,"dns":-1,"connect":-1,"send":0,"wait":0,"receive":0,"ssl":-1}}]}}`

// newmanReporter is what a reporter of Newman writes: the version as a number, one
// media type for everything, what a request's body has in an answer's content.
// [seen in public code: whitehatsec/newman-reporter-har, index.js]
const newmanReporter = `{"log":{"version":1.2,"creator":{"name":"a collection","version":"6f2d"},"entries":[
{"startedDateTime":"2026-03-01T12:00:00.000Z",
 "request":{"method":"GET","url":"https://teampro.api.polar.com/v1/teams","queryString":[],"headers":[{"name":"Host","value":"teampro.api.polar.com"}],"postData":{"mimeType":"application/json; charset=utf-8","text":""}},
 "response":{"status":200,"statusText":"OK","cookies":[],"headers":[{"name":"Content-Length","value":"11"},{"name":"Content-Encoding","value":"br"}],"content":{"mimeType":"application/json; charset=utf-8","text":"{\"data\":[]}"}}}]}}`

func TestWhatOtherProgramsExportIsRead(t *testing.T) {
	file := []byte{0, 1, 2, 0xff, 0xfe, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	for name, test := range map[string]struct {
		text string
		want []string // bodies of answers; "-" where there was none
		sent map[int]string
	}{
		"mitmproxy":           {mitmproxy(file), []string{`{"data":[]}`, string(file), "", "-", "-"}, map[int]string{2: "grant_type=refresh_token&refresh_token=r", 3: ""}},
		"newman-trace":        {newmanTrace, []string{`{"data":[]}`, "-"}, nil},
		"newman-reporter-har": {newmanReporter, []string{`{"data":[]}`}, map[int]string{0: ""}},
	} {
		t.Run(name, func(t *testing.T) {
			har := filepath.Join(t.TempDir(), "x.har")
			require.NoError(t, os.WriteFile(har, []byte(test.text), 0o600))
			r, err := Open(har, Limits{})
			require.NoError(t, err)
			defer r.Close()
			n := 0
			for e, err := range r.Entries() {
				require.NoError(t, err)
				require.Equal(t, 2026, e.Started().Year())
				if want := test.want[n]; want == "-" {
					require.Less(t, e.Response.Status, 200, "nobody answered, or another protocol went on")
				} else {
					body, err := r.ResponseBody(e)
					require.NoError(t, err)
					got, err := io.ReadAll(body)
					require.NoError(t, err)
					require.Equal(t, want, string(got))
				}
				if want, ok := test.sent[n]; ok {
					body, err := r.RequestBody(e)
					require.NoError(t, err)
					got, err := io.ReadAll(body)
					require.NoError(t, err)
					require.Equal(t, want, string(got))
				}
				require.NotContains(t, e.RequestHeader(), ":authority")
				n++
			}
			require.Len(t, test.want, n)
		})
	}
}

func TestWhatIsNoArchiveIsCalledByItsName(t *testing.T) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = io.WriteString(w, har(`{}`))
	require.NoError(t, w.Close())
	for name, test := range map[string]struct{ text, want string }{
		"a Postman collection": {`{"info":{"_postman_id":"6f2d","name":"x","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"teams","request":{"method":"GET"},"response":[]}]}`, "it is a Postman collection, which says what to ask"},
		"an older collection":  {`{"variables":[],"info":{"name":"x","schema":"https://schema.getpostman.com/json/collection/v2.0.0/collection.json"},"item":[]}`, "let Postman ask through ergodrome record"},
		"mitmproxy's own file": {"1537:9:websocket;0:~8:response;", "mitmdump -nr FILE"},
		"a .zhar":              {z.String(), "zlib, as mitmproxy writes .zhar"},
		"gzip":                 {zipped(har(`{}`)), "gunzip"},
		"a ZIP file":           {"PK\x03\x04 and so on", "as Playwright packs archives"},
		"an API description":   {`{"openapi":"3.0.0","paths":{}}`, "drift spec compares those"},
		"something else":       {`{"a":1}`, `no HTTP archive`},
		"a text":               {"hello", "no JSON at byte"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.har")
			require.NoError(t, os.WriteFile(file, []byte(test.text), 0o600))
			_, err := read(t, file, Limits{})
			require.ErrorContains(t, err, test.want)
			require.IsType(t, &Error{}, err)
		})
	}
}
