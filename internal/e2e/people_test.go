package e2e

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
)

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
	stackUser map[string]string
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
		athletes: map[string]member{}, players: map[string]string{}, polarUser: map[string]string{}, stackUser: map[string]string{},
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
	sim.Step("GET", "sweatstack/users", nil, &all)
	for _, u := range all.Users {
		p.stackUser[u.Name] = u.UserID
	}
	return p
}

// list names n people whom all services know.
func (p *people) list(n int) []person {
	p.t.Helper()
	var out []person
	for _, name := range slices.Sorted(maps.Keys(p.athletes)) {
		if p.players[name] != "" && p.polarUser[name] != "" && p.stackUser[name] != "" && len(out) < n {
			out = append(out, person{name})
		}
	}
	require.Len(p.t, out, n, "people whom all services know")
	return out
}

// within says whether a workout lies in the window that all services are asked for.
func (p *people) within(begun time.Time) bool { return !begun.Before(p.from) && begun.Before(p.to) }

func (p *people) firstbeat(who person) workouts {
	p.t.Helper()
	ctx, m, out := p.t.Context(), p.athletes[who.name], workouts{}
	for x, err := range p.fb.Measurements.All(ctx, m.account, m.id, &firstbeat.MeasurementOptions{From: p.from, To: p.to.Add(day), MeasurementType: firstbeat.Exercise}) {
		require.NoError(p.t, err)
		if !p.within(x.StartTime) {
			continue
		}
		r, err := p.fb.Measurements.Results(ctx, m.account, m.id, x.MeasurementID, &firstbeat.ResultsOptions{
			Variables: []string{"heartRateAverage", "heartRatePeak", "energyConsumptionTotal", "distance", "powerAverage", "heartRateSeries"},
		})
		require.NoError(p.t, err)
		number := func(name string) float64 {
			if v, err := r.Variables.Scalar(name); err == nil {
				return v
			}
			return math.NaN()
		}
		heart, err := r.Variables.Series("heartRateSeries")
		require.NoError(p.t, err)
		out[x.StartTime.Unix()] = &seen{
			x.EndTime.Sub(x.StartTime), number("heartRateAverage"), number("heartRatePeak"), number("distance"), number("energyConsumptionTotal"),
			number("powerAverage"),
			sampled{mean(heart.Values), most(heart.Values), math.NaN(), math.NaN()},
		}
	}
	return out
}

func (p *people) teamPro(who person) workouts {
	p.t.Helper()
	out := workouts{}
	window := polarteampro.Window{From: polarteampro.Local(p.from.Add(-day)), To: polarteampro.Local(p.to.Add(day))}
	for x, err := range p.tp.PlayerSessions.All(p.t.Context(), p.players[who.name], &polarteampro.PlayerSessionOptions{Window: window}) {
		require.NoError(p.t, err)
		begun, ok := x.StartInstant()
		require.True(p.t, ok)
		if !p.within(begun) {
			continue
		}
		wanted := []string{"hr"}
		if len(out) > 6 {
			wanted = nil // ten rows a second take their time
		}
		if strings.Contains(x.Sport, "CYCLING") || strings.Contains(x.Sport, "BIKING") {
			wanted = []string{"all"} // power comes with all alone, and in no summary; of runners it is a guess
		}
		d, err := p.tp.PlayerSessions.Get(p.t.Context(), x.ID, wanted...)
		require.NoError(p.t, err)
		w := &seen{milliseconds(d.DurationMS), number(d.HeartRateAvg), number(d.HeartRateMax), number(d.DistanceMeters), number(d.Calories), math.NaN(), unsampled()}
		if s := d.Samples; s != nil {
			w.power = mean(s.Columns["power"])
			w.samples = sampled{mean(s.Columns["hr"]), most(s.Columns["hr"]), w.power, most(s.Columns["distance"])}
		}
		out[begun.Unix()] = w
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
	for x, err := range c.TrainingSessions.All(p.t.Context(), from, to, "samples", "statistics") {
		require.NoError(p.t, err)
		begun, ok := polaraccesslink.At(x.StartTime, x.TimezoneOffsetMinutes)
		require.True(p.t, ok)
		if !p.within(begun) {
			continue
		}
		w := &seen{milliseconds(x.DurationMillis), number(x.HRAvg), number(x.HRMax), number(x.DistanceMeters), number(x.Calories), math.NaN(), unsampled()}
		var heart polaraccesslink.Series
		for i := range x.Exercises {
			e := &x.Exercises[i]
			values, _ := e.Samples.Of(polaraccesslink.SampleTypeHeartRate)
			heart = append(heart, values...)
			if e.Statistics != nil && len(x.Exercises) == 1 {
				for _, s := range e.Statistics.Statistics {
					if s.Type == polaraccesslink.StatisticsTypePower {
						w.power = number(s.Avg)
					}
				}
			}
		}
		w.samples = sampled{mean(heart), most(heart), math.NaN(), math.NaN()}
		if len(x.Exercises) == 1 {
			far, _ := x.Exercises[0].Samples.Of(polaraccesslink.SampleTypeDistance)
			w.samples.distance = most(far)
		}
		out[begun.Unix()] = w
	}
	return out
}

func (p *people) sweatStack(who person) workouts {
	p.t.Helper()
	ctx := p.t.Context()
	var handed struct{ AccessToken string }
	p.sim.Step("POST", "sweatstack/tokens", map[string]any{"userId": p.stackUser[who.name]}, &handed)
	c, err := sweatstack.New(sweatstack.WithBaseURL(p.sim.URL("sweatstack")), sweatstack.WithHTTPClient(p.sim.Client()), sweatstack.WithAccessToken(handed.AccessToken))
	require.NoError(p.t, err)
	out := workouts{}
	days := sweatstack.DateRange{Start: sweatstack.DateOf(p.from.Add(-day)), End: sweatstack.DateOf(p.to.Add(day))}
	for x, err := range c.Activities.All(ctx, &sweatstack.ListOptions{DateRange: days}) {
		require.NoError(p.t, err)
		if !p.within(x.Start) {
			continue
		}
		require.Equal(p.t, x.End.Sub(x.Start), time.Duration(x.Duration))
		f, err := c.Activities.Data(ctx, x.ID, &sweatstack.DataOptions{Metrics: []sweatstack.Metric{"power", "heart_rate", "distance"}})
		require.NoError(p.t, err)
		column := func(name string) sweatstack.Series { return f.Column(name).Series() }
		w := &seen{
			time.Duration(x.Duration), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(),
			sampled{mean(column("heart_rate")), most(column("heart_rate")), mean(column("power")), most(column("distance"))},
		}
		if s := x.Summary.HeartRate; s != nil {
			w.hrMean, w.hrPeak = number(s.Mean), number(s.Max)
		}
		if s := x.Summary.Power; s != nil {
			w.power = number(s.Mean)
		}
		if s := x.Summary.Distance; s != nil {
			w.distance = number(s.Sum)
		}
		out[x.Start.Unix()] = w
	}
	return out
}

const day = 24 * time.Hour

func unsampled() sampled { return sampled{math.NaN(), math.NaN(), math.NaN(), math.NaN()} }

// mean is that of the values which are there.
func mean[S ~[]float64](values S) float64 {
	sum, n := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / n // NaN of none
}

// most is the greatest of them.
func most[S ~[]float64](values S) float64 {
	top := math.NaN()
	for _, v := range values {
		if math.IsNaN(top) || v > top {
			top = v
		}
	}
	return top
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
