package e2e

import (
	"maps"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// seen is one workout as one service tells of it. NaN is what it does not tell.
type seen struct {
	duration         time.Duration
	hrMean, hrPeak   float64 // beats a minute
	distance, energy float64 // m, kcal
}

// workouts are a person's, by when they began.
type workouts map[int64]seen

// agreeDays is how far back the workouts below lie at most; those of the last day
// may not have come from the watch to Polar yet.
const agreeDays = 28

// TestWorkoutsAgreeThroughAllServices looks at each workout of some people through
// each service's own client. Services round in their own ways, and no more.
func TestWorkoutsAgreeThroughAllServices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{World: world.Config{Limits: world.LimitsOff}})
		people := newPeople(t, sim)
		walked, far := 0, 0
		for _, p := range people.list(5) {
			fb, tp, al := people.firstbeat(p), people.teamPro(p), people.accessLink(p)
			for begun, a := range fb {
				b, ok := tp[begun]
				require.Truef(t, ok, "%s: Team Pro has no workout at %s", p.name, time.Unix(begun, 0).UTC())
				c, ok := al[begun]
				require.Truef(t, ok, "%s: AccessLink has no workout at %s", p.name, time.Unix(begun, 0).UTC())
				for _, other := range []seen{b, c} {
					require.InDelta(t, a.duration.Seconds(), other.duration.Seconds(), 1)
					require.InDelta(t, a.hrMean, other.hrMean, 1)
					require.InDelta(t, a.hrPeak, other.hrPeak, 0)
					require.InDelta(t, a.energy, other.energy, 1)
					if !math.IsNaN(a.distance) && a.distance > 0 {
						require.InDelta(t, a.distance, other.distance, 1)
						far++
					}
				}
				walked++
			}
		}
		require.GreaterOrEqual(t, walked, 50, "workouts")
		require.Greater(t, far, walked/3, "with a distance")
	})
}

// people finds the same person in every service, by name.
type people struct {
	t         *testing.T
	sim       *mocktest.Sim
	from, to  time.Time
	fb        *firstbeat.Client
	tp        *polarteampro.Client
	athletes  map[string]member // Firstbeat's
	players   map[string]string // Team Pro's
	polarUser map[string]string
}

type person struct{ name string }

type member struct {
	account string
	id      int64
}

func newPeople(t *testing.T, sim *mocktest.Sim) *people {
	t.Helper()
	p := &people{
		t: t, sim: sim, to: sim.Now().AddDate(0, 0, -1), from: sim.Now().AddDate(0, 0, -agreeDays), fb: firstbeatClient(t, sim),
		athletes: map[string]member{}, players: map[string]string{}, polarUser: map[string]string{},
	}
	accounts, err := p.fb.Accounts.List(t.Context())
	require.NoError(t, err)
	for _, account := range accounts {
		for a, err := range p.fb.Athletes.All(t.Context(), account.AccountID) {
			require.NoError(t, err)
			p.athletes[a.FirstName+" "+a.LastName] = member{account.AccountID, a.AthleteID}
		}
	}
	var polar struct {
		Users []struct {
			UserID, Name, AccessToken string
			Scopes                    []string
		}
	}
	sim.DecodeCredentials("polar", &polar)
	for _, u := range polar.Users {
		if len(u.Scopes) == 1 {
			p.tp, err = polarteampro.New(polarteampro.WithBaseURL(sim.URL("polar-teampro")), polarteampro.WithHTTPClient(sim.Client()), polarteampro.WithAccessToken(u.AccessToken), polarteampro.WithoutPacing())
			require.NoError(t, err)
		}
	}
	for team, err := range p.tp.Teams.All(t.Context()) {
		require.NoError(t, err)
		d, err := p.tp.Teams.Get(t.Context(), team.ID)
		require.NoError(t, err)
		for _, x := range d.Players {
			p.players[x.FirstName+" "+x.LastName] = x.PlayerID
		}
	}
	var all struct {
		Users []struct{ UserID, Name, Role string }
	}
	sim.Step("GET", "polar/users", nil, &all)
	for _, u := range all.Users {
		p.polarUser[u.Name] = u.UserID
	}
	return p
}

