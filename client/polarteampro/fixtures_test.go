package polarteampro_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/internal/readback"
)

// answering is a transport that has one answer.
type answering struct {
	fixtures.Exchange
	asked []*http.Request
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	a.asked = append(a.asked, r)
	return &http.Response{StatusCode: a.Status, Header: a.Header.Clone(), Body: io.NopCloser(bytes.NewReader(a.Body)), Request: r}, nil
}

// totals is what an answer says of its list.
type totals struct {
	PerPage, TotalElements, PageNumber, TotalPages int
}

type read struct {
	Data any
	Page *totals // of lists in pages
}

func paged[T any](p *polarteampro.Page[T], err error) (read, error) {
	if err != nil {
		return read{}, err
	}
	return read{p.Items, &totals{p.PerPage, p.TotalElements, p.Number, p.TotalPages}}, nil
}

func whole[T any](v T, err error) (read, error) { return read{Data: v}, err }

// operations are those of the client by the operationId of an exchange.
func operations() map[string]func(ctx context.Context, c *polarteampro.Client) (read, error) {
	type client = polarteampro.Client
	const team, player, session, part = "wMYz6L4w", "ZmozZxkr", "R8rMB4j7", "wp9DQ9ln"
	return map[string]func(ctx context.Context, c *client) (read, error){
		"listTeams":                func(ctx context.Context, c *client) (read, error) { return paged(c.Teams.List(ctx, nil)) },
		"getTeam":                  func(ctx context.Context, c *client) (read, error) { return whole(c.Teams.Get(ctx, team)) },
		"listTeamSportProfiles":    func(ctx context.Context, c *client) (read, error) { return whole(c.Teams.SportProfiles(ctx, team)) },
		"listTeamTrainingSessions": func(ctx context.Context, c *client) (read, error) { return paged(c.TeamSessions.List(ctx, team, nil)) },
		"getTeamTrainingSession":   func(ctx context.Context, c *client) (read, error) { return whole(c.TeamSessions.Get(ctx, session)) },
		"listPlayerTrainingSessions": func(ctx context.Context, c *client) (read, error) {
			return paged(c.PlayerSessions.List(ctx, player, nil))
		},
		"getPlayerTrainingSession": func(ctx context.Context, c *client) (read, error) {
			return whole(c.PlayerSessions.Get(ctx, part, polarteampro.AllSamples))
		},
		"getPlayerTrainingSessionSummary": func(ctx context.Context, c *client) (read, error) {
			return whole(c.PlayerSessions.Summary(ctx, part))
		},
		"listPlayerTrainingSessionPhaseSummaries": func(ctx context.Context, c *client) (read, error) {
			return whole(c.PlayerSessions.PhaseSummaries(ctx, part))
		},
	}
}

// reading is how this test understands the vendor's words; the client's
// parsers have no part in it.
func reading() *readback.Walk {
	return &readback.Walk{
		Names: map[string]string{ // shorter in Go, where the type says that it is a time or in km/h
			"TeamSession.RecordStart": "record_start_time", "TeamSession.RecordEnd": "record_end_time",
			"TeamSession.Start": "start_time", "TeamSession.End": "end_time",
			"TeamSessionDetails.RecordStart": "record_start_time", "TeamSessionDetails.RecordEnd": "record_end_time",
			"TeamSessionDetails.Start": "start_time", "TeamSessionDetails.End": "end_time",
			"TeamSessionDetails.SpeedZones": "speed_zones_kmh",
			"Marker.Start":                  "start_time", "Marker.End": "end_time", "Marker.Type": "marker_type",
			"PlayerSession.Start": "start_time", "PlayerSession.Stop": "stop_time",
			"PlayerSessionDetails.Start": "start_time", "PlayerSessionDetails.Stop": "stop_time",
			"Summary.TrimmedStart": "trimmed_start_time", "Summary.SpeedAvg": "speed_avg_kmh", "Summary.SpeedMax": "speed_max_kmh",
			"Summary.SpeedZones": "speed_zones_kmh", "Summary.AccelerationZones": "acceleration_zones_ms2",
			"ProfileAccelerations.Free": "free_acceleration_zones", "ProfileAccelerations.Accelerations": "acceleration_zones",
			"ProfileAccelerations.Decelerations": "deceleration_zones",
		},
		Readings: map[reflect.Type]readback.Reading{
			reflect.TypeFor[time.Time]():              readback.Instant,
			reflect.TypeFor[polarteampro.LocalTime](): onTheWall,
			reflect.TypeFor[polarteampro.Duration]():  inSeconds,
			reflect.TypeFor[polarteampro.Samples]():   inColumns,
		},
	}
}

