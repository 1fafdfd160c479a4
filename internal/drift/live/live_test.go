package live_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/live"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// sets are the people of all looks: those of a seed are the same, whatever a vendor changes.
var sets = sync.OnceValue(func() *dataset.Sets { return dataset.NewSets(256 << 20) })

// looked is what a look at a simulated service came to.
type looked struct {
	report *drift.Report
	kept   *live.Kept
}

// look reads a service of a simulator, whose vendors may have changed.
func look(t *testing.T, seed uint64, edit func(o *live.Options), api string, changes ...string) (out looked) {
	t.Helper()
	return lookAt(t, scene{seed: seed, edit: edit}, api, changes...)
}

// scene is what a look finds.
type scene struct {
	seed   uint64
	limits bool                    // the vendor's own
	before func(sim *mocktest.Sim) // what has happened before
	edit   func(o *live.Options)   // nil: against the baseline on the disk
}

func lookAt(t *testing.T, sc scene, api string, changes ...string) (out looked) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		seed, edit := sc.seed, sc.edit
		time.Sleep(time.Until(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)))
		config := world.Config{
			Seed: &seed, Changes: changes, Limits: world.LimitsOff, Sets: sets(),
			Population: dataset.Config{Organizations: 1, Athletes: 10, Teams: 1, FirstDay: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)},
		}
		if sc.limits || api == "polar-accesslink" { // whose limits are seen in its headers, and out of reach
			config.Limits = world.LimitsVendor
		}
		if api == "firstbeat" { // what is too large is known from little, and a page from much
			config.Population.FirstDay = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
			config.Switches = map[string]map[string]string{api: {"size-limit": "110000"}}
		}
		sim := mocktest.Start(t, mocktest.Config{World: config, Services: services(api)})
		if sc.before != nil {
			sc.before(sim)
		}
		o := live.Options{API: api, Tokens: true, Server: &server.Live{
			Base: map[string]string{api: sim.URL(api)}, Given: map[string]server.Keys{api: keys(t, sim, api)}, Budget: 200,
			Client: &http.Client{
				Transport:     failing{t, sim},
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			},
		}}
		if edit != nil {
			edit(&o)
		}
		if o.Baseline == nil {
			o.Baseline = baseline(t, api)
		}
		var err error
		out.report, out.kept, err = live.Run(t.Context(), o)
		require.NoError(t, err)
	})
	return out
}

// baseline is the one on the disk: that of the program is older while it is rewritten.
func baseline(t *testing.T, api string) *shape.Book {
	raw, err := os.ReadFile("baseline/" + api + ".json")
	require.NoError(t, err)
	b := shape.New()
	require.NoError(t, json.Unmarshal(raw, b))
	return b
}

// services are those that a look needs.
func services(api string) []world.Service {
	names := []string{api}
	if strings.HasPrefix(api, "polar-") && api != "polar-auth" {
		names = append(names, "polar-auth")
	}
	return mockserver.Some(names...)
}

// tired is a look at a service whose limit another program has used up.
func tired(t *testing.T, edit func(o *live.Options), api string, changes ...string) looked {
	t.Helper()
	return lookAt(t, scene{seed: 1, limits: true, edit: edit, before: func(sim *mocktest.Sim) {
		var c struct{ ConsumerID, ClientID string }
		switch api {
		case "firstbeat":
			sim.DecodeCredentials(api, &c)
			sim.Step(http.MethodPost, "firstbeat/consumers/"+c.ConsumerID+"/quota", map[string]int{"burstUsed": 60})
		case "polar-teampro":
			sim.DecodeCredentials("polar", &c)
			sim.Step(http.MethodPost, api+"/clients/"+c.ClientID+"/quota", map[string]int{"burstUsed": 100})
		case "polar-accesslink":
			sim.DecodeCredentials("polar", &c)
			sim.Step(http.MethodPost, api+"/clients/"+c.ClientID+"/quota", map[string]int{"shortUsed": 3000})
		}
	}}, api, changes...)
}

// limited says whether a service refuses who asks too much.
func limited(api string) bool { return api != "polar-auth" && api != "sweatstack" }

