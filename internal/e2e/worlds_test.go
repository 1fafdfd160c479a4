package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// customer is the account that each third world grants.
const customer = "3-4925"

// worldsNow is when the worlds below begin; their clocks stand still.
var worldsNow = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

// TestAThousandWorldsDoNotMeet lives in a thousand worlds of one server at once.
// They have one seed, so that people, identifiers and times are the same in all
// of them: whatever differs is each world's own, and must stay so.
func TestAThousandWorldsDoNotMeet(t *testing.T) {
	const worlds, forkEach = 1000, 20
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All()})
	require.NoError(t, err)
	var (
		lives = make([]*life, worlds, worlds+worlds/forkEach)
		forks = make([]*life, worlds/forkEach)
	)
	each(t, lives, func(i int) (*life, error) {
		l, err := begin(server, "w"+strconv.Itoa(i), i)
		if err == nil {
			err = l.start()
		}
		return l, err
	})
	each(t, forks, func(i int) (*life, error) { return lives[i*forkEach].fork() })
	all := append(lives, forks...)
	each(t, all, func(i int) (*life, error) { return all[i], all[i].live() })

	first := map[string]string{}
	for _, l := range all {
		for what, v := range l.issued {
			where := l.name + " as " + what
			require.Emptyf(t, first[v], "%s, and before that %s: handed out twice", where, first[v])
			first[v] = where
		}
	}
	require.Len(t, first, worlds*6+len(forks)*2, "what was handed out")
	for i, l := range all {
		// A token and a key of another world are nobody's here.
		stranger := *all[(i+1)%len(all)]
		stranger.handler, stranger.base = l.handler, l.base
		status, _, err := stranger.call("GET", "/v1/sports/accounts", "")
		require.NoError(t, err)
		require.Equalf(t, 401, status, "%s took credentials of %s", l.name, all[(i+1)%len(all)].name)
		require.EqualValuesf(t, l.requests+1, l.world.Journal.Stats().Exchanges, "what %s has heard", l.name)
	}
}

// each fills out by f from several goroutines, and fails on the first error.
func each(t *testing.T, out []*life, f func(i int) (*life, error)) {
	t.Helper()
	var group sync.WaitGroup
	errs := make([]error, len(out))
	workers := 4 * runtime.GOMAXPROCS(0)
	for n := range workers {
		group.Go(func() {
			for i := n; i < len(out); i += workers {
				out[i], errs[i] = f(i)
			}
		})
	}
	group.Wait()
	for i, err := range errs {
		require.NoErrorf(t, err, "number %d", i)
	}
}

// life is one consumer's in one world.
type life struct {
	handler           http.Handler
	world             *world.World
	name, base        string // base stands before the vendor's own path
	number            int    // what is done in the world depends on it
	id, secret, key   string
	token, tokenOf    string            // a token, and the secret that signed it
	measurement, path string            // of results
	analysis          string            // what was made of the measurement
	requests          int               // to the vendor's side
	issued            map[string]string // what was handed out, by what it is
}

func begin(server *mockserver.Server, name string, number int) (*life, error) {
	w, err := server.Worlds().Create(world.Config{
		Name: name, Seed: new(uint64(7)), Time: worldsNow, Frozen: true,
		Population: dataset.Config{Organizations: 2, Athletes: 4, Teams: 2},
		Pins:       map[string]json.RawMessage{"firstbeat": json.RawMessage(`{"accounts":[{"accountId":"` + customer + `","name":"Harbour Hawks"}]}`)},
		Switches:   map[string]map[string]string{"firstbeat": {"cold": "none"}},
	})
	return &life{handler: server, world: w, name: name, base: "/w/" + name + "/firstbeat", number: number, issued: map[string]string{}}, err
}

// start registers a consumer, has it approved, and prepares the state that a
// fork copies: a used day, a secret that was replaced, an order for an analysis.
func (l *life) start() error {
	if err := l.register("hawks " + l.name); err != nil {
		return err
	}
	if err := l.step("consumers/"+l.id+"/approve", ""); err != nil {
		return err
	}
	var key struct{ APIKey string }
	if err := l.get("/v1/account/api-key", &key); err != nil {
		return err
	}
	l.key, l.issued["key"] = key.APIKey, key.APIKey

	var fresh struct{ SharedSecret string }
	if err := l.get("/v1/account/new-secret", &fresh); err != nil {
		return err
	}
	old := l.secret
	l.secret, l.issued["new secret"] = fresh.SharedSecret, fresh.SharedSecret
	if l.number%2 == 0 {
		if err := l.want(200, "POST", "/v1/account/new-secret/confirm"); err != nil {
			return err
		}
	} else { // the old one goes on working
		l.secret = old
	}
	if l.number%3 == 0 {
		if err := l.step("consumers/"+l.id+"/accounts/"+customer+"/grant", ""); err != nil {
			return err
		}
	}
	if err := l.find(); err != nil {
		return err
	}
	l.analysis = [...]string{"cold", "failed"}[l.number%2]
	if err := l.step("measurements/"+l.measurement+"/"+l.analysis, ""); err != nil {
		return err
	}
	return l.step("consumers/"+l.id+"/quota", fmt.Sprintf(`{"dayUsed":%d,"burstUsed":0}`, 5000-2-l.number%5))
}

