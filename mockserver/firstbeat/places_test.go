package firstbeat

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// A night over a clock change has two offsets.
func TestNightOverAClockChange(t *testing.T) {
	t.Parallel()
	s := hot(t)
	for athlete := range s.world.Data.Organization(1).Athletes {
		for _, m := range s.all(s.athletePath(athlete) + "/measurements?measurementType=night") {
			if m.StartTimeLocal[19:] == m.EndTimeLocal[19:] {
				continue
			}
			r := s.results(s.resultsPath(athlete, m) + "?var=sleepStateTime")
			require.Equal(t, []string{m.StartTimeLocal, m.EndTimeLocal}, []string{r.StartTimeLocal, r.EndTimeLocal})
			require.NotZero(t, r.get(t, "sleepStateTime").number(t))
			return
		}
	}
	t.Fatal("nobody slept over a clock change")
}

// With more than a page of one athlete's measurements every one is listed once.
func TestMeasurementsOfManyPages(t *testing.T) {
	t.Parallel()
	s := hot(t, withPeople(dataset.Config{FirstDay: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)}))
	path := s.athletePath(0) + "/measurements"
	first, more := s.list(path)
	require.Len(t, first, 1000)
	require.True(t, *more)
	list := s.all(path)
	require.Greater(t, len(list), 2000)
	seen := map[int64]bool{}
	for _, m := range list {
		require.False(t, seen[m.MeasurementID])
		seen[m.MeasurementID] = true
	}
}

func TestDataOfEveryMember(t *testing.T) {
	t.Parallel()
	s := hot(t)
	twice, none := false, false
	for athlete := range s.world.Data.Athletes() {
		for e := range s.world.Data.Events(athlete, start.AddDate(0, -2, 0), start) {
			twice = twice || len(e.Sessions) == 2
			none = none || len(e.Sessions) == 0
		}
	}
	require.True(t, twice && none, "measurements in two sessions, and in none")
}

// One world takes requests and steps from many sides at once.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := hot(t)
	m := s.recent(0, "exercise")
	c := s.credentials()
	paths := []string{"/v1/sports/accounts", "/v1/account/api-key", s.athletePath(0) + "/measurements?fromTime=2026-03-01T00:00:00Z", s.resultsPath(0, m), s.teamPath(0)}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 20 {
				switch n {
				case 5:
					_, err := s.tenant.approve(map[string]string{"consumerId": c.ConsumerID}, nil)
					assert.NoError(t, err)
				case 6:
					s.tenant.consumers.register("hawks")
				case 7:
					_, err := s.tenant.Fork(s.world)
					assert.NoError(t, err)
				case 8:
					s.tenant.analyses.order(subject{ofMeasurement, 1}, order{state: cold})
				default:
					r := httptest.NewRequest(http.MethodGet, paths[(i+n)%len(paths)], nil)
					r.Header = http.Header{"Authorization": {"Bearer " + s.token(c)}, "X-Api-Key": {c.APIKey}}
					a := s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: start})
					assert.Contains(t, []int{0, 200}, a.Status)
				}
			}
		})
	}
	all.Wait()
}

// An identifier has one form: whoever sends another one has lost its type.
func TestIdentifiersAreCanonical(t *testing.T) {
	t.Parallel()
	for status, s := range map[int]*sim{404: hot(t), 400: hot(t, with("bad-id", "400"))} {
		athletes := "/v1/sports/accounts/" + s.account() + "/athletes/"
		id, m := strconv.FormatInt(s.athlete(0), 10), s.recent(0, "exercise")
		require.Equal(t, 200, s.get(athletes+id).status())
		for _, bad := range []string{"+" + id, "%2B" + id, "0" + id, "00" + id, "-0", id + ".0", id + "e0", "%20" + id, "99999999999999999999"} {
			require.Equal(t, status, s.get(athletes+bad).status(), "athlete %s", bad)
			require.Equal(t, status, s.get(athletes+bad+"/measurements").status(), "athlete %s", bad)
		}
		require.Equal(t, status, s.get(athletes+id+"/measurements/0"+strconv.FormatInt(m.MeasurementID, 10)+"/results").status())
		require.Equal(t, status, s.get("/v1/sports/accounts/"+s.account()+"/teams/+"+strconv.FormatInt(s.team(0), 10)).status())
		require.Equal(t, 404, s.get("/v1/sports/accounts/0"+s.account()+"/athletes").status())
		require.Equal(t, 404, s.get(athletes+"-5").status(), "plain, and nobody's")

		s.mustStep("firstbeat/measurements/"+strconv.FormatInt(m.MeasurementID, 10)+"/cold", "")
		for _, bad := range []string{"0", "+"} {
			_, err := s.step("firstbeat/measurements/"+bad+strconv.FormatInt(m.MeasurementID, 10)+"/cold", "")
			require.IsType(t, &world.Missing{}, err)
		}
	}
}
