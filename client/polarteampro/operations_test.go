package polarteampro_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polarteampro"
)

func local(t *testing.T, s string) polarteampro.LocalTime {
	t.Helper()
	l, err := polarteampro.ParseLocalTime(s)
	require.NoError(t, err)
	return l
}

var created = polarteampro.Stamps{Created: time.Date(2017, 4, 13, 21, 6, 58, 0, time.UTC), Modified: time.Date(2017, 4, 13, 21, 6, 58, 0, time.UTC)}

func place() polarteampro.Place {
	return polarteampro.Place{Latitude: new(55.67336654663086), Longitude: new(12.49395084381104)}
}

// diff compares, times without a zone by ==.
func diff(want, got any) string {
	return cmp.Diff(want, got, cmp.Comparer(func(a, b polarteampro.LocalTime) bool { return a == b }),
		cmp.Comparer(func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }))
}

func TestOperations(t *testing.T) {
	ms := polarteampro.Duration(time.Millisecond)
	tests := []struct {
		name   string
		body   string
		target string
		call   func(ctx context.Context, c *polarteampro.Client) (any, error)
		want   func(t *testing.T) any
	}{
		{
			"teams", example("teams"), "/polar-teampro/v1/teams?page=0&per_page=100",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				p, err := c.Teams.List(ctx, nil)
				return p.Items, err
			},
			func(*testing.T) any {
				return []polarteampro.Team{{ID: "wMYz6L4w", Name: "Team1", Organisation: "Organisation1", Stamps: created}}
			},
		},
		{
			"a team", example("team"), "/polar-teampro/v1/teams/wMYz6L4w",
			func(ctx context.Context, c *polarteampro.Client) (any, error) { return c.Teams.Get(ctx, "wMYz6L4w") },
			func(*testing.T) any {
				return &polarteampro.TeamDetails{
					ID: "wMYz6L4w", Name: "Team1", Organisation: "Organisation1", Stamps: created,
					Players: []polarteampro.Player{{PlayerID: "ZmozZxkr", PlayerNumber: new(12), Role: "Midfielder", FirstName: "John", LastName: "Doe"}},
				}
			},
		},
		{
			"a team's sessions", example("team-training-sessions"), "/polar-teampro/v1/teams/wMYz6L4w/training_sessions?page=2&per_page=20&since=2017-04-13T23:59:59&until=2017-05-14T00:00:00",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				p, err := c.TeamSessions.List(ctx, "wMYz6L4w", &polarteampro.TeamSessionOptions{
					Window:      polarteampro.Window{From: polarteampro.Local(time.Date(2017, 4, 14, 0, 0, 0, 0, time.Local)), To: polarteampro.Local(time.Date(2017, 5, 14, 0, 0, 0, 0, time.Local))},
					ListOptions: polarteampro.ListOptions{Page: 2, PerPage: 20},
				})
				return p.Items, err
			},
			func(t *testing.T) any {
				return []polarteampro.TeamSession{{
					ID: "R8rMB4j7", TeamID: "wMYz6L4w", Name: "Match against Brazil", Type: polarteampro.SessionMatch,
					Note: "Good start, lost 0-8", Stamps: created, RecordStart: local(t, "2017-04-14T09:17:22"), RecordEnd: local(t, "2017-04-14T09:56:47"),
					Start: local(t, "2017-04-14T09:20:06"), End: local(t, "2017-04-14T09:50:06"), Place: place(), Sport: "SOCCER",
				}}
			},
		},
		{
			"a team's session", example("team-training-session"), "/polar-teampro/v1/teams/training_sessions/R8rMB4j7",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				return c.TeamSessions.Get(ctx, "R8rMB4j7")
			},
			func(t *testing.T) any {
				return &polarteampro.TeamSessionDetails{
					ID: "R8rMB4j7", TeamID: "wMYz6L4w", Name: "Match against Brazil", Type: "MATCH",
					Note: "Good start, lost 0-8", Stamps: created, RecordStart: local(t, "2017-04-14T09:17:22"), RecordEnd: local(t, "2017-04-14T09:56:47"),
					Start: local(t, "2017-04-14T09:20:06"), End: local(t, "2017-04-14T09:50:06"), Place: place(), Sport: "SOCCER", Arena: "Valby old stadium Denmark",
					Participants: []polarteampro.Participant{{PlayerID: "ZmozZxkr", PlayerNumber: new(12), Role: "Midfielder", PlayerSessionID: "wp9DQ9ln"}},
					Markers:      []polarteampro.Marker{{Start: local(t, "2024-11-28T13:18:02.089Z"), End: local(t, "2024-11-28T13:18:02.089Z"), Type: "PHASE", Name: "Intervals", Note: "Cooling down"}},
				}
			},
		},
		{
			"a player's sessions", example("player-training-sessions"), "/polar-teampro/v1/players/ZmozZxkr/training_sessions?page=0&per_page=100&type=INDIVIDUAL",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				p, err := c.PlayerSessions.List(ctx, "ZmozZxkr", &polarteampro.PlayerSessionOptions{Type: polarteampro.TypeIndividual})
				return p.Items, err
			},
			func(t *testing.T) any {
				return []polarteampro.PlayerSession{{
					ID: "wp9DQ9ln", Type: "TEAM", Stamps: created, Sport: "SOCCER", Name: "Rowing", Feeling: "AWESOME,", Note: "Awesome",
					Place: place(), Start: local(t, "2017-04-14T09:20:06"), Stop: local(t, "2017-04-14T09:50:06"), DurationMS: new(180000.0), TimezoneOffset: new(120),
				}}
			},
		},
		{
			"a player's session", example("player-training-session"), "/polar-teampro/v1/training_sessions/wp9DQ9ln?samples=distance,location,hr",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				return c.PlayerSessions.Get(ctx, "wp9DQ9ln", polarteampro.SampleDistance, polarteampro.SampleLocation, polarteampro.SampleHeartRate)
			},
			func(t *testing.T) any {
				null := math.NaN()
				return &polarteampro.PlayerSessionDetails{
					ID: "wp9DQ9ln", Type: "TEAM", Stamps: created, Name: "Rowing", Feeling: "AWESOME,", Note: "Awesome", Place: place(),
					Start: local(t, "2017-04-14T09:20:06"), Stop: local(t, "2017-04-14T09:50:06"), DurationMS: new(180000.0), Calories: new(601.0), DistanceMeters: new(6566.0),
					TrainingLoad: new(78.0), CardioLoad: new(27.0), MuscleLoad: new(34.0), RecoveryTimeMS: new(480277990.0), FatPercentage: new(28.0), HeartRateMax: new(96.0), HeartRateAvg: new(79.0),
					Sport: "SOCCER", RunningIndex: new(28.0), Ascent: new(46.3), Descent: new(12.5), SprintCounter: new(12), Product: "Polar Pro",
					Samples: &polarteampro.Samples{
						Fields:  []string{"distance", "hr", "speed", "cadence", "lat", "lon", "altitude", "forward_acceleration", "power"},
						Offsets: []time.Duration{0, 100 * time.Millisecond, 200 * time.Millisecond},
						Columns: map[string]polarteampro.Series{
							"distance": {0, 0, 0}, "hr": {94, null, null}, "speed": {0, 0, 0}, "cadence": {0, 0, 0}, "lat": {55.67336654663086, null, null},
							"lon": {12.49395084381104, null, null}, "altitude": {null, null, null}, "forward_acceleration": {0, null, null}, "power": {null, 0.04, -0.02},
						},
						Aside: []polarteampro.Cell{{Row: 2, Value: json.RawMessage("125")}},
					},
					RRIntervals: polarteampro.Series{485, 483, null, 800, 483, 486, 483, null, 950, 281},
				}
			},
		},
		{
			"a summary", example("session-summary"), "/polar-teampro/v1/training_sessions/wp9DQ9ln/session_summary",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				return c.PlayerSessions.Summary(ctx, "wp9DQ9ln")
			},
			func(t *testing.T) any {
				return &polarteampro.Summary{
					PlayerSessionID: "wp9DQ9ln", Stamps: created, TrimmedStart: local(t, "2017-04-14T09:20:06"), DurationMS: new(180000.0), DistanceMeters: new(6566.0),
					Kilocalories: new(601.0), HeartRateMax: new(160.0), HeartRateAvg: new(120.0), HeartRateMin: new(55.0), HeartRateMaxPercent: new(96.0), HeartRateAvgPercent: new(79.0), HeartRateMinPercent: new(55.0),
					SprintCounter: new(12), SpeedAvg: new(7.9), SpeedMax: new(18.4), CadenceAvg: new(60.0), CadenceMax: new(100.0), TrainingLoad: new(180.0), CardioLoad: new(27.0), MuscleLoad: new(34.0),
					HeartRateZones:    []polarteampro.HeartRateZone{{Index: 1, LowerLimit: new(110.0), HigherLimit: new(130.0), InZone: new(4000 * ms)}},
					SpeedZones:        []polarteampro.SpeedZone{{Index: 1, LowerLimit: new(3.0), HigherLimit: new(7.0), InZoneMeters: new(222.0)}},
					AccelerationZones: []polarteampro.AccelerationZone{{Limit: new(-3.0), Counter: new(22.0)}},
					PowerZones:        []polarteampro.PowerZone{{Index: 1, LowerLimit: new(3.0), HigherLimit: new(7.0), InZone: new(4200 * ms), InZoneMuscleLoad: new(333.0)}},
				}
			},
		},
		{
			"sport profiles, since 1.1.0", `{"data":[{"sport":"SOCCER","created":"2025-05-16T11:52:54Z","sprint_threshold":2.8,"gps_state":"ON_NORMAL","zones":{"speed":[{"lower_limit":15.0,"higher_limit":17.1}]},"acceleration_zones":{"free_acceleration_zones":true,"acceleration_zones":[0.5,1.0],"deceleration_zones":null}}]}`,
			"/polar-teampro/v1/teams/wMYz6L4w/sport-profiles",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				return c.Teams.SportProfiles(ctx, "wMYz6L4w")
			},
			func(*testing.T) any {
				return []polarteampro.SportProfile{{
					Sport: "SOCCER", Stamps: polarteampro.Stamps{Created: time.Date(2025, 5, 16, 11, 52, 54, 0, time.UTC)}, SprintThreshold: new(2.8), GPSState: "ON_NORMAL",
					Zones:             &polarteampro.ProfileZones{Speed: []polarteampro.ProfileZone{{LowerLimit: new(15.0), HigherLimit: new(17.1)}}},
					AccelerationZones: &polarteampro.ProfileAccelerations{Free: new(true), Accelerations: polarteampro.Series{0.5, 1}},
				}}
			},
		},
		{
			"phase summaries, since 1.1.0", `{"data":[{"player_session_id":"wp9DQ9ln","out_of_heart_rate_zones":"PT1H2M3S","rmssd":50,"acceleration_zones_ms2":[{"limit":2.5,"count":3}],"new":1}]}`,
			"/polar-teampro/v1/training_sessions/wp9DQ9ln/phase_summaries",
			func(ctx context.Context, c *polarteampro.Client) (any, error) {
				return c.PlayerSessions.PhaseSummaries(ctx, "wp9DQ9ln")
			},
			func(*testing.T) any {
				return []polarteampro.Summary{{
					PlayerSessionID: "wp9DQ9ln", OutOfHeartRateZones: new(3723000 * ms), RMSSD: new(50.0),
					AccelerationZones: []polarteampro.AccelerationZone{{Limit: new(2.5), Counter: new(3.0)}}, Extra: polarteampro.Extra{"new": json.RawMessage("1")},
				}}
			},
		},
	}
	for _, tt := range tests {
		t.Run("it reads "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(ok(tt.body)))
				got, err := tt.call(t.Context(), v.client())
				require.NoError(t, err)
				if d := diff(tt.want(t), got); d != "" {
					t.Error(d)
				}
				requests := v.requests()
				require.Len(t, requests, 1)
				require.Equal(t, tt.target, requests[0].target)
				require.Equal(t, "Bearer "+access, requests[0].bearer)
				raw, err := json.Marshal(got)
				require.NoError(t, err, "what is not there must not stop JSON")
				require.NotContains(t, string(raw), "NaN")
			})
		})
	}
}

