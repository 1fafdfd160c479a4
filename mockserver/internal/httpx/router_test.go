package httpx

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// nobody is the tenant of these tests.
type nobody struct{}

func testDialect() Dialect[nobody] {
	return Dialect[nobody]{
		Encode: func(_ nobody, _ *Request, v any) (Response, error) {
			return Response{ContentType: "text/plain", Body: fmt.Append(nil, v)}, nil
		},
		Render: func(_ nobody, _ *Request, err error) (Response, bool) {
			return Response{Status: http.StatusTeapot, Body: []byte(err.Error())}, errors.Is(err, errVendor)
		},
		NotFound: func(nobody, *Request) (any, error) { return Response{Status: 404, Body: []byte("none")}, nil },
		MethodNotAllowed: func(_ nobody, _ *Request, allow []string) (any, error) {
			return Response{Status: 405, Body: []byte(strings.Join(allow, ","))}, nil
		},
		HeadAsGet: true,
	}
}

var errVendor = errors.New("the vendor says no")

// echo answers with the operation's path variables.
func echo(_ nobody, r *Request) (any, error) { return r.Vars, nil }

func testRoutes() []Route[nobody] {
	get := func(path, id string) Route[nobody] {
		return Route[nobody]{Method: "GET", Path: path, ID: id, Handle: echo}
	}
	return []Route[nobody]{
		get("/v1/teams", "listTeams"),
		{Method: "POST", Path: "/v1/teams", ID: "addTeam", Handle: func(_ nobody, r *Request) (any, error) { return string(r.Body), nil }},
		get("/v1/teams/mine", "myTeam"),
		get("/v1/teams/{team}", "getTeam"),
		{Method: "DELETE", Path: "/v1/teams/{team}", ID: "dropTeam", Handle: echo},
		get("/v1/teams/{team}/athletes/{athlete}", "getMember"),
		get("/v1/days/{day:[0-9]+}", "getDay"),
		get("/v1/days/{name}", "getNamedDay"),
		get("/v1/uploads/", "listUploads"),
		get("/v1/files/{path:.*}", "getFile"),
		get("/v1/refused", "refused"),
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		name, request string
		slash         SlashPolicy
		want          string // operation and variables, or the allowed methods
	}{
		{"finds a literal path", "GET /v1/teams", SlashStrict, "listTeams map[]"},
		{"tells methods apart", "POST /v1/teams", SlashStrict, "addTeam map[]"},
		{"reads a variable", "GET /v1/teams/7", SlashStrict, "getTeam map[team:7]"},
		{"reads two variables", "GET /v1/teams/7/athletes/8", SlashStrict, "getMember map[athlete:8 team:7]"},
		{"takes the route registered first", "GET /v1/teams/mine", SlashStrict, "myTeam map[]"},
		{"tries the later route for another method", "DELETE /v1/teams/mine", SlashStrict, "dropTeam map[team:mine]"},
		{"reads a variable with a pattern", "GET /v1/days/12", SlashStrict, "getDay map[day:12]"},
		{"passes a pattern that does not fit", "GET /v1/days/today", SlashStrict, "getNamedDay map[name:today]"},
		{"reads a variable of many segments", "GET /v1/files/a/b/c", SlashStrict, "getFile map[path:a/b/c]"},
		{"decodes variables", "GET /v1/teams/a%20b", SlashStrict, "getTeam map[team:a b]"},
		{"does not split at an encoded slash", "GET /v1/teams/a%2Fb", SlashStrict, "getTeam map[team:a/b]"},
		{"knows a literal in its encoded spelling", "GET /v1/%74eams", SlashStrict, "listTeams map[]"},
		{"does not clean paths", "GET /v1/x/../teams", SlashStrict, "404"},
		{"does not fold slashes", "GET /v1//teams", SlashStrict, "404"},
		{"wants a value for a variable", "GET /v1/teams//athletes/8", SlashStrict, "404"},
		{"lists the methods of a path", "PATCH /v1/teams", SlashStrict, "405 GET,HEAD,POST"},
		{"lists the methods of all routes of a path", "PATCH /v1/teams/mine", SlashStrict, "405 DELETE,GET,HEAD"},
		{"serves HEAD by GET", "HEAD /v1/teams/7", SlashStrict, "getTeam map[team:7]"},
		{"finds nothing", "GET /v2/teams", SlashStrict, "404"},
		{"finds nothing at the root", "GET /", SlashTolerant, "404"},
		{"refuses a slash too many", "GET /v1/teams/", SlashStrict, "404"},
		{"ignores a slash too many", "GET /v1/teams/", SlashTolerant, "listTeams map[]"},
		{"ignores no second slash", "GET /v1/teams//", SlashTolerant, "404"},
		{"ignores a slash too many after a variable", "GET /v1/teams/a%2Fb/", SlashTolerant, "getTeam map[team:a/b]"},
		{"ignores a slash too few", "GET /v1/uploads", SlashTolerant, "listUploads map[]"},
		{"ignores a slash too many after a pattern", "GET /v1/days/12/", SlashTolerant, "getDay map[day:12]"},
		{"lists methods despite a slash too many", "PATCH /v1/teams/", SlashTolerant, "405 GET,HEAD,POST"},
		{"redirects from a slash too many", "GET /v1/teams/?a=b%2F", SlashRedirect, "307 http://example.com/base/v1/teams?a=b%2F"},
		{"redirects from several slashes too many", "GET /v1/teams///", SlashRedirect, "307 http://example.com/base/v1/teams"},
		{"redirects from no second slash where there is one", "GET /v1/uploads//", SlashRedirect, "404"},
		{"redirects from a slash too few", "GET /v1/uploads", SlashRedirect, "307 http://example.com/base/v1/uploads/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := testDialect()
			d.Slash = tt.slash
			r := NewRouter(d, testRoutes())
			method, target, _ := strings.Cut(tt.request, " ")
			req := httptest.NewRequest(method, target, nil)
			m := r.Match(req)
			resp := r.Answer(nobody{}, m, req, Call{Prefix: "/base"})
			switch resp.Status {
			case 307:
				require.Equal(t, tt.want, "307 "+resp.Header.Get("Location"))
			case 405:
				require.Equal(t, tt.want, "405 "+string(resp.Body))
			case 404:
				require.Equal(t, tt.want, "404")
			default:
				vars := m.Vars
				if vars == nil {
					vars = map[string]string{}
				}
				require.Equal(t, tt.want, m.Operation+" "+fmt.Sprint(vars))
			}
		})
	}
}

