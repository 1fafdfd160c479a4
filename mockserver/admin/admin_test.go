package admin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

const prefix = "/_ergodrome"

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// desk calls the control plane of one server as a program on this machine does,
// and holds every exchange to the description.
type desk struct {
	server    *mockserver.Server
	described *openapi.Validator
}

func newDesk(t *testing.T, c mockserver.Config) *desk {
	t.Helper()
	spec, err := specs.Read("control")
	require.NoError(t, err)
	service := toy.Service()
	service.Operations = []string{"listItems", "putItem"}
	c.Services, c.ControlSpec = []world.Service{service}, func() []byte { return spec }
	if c.World.Time.IsZero() {
		c.World.Time, c.World.Frozen = start, true
	}
	server, err := mockserver.New(c)
	require.NoError(t, err)
	described, err := openapi.New(spec)
	require.NoError(t, err)
	return &desk{server, described}
}

func (d *desk) request(t *testing.T, method, path, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost:8787"+prefix+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:50000"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func (d *desk) send(r *http.Request) *httptest.ResponseRecorder {
	out := httptest.NewRecorder()
	d.server.ServeHTTP(out, r)
	return out
}

// call sends a request that the description knows, and compares the answer.
func (d *desk) call(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	out := d.send(d.request(t, method, path, body))
	if out.Code < 400 {
		judged := d.request(t, method, strings.TrimSuffix(path, "/"), body)
		judged.URL.Path = strings.TrimPrefix(judged.URL.Path, prefix)
		if err := d.described.Validate(judged, []byte(body), out.Code, out.Header(), out.Body.Bytes()); err != nil && !strings.Contains(path, "/toy/") {
			t.Errorf("not as described: %v", err)
		}
	}
	return out.Code, strings.TrimSpace(out.Body.String())
}

func TestServer(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	for _, tt := range []struct {
		name, call string
		status     int
		want       string
	}{
		{"is alive", "GET /healthz", 200, `{"status":"ok"}`},
		{"ignores a slash too many", "GET /healthz/", 200, `{"status":"ok"}`},
		{"is ready", "GET /readyz", 200, `{"status":"ready","worlds":1}`},
		{"has no strays", "GET /strays", 200, `{"strays":[],"total":0}`},
		{"knows no other call", "GET /nothing", 404, `{"error":{"code":"not-found","message":"no such call; GET /_ergodrome/openapi.yaml describes all"}}`},
		{"knows no call at its root", "GET /", 404, `{"error":{"code":"not-found","message":"no such call; GET /_ergodrome/openapi.yaml describes all"}}`},
		{"lists the methods of a call", "PUT /worlds", 405, `{"error":{"code":"method-not-allowed","message":"PUT is not possible here; use GET, HEAD, POST"}}`},
	} {
		t.Run("it "+tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(tt.call, " ")
			status, body := d.call(t, method, path, "")
			require.Equal(t, tt.status, status)
			require.JSONEq(t, tt.want, body)
		})
	}
	t.Run("it describes itself", func(t *testing.T) {
		status, body := d.call(t, "GET", "/openapi.yaml", "")
		require.Equal(t, 200, status)
		require.Contains(t, body, "openapi: 3.0")
	})
	t.Run("it says which methods there are", func(t *testing.T) {
		require.Equal(t, "GET, HEAD, POST", d.send(d.request(t, "DELETE", "/worlds", "")).Header().Get("Allow"))
	})
	t.Run("it lists and forgets strays", func(t *testing.T) {
		stray := httptest.NewRequestWithContext(t.Context(), "GET", "http://localhost/tennis?secret=1", nil)
		d.send(stray)
		_, body := d.call(t, "GET", "/strays", "")
		require.JSONEq(t, `{"strays":[{"time":"2026-03-01T12:00:00Z","method":"GET","host":"localhost","path":"/tennis","reason":"no service at /tennis; base paths are /toy"}],"total":1}`, body)
		status, _ := d.call(t, "DELETE", "/strays", "")
		require.Equal(t, 204, status)
		_, body = d.call(t, "GET", "/strays", "")
		require.JSONEq(t, `{"strays":[],"total":0}`, body)
	})
}

