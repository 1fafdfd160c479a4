package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// sweatStackService is one for all scripts: its keys take a while to make.
var sweatStackService = sync.OnceValue(sweatstack.Service)

// simulatedSweatStack serves a world with SweatStack in it, in which a second lasts
// as long as told, and sets the variables that `ergodrome env` prints:
// sweatstack [SECONDS [PROFILE]]
func simulatedSweatStack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 2 {
		ts.Fatalf("usage: sweatstack [SECONDS [PROFILE]]")
	}
	services := slices.DeleteFunc(mockserver.All(), func(s world.Service) bool { return s.Name == sweatStackService().Name })
	c := mockserver.Config{Services: append(services, sweatStackService()), Seed: 5}
	c.World.Population.FirstDay = time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC) // less to look through
	c.World.Time, c.World.Frozen, c.World.Limits = time.Date(2026, time.May, 20, 12, 0, 0, 0, time.UTC), true, world.LimitsOff
	if len(args) > 0 {
		rate, err := strconv.ParseFloat(args[0], 64)
		ts.Check(err)
		c.World.Frozen, c.World.Rate = false, rate
	}
	if len(args) > 1 {
		c.World.Profile = map[string]string{"sweatstack": args[1]}
	}
	simulator, err := mockserver.New(c)
	ts.Check(err)
	server := httptest.NewServer(simulator)
	ts.Defer(func() {
		server.Close()
		if bugs, n := simulator.Bugs(); n > 0 {
			ts.Fatalf("the simulator has a bug: %+v", bugs[0])
		}
	})
	vars, err := worldVariables(context.Background(), server.URL+mockserver.DefaultControlPrefix, "default")
	ts.Check(err)
	for _, v := range vars {
		ts.Setenv(v.name, v.value)
	}
	redirectHere(ts)
}

// redirectHere sets a redirect URI that needs no registration, at a port that was
// free a moment ago.
func redirectHere(ts *testscript.TestScript) {
	free := httptest.NewServer(nil)
	port := free.Listener.Addr().String()[strings.LastIndex(free.Listener.Addr().String(), ":"):]
	free.Close()
	ts.Setenv("ERGODROME_SWEATSTACK_REDIRECT_URI", "http://localhost"+port+"/callback")
}

// kept are SweatStack's answers as they are kept in fixtures: by path, and the frames
// that paths have, by what the last of them is.
func kept(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: kept")
	}
	answers := map[string]*fixtures.Exchange{}
	all, err := fixtures.Exchanges("sweatstack")
	ts.Check(err)
	for i, e := range all {
		at, err := url.Parse(e.Target)
		ts.Check(err)
		if key := e.Method + " " + at.Path; e.Status/100 == 2 && answers[key] == nil {
			answers[key] = &all[i]
		}
	}
	frames := map[string]string{
		"data": "y_001_data", "mean-max": "y_001_mean_max_power", "accumulated-work-duration": "y_001_work",
		"longitudinal-data": "y_001_longitudinal_data", "longitudinal-mean-max": "y_001_longitudinal_mean_max",
		"longitudinal-accumulated-work-duration": "y_001_longitudinal_work",
	}
	log, err := os.Create(ts.MkAbs("requests"))
	ts.Check(err)
	var mu sync.Mutex
	const access = "a-token-of-the-fixtures"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		_, _ = log.WriteString(r.Method + " " + r.URL.RequestURI() + "\n" + string(body))
		mu.Unlock()
		parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		name, framed := frames[parts[len(parts)-1]]
		e := answers[r.Method+" "+r.URL.Path]
		switch {
		case r.Header.Get("Authorization") != "Bearer "+access:
			w.WriteHeader(http.StatusUnauthorized)
		case strings.Contains(r.URL.Path, "/damaged/"):
			_, _ = w.Write([]byte("PAR1, or so it says"))
		case strings.Contains(r.URL.Path, "/long/"):
			_, _ = w.Write(make([]byte, 2<<20))
		case strings.Contains(r.URL.Path, "/broken/"): // off within the file
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("half"))
		case framed && r.URL.Query().Get("format") == "":
			file, _ := fixtures.FS.ReadFile("decode/sweatstack-parquet/" + name + ".parquet")
			_, _ = w.Write(file)
		case e == nil:
			w.WriteHeader(http.StatusNotFound)
		default:
			for name, values := range e.Header {
				w.Header()[name] = values
			}
			w.WriteHeader(e.Status)
			_, _ = w.Write(e.Body)
		}
	}))
	ts.Defer(func() { server.Close(); _ = log.Close() })
	ts.Setenv("ERGODROME_SWEATSTACK_URL", server.URL)
	ts.Setenv("ERGODROME_SWEATSTACK_ACCESS_TOKEN", access)
}

// visitSweatStack follows a link as a browser without scripts does: it answers the
// page as the first user on it.
func visitSweatStack(ts *testscript.TestScript, link string, allow bool, scopes string) {
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	browser := &http.Client{Jar: jar}
	read := func(resp *http.Response, err error) (*url.URL, string) {
		ts.Check(err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		ts.Check(err)
		return resp.Request.URL, string(body)
	}
	at, text := read(browser.Get(link))
	form := url.Values{"decision": {"decline"}}
	if allow {
		form.Set("decision", "allow")
	}
	for _, m := range regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`name="scopes" value="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if scopes == "" || strings.Contains(","+scopes+",", ","+m[1]+",") {
			form.Add("scopes", m[1])
		}
	}
	user := regexp.MustCompile(`name="user" value="([^"]+)"`).FindStringSubmatch(text)
	action := regexp.MustCompile(`<form method="post" action="([^"]+)"`).FindStringSubmatch(text)
	if user == nil || action == nil {
		ts.Fatalf("the page has no form:\n%s", text)
	}
	form.Set("user", user[1])
	to, err := at.Parse(html.UnescapeString(action[1]))
	ts.Check(err)
	_, text = read(browser.PostForm(to.String(), form))
	ts.Check(os.WriteFile(ts.MkAbs("page"), []byte(text), 0o600))
}

// sameBytes compares stdout of the last command with a file of fixtures/decode:
// samebytes NAME
func sameBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: samebytes NAME")
	}
	want, err := fixtures.FS.ReadFile("decode/" + args[0])
	ts.Check(err)
	if got := ts.ReadFile("stdout"); !bytes.Equal([]byte(got), want) {
		ts.Fatalf("stdout has %d bytes, and they are not the %d of %s", len(got), len(want), args[0])
	}
}

// fixture copies a file of fixtures/decode into the script's folder: fixture NAME FILE
func fixture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fixture NAME FILE")
	}
	raw, err := fixtures.FS.ReadFile("decode/" + args[0])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), raw, 0o600))
}

// publicClient registers an application without a secret, and is it from now on.
func publicClient(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: publicclient")
	}
	body, err := json.Marshal(map[string]any{"clientId": "without-a-secret", "name": "a script", "public": true})
	ts.Check(err)
	control(ts, false, []string{"POST", "sweatstack/clients", string(body)})
	ts.Setenv("ERGODROME_SWEATSTACK_CLIENT_ID", "without-a-secret")
	ts.Setenv("ERGODROME_SWEATSTACK_CLIENT_SECRET", "")
}
