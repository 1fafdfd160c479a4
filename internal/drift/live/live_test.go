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

// looked is what a look at a simulated service came to.
type looked struct {
	report *drift.Report
	kept   *live.Kept
}

// look reads a service of a simulator, whose vendors may have changed.
func look(t *testing.T, seed uint64, edit func(o *live.Options), api string, changes ...string) (out looked) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)))
		config := world.Config{
			Seed: &seed, Changes: changes, Limits: world.LimitsOff,
			Population: dataset.Config{Organizations: 1, Athletes: 10, Teams: 1, FirstDay: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)},
		}
		if api == "polar-accesslink" { // whose limits are seen in its headers, and out of reach
			config.Limits = world.LimitsVendor
		}
		if api == "firstbeat" { // what is too large is known from little, and a page from much
			config.Population.FirstDay = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
			config.Switches = map[string]map[string]string{api: {"size-limit": "110000"}}
		}
		sim := mocktest.Start(t, mocktest.Config{World: config, Services: services(api)})
		o := live.Options{API: api, Tokens: true, Server: &server.Live{
			Base: map[string]string{api: sim.URL(api)}, Given: map[string]server.Keys{api: keys(t, sim, api)}, Budget: 200,
			Client: &http.Client{
				Transport:     failing{t, sim},
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			},
		}}
		if edit != nil {
			edit(&o)
		} else {
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
	return slices.DeleteFunc(mockserver.All(), func(s world.Service) bool {
		return s.Name != api && (s.Name != "polar-auth" || !strings.HasPrefix(api, "polar-"))
	})
}

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
	if err != nil || !strings.HasSuffix(r.URL.Path, "/measurements") || resp.StatusCode != http.StatusOK {
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

// unseen are the changes that reading does not show, and why.
func unseen() map[string]string {
	return map[string]string{
		"polar-accesslink-retry-after-date": "shown only by exhausting a quota, which a probe never does",
		"polar-teampro-retry-after-date":    "shown only by exhausting a quota, which a probe never does",
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
			rows = append(rows, row(&c, r))
			if unseen()[c.Name] != "" {
				assert.Empty(t, r.Finding, c.Name)
				continue
			}
			assert.NotEmpty(t, r.Finding, c.Name)
			for _, f := range r.Finding {
				assert.True(t, c.Operations == nil || slices.Contains(c.Operations, f.Operation), "%s: %+v", c.Name, f)
			}
			if prints[c.Name] = live.Print(s.Name, r.Finding); !golden.Update(t) {
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

const page = `<!-- Code generated by internal/drift/live; DO NOT EDIT. -->

# What drift live says of each vendor change

Each change is made to the simulator's vendor by itself, and ` + "`ergodrome drift live`" + ` reads it, in
a world of seed 1. It names the change; here is where it saw it. Over 20 seeds it says nothing of
vendors that have not changed.

| change | what is different | class | found as | first seen in |
|---|---|---|---|---|
`

// row is a change as the page has it.
func row(c *change.Change, r *drift.Report) string {
	found, where := "-", "not shown by reading: "+unseen()[c.Name]
	if len(r.Finding) > 0 {
		f := r.Finding[0]
		found, where = string(r.Class), strings.TrimSpace(f.Operation+" "+f.Where)+": "+f.What
		if n := len(r.Finding); n > 1 {
			where += fmt.Sprintf(" (and %d more)", n-1)
		}
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s |", c.Name, c.What, c.Class, found, strings.ReplaceAll(where, "|", "\\|"))
}