func TestWorlds(t *testing.T) {
	d := newDesk(t, mockserver.Config{MaxWorlds: 3})
	status, body := d.call(t, "POST", "/worlds", `{"name":"a","seed":5,"time":"2026-01-01T00:00:00+02:00","frozen":true,"rate":60,"limits":"off","profile":{"toy":"plain"},"population":{"athletes":9}}`)
	require.Equal(t, 201, status, body)
	require.JSONEq(t, `{"name":"a","seed":5,"limits":"off","profile":{"toy":"plain"},
		"population":{"organizations":2,"athletes":9,"teams":3,"firstDay":"2024-07-01T00:00:00Z"},
		"clock":{"now":"2025-12-31T22:00:00Z","rate":60,"frozen":true},
		"urls":{"toy":"http://localhost:8787/w/a/toy"},"credentials":{"toy":{"key":"toy-key-5"}}}`, body)

	out := d.send(d.request(t, "POST", "/worlds", ""))
	require.Equal(t, "http://localhost:8787/_ergodrome/worlds/world-1", out.Header().Get("Location"))

	status, body = d.call(t, "POST", "/worlds", "")
	require.Equal(t, 409, status)
	require.JSONEq(t, `{"error":{"code":"full","message":"there are already 3 worlds; delete one first"}}`, body)
	status, _ = d.call(t, "DELETE", "/worlds/world-1", "")
	require.Equal(t, 204, status)
	status, body = d.call(t, "POST", "/worlds", `{"name":"a"}`)
	require.Equal(t, 409, status)
	require.JSONEq(t, `{"error":{"code":"conflict","message":"there is already a world \"a\""}}`, body)

	_, body = d.call(t, "GET", "/worlds/a/credentials", "")
	require.JSONEq(t, `{"toy":{"key":"toy-key-5"}}`, body)
	_, body = d.call(t, "GET", "/worlds/a", "")
	require.NotContains(t, body, "credentials")
	var list struct{ Worlds []struct{ Name string } }
	_, body = d.call(t, "GET", "/worlds", "")
	require.NoError(t, json.Unmarshal([]byte(body), &list))
	require.Equal(t, "[{default} {a}]", fmt.Sprint(list.Worlds))

	status, body = d.call(t, "DELETE", "/worlds/default", "")
	require.Equal(t, 409, status, body)
	for path, name := range map[string]string{"%2e%2e": "..", "a%2Fb": "a/b", "%61b": "ab", "..%25": "..%"} {
		for _, below := range []string{"", "/clock", "/toy/items/a/put"} {
			method := map[bool]string{true: "POST", false: "GET"}[below == "/toy/items/a/put"]
			status, body = d.call(t, method, "/worlds/"+path+below, "")
			require.Equal(t, 404, status)
			require.JSONEq(t, fmt.Sprintf(`{"error":{"code":"not-found","message":%q}}`, fmt.Sprintf("world %q does not exist", name)), body)
		}
	}
	for _, path := range []string{"", "/credentials", "/clock", "/faults", "/steps"} {
		status, body = d.call(t, "GET", "/worlds/none"+path, "")
		require.Equal(t, 404, status)
		require.JSONEq(t, `{"error":{"code":"not-found","message":"world \"none\" does not exist"}}`, body)
	}
}

func TestWorldURLsLeaveOutTheWorldInTheHostName(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	r := d.request(t, "POST", "/worlds", `{"name":"a"}`)
	r.Host = "default.localhost:8787"
	require.Contains(t, d.send(r).Body.String(), `"toy":"http://localhost:8787/w/a/toy"`)
}