// keys are what a service's users have.
func keys(t *testing.T, sim *mocktest.Sim, api string) server.Keys {
	t.Helper()
	login, scope := api, ""
	switch api {
	case "polar-teampro":
		login, scope = "polar", "team_read"
	case "polar-auth", "polar-accesslink":
		login, scope = "polar", "profile:read"
	}
	raw, err := json.Marshal(sim.Credentials(login))
	require.NoError(t, err)
	var k server.Keys
	require.NoError(t, json.Unmarshal(raw, &k.Credentials))
	var c struct {
		Users []struct {
			Scopes                    []string
			AccessToken, RefreshToken string
		}
	}
	require.NoError(t, json.Unmarshal(raw, &c))
	for _, u := range c.Users {
		if scope == "" || slices.Contains(u.Scopes, scope) {
			k.AccessToken, k.RefreshToken = u.AccessToken, u.RefreshToken
			break
		}
	}
	return k
}

// failing has the second of the measurements that it sees fail: what the vendor
// answers then is a part of the signature.
type failing struct {
	t   *testing.T
	sim *mocktest.Sim
}

func (f failing) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.sim.Client().Transport.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/measurements") || resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Encoding") != "" {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	require.NoError(f.t, err)
	require.NoError(f.t, resp.Body.Close())
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var list struct{ Measurements []struct{ MeasurementID int } }
	require.NoError(f.t, json.Unmarshal(body, &list))
	if len(list.Measurements) > 1 {
		f.sim.Step(http.MethodPost, fmt.Sprintf("firstbeat/measurements/%d/failed", list.Measurements[1].MeasurementID), nil)
	}
	return resp, nil
}

func apis() []string {
	return []string{"firstbeat", "polar-auth", "polar-teampro", "polar-accesslink", "sweatstack"}
}

// enums are the lists of words in a service's description.
func enums(t *testing.T, api string) [][]string {
	t.Helper()
	raw, err := specs.Read(api)
	require.NoError(t, err)
	var doc any
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	var found [][]string
	var walk func(any)
	walk = func(node any) {
		switch n := node.(type) {
		case map[string]any:
			if list, ok := n["enum"].([]any); ok {
				var words []string
				for _, v := range list {
					words = append(words, fmt.Sprint(v))
				}
				found = append(found, words)
			}
			for _, v := range n {
				walk(v)
			}
		case []any:
			for _, v := range n {
				walk(v)
			}
		}
	}
	walk(doc)
	return found
}

// learned is the signature of the unchanged simulator.
func learned(t *testing.T, api string, seeds ...uint64) *shape.Book {
	t.Helper()
	lists, words, all := enums(t, api), map[string]bool{}, shape.New()
	for _, list := range lists {
		for _, word := range list {
			words[word] = true
		}
	}
	for _, seed := range seeds {
		all.Merge(look(t, seed, func(o *live.Options) { o.Baseline, o.Words = shape.New(), words }, api).kept.Book)
	}
	if limited(api) {
		all.Merge(tired(t, func(o *live.Options) { o.Baseline, o.Words = shape.New(), words }, api).kept.Book)
	}
	all.Settle(lists)
	return all
}

// learn rewrites the signatures of the unchanged simulator when -update is given.
func learn(t *testing.T) {
	if !golden.Update(t) {
		return
	}
	for _, api := range apis() {
		var seeds []uint64
		for seed := range uint64(40) {
			seeds = append(seeds, 100+seed)
		}
		raw, err := json.Marshal(learned(t, api, seeds...))
		require.NoError(t, err)
		golden.EqualFile(t, "baseline/"+api+".json", append(raw, '\n'))
	}
}

func TestNothingIsFoundWhereNothingHasChanged(t *testing.T) {
	learn(t)
	for i, api := range apis() {
		t.Run(api, func(t *testing.T) {
			for seed := range uint64(20) {
				if raced && int(seed) != i {
					continue // each service once is enough to see races
				}
				r := look(t, seed+1, nil, api).report
				assert.Empty(t, r.Finding, "seed %d", seed+1)
				assert.Empty(t, r.Unseen, "seed %d", seed+1)
				assert.Equal(t, drift.ExitNone, r.Exit(""))
			}
		})
	}
}