// numbered is a page of teams.
func numbered(page, size, total, pages int) string {
	var items []string
	for i := page * size; i < min((page+1)*size, total); i++ {
		items = append(items, fmt.Sprintf(`{"id":"team%04d"}`, i))
	}
	return fmt.Sprintf(`{"data":[%s],"page":{"per_page":%d,"total_elements":%d,"page_number":%d,"total_pages":%d}}`, strings.Join(items, ","), size, total, page, pages)
}

func TestPages(t *testing.T) {
	number := func(r *http.Request) (n int) {
		_, _ = fmt.Sscan(r.URL.Query().Get("page"), &n)
		return n
	}
	tests := []struct {
		name   string
		answer func(page int) string
		want   int // items
		asks   string
		err    apierr.Kind
	}{
		{"from 0 to the last, each once", func(p int) string { return numbered(p, 100, 250, 3) }, 250, "0 1 2", ""},
		{"of the size the server chose", func(p int) string { return numbered(p, 20, 55, 3) }, 55, "0 1 2", ""},
		{"of a list that grows meanwhile", func(p int) string { return numbered(p, 20, 41+p, 2+min(p, 1)) }, 43, "0 1 2", ""},
		{"of nothing", func(int) string { return numbered(0, 20, 0, 0) }, 0, "0", ""},
		{"that turn out empty", func(p int) string { return numbered(p, 20, 20, 9) }, 20, "0 1", ""},
		{"by the number of elements", func(p int) string {
			return strings.Replace(numbered(p, 20, 41, 0), `,"total_pages":0`, "", 1)
		}, 41, "0 1 2", ""},
		{"that say nothing of themselves", func(int) string { return `{"data":[{"id":"a"}]}` }, 1, "0", ""},
		{"of a list that is null", func(int) string { return `{"data":null,"page":{"total_pages":0}}` }, 0, "0", ""},
		{"but not past one that should not be empty", func(p int) string {
			if p == 1 {
				return `{"data":[],"page":{"per_page":20,"total_elements":60,"page_number":1,"total_pages":3}}`
			}
			return numbered(p, 20, 60, 3)
		}, 20, "0 1", apierr.ErrDecode},
		{"but not one that is sent again", func(int) string { return numbered(0, 20, 60, 3) }, 20, "0 1", apierr.ErrDecode},
	}
	for _, tt := range tests {
		t.Run("it walks pages "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(_ int, r *http.Request) reply { return ok(tt.answer(number(r))) })
				seen := map[string]bool{}
				var failed error
				for team, err := range v.client().Teams.All(t.Context()) {
					if failed = err; err == nil {
						require.False(t, seen[team.ID], team.ID)
						seen[team.ID] = true
					}
				}
				require.Equal(t, tt.err, apierr.KindOf(failed))
				require.Len(t, seen, tt.want)
				var asks []string
				for _, target := range v.targets() {
					require.Contains(t, target, "&per_page=100")
					asks = append(asks, strings.TrimSuffix(strings.TrimPrefix(target, "/polar-teampro/v1/teams?page="), "&per_page=100"))
				}
				require.Equal(t, tt.asks, strings.Join(asks, " "))
			})
		})
	}
}