func TestResetAndFork(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	status, body := d.call(t, "POST", "/worlds/default/toy/items/ball/put", `{"value":"red"}`)
	require.Equal(t, 200, status, body)
	status, body = d.call(t, "POST", "/worlds/default/fork", `{"name":"b"}`)
	require.Equal(t, 201, status, body)
	status, body = d.call(t, "POST", "/worlds/default/reset", "")
	require.Equal(t, 200, status, body)
	status, _ = d.call(t, "POST", "/worlds/default/toy/items/ball/put", `{"value":"red"}`)
	require.Equal(t, 200, status, "the box is empty again")
	status, body = d.call(t, "POST", "/worlds/b/toy/items/ball/put", `{"value":"red"}`)
	require.Equal(t, 409, status, "the copy still has the ball")
	require.JSONEq(t, `{"error":{"code":"conflict","message":"ball is in the box already"}}`, body)
	status, _ = d.call(t, "POST", "/worlds/default/fork", "")
	require.Equal(t, 201, status)
	status, _ = d.call(t, "POST", "/worlds/none/fork", "")
	require.Equal(t, 404, status)
}

func TestSteps(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	_, body := d.call(t, "GET", "/worlds/default/steps", "")
	require.JSONEq(t, `{"steps":[{"method":"POST","path":"/_ergodrome/worlds/default/toy/items/{name}/put","summary":"Put an item into the box"}]}`, body)
	for _, tt := range []struct {
		name, call, body string
		status           int
		want             string
	}{
		{"takes a step with an escaped name", "POST /worlds/default/toy/items/a%2Fb/put", `{"value":"x"}`, 200, `{"name":"a/b"}`},
		{"says what a step wants", "POST /worlds/default/toy/items/a/put", `[]`, 400, `{"error":{"code":"invalid","field":"value","message":"send {\"value\":\"...\"}"}}`},
		{"knows the methods of a step", "GET /worlds/default/toy/items/a/put", ``, 405, `{"error":{"code":"method-not-allowed","message":"GET is not possible here; use POST"}}`},
		{"knows no other step", "POST /worlds/default/toy/items/a/drop", ``, 404, `{"error":{"code":"not-found","message":"no such call; GET /_ergodrome/openapi.yaml describes all"}}`},
		{"knows no step of a world that is not there", "POST /worlds/none/toy/items/a/put", ``, 404, `{"error":{"code":"not-found","message":"world \"none\" does not exist"}}`},
	} {
		t.Run("it "+tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(tt.call, " ")
			status, body := d.call(t, method, path, tt.body)
			require.Equal(t, tt.status, status)
			require.JSONEq(t, tt.want, body)
		})
	}
}