// TestMatchAgreesWithMux holds the index to what mux alone makes of the same
// table, for paths without escapes, which mux does not undo.
func TestMatchAgreesWithMux(t *testing.T) {
	r := NewRouter(testDialect(), testRoutes())
	oracle := mux.NewRouter().SkipClean(true).UseEncodedPath()
	for _, rt := range testRoutes() {
		oracle.NewRoute().Methods(rt.Method).Path(rt.Path).Name(rt.ID).Handler(http.NotFoundHandler())
	}
	words := []string{"v1", "teams", "mine", "athletes", "days", "files", "uploads", "7", "x", ""}
	rapid.Check(t, func(rt *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 7).Draw(rt, "path"), "/")
		method := rapid.SampledFrom([]string{"GET", "POST", "DELETE", "PATCH"}).Draw(rt, "method")
		req := &http.Request{Method: method, URL: &url.URL{Path: path}, Header: http.Header{}}
		got := r.Match(req)
		var want mux.RouteMatch
		if oracle.Match(req, &want) && want.MatchErr == nil {
			require.Equal(rt, want.Route.GetName(), got.Operation, path)
			require.Equal(rt, fmt.Sprint(want.Vars), fmt.Sprint(got.Vars), path)
			return
		}
		require.Empty(rt, got.Operation, path)
		// mux forgets a wrong method when a later route has the method and not the
		// path, so it is asked about each method by itself.
		var allow []string
		for _, other := range []string{"DELETE", "GET", "HEAD", "POST"} {
			req.Method = strings.Replace(other, "HEAD", "GET", 1)
			var match mux.RouteMatch
			if oracle.Match(req, &match) && match.MatchErr == nil {
				allow = append(allow, other)
			}
		}
		require.Equal(rt, allow, got.allow, path)
	})
}

func TestNewRouterRefuses(t *testing.T) {
	for path, why := range map[string]string{
		"/v1/{":           `unbalanced braces in "/v1/{"`,
		"/v1/{}":          `missing name or pattern in "{}"`,
		"v1/teams":        `mux: path must start with a slash, got "v1/teams"`,
		"/v1/{team}{day}": "",
	} {
		build := func() { NewRouter(testDialect(), []Route[nobody]{{Method: "GET", Path: path, Handle: echo}}) }
		if why == "" {
			require.NotPanics(t, build, path)
			continue
		}
		why = "httpx: route GET " + path + ": mux: " + strings.TrimPrefix(why, "mux: ")
		require.PanicsWithValue(t, why, build, path)
	}
}

