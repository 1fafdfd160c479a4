//go:build !race

// One goroutine compares long answers here, which the race detector makes ten times as slow and sees nothing in.

package fidelity_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// caller walks through a simulated Firstbeat as the documents describe it, and has every exchange judged.
type caller struct {
	t                *testing.T
	sim              *mocktest.Sim
	id, secret, key  string
	judge            *openapi.Validator
	answered, judged int
}

func newCaller(t *testing.T) *caller {
	t.Helper()
	doc, err := specs.Read("firstbeat")
	require.NoError(t, err)
	doc, err = openapi.ForProfile(doc, "1.1.0")
	require.NoError(t, err)
	judge, err := openapi.New(doc)
	require.NoError(t, err)
	sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{firstbeat.Service()}, World: world.Config{Limits: world.LimitsOff, Sets: people()}})
	raw, err := json.Marshal(sim.Credentials("firstbeat"))
	require.NoError(t, err)
	var c struct{ ConsumerID, SharedSecret, APIKey string }
	require.NoError(t, json.Unmarshal(raw, &c))
	return &caller{t: t, sim: sim, id: c.ConsumerID, secret: c.SharedSecret, key: c.APIKey, judge: judge}
}

// get asks until an answer is no 202, and decodes a 200.
func (c *caller) get(path string, into any) {
	c.t.Helper()
	for range 3 {
		status, body := c.exchange(path)
		if status == http.StatusAccepted {
			c.sim.Advance(6 * time.Second)
			continue
		}
		require.Equal(c.t, http.StatusOK, status, path)
		require.NoError(c.t, json.Unmarshal(body, into))
		c.answered++
		return
	}
	c.t.Fatalf("%s was never ready", path)
}

func (c *caller) exchange(path string) (int, []byte) {
	c.t.Helper()
	now := c.sim.Now()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": c.id, "iat": now.Unix(), "exp": now.Unix() + 300}).SignedString([]byte(c.secret))
	require.NoError(c.t, err)
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.sim.URL("firstbeat")+path, nil)
	require.NoError(c.t, err)
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("X-Api-Key", c.key)
	resp, err := c.sim.Client().Do(req)
	require.NoError(c.t, err)
	defer func() { require.NoError(c.t, resp.Body.Close()) }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	own, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, "https://api.firstbeat.com"+path, nil)
	require.NoError(c.t, err)
	own.Header = req.Header
	require.NoError(c.t, c.judge.Validate(own, nil, resp.StatusCode, resp.Header, body))
	c.judged++
	return resp.StatusCode, body
}

type wireVariable struct {
	Name, Unit, SamplingRate, Type string
	Bits                           int
}

// The rows of x-variables and the simulator's own table are two readings of the vendor's documents and samples.
func TestTheSimulatorSpellsVariablesAsTheSpecificationDoes(t *testing.T) {
	rows, err := specs.Variables("firstbeat", "1.1.0")
	require.NoError(t, err)
	want := map[string]wireVariable{}
	var names []string
	for _, v := range rows {
		want[v.Name] = wireVariable{v.Name, v.Wire.Unit, v.Wire.SamplingRate, v.Wire.Type, v.Wire.Bits}
		names = append(names, v.Name)
	}
	require.ElementsMatch(t, names, firstbeat.Variables())

	c := newCaller(t)
	var accounts struct{ Accounts []struct{ AccountID string } }
	c.get("/v1/sports/accounts", &accounts)
	seen := map[string]bool{}
	for _, account := range accounts.Accounts {
		base := "/v1/sports/accounts/" + account.AccountID + "/athletes"
		var page struct{ Athletes []struct{ AthleteID int } }
		c.get(base, &page)
		for _, a := range page.Athletes[:min(3, len(page.Athletes))] {
			path := fmt.Sprintf("%s/%d/measurements", base, a.AthleteID)
			var list struct {
				Measurements []struct {
					MeasurementID   int
					MeasurementType string
				}
			}
			c.get(path, &list)
			perKind := map[string]int{}
			for _, m := range list.Measurements {
				if perKind[m.MeasurementType]++; perKind[m.MeasurementType] > 2 {
					continue
				}
				var results struct{ Variables []wireVariable }
				c.get(fmt.Sprintf("%s/%d/results?var=%s", path, m.MeasurementID, strings.Join(names, ",")), &results)
				for _, got := range results.Variables {
					require.Equal(t, want[got.Name], got)
					seen[got.Name] = true
				}
			}
		}
	}
	require.Greater(t, len(seen), 100, "too few variables came back to judge by: %d in %d answers of %d exchanges", len(seen), c.answered, c.judged)
}