func TestClock(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	for _, tt := range []struct {
		name, change string
		want         string // the clock, or the refusal
	}{
		{"advances", `{"advance":"6m"}`, `{"now":"2026-03-01T12:06:00Z","rate":1,"frozen":true}`},
		{"turns back", `{"advance":"-1h"}`, `{"now":"2026-03-01T11:06:00Z","rate":1,"frozen":true}`},
		{"is set", `{"set":"2027-01-01T00:00:00-05:00"}`, `{"now":"2027-01-01T05:00:00Z","rate":1,"frozen":true}`},
		{"is set and advanced at another pace", `{"advance":"1s","set":"2027-01-01T00:00:00Z","rate":0.5}`, `{"now":"2027-01-01T00:00:01Z","rate":0.5,"frozen":true}`},
		{"wants a change", `{}`, `{"error":{"code":"invalid","field":"body","message":"say what to change: \"advance\", \"set\", \"rate\" or \"freeze\""}}`},
		{"wants a duration", `{"advance":"6 minutes"}`, `{"error":{"code":"invalid","field":"advance","message":"\"6 minutes\": use a duration such as \"6m\" or \"1h30m\""}}`},
		{"wants a pace above zero", `{"rate":0}`, `{"error":{"code":"invalid","field":"rate","message":"0 is not above 0 and at most 1e+06; freeze the clock to stop it"}}`},
		{"changes nothing when a part is wrong", `{"freeze":false,"set":"2000-01-01T00:00:00Z","rate":-1}`, `{"error":{"code":"invalid","field":"rate","message":"-1 is not above 0 and at most 1e+06; freeze the clock to stop it"}}`},
		{"is not set to the end of RFC 3339", `{"set":"9999-12-31T23:59:59.999999999Z"}`, `{"error":{"code":"invalid","field":"set","message":"the clock shows 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z"}}`},
		{"is not set to its beginning", `{"freeze":false,"set":"0001-01-01T00:00:00Z"}`, `{"error":{"code":"invalid","field":"set","message":"the clock shows 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z"}}`},
		{"does not advance out of its range", `{"rate":1e6,"advance":"2000000h"}`, `{"error":{"code":"invalid","field":"advance","message":"the clock shows 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z"}}`},
		{"wants a duration as a string", `{"advance":360}`, `{"error":{"code":"invalid","field":"advance","message":"360 is not a string; use a duration such as \"6m\" or \"1h30m\""}}`},
		{"tells capitals from small letters", `{"Advance":"1h"}`, `{"error":{"code":"invalid","field":"Advance","message":"no such member; there are: freeze, rate, set, advance"}}`},
		{"wants a time", `{"set":"tomorrow"}`, `{"error":{"code":"invalid","field":"set","message":"\"tomorrow\" is not an RFC 3339 time such as \"2026-11-21T08:30:00Z\""}}`},
		{"stands where it was", `{"freeze":true}`, `{"now":"2027-01-01T00:00:01Z","rate":0.5,"frozen":true}`},
	} {
		t.Run("it "+tt.name, func(t *testing.T) {
			_, body := d.call(t, "PATCH", "/worlds/default/clock", tt.change)
			require.JSONEq(t, tt.want, body)
		})
	}
	_, body := d.call(t, "PATCH", "/worlds/default/clock", `{"freeze":false}`)
	require.Contains(t, body, `"frozen":false`)
	_, body = d.call(t, "GET", "/worlds/default/clock", "")
	require.Contains(t, body, `"rate":0.5`)
}

func TestFaults(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	status, body := d.call(t, "PUT", "/worlds/default/faults", `{"rules":[{"match":{"service":"toy"},"times":2,"do":{"status":503,"delay":"1s"}}]}`)
	require.Equal(t, 200, status, body)
	_, body = d.call(t, "GET", "/worlds/default/faults", "")
	require.JSONEq(t, `{"rules":[{"name":"rule-1","match":{"service":"toy"},"times":2,"do":{"status":503,"delay":"1s"},"matched":0,"applied":0,"missed":0}]}`, body)
	status, body = d.call(t, "PUT", "/worlds/default/faults", `[{"match":{"operation":"putItem"},"do":{"status":503}},{"match":{"service":"tennis"},"do":{"status":503}}]`)
	require.Equal(t, 400, status)
	require.JSONEq(t, `{"error":{"code":"invalid","field":"rules[1].match.service","message":"tennis is no service; there are: toy"}}`, body)
	status, body = d.call(t, "PUT", "/worlds/default/faults", `[{"match":{"operation":"listitems"},"do":{"status":503}}]`)
	require.Equal(t, 400, status)
	require.JSONEq(t, `{"error":{"code":"invalid","field":"rules[0].match.operation","message":"listitems is no operation; there are: listItems, putItem"}}`, body)
	status, body = d.call(t, "PUT", "/worlds/default/faults", `[{"do":{"status":99}}]`)
	require.Equal(t, 400, status)
	require.Contains(t, body, `"field":"rules[0].do.status"`)
	_, body = d.call(t, "GET", "/worlds/default/faults", "")
	require.Contains(t, body, "rule-1", "a refused rule leaves the others in place")
	status, _ = d.call(t, "DELETE", "/worlds/default/faults", "")
	require.Equal(t, 204, status)
	_, body = d.call(t, "GET", "/worlds/default/faults", "")
	require.JSONEq(t, `{"rules":[]}`, body)
}

