package world_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func toys() []world.Service { return []world.Service{toy.Service()} }

func newWorld(tb testing.TB, c world.Config) *world.World {
	tb.Helper()
	w, err := world.New(c, toys())
	require.NoError(tb, err)
	return w
}

// ask sends one request to the toy in w.
func ask(tb testing.TB, w *world.World, method, path, body string) (int, string) {
	tb.Helper()
	tenant, err := w.Tenant("toy")
	require.NoError(tb, err)
	req, err := http.NewRequestWithContext(tb.Context(), method, path, strings.NewReader(body))
	require.NoError(tb, err)
	req.Header.Set(toy.KeyHeader, tenant.Credentials().(map[string]string)["key"])
	resp := tenant.Answer(tenant.Match(req), req, httpx.Call{Now: w.Clock.Now()})
	return resp.Status, string(resp.Body)
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name   string
		config world.Config
		field  string
		reason string
	}{
		{"a name with capitals", world.Config{Name: "Mine"}, "name", `"Mine" is not a name`},
		{"a name that begins with a hyphen", world.Config{Name: "-a"}, "name", "is not a name"},
		{"a name that is too long", world.Config{Name: strings.Repeat("a", 64)}, "name", "is not a name"},
		{"a name with a dot", world.Config{Name: "a.b"}, "name", "is not a name"},
		{"a rate below zero", world.Config{Rate: -1}, "rate", "-1"},
		{"a rate that is no number", world.Config{Rate: math.NaN()}, "rate", "NaN"},
		{"a time before 1970", world.Config{Time: time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)}, "time", "the clock shows 1970-"},
		{"a time at the end of RFC 3339", world.Config{Time: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), Frozen: true}, "time", "to 2200-"},
		{"limits that are neither", world.Config{Limits: "some"}, "limits", `use "vendor" or "off"`},
		{"a profile of no service", world.Config{Profile: map[string]string{"tennis": "x"}}, "profile.tennis", "there are: toy"},
		{"a profile that the service lacks", world.Config{Profile: map[string]string{"toy": "x"}}, "profile.toy", `use "plain"`},
		{"switches of no service", world.Config{Switches: map[string]map[string]string{"tennis": nil}}, "switches.tennis", "there are: toy"},
		{"pins of no service", world.Config{Pins: map[string]json.RawMessage{"tennis": nil}}, "pins.tennis", "there are: toy"},
		{"a population below zero", world.Config{Population: dataset.Config{Athletes: -1}}, "population.athletes", "is -1; give 1 to"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			_, err := world.New(tt.config, toys())
			invalid, ok := errors.AsType[*world.Invalid](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, tt.field, invalid.Field)
			require.Contains(t, strings.ToLower(invalid.Reason), strings.ToLower(tt.reason))
		})
	}
}

func TestNewFillsIn(t *testing.T) {
	c := world.Config{Time: start, Frozen: true, Profile: map[string]string{"toy": "plain"}}
	w := newWorld(t, c)
	require.Equal(t, "default", w.Name)
	require.EqualValues(t, 1, w.Seed)
	require.Equal(t, world.LimitsVendor, w.Limits)
	require.Equal(t, start, w.Clock.Now())
	require.True(t, w.Clock.State().Frozen)
	c.Profile["toy"] = "changed by the caller later"
	require.Equal(t, map[string]string{"toy": "plain"}, w.Config().Profile)
	w.Config().Profile["toy"] = "changed in the copy"
	require.Equal(t, map[string]string{"toy": "plain"}, w.Config().Profile)
}

func TestTenant(t *testing.T) {
	w := newWorld(t, world.Config{})
	_, err := w.Tenant("tennis")
	require.ErrorAs(t, err, new(*world.Missing))
	first, err := w.Tenant("toy")
	require.NoError(t, err)
	second, err := w.Tenant("toy")
	require.NoError(t, err)
	require.Same(t, first, second)

	broken, err := world.New(world.Config{Name: "w"}, []world.Service{{Name: "toy", New: func(*world.World) (world.Tenant, error) { return nil, errors.New("no toys") }}})
	require.NoError(t, err)
	_, err = broken.Credentials()
	require.EqualError(t, err, "world w: toy: no toys")
}

func TestAsk(t *testing.T) {
	w := newWorld(t, world.Config{})
	box, err := world.Ask[interface{ Secrets() []string }](w, "toy")
	require.NoError(t, err)
	require.Len(t, box.Secrets(), 1)
	_, err = world.Ask[interface{ Secrets() []string }](w, "tennis")
	require.ErrorAs(t, err, new(*world.Missing))
	_, err = world.Ask[interface{ Serve() }](w, "toy")
	require.ErrorContains(t, err, "world default: toy is a *toy.Tenant, which is no interface { Serve() }")
}

func TestCredentialsUnderAVendorsName(t *testing.T) {
	logins := toy.Service()
	logins.Login = "play"
	w, err := world.New(world.Config{}, []world.Service{logins})
	require.NoError(t, err)
	all, err := w.Credentials()
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Contains(t, all, "play")
}