func TestAnswer(t *testing.T) {
	routes := append(testRoutes(),
		Route[nobody]{Method: "GET", Path: "/panic", ID: "panic", Handle: func(nobody, *Request) (any, error) { panic("oh") }},
		Route[nobody]{Method: "GET", Path: "/no", ID: "no", Handle: func(nobody, *Request) (any, error) { return nil, errVendor }},
		Route[nobody]{Method: "GET", Path: "/bug", ID: "bug", Handle: func(nobody, *Request) (any, error) { return nil, io.ErrUnexpectedEOF }},
		Route[nobody]{Method: "GET", Path: "/big", ID: "big", Handle: func(nobody, *Request) (any, error) { return strings.Repeat("x", 2000), nil }},
	)
	d := testDialect()
	d.MaxBody = 10
	d.Codings = allCodings
	d.MinCoded = 1000
	sealed := errors.New("not sealed")
	d.Seal = func(_ nobody, r *Request, resp *Response) error {
		if r.Header.Get("Refuse") != "" {
			return errVendor
		}
		if r.Header.Get("Break") != "" {
			return sealed
		}
		return nil
	}
	router := NewRouter(d, routes)
	ask := func(method, path, body string, header ...string) Response {
		var in io.Reader
		if body != "" {
			in = strings.NewReader(body)
		}
		req := httptest.NewRequest(method, path, in)
		for i := 0; i < len(header); i += 2 {
			req.Header.Add(header[i], header[i+1])
		}
		return router.Answer(nobody{}, router.Match(req), req, Call{})
	}
	t.Run("hands over the body", func(t *testing.T) {
		require.Equal(t, "0123456789", string(ask("POST", "/v1/teams", "0123456789").Body))
	})
	t.Run("refuses a body that says it is too long", func(t *testing.T) {
		require.Equal(t, 413, ask("POST", "/v1/teams", "0123456789a").Status)
	})
	t.Run("refuses a body that turns out too long", func(t *testing.T) {
		req := httptest.NewRequest(http.MethodPost, "/v1/teams", io.MultiReader(strings.NewReader("0123456789a"))) // no length known
		require.Equal(t, 413, router.Answer(nobody{}, router.Match(req), req, Call{}).Status)
	})
	t.Run("refuses half a body", func(t *testing.T) {
		req := httptest.NewRequest(http.MethodPost, "/v1/teams", iotest.ErrReader(io.ErrUnexpectedEOF))
		resp := router.Answer(nobody{}, router.Match(req), req, Call{})
		require.Equal(t, 400, resp.Status)
		require.Equal(t, "close", resp.Header.Get("Connection"))
	})
	t.Run("renders the vendor's refusal", func(t *testing.T) {
		require.Equal(t, Response{Status: 418, Body: []byte("the vendor says no")}, ask("GET", "/no", ""))
	})
	t.Run("answers 501 to any other error", func(t *testing.T) {
		resp := ask("GET", "/bug", "")
		require.Equal(t, 501, resp.Status)
		require.Equal(t, "simulator bug: unexpected EOF\n", string(resp.Body))
		require.ErrorIs(t, resp.Bug, io.ErrUnexpectedEOF)
	})
	t.Run("answers 501 to a panic and keeps its stack", func(t *testing.T) {
		resp := ask("GET", "/panic", "")
		require.Equal(t, 501, resp.Status)
		p, ok := errors.AsType[*PanicError](resp.Bug)
		require.True(t, ok)
		require.Contains(t, string(p.Stack), "router_test.go")
		require.NotContains(t, string(resp.Body), ".go")
	})
	t.Run("codes what is long enough", func(t *testing.T) {
		resp := ask("GET", "/big", "", "Accept-Encoding", "gzip;q=0.1", "Accept-Encoding", "br")
		require.Equal(t, "br", resp.Header.Get("Content-Encoding"))
		require.Equal(t, strings.Repeat("x", 2000), string(decoded(t, Brotli, resp.Body)))
	})
	t.Run("gives HEAD the length of what GET would send", func(t *testing.T) {
		coded := ask("GET", "/big", "", "Accept-Encoding", "gzip")
		resp := ask("HEAD", "/big", "", "Accept-Encoding", "gzip")
		require.Equal(t, fmt.Sprint(len(coded.Body)), resp.Header.Get("Content-Length"))
		require.Empty(t, resp.Body)
	})
	t.Run("renders the refusal of the last look", func(t *testing.T) {
		require.Equal(t, 418, ask("GET", "/big", "", "Refuse", "1").Status)
		require.ErrorIs(t, ask("GET", "/big", "", "Break", "1").Bug, sealed)
	})
	t.Run("spoils a body before it is coded", func(t *testing.T) {
		req := httptest.NewRequest(http.MethodGet, "/big", nil)
		req.Header.Set("Accept-Encoding", "gzip")
		resp := router.Answer(nobody{}, router.Match(req), req, Call{Damage: func(mediaType string, body []byte) []byte {
			return slices.Concat([]byte(mediaType+" "), body[:1500])
		}})
		require.Equal(t, "text/plain "+strings.Repeat("x", 1500), string(decoded(t, Gzip, resp.Body)))
	})
}

func BenchmarkMatch(b *testing.B) {
	r := NewRouter(testDialect(), testRoutes())
	for _, path := range []string{"/v1/teams", "/v1/teams/7/athletes/8", "/v1/days/12", "/v2"} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			req := httptest.NewRequest(http.MethodGet, path, nil)
			for b.Loop() {
				r.Match(req)
			}
		})
	}
	b.Run("mux alone", func(b *testing.B) {
		b.ReportAllocs()
		oracle := mux.NewRouter().SkipClean(true).UseEncodedPath()
		for _, rt := range testRoutes() {
			oracle.NewRoute().Methods(rt.Method).Path(rt.Path).Handler(http.NotFoundHandler())
		}
		req := httptest.NewRequest(http.MethodGet, "/v1/teams/7/athletes/8", nil)
		for b.Loop() {
			var m mux.RouteMatch
			oracle.Match(req, &m)
		}
	})
}