func TestJournal(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	ask := func(method, path, key, body string) {
		r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost/toy"+path, strings.NewReader(body))
		r.Header.Set(toy.KeyHeader, key)
		d.send(r)
	}
	credentials, err := d.server.Worlds().Default().Credentials()
	require.NoError(t, err)
	key := credentials["toy"].(map[string]string)["key"]
	ask("PUT", "/v1/items/ball", key, "red")
	ask("GET", "/v1/items?page=1", key, "")
	ask("GET", "/v1/items", "guess", "")

	type listed struct {
		Exchanges []journal.Exchange
		Stats     journal.Stats
	}
	list := func(query string) (l listed) {
		status, body := d.call(t, "GET", "/worlds/default/journal"+query, "")
		require.Equal(t, 200, status, body)
		require.NotContains(t, body, key, "no secret leaves by the journal")
		require.NoError(t, json.Unmarshal([]byte(body), &l))
		return l
	}
	all := list("")
	require.Len(t, all.Exchanges, 3)
	require.Equal(t, 3, all.Stats.Exchanges)
	put := all.Exchanges[0]
	require.Equal(t, "1 putItem PUT /toy/v1/items/ball /v1/items/ball red 204", fmt.Sprint(put.ID, " ", put.Operation, " ", put.Method, " ", put.URL, " ", put.Path, " ", string(put.RequestBody), " ", put.Status))
	require.Equal(t, start, put.Time)
	require.Equal(t, []journal.Decision{{Step: "key", Outcome: "refuse", Reason: "the key is not this box's"}}, all.Exchanges[2].Decisions)
	for query, want := range map[string]int{
		"?status=401": 1, "?status=2xx": 2, "?status=2": 2, "?operation=listItems": 2, "?method=PUT": 1, "?path=/v1/*": 2, "?service=toy": 3, "?service=tennis": 0,
		"?since=2026-03-01T12:00:00Z": 3, "?since=2026-03-01T12:00:01Z": 0, "?after=1": 2, "?limit=1": 1, "?operation=listItems&status=200": 1,
	} {
		require.Len(t, list(query).Exchanges, want, query)
	}
	status, body := d.call(t, "GET", "/worlds/default/journal?format=har", "")
	require.Equal(t, 200, status)
	require.Contains(t, body, `"version":"1.2"`)

	for query, field := range map[string]string{
		"?status=6": "status", "?status=ok": "status", "?since=yesterday": "since", "?after=-1": "after", "?limit=some": "limit", "?format=xml": "format",
		"?colour=red": "colour", "?limit=1&limit=2": "limit", "?%zz": "query",
	} {
		r := d.request(t, "GET", "/worlds/default/journal", "")
		r.URL.RawQuery = strings.TrimPrefix(query, "?")
		out := d.send(r)
		require.Equal(t, 400, out.Code, query)
		require.Contains(t, out.Body.String(), `"field":"`+field+`"`)
	}

	_, body = d.call(t, "POST", "/worlds/default/verify", `[{"operation":"putItem","min":2},{"operation":"listItems","status":200}]`)
	require.JSONEq(t, `{"ok":false,"missing":[{"index":0,"expectation":{"operation":"putItem","min":2},"got":1,"want":2}],
		"unexpected":[{"id":3,"service":"toy","operation":"listItems","method":"GET","url":"/toy/v1/items","status":401,"reason":"no expectation matches it"}]}`, body)
	_, body = d.call(t, "POST", "/worlds/default/verify", `{"expected":[{"method":"PUT"},{"method":"GET"}],"inOrder":true}`)
	require.JSONEq(t, `{"ok":true,"missing":[],"unexpected":[]}`, body)
	status, body = d.call(t, "POST", "/worlds/default/verify", `[{"status":7}]`)
	require.Equal(t, 400, status)
	require.Contains(t, body, `"field":"expected[0].status"`)

	status, _ = d.call(t, "DELETE", "/worlds/default/journal", "")
	require.Equal(t, 204, status)
	require.Empty(t, list("").Exchanges)
}