func TestReset(t *testing.T) {
	w := newWorld(t, world.Config{Time: start, Frozen: true, Rate: 60})
	ask(t, w, "PUT", "/v1/items/ball", "red")
	require.NoError(t, w.Faults.Put([]fault.Rule{{Do: fault.Do{Status: 503}}}))
	w.Clock.Advance(time.Hour)
	require.NoError(t, w.Clock.SetRate(2))
	w.Clock.Thaw()
	key, err := w.Credentials()
	require.NoError(t, err)

	require.NoError(t, w.Reset())

	require.Equal(t, start, w.Clock.Now())
	require.EqualValues(t, 60, w.Clock.State().Rate)
	require.True(t, w.Clock.State().Frozen)
	require.Empty(t, w.Faults.Rules())
	_, body := ask(t, w, "GET", "/v1/items", "")
	require.JSONEq(t, `{"calls":1,"items":{},"world":"default"}`, body)
	again, err := w.Credentials()
	require.NoError(t, err)
	require.Equal(t, key, again, "the same seed hands out the same credentials")
}

func TestFork(t *testing.T) {
	w := newWorld(t, world.Config{Time: start, Frozen: true})
	ask(t, w, "PUT", "/v1/items/ball", "red")
	require.NoError(t, w.Faults.Put([]fault.Rule{{Name: "late", Do: fault.Do{Status: 503}}}))
	w.Clock.Advance(time.Hour)

	f, err := w.Fork("other")
	require.NoError(t, err)
	ask(t, w, "PUT", "/v1/items/kite", "blue")
	w.Clock.Advance(time.Hour)
	w.Faults.Clear()

	require.Equal(t, start.Add(time.Hour), f.Clock.Now(), "the fork has the time of the moment and keeps it")
	require.Equal(t, "late", f.Faults.Rules()[0].Name)
	require.Equal(t, w.Seed, f.Seed)
	_, body := ask(t, f, "GET", "/v1/items", "")
	require.JSONEq(t, `{"calls":2,"items":{"ball":"red"},"world":"other"}`, body)
	_, err = w.Fork("not a name")
	require.ErrorAs(t, err, new(*world.Invalid))
}

// named is a service whose first credentials tell in which world they were made,
// and which issues more of them.
type named struct {
	world.Tenant
	keys []string
}

func (n *named) Credentials() any  { return n.keys[0] }
func (n *named) Secrets() []string { return n.keys }
func (n *named) Fork(*world.World) (world.Tenant, error) {
	return &named{keys: append([]string{}, n.keys...)}, nil
}

func nameds() []world.Service {
	return []world.Service{{Name: "named", New: func(w *world.World) (world.Tenant, error) {
		return &named{keys: []string{fmt.Sprint("key of ", w.Name, " and ", w.Config().Name)}}, nil
	}}}
}

// TestForksKeepTheirCredentials asks for them before and after forks and resets.
func TestForksKeepTheirCredentials(t *testing.T) {
	w, err := world.New(world.Config{Name: "a"}, nameds())
	require.NoError(t, err)
	credentials := func(w *world.World) any {
		all, err := w.Credentials()
		require.NoError(t, err)
		return all["named"]
	}
	const want = "key of a and a"
	early, err := w.Fork("early") // nobody has asked for credentials yet
	require.NoError(t, err)
	require.Equal(t, want, credentials(early))
	require.Equal(t, want, credentials(w))
	late, err := w.Fork("late")
	require.NoError(t, err)
	again, err := late.Fork("again")
	require.NoError(t, err)
	for _, f := range []*world.World{early, late, again, w} {
		require.Equal(t, want, credentials(f), f.Name)
		require.NoError(t, f.Reset())
		require.Equal(t, want, credentials(f), "%s after a reset", f.Name)
	}
	first, err := late.Tenant("named")
	require.NoError(t, err)
	own, err := w.Tenant("named")
	require.NoError(t, err)
	require.NotSame(t, own, first)
}

func TestForeseenIsWhatTheWorldBeginsWith(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, c := range []world.Config{{Time: at, Frozen: true}, {Seed: new(uint64(3)), Time: at, Frozen: true, Population: dataset.Config{Athletes: 40}}} {
		data, now, err := c.Foresee()
		require.NoError(t, err)
		w, err := world.New(c, nil)
		require.NoError(t, err)
		require.Equal(t, w.Seed, data.Seed())
		require.Equal(t, w.Data.Config(), data.Config())
		require.Equal(t, w.Clock.Now(), now)
	}
	for field, c := range map[string]world.Config{"population.athletes": {Population: dataset.Config{Athletes: -1}}, "rate": {Rate: -1}} {
		_, _, err := c.Foresee()
		var invalid *world.Invalid
		require.ErrorAs(t, err, &invalid, field)
		require.Equal(t, field, invalid.Field)
	}
}