func TestPagesKeepTheirPath(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(n int, _ *http.Request) reply { return ok(numbered(n, 1, 3, 3)) })
		c := v.client()
		for _, err := range c.PlayerSessions.All(t.Context(), "ZmozZxkr", nil) {
			require.NoError(t, err)
		}
		require.Equal(t, []string{
			"/polar-teampro/v1/players/ZmozZxkr/training_sessions?page=0&per_page=100",
			"/polar-teampro/v1/players/ZmozZxkr/training_sessions?page=1&per_page=100",
			"/polar-teampro/v1/players/ZmozZxkr/training_sessions?page=2&per_page=100",
		}, v.targets())
	})
}

// TestWindowsTile asks a server whose since and until are both exclusive.
func TestWindowsTile(t *testing.T) {
	bubble(t, func(t *testing.T) {
		starts := []string{"2017-04-13T23:59:59.5", "2017-04-14T00:00:00", "2017-04-14T12:00:00", "2017-04-15T00:00:00", "2017-04-15T00:00:01"}
		v := start(t, func(_ int, r *http.Request) reply {
			q := r.URL.Query()
			var items []string
			for _, s := range starts {
				if s > q.Get("since") && s < q.Get("until") {
					items = append(items, fmt.Sprintf(`{"id":%q,"record_start_time":%q}`, s, s))
				}
			}
			return ok(`{"data":[` + strings.Join(items, ",") + `],"page":{"total_pages":1}}`)
		})
		c := v.client()
		var got []string
		for day := range 3 {
			from := local(t, "2017-04-13T00:00:00").Add(time.Duration(day) * 24 * time.Hour)
			for s, err := range c.TeamSessions.All(t.Context(), "x", &polarteampro.TeamSessionOptions{Window: polarteampro.Window{From: from, To: from.Add(24 * time.Hour)}}) {
				require.NoError(t, err)
				got = append(got, s.ID)
			}
		}
		require.Equal(t, starts, got)
	})
}