func TestRefusals(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	var manyMembers string
	for i := range 1000 {
		manyMembers += fmt.Sprintf(`"k%d":"",`, i)
	}
	for _, tt := range []struct{ name, body, field, message string }{
		{"text", `hello`, "body", "is not JSON"},
		{"half an object", `{"name":`, "body", "is not JSON"},
		{"two values", `{} {}`, "body", "more follows"},
		{"an array", `[]`, "body", "must be an object"},
		{"an unknown member", `{"nam":"a"}`, "nam", "no such member; there are: name, seed, time"},
		{"an unknown member further in", `{"population":{"people":1}}`, "population.people", "no such member; there are: organizations"},
		{"a member twice", `{"name":"a","name":"b"}`, "name", "is there twice"},
		{"a string for a number", `{"population":{"athletes":"many"}}`, "population.athletes", `"many" is not a whole number`},
		{"a fraction for a whole number", `{"population":{"athletes":1.5}}`, "population.athletes", "1.5 is not a whole number"},
		{"a seed below zero", `{"seed":-1}`, "seed", "-1 is not a whole number from 0"},
		{"a number for a string", `{"name":7}`, "name", "7 is not a string"},
		{"a word for a truth", `{"frozen":"yes"}`, "frozen", `"yes" is neither true nor false`},
		{"a date for a time", `{"time":"2026-03-01"}`, "time", "is not an RFC 3339 time"},
		{"a string for an object", `{"population":"all"}`, "population", "must be an object"},
		{"a number in a map", `{"profile":{"toy":1}}`, "profile.toy", "1 is not a string"},
		{"an array in a map of maps", `{"switches":{"toy":[]}}`, "switches.toy", "must be an object"},
		{"an unknown service", `{"pins":{"tennis":{}}}`, "pins.tennis", "no such service; there are: toy"},
		{"a profile that the service refuses", `{"profile":{"toy":"fancy"}}`, "profile.toy", `use "plain"`},
		{"a rate that is too high", `{"rate":1e9}`, "rate", "1e+09"},
		{"a time that no clock shows", `{"time":"9999-12-31T23:59:59Z","rate":1e6}`, "time", "the clock shows 1970-"},
		{"too many people", `{"population":{"athletes":1000001}}`, "population.athletes", "is 1000001; give 1 to 1000000"},
		{"too many members", `{"profile":{` + manyMembers + `"k":""}}`, "profile", "has more than 1000 members"},
		{"what is not UTF-8", "{\"name\":\"\xff\"}", "body", "is not UTF-8 (byte 10)"},
		{"a member in capitals", `{"NAME":"a"}`, "NAME", "no such member"},
		{"a bad name", `{"name":"A b"}`, "name", "is not a name"},
		{"a very long value", `{"name":[` + strings.Repeat("1,", 5000) + `1]}`, "name", "..."},
	} {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			status, body := d.call(t, "POST", "/worlds", tt.body)
			require.Equal(t, 400, status, body)
			var refusal struct {
				Error struct{ Code, Message, Field string }
			}
			require.NoError(t, json.Unmarshal([]byte(body), &refusal))
			require.Equal(t, "invalid", refusal.Error.Code)
			require.Equal(t, tt.field, refusal.Error.Field)
			require.Contains(t, refusal.Error.Message, tt.message)
			require.Less(t, len(body), 1000)
		})
	}
	require.Equal(t, 1, d.server.Worlds().Len(), "nothing was made of any of them")
	t.Run("it refuses a body that is no JSON by its type", func(t *testing.T) {
		r := d.request(t, "POST", "/worlds", `{}`)
		r.Header.Set("Content-Type", "text/plain")
		require.Equal(t, 415, d.send(r).Code)
	})
	t.Run("it takes curl's word for a body, but not a page's", func(t *testing.T) {
		r := d.request(t, "PATCH", "/worlds/default/clock", `{"advance":"1s"}`)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		require.Equal(t, 200, d.send(r).Code)
		r = d.request(t, "PATCH", "/worlds/default/clock", `{"advance":"1s"}`)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		require.Equal(t, 415, d.send(r).Code)
	})
	t.Run("it refuses a body that is too long", func(t *testing.T) {
		r := d.request(t, "POST", "/worlds", "")
		r.ContentLength = 9 << 20
		require.Equal(t, 413, d.send(r).Code)
	})
}