// list names n people whom all services know.
func (p *people) list(n int) []person {
	p.t.Helper()
	var out []person
	for _, name := range slices.Sorted(maps.Keys(p.athletes)) {
		if p.players[name] != "" && p.polarUser[name] != "" && len(out) < n {
			out = append(out, person{name})
		}
	}
	require.Len(p.t, out, n, "people whom all services know")
	return out
}

func (p *people) firstbeat(who person) workouts {
	p.t.Helper()
	ctx, m, out := p.t.Context(), p.athletes[who.name], workouts{}
	for x, err := range p.fb.Measurements.All(ctx, m.account, m.id, &firstbeat.MeasurementOptions{From: p.from, To: p.to, MeasurementType: firstbeat.Exercise}) {
		require.NoError(p.t, err)
		r, err := p.fb.Measurements.Results(ctx, m.account, m.id, x.MeasurementID, &firstbeat.ResultsOptions{
			Variables: []string{"heartRateAverage", "heartRatePeak", "energyConsumptionTotal", "distance"},
		})
		require.NoError(p.t, err)
		number := func(name string) float64 {
			if v, err := r.Variables.Scalar(name); err == nil {
				return v
			}
			return math.NaN()
		}
		out[x.StartTime.Unix()] = seen{x.EndTime.Sub(x.StartTime), number("heartRateAverage"), number("heartRatePeak"), number("distance"), number("energyConsumptionTotal")}
	}
	return out
}

func (p *people) teamPro(who person) workouts {
	p.t.Helper()
	out := workouts{}
	window := polarteampro.Window{From: polarteampro.Local(p.from.AddDate(0, 0, -1)), To: polarteampro.Local(p.to.AddDate(0, 0, 1))}
	for x, err := range p.tp.PlayerSessions.All(p.t.Context(), p.players[who.name], &polarteampro.PlayerSessionOptions{Window: window}) {
		require.NoError(p.t, err)
		begun, ok := x.StartInstant()
		require.True(p.t, ok)
		d, err := p.tp.PlayerSessions.Get(p.t.Context(), x.ID)
		require.NoError(p.t, err)
		out[begun.Unix()] = seen{milliseconds(d.DurationMS), number(d.HeartRateAvg), number(d.HeartRateMax), number(d.DistanceMeters), number(d.Calories)}
	}
	return out
}

func (p *people) accessLink(who person) workouts {
	p.t.Helper()
	var handed struct{ AccessToken string }
	p.sim.Step("POST", "polar/tokens", map[string]any{"userId": p.polarUser[who.name]}, &handed)
	c, err := polaraccesslink.New(polaraccesslink.WithBaseURL(p.sim.URL("polar-accesslink")), polaraccesslink.WithHTTPClient(p.sim.Client()), polaraccesslink.WithAccessToken(handed.AccessToken))
	require.NoError(p.t, err)
	out := workouts{}
	from, to := polaraccesslink.DateOf(p.from).AddDays(-1), polaraccesslink.DateOf(p.to).AddDays(1)
	for x, err := range c.TrainingSessions.All(p.t.Context(), from, to) {
		require.NoError(p.t, err)
		begun, ok := polaraccesslink.At(x.StartTime, x.TimezoneOffsetMinutes)
		require.True(p.t, ok)
		out[begun.Unix()] = seen{milliseconds(x.DurationMillis), number(x.HRAvg), number(x.HRMax), number(x.DistanceMeters), number(x.Calories)}
	}
	return out
}

func number[T int64 | float64](v *T) float64 {
	if v == nil {
		return math.NaN()
	}
	return float64(*v)
}

func milliseconds[T int64 | float64](v *T) time.Duration {
	if v == nil {
		return 0
	}
	return time.Duration(float64(*v) * float64(time.Millisecond))
}