// find takes a measurement of the sandbox.
func (l *life) find() error {
	var athletes struct{ Athletes []struct{ AthleteID int64 } }
	if err := l.get("/v1/sports/accounts/1-1/athletes", &athletes); err != nil {
		return err
	}
	for _, a := range athletes.Athletes {
		path := "/v1/sports/accounts/1-1/athletes/" + strconv.FormatInt(a.AthleteID, 10) + "/measurements"
		var list struct {
			Measurements []struct{ MeasurementID int64 }
		}
		if err := l.get(path+"?measurementType=exercise&fromTime=2026-03-01T00:00:00Z", &list); err != nil {
			return err
		}
		if len(list.Measurements) > 0 {
			l.measurement = strconv.FormatInt(list.Measurements[0].MeasurementID, 10)
			l.path = path + "/" + l.measurement + "/results?var=trimp"
			return nil
		}
	}
	return fmt.Errorf("%s: nobody in the sandbox has trained", l.name)
}

// fork goes on in a copy of the world. What was issued there stays the parent's.
func (l *life) fork() (*life, error) {
	server := l.handler.(*mockserver.Server)
	w, err := server.Worlds().Fork(l.name, l.name+"-fork")
	if err != nil {
		return nil, err
	}
	f := *l
	f.world, f.name, f.base, f.issued = w, w.Name, "/w/"+w.Name+"/firstbeat", map[string]string{}
	f.analysis = map[string]string{"cold": "failed", "failed": "cold"}[l.analysis]
	return &f, f.step("measurements/"+f.measurement+"/"+f.analysis, "")
}

// live uses up the day, and asks before that what differs from world to world.
func (l *life) live() error {
	consumer := *l
	consumer.issued = maps.Clone(l.issued)
	if err := consumer.register("hawks " + l.name); err != nil { // in the parent as in its fork
		return err
	}
	l.requests = consumer.requests
	l.issued["second id"], l.issued["second secret"] = consumer.id, consumer.secret

	var accounts struct{ Accounts []struct{ AccountID string } }
	if err := l.get("/v1/sports/accounts", &accounts); err != nil {
		return err
	}
	if granted := len(accounts.Accounts) == 2; granted != (l.number%3 == 0) {
		return fmt.Errorf("%s sees %v", l.name, accounts)
	}
	if err := l.want(map[string]int{"cold": 202, "failed": 204}[l.analysis], "GET", l.path); err != nil {
		return err
	}
	for range l.number % 5 {
		if err := l.want(200, "GET", "/v1/sports/event-types"); err != nil {
			return err
		}
	}
	return l.want(429, "GET", "/v1/sports/event-types")
}

func (l *life) register(name string) error {
	status, body, err := l.call("POST", "/v1/account/register", `{"consumerName":"`+name+`"}`)
	if err != nil {
		return err
	}
	var c struct{ ID, ConsumerName, SharedSecret string }
	if err := json.Unmarshal(body, &c); err != nil || status != 200 || c.ConsumerName != name {
		return fmt.Errorf("%s: register: %d %s %w", l.name, status, body, err)
	}
	l.id, l.secret = c.ID, c.SharedSecret
	l.issued["id"], l.issued["secret"] = c.ID, c.SharedSecret
	return nil
}

func (l *life) get(path string, into any) error {
	status, body, err := l.call("GET", path, "")
	if err != nil {
		return err
	}
	if status != 200 {
		return fmt.Errorf("%s: %s: %d %s", l.name, path, status, body)
	}
	return json.Unmarshal(body, into)
}

func (l *life) want(status int, method, path string) error {
	got, body, err := l.call(method, path, "")
	if err == nil && got != status {
		err = fmt.Errorf("%s: %s: %d %s and not %d", l.name, path, got, body, status)
	}
	return err
}

// call makes one request to the vendor's side of the world.
func (l *life) call(method, path, body string) (int, []byte, error) {
	l.requests++
	r := httptest.NewRequest(method, "http://localhost"+l.base+path, strings.NewReader(body))
	if l.id != "" {
		if l.tokenOf != l.secret {
			now := worldsNow.Unix()
			claims := jwt.MapClaims{"iss": l.id, "iat": now, "exp": now + 300}
			var err error
			if l.token, err = jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(l.secret)); err != nil {
				return 0, nil, err
			}
			l.tokenOf = l.secret
		}
		r.Header.Set("Authorization", "Bearer "+l.token)
		r.Header.Set("X-Api-Key", l.key)
	}
	w := httptest.NewRecorder()
	l.handler.ServeHTTP(w, r)
	return w.Code, w.Body.Bytes(), nil
}

// step does what people do outside the vendor's API.
func (l *life) step(path, body string) error {
	tenant, err := l.world.Tenant("firstbeat")
	if err != nil {
		return err
	}
	want := strings.Split("firstbeat/"+path, "/")
	for _, s := range tenant.Steps() {
		vars, parts := map[string]string{}, strings.Split(s.Path, "/")
		matches := len(parts) == len(want)
		for i := 0; matches && i < len(parts); i++ {
			if name, ok := strings.CutPrefix(parts[i], "{"); ok {
				vars[strings.TrimSuffix(name, "}")] = want[i]
			} else {
				matches = parts[i] == want[i]
			}
		}
		if matches {
			_, err := s.Handle(vars, []byte(body))
			return err
		}
	}
	return fmt.Errorf("%s: there is no step %s", l.name, path)
}