func TestEveryChangeIsNamed(t *testing.T) {
	prints, rows := map[string][]string{}, []string{}
	for _, s := range mockserver.All() {
		for i, c := range s.Changes {
			if raced && i%8 != 0 {
				continue
			}
			r := look(t, 1, nil, s.Name, c.Name).report
			refused := &drift.Report{}
			if limited(s.Name) {
				refused = tired(t, nil, s.Name, c.Name).report
			}
			seen := slices.Concat(r.Finding, refused.Finding)
			assert.NotEmpty(t, seen, c.Name)
			for _, f := range r.Finding {
				assert.True(t, c.Operations == nil || slices.Contains(c.Operations, f.Operation), "%s: %+v", c.Name, f)
			}
			prints[c.Name] = live.Print(s.Name, seen)
			if len(r.Finding) == 0 {
				r = refused
				assert.NotEmpty(t, r.Unseen, "nothing more was asked")
			}
			rows = append(rows, row(&c, r))
			if !golden.Update(t) {
				assert.Equal(t, []string{c.Name}, r.Changes, "%s: %+v", c.Name, r.Finding)
			}
		}
	}
	if raced {
		return
	}
	raw, err := json.MarshalIndent(prints, "", " ")
	require.NoError(t, err)
	golden.EqualFile(t, "baseline/changes.json", append(raw, '\n'))
	golden.EqualFile(t, "../../../docs/drift-changes.md", []byte(page+strings.Join(rows, "\n")+"\n"))
}

// asked is what went over the wire, and when.
type asked struct {
	http.RoundTripper
	requests []string
	at       []time.Time
}

func (a *asked) RoundTrip(r *http.Request) (*http.Response, error) {
	a.requests, a.at = append(a.requests, r.Method+" "+r.URL.Path), append(a.at, time.Now())
	return a.RoundTripper.RoundTrip(r)
}

// everything is asked of a service as the program asks it: the plan and what the
// documents demand, at half the vendor's rate, under the vendor's own limits.
func everything(t *testing.T, resume *live.Kept, budget int, wire *asked, api string, changes ...string) looked {
	t.Helper()
	return lookAt(t, scene{seed: 1, limits: true, edit: func(o *live.Options) {
		o.Suite, o.Resume, o.Server.Budget, o.Server.Gap = true, resume, budget, server.Slowest(api)
		wire.RoundTripper = o.Server.Client.Transport
		o.Server.Client.Transport = wire
	}}, api, changes...)
}

// TestWhatTheDocumentsDemandIsAskedOfEachService performs the whole of drift live in
// virtual time: only reading, at half the vendor's rate, in parts that are taken up.
func TestWhatTheDocumentsDemandIsAskedOfEachService(t *testing.T) {
	for _, api := range apis() {
		if raced && api != "polar-teampro" {
			continue // one is enough to see races
		}
		t.Run(api, func(t *testing.T) {
			wire := &asked{}
			all := everything(t, nil, 400, wire, api)
			require.Empty(t, all.report.Finding)
			require.True(t, all.kept.Complete)
			for _, p := range server.Probes() {
				if p.API == api && p.SimOnly == "" {
					assert.Contains(t, all.kept.Done, p.ID)
				}
				if p.SimOnly != "" {
					assert.NotContains(t, all.kept.Done, p.ID)
				}
			}
			for i, r := range wire.requests {
				assert.Regexp(t, `^(GET /|POST /.*/oauth/token$)`, r)
				if i > 0 {
					assert.GreaterOrEqual(t, wire.at[i].Sub(wire.at[i-1]), server.Slowest(api), "request %d, %s", i, r)
				}
			}

			const part = 12
			var kept *live.Kept
			for runs := 0; kept == nil || !kept.Complete; runs++ {
				require.Less(t, runs, 40)
				wire := &asked{}
				got := everything(t, kept, part, wire, api)
				require.LessOrEqual(t, len(wire.requests), part)
				require.Empty(t, got.report.Finding)
				if kept = got.kept; !kept.Complete {
					require.NotEmpty(t, got.report.Unseen)
				}
			}
			assert.ElementsMatch(t, all.report.Unseen, kept.Unseen)
			assert.ElementsMatch(t, all.kept.Done, kept.Done, "in the end nothing is left out, and nothing is asked twice")
		})
	}
}

// TestAChangeIsNamedWhateverElseIsAsked: demands that a change breaks do not hide it.
func TestAChangeIsNamedWhateverElseIsAsked(t *testing.T) {
	for api, name := range map[string]string{
		"firstbeat": "firstbeat-more-gone", "polar-auth": "polar-auth-error-words", "polar-teampro": "polar-teampro-error-text",
		"polar-accesslink": "polar-accesslink-error-renamed", "sweatstack": "sweatstack-unauthorized-403",
	} {
		if raced && api != "polar-auth" {
			continue
		}
		got := everything(t, nil, 400, &asked{}, api, name)
		assert.Equal(t, []string{name}, got.report.Changes)
		if api == "firstbeat" || api == "polar-auth" {
			assert.True(t, slices.ContainsFunc(got.report.Finding, func(f drift.Finding) bool { return f.Where == "requirement" }), "%s is against the documents", name)
		}
	}
}

