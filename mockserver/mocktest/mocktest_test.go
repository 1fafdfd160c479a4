package mocktest_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// answer is a response whose body was read.
type answer struct {
	StatusCode int
	Header     http.Header
}

func get(t *testing.T, sim *mocktest.Sim, path string) (answer, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL("toy")+path, http.NoBody)
	require.NoError(t, err)
	req.Header.Set(toy.KeyHeader, sim.Credentials("toy").(map[string]string)["key"])
	resp, err := sim.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return answer{resp.StatusCode, resp.Header}, string(body)
}

func TestStart(t *testing.T) {
	t.Run("serves a world outside of a bubble", func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service()}})
		resp, body := get(t, sim, "/v1/items")
		require.Equal(t, 200, resp.StatusCode)
		require.JSONEq(t, `{"calls":1,"items":{},"world":"default"}`, body)
	})
	t.Run("shares the time of a bubble", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service()}})
			time.Sleep(24 * time.Hour)
			resp, body := get(t, sim, "/v1/time")
			require.Equal(t, "Sun, 02 Jan 2000 00:00:00 GMT", resp.Header.Get("Date"))
			require.JSONEq(t, `{"now":"2000-01-02T00:00:00Z"}`, body)
			sim.Advance(time.Hour)
			_, body = get(t, sim, "/v1/time")
			require.JSONEq(t, `{"now":"2000-01-02T01:00:00Z"}`, body)
		})
	})
}

// TestADayInSeconds asks once a virtual minute for a virtual day, and finds the
// simulator's time and the caller's together all along.
func TestADayInSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service()}})
		began := time.Now()
		for minute := range 24 * 60 {
			resp, _ := get(t, sim, "/v1/time")
			date, err := http.ParseTime(resp.Header.Get("Date"))
			require.NoError(t, err)
			require.Equal(t, began.Add(time.Duration(minute)*time.Minute), date.In(began.Location()))
			time.Sleep(time.Minute)
		}
	})
}

// recorder is a testing.TB that is told of failures instead of failing.
type recorder struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorder) Helper()                   {}
func (r *recorder) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }
func (r *recorder) finish() []string {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
	return r.errors
}

func TestStartFailsTheTest(t *testing.T) {
	rule := fault.Rule{Name: "late", Match: fault.Match{Operation: "listItems"}, Do: fault.Do{Status: 503}}
	for _, tt := range []struct {
		name  string
		allow mocktest.Allow
		meet  func(t *testing.T, sim *mocktest.Sim)
		want  []string
	}{
		{"for nothing", mocktest.Allow{}, asking("/v1/items"), nil},
		{"for a bug", mocktest.Allow{}, asking("/v1/bug"), []string{"mocktest: the simulator failed 1 time(s); world default, GET toy/v1/bug: the toy broke"}},
		{"for a bug that it allows", mocktest.Allow{Bugs: true}, asking("/v1/bug"), nil},
		{"for a stray", mocktest.Allow{}, stray, []string{"mocktest: 1 request(s) reached no world; GET localhost/tennis: no service at /tennis; base paths are /toy"}},
		{"for a stray that it allows", mocktest.Allow{Strays: true}, stray, nil},
		{"for a fault that nothing met", mocktest.Allow{}, func(_ *testing.T, sim *mocktest.Sim) { sim.Faults(rule) }, []string{`mocktest: world default: fault "late" was never applied (0 exchanges matched it; none was its turn)`}},
		{"for a fault that it allows", mocktest.Allow{UnusedFaults: true}, func(_ *testing.T, sim *mocktest.Sim) { sim.Faults(rule) }, nil},
		{"for a fault that was met", mocktest.Allow{}, asking("/v1/items", rule), nil},
	} {
		t.Run("it fails "+tt.name, func(t *testing.T) {
			r := &recorder{TB: t}
			sim := mocktest.Start(r, mocktest.Config{Services: []world.Service{toy.Service()}, Allow: tt.allow})
			tt.meet(t, sim)
			require.Equal(t, tt.want, r.finish())
		})
	}
}

// asking meets a world by one request, after it was told some fault rules.
func asking(path string, rules ...fault.Rule) func(*testing.T, *mocktest.Sim) {
	return func(t *testing.T, sim *mocktest.Sim) {
		t.Helper()
		sim.Faults(rules...)
		get(t, sim, path)
	}
}

func stray(t *testing.T, sim *mocktest.Sim) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, mocktest.Base+"/tennis", http.NoBody)
	require.NoError(t, err)
	resp, err := sim.Client().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
}

func TestNothingIsLeftRunning(t *testing.T) {
	defer goleak.VerifyNone(t)
	t.Run("a test", func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service()}})
		get(t, sim, "/v1/items")
	})
}