func TestRefusedUnsent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok("{}")))
		c := v.client()
		at := local(t, "2017-04-14T00:00:00")
		tests := map[string]func() error{
			"an empty team":          func() error { _, err := c.Teams.Get(t.Context(), ""); return err },
			"the folder above":       func() error { _, err := c.PlayerSessions.Summary(t.Context(), ".."); return err },
			"an ambiguous team":      func() error { _, err := c.TeamSessions.List(t.Context(), "training_sessions", nil); return err },
			"a page below zero":      func() error { _, err := c.Teams.List(t.Context(), &polarteampro.ListOptions{Page: -1}); return err },
			"a page that is too big": func() error { _, err := c.Teams.List(t.Context(), &polarteampro.ListOptions{PerPage: 101}); return err },
			"an empty window": func() error {
				_, err := c.TeamSessions.List(t.Context(), "a", &polarteampro.TeamSessionOptions{Window: polarteampro.Window{From: at, To: at}})
				return err
			},
			"all samples and one more": func() error { _, err := c.PlayerSessions.Get(t.Context(), "a", "all", "hr"); return err },
			"a list as one word":       func() error { _, err := c.PlayerSessions.Get(t.Context(), "a", "hr,speed"); return err },
		}
		for name, f := range tests {
			require.ErrorIs(t, f(), apierr.ErrInvalidArgument, name)
		}
		require.Empty(t, v.requests())
	})
}