// TestWhatWasThereBeforeIsNoChange compares with an earlier run of a service that is
// not the simulator in all things.
func TestWhatWasThereBeforeIsNoChange(t *testing.T) {
	const api, other, changed = "polar-teampro", "polar-teampro-team-colour-added", "polar-teampro-player-id-renamed"
	first := everything(t, nil, 400, &asked{}, api, other)
	require.NotEmpty(t, first.report.Finding)
	require.Equal(t, "ergodrome's simulator of polar-teampro", first.report.From)
	require.Contains(t, first.report.Note, "where the simulator is not the vendor")
	require.True(t, first.report.Since.IsZero())

	since := func(changes ...string) *drift.Report {
		return lookAt(t, scene{seed: 1, edit: func(o *live.Options) { o.Earlier, o.Suite = first.kept, true }}, api, changes...).report
	}
	same := since(other)
	require.Empty(t, same.Finding)
	require.Equal(t, drift.ExitNone, same.Exit(""))
	require.Equal(t, live.Print(api, first.report.Finding), live.Print(api, same.Known), "it is said all the same")
	require.Equal(t, first.kept.When, same.Since)
	require.Contains(t, same.From, "the run of 2026-03-10")

	more := since(other, changed)
	require.Equal(t, []string{changed}, more.Changes, "what has changed since, and nothing that was so before")
	require.Equal(t, live.Print(api, first.report.Finding), live.Print(api, more.Known))
}

// down answers nothing.
type down struct{}

func (down) RoundTrip(*http.Request) (*http.Response, error) { return nil, syscall.ECONNREFUSED }

func TestAServiceThatDoesNotAnswerCannotBeCompared(t *testing.T) {
	for _, suite := range []bool{false, true} {
		got := look(t, 1, func(o *live.Options) { o.Suite, o.Server.Client = suite, &http.Client{Transport: down{}} }, "polar-teampro")
		require.Equal(t, drift.ExitUnknown, got.report.Exit(""))
		require.Equal(t, live.RuleUnanswered, got.report.Finding[0].Rule)
		require.Contains(t, got.report.Finding[0].What, "connection refused")
		require.False(t, got.kept.Complete)
		require.Empty(t, got.kept.Done)
		require.Empty(t, got.report.Changes)
		rest := look(t, 1, func(o *live.Options) { o.Resume = got.kept }, "polar-teampro")
		require.Empty(t, rest.report.Finding)
		require.True(t, rest.kept.Complete)
	}
}

func TestARunIsTakenUpAfterARefusalForTheRate(t *testing.T) {
	first := tired(t, nil, "polar-teampro")
	require.Empty(t, first.report.Finding, "a refusal for the rate is no change")
	require.False(t, first.kept.Complete)
	require.Empty(t, first.kept.Done, "what was refused is not done")
	rest := look(t, 1, func(o *live.Options) { o.Resume = first.kept }, "polar-teampro")
	require.True(t, rest.kept.Complete)
	require.Empty(t, rest.report.Finding)
}

const page = `<!-- Code generated by internal/drift/live; DO NOT EDIT. -->

# What drift live says of each vendor change

Each change is made to the simulator's vendor by itself, and ` + "`ergodrome drift live`" + ` reads it, in
a world of seed 1. It names the change; here is where it saw it. Over 20 seeds it says nothing of
vendors that have not changed. What only a refusal for the rate shows it names where it meets
one: it never uses a quota up itself, but somebody else may have.

| change | what is different | class | found as | first seen in |
|---|---|---|---|---|
`

// row is a change as the page has it.
func row(c *change.Change, r *drift.Report) string {
	f := r.Finding[0]
	where := strings.TrimSpace(f.Operation+" "+f.Where) + ": " + f.What
	if f.Operation == "" {
		where = f.Request + ": " + where
	}
	if n := len(r.Finding); n > 1 {
		where += fmt.Sprintf(" (and %d more)", n-1)
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s |", c.Name, c.What, c.Class, r.Class, strings.ReplaceAll(where, "|", "\\|"))
}