// onTheWall reads the figures and leaves the zone, of which only whether there
// is one matters.
func onTheWall(got any, raw []byte) bool {
	t := got.(polarteampro.LocalTime)
	text := readback.Text(raw)
	figures := strings.TrimRight(text, "Z")
	want, err := time.Parse("2006-01-02T15:04:05", figures)
	return err == nil && t.Wall().Equal(want) && t.Zoned() == (figures != text)
}

// inSeconds reads PT4.2S, the only form that the documents print.
func inSeconds(got any, raw []byte) bool {
	return seconds(readback.Text(raw)) == time.Duration(got.(polarteampro.Duration))
}

func seconds(text string) time.Duration {
	d, err := time.ParseDuration(strings.ToLower(strings.TrimPrefix(text, "PT")))
	if err != nil {
		return -1
	}
	return d
}

// inColumns reads a table: the time apart, each other cell in the column of
// its position, and aside what is beyond the last.
func inColumns(got any, raw []byte) bool {
	s := got.(polarteampro.Samples)
	var table struct {
		Fields []string
		Values [][]json.RawMessage
	}
	if json.Unmarshal(raw, &table) != nil || table.Fields[0] != "time" || !slices.Equal(table.Fields[1:], s.Fields) || len(s.Columns) != len(s.Fields) || len(s.Offsets) != len(table.Values) {
		return false
	}
	var aside []polarteampro.Cell
	for i, row := range table.Values {
		if seconds(readback.Text(row[0])) != s.Offsets[i] {
			return false
		}
		for j, field := range table.Fields[1:] {
			want := math.NaN()
			if j+1 < len(row) && string(row[j+1]) != "null" {
				want, _ = strconv.ParseFloat(string(row[j+1]), 64)
			}
			column := s.Columns[field]
			if len(column) != len(s.Offsets) || column[i] != want && !(math.IsNaN(column[i]) && math.IsNaN(want)) {
				return false
			}
		}
		for _, cell := range row[min(len(row), len(table.Fields)):] {
			aside = append(aside, polarteampro.Cell{Row: i, Value: cell})
		}
	}
	return reflect.DeepEqual(aside, s.Aside)
}

// TestEveryFixtureIsRead holds every leaf of the vendor's examples, of both
// versions, against the field that has it.
func TestEveryFixtureIsRead(t *testing.T) {
	all, err := fixtures.Exchanges("polar-teampro")
	require.NoError(t, err)
	calls, w, seen := operations(), reading(), map[string]bool{}
	for _, e := range all {
		seen[e.Operation] = true
		t.Run(e.Name, func(t *testing.T) {
			a := &answering{Exchange: e}
			c, err := polarteampro.New(polarteampro.WithHTTPClient(&http.Client{Transport: a}), polarteampro.WithAccessToken(access))
			require.NoError(t, err)
			require.Contains(t, calls, e.Operation)
			got, err := calls[e.Operation](t.Context(), c)
			require.NoError(t, err)
			require.Len(t, a.asked, 1)
			path, _, _ := strings.Cut(e.Target, "?")
			require.Equal(t, path, a.asked[0].URL.Path)
			require.Equal(t, e.RequestHeader.Get("Accept"), a.asked[0].Header.Get("Accept"))
			var answer map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(e.Body, &answer))
			require.Empty(t, strings.Join(w.Compare(e.Operation, answer["data"], got.Data), "\n"))
			if delete(answer, "data"); got.Page != nil {
				var said struct {
					PerPage       int `json:"per_page"`
					TotalElements int `json:"total_elements"`
					PageNumber    int `json:"page_number"`
					TotalPages    int `json:"total_pages"`
				}
				require.NoError(t, json.Unmarshal(answer["page"], &said))
				if strings.Contains(e.Target, "page=") {
					said.PageNumber = 0 // the client's is that of the page that it asked for, here the first
				}
				require.Equal(t, totals(said), *got.Page)
				delete(answer, "page")
			}
			require.Empty(t, answer, "what is beside is not read")
		})
	}
	require.Len(t, seen, len(calls))
	require.Empty(t, w.Unused())
}