func TestAdmission(t *testing.T) {
	private, public := newDesk(t, mockserver.Config{}), newDesk(t, mockserver.Config{ControlAnywhere: true})
	for _, tt := range []struct {
		name, remote, host, origin string
		private, public            int
	}{
		{"a caller on this machine", "127.0.0.1:1", "localhost:8787", "", 201, 201},
		{"a caller on this machine by IPv6", "[::1]:1", "[::1]:8787", "", 201, 201},
		{"a caller by a mapped address", "[::ffff:127.0.0.1]:1", "127.0.0.1", "", 201, 201},
		{"a caller over a pipe", "pipe", "localhost", "", 201, 201},
		{"a caller who names a world", "127.0.0.1:1", "a.localhost:8787", "", 201, 201},
		{"a caller elsewhere", "192.0.2.1:1", "simulator:8787", "", 403, 201},
		{"a caller elsewhere who says localhost", "192.0.2.1:1", "localhost:8787", "", 403, 201},
		{"a page under a name that was pointed here", "127.0.0.1:1", "evil.example:8787", "http://evil.example:8787", 403, 201},
		{"a page of another site", "127.0.0.1:1", "localhost:8787", "http://evil.example", 403, 403},
		{"a page of another port", "127.0.0.1:1", "localhost:8787", "http://localhost:9000", 403, 403},
		{"a page of this server", "127.0.0.1:1", "localhost:8787", "http://localhost:8787", 201, 201},
	} {
		t.Run("it meets "+tt.name, func(t *testing.T) {
			for d, want := range map[*desk]int{private: tt.private, public: tt.public} {
				r := d.request(t, "POST", "/worlds", "{}")
				r.RemoteAddr, r.Host = tt.remote, tt.host
				if tt.origin != "" {
					r.Header.Set("Origin", tt.origin)
				}
				require.Equal(t, want, d.send(r).Code)
			}
		})
	}
}

func FuzzCreateWorld(f *testing.F) {
	for _, s := range []string{`{}`, `{"name":"a"}`, `{"population":{"athletes":1e3}}`, `{"pins":{"toy":null}}`, `{"seed":null}`, `null`, `{"profile":null}`, `{"time":0}`, "{\"\u00e9\":[[[1]]]}"} {
		f.Add([]byte(s))
	}
	server, err := mockserver.New(mockserver.Config{Services: []world.Service{toy.Service()}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "http://localhost"+prefix+"/worlds", bytes.NewReader(body))
		r.RemoteAddr = "pipe"
		r.Header.Set("Content-Type", "application/json")
		out := httptest.NewRecorder()
		server.ServeHTTP(out, r)
		switch out.Code {
		case 201:
			var made struct{ Name string }
			if err := json.Unmarshal(out.Body.Bytes(), &made); err != nil {
				t.Fatal(err)
			}
			if err := server.Worlds().Delete(made.Name); err != nil {
				t.Fatal(err)
			}
		case 400, 409:
		default:
			t.Fatalf("%q: %d %s", body, out.Code, out.Body)
		}
	})
}
