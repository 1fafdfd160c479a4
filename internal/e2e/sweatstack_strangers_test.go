//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/specs"
)

// stackUser is a user of SweatStack's in a world of a running server.
type stackUser struct {
	t     *testing.T
	base  string
	token string
	bin   string
}

// stackWorld makes a world whose clock stands still, with a generation of the API.
func (s *server) stackWorld(t *testing.T, profile string) *stackUser {
	t.Helper()
	var made struct {
		URLs        map[string]string
		Credentials struct {
			SweatStack struct {
				Users []struct{ AccessToken string }
			}
		}
	}
	s.post(t, "/worlds", map[string]any{
		"name": "frames-" + profile, "time": "2026-06-15T12:00:00Z", "frozen": true, "profile": map[string]string{"sweatstack": profile},
	}, http.StatusCreated, &made)
	return &stackUser{t, made.URLs["sweatstack"], made.Credentials.SweatStack.Users[0].AccessToken, program(t)}
}

func (u *stackUser) get(path string) []byte {
	u.t.Helper()
	r, err := http.NewRequestWithContext(u.t.Context(), http.MethodGet, u.base+path, http.NoBody)
	require.NoError(u.t, err)
	r.Header.Set("Authorization", "Bearer "+u.token)
	resp, err := http.DefaultClient.Do(r)
	require.NoError(u.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(u.t, err)
	require.Equal(u.t, http.StatusOK, resp.StatusCode, "%s: %s", path, body)
	return body
}

type stackActivity struct {
	ID, Sport  string
	Start, End time.Time
	Metrics    []string
	Summary    struct {
		Power     struct{ Mean float64 }
		HeartRate struct{ Mean, Max float64 } `json:"heart_rate"`
		Distance  struct{ Sum float64 }
	}
}

// ofEachKind is the newest activity of each set of metrics.
func (u *stackUser) ofEachKind() []stackActivity {
	u.t.Helper()
	var all, out []stackActivity
	require.NoError(u.t, json.Unmarshal(u.get("/api/v1/activities/?limit=100"), &all))
	for _, a := range all {
		if !slices.ContainsFunc(out, func(b stackActivity) bool { return slices.Equal(a.Metrics, b.Metrics) }) {
			out = append(out, a)
		}
	}
	require.Greater(u.t, len(out), 2, "sets of metrics")
	return out
}

// rows is a frame as our own program prints it, column by column. Times become
// milliseconds since 1970.
func (u *stackUser) rows(path string) map[string][]any {
	u.t.Helper()
	cmd := exec.CommandContext(u.t.Context(), u.bin, "decode", "parquet")
	cmd.Stdin = strings.NewReader(string(u.get(path)))
	text, err := cmd.Output()
	require.NoError(u.t, err, path)
	return byColumn(u.t, text)
}

func byColumn(t *testing.T, text []byte) map[string][]any {
	t.Helper()
	var rows []map[string]any
	require.NoError(t, json.Unmarshal(text, &rows))
	out := map[string][]any{}
	for _, row := range rows {
		for name, v := range row {
			if text, ok := v.(string); ok && (strings.HasPrefix(name, "timestamp") || name == "start") {
				at, err := time.Parse("2006-01-02T15:04:05.999", strings.TrimSuffix(text, "Z"))
				require.NoError(t, err)
				v = float64(at.UnixMilli())
			}
			out[name] = append(out[name], v)
		}
	}
	return out
}

// strangeFrame is what strangers found in one.
type strangeFrame struct {
	Path           string
	Columns, Index []string
	Units, Arrow   map[string]string
	Hyparquet      map[string][]any
	DuckDB         struct {
		Types  map[string]string
		Values map[string][]any
	}
}

// framePaths are all operations that answer with frames, asked in many ways.
func (u *stackUser) framePaths(profile string) []string {
	sampling := map[string]string{"2026-05": "adaptive_sampling_on", "current": "segmentation_on"}[profile]
	var out []string
	for _, a := range u.ofEachKind() {
		one := "/api/v1/activities/" + a.ID
		every := "metrics=" + strings.Join(a.Metrics, "&metrics=")
		out = append(out, one+"/data", one+"/data?"+every, one+"/data?"+sampling+"=speed&"+every,
			one+"/data?"+sampling+"=power&metrics=power&metrics=heart_rate",
			one+"/mean-max", one+"/mean-max?metric=speed&durations=5,60,300,1200", one+"/accumulated-work-duration")
	}
	const all, days = "/api/v1/activities/longitudinal-", "?sport=cycling&sport=running&start=2026-06-08&end=2026-06-14"
	out = append(out,
		all+"data"+days, all+"data"+days+"&"+sampling+"=power&metrics=power&metrics=altitude&metrics=latitude&metrics=lap",
		all+"mean-max"+days+"&metric=power", all+"mean-max"+days+"&metric=speed&durations=30,600",
		all+"accumulated-work-duration"+days, all+"accumulated-work-duration"+days+"&metric=speed",
		all+"data?sport=swimming&start=2000-01-01&end=2000-01-02")
	if profile == "current" {
		out = append(out, all+"mean-max"+days+"&metric=power&after=200&after=400", strings.TrimSuffix(out[0], "/data")+"/mean-max?durations=all")
	}
	return out
}

// TestParquetStrangers has two libraries that none of us wrote read every frame, and
// compares each value with what our program prints; a third reads the types of Arrow.
func TestParquetStrangers(t *testing.T) {
	t.Parallel()
	s := serve(t)
	want := describedFrames(t)
	for _, profile := range []string{"2026-05", "current"} {
		t.Run(profile, func(t *testing.T) {
			u := s.stackWorld(t, profile)
			paths := u.framePaths(profile)
			var frames []strangeFrame
			node(t, &frames, []string{"ERGODROME_TOKEN=" + u.token, "ERGODROME_FOLDER=" + t.TempDir()}, "sweatstack_frames.mjs", append([]string{u.base}, paths...)...)
			require.Len(t, frames, len(paths))
			seen, rows := map[string]bool{}, 0
			for i, f := range frames {
				require.Equal(t, paths[i], f.Path)
				rows += len(f.Hyparquet[f.Columns[0]])
				ours := u.rows(f.Path)
				if strings.Contains(f.Path, "longitudinal-accumulated") {
					for name, values := range byColumn(t, u.get(f.Path+"&format=json")) {
						same(t, f.Path+" "+name+", JSON", values, ours[name])
					}
				}
				require.ElementsMatch(t, f.Columns, slices.Collect(maps.Keys(f.Arrow)), f.Path)
				for _, name := range f.Columns {
					same(t, f.Path+" "+name+", hyparquet", f.Hyparquet[name], ours[name])
					same(t, f.Path+" "+name+", DuckDB", f.DuckDB.Values[name], ours[name])
					kind := f.Arrow[name]
					seen[kind] = true
					if curve := !strings.Contains(f.Path, "data"); !curve || name != "speed" && name != "intensity" {
						require.Equal(t, want.types[name], strings.Replace(kind, "Timestamp<SECOND", "Timestamp<"+f.Units[name], 1), "%s %s", f.Path, name)
					}
					require.Equal(t, storedAs(kind), f.DuckDB.Types[name], "%s %s", f.Path, name)
				}
				index := []string{}
				if want.index(f.Path, profile) != "none" {
					index = f.Columns[len(f.Columns)-1:]
				}
				require.Equal(t, index, f.Index, f.Path)
			}
			for _, kind := range []string{"Int8", "Int16", "Float16", "Float32", "Duration<SECOND>", "Dictionary<Int8, Utf8>", "Timestamp<SECOND, UTC>"} {
				require.Contains(t, seen, kind)
			}
			require.Greater(t, rows, 20_000)
		})
	}
}

// same compares values, numbers to the precision of 32 bits: that is what the
// shortest text of a smaller number means.
func same(t *testing.T, where string, a, b []any) {
	t.Helper()
	require.Len(t, a, len(b), where)
	for i := range a {
		x, isNumber := a[i].(float64)
		y, both := b[i].(float64)
		if isNumber && both && float32(x) == float32(y) && (x == y || math.Abs(x) < 1e6) {
			continue
		}
		require.Equal(t, b[i], a[i], "%s, row %d", where, i)
	}
}

// described is what the description says of frames.
type described struct {
	types map[string]string // in Arrow's words; of times, with the unit in which Parquet stores them
	paths map[string]map[string]struct {
		Responses map[string]struct {
			Frames []struct {
				Index   string
				Profile []string `yaml:"x-profile"`
			} `yaml:"x-frames"`
		}
	}
}

func describedFrames(t *testing.T) described {
	t.Helper()
	raw, err := specs.Read("sweatstack")
	require.NoError(t, err)
	out := described{types: map[string]string{}}
	var doc struct {
		Columns map[string]struct{ Type string } `yaml:"x-columns"`
	}
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	words := map[string]string{
		"timestamp[ms, UTC]": "Timestamp<MILLIS, UTC>", "timestamp[ms]": "Timestamp<MILLIS>", "duration[s]": "Duration<SECOND>",
		"int8": "Int8", "int16": "Int16", "float16": "Float16", "float32": "Float32", "float64": "Float64",
		"category": "Dictionary<Int8, Utf8>", "string": "Utf8",
	}
	for name, c := range doc.Columns {
		require.Contains(t, words, c.Type, name)
		out.types[name] = words[c.Type]
	}
	path, err := yaml.PathString("$.paths")
	require.NoError(t, err)
	require.NoError(t, path.Read(strings.NewReader(string(raw)), &out.paths))
	return out
}

// index is what the description calls the index of the frame at a path.
func (d described) index(path, profile string) string {
	path, _, _ = strings.Cut(path, "?")
	if i := strings.Index(path, "/act_"); i >= 0 {
		tail := path[strings.LastIndex(path, "/"):]
		path = path[:i] + "/{activity_id}" + tail
	}
	for _, f := range d.paths[path]["get"].Responses["200"].Frames {
		if f.Profile == nil || slices.Contains(f.Profile, profile) {
			return f.Index
		}
	}
	return "undescribed"
}

// storedAs is what DuckDB finds where Arrow has a type.
func storedAs(arrow string) string {
	switch kind, _, _ := strings.Cut(arrow, "<"); kind {
	case "Duration":
		return "BIGINT"
	case "Int8":
		return "TINYINT"
	case "Int16":
		return "SMALLINT"
	case "Float16", "Float32":
		return "FLOAT"
	case "Float64":
		return "DOUBLE"
	case "Timestamp":
		if strings.Contains(arrow, "UTC") {
			return "TIMESTAMP WITH TIME ZONE"
		}
		return "TIMESTAMP"
	case "Dictionary", "Utf8":
		return "VARCHAR"
	}
	return fmt.Sprintf("unknown: %s", arrow)
}

// TestDownloadStranger has fit-file-parser read the files behind activities, and
// compares them with what the service tells of these.
func TestDownloadStranger(t *testing.T) {
	t.Parallel()
	u := serve(t).stackWorld(t, "2026-05")
	activities := u.ofEachKind()
	ids := make([]string, len(activities))
	for i := range activities {
		ids[i] = activities[i].ID
	}
	var files []struct {
		Type, Sport                       string
		Start, First                      time.Time
		Seconds, HeartRate, HeartRatePeak float64
		Distance, Power                   *float64
		Sessions, Laps, Records           int
	}
	node(t, &files, []string{"ERGODROME_TOKEN=" + u.token}, "sweatstack_download.mjs", append([]string{u.base}, ids...)...)
	require.Len(t, files, len(ids))
	far, watts := 0, 0
	for i, f := range files {
		a := &activities[i]
		require.Equal(t, "activity", f.Type)
		require.Equal(t, 1, f.Sessions)
		require.True(t, a.Start.Equal(f.Start), "%s and %s", a.Start, f.Start)
		require.True(t, a.Start.Equal(f.First), "%s and %s", a.Start, f.First)
		require.InDelta(t, a.End.Sub(a.Start).Seconds(), f.Seconds, 0.5)
		require.InDelta(t, f.Seconds, f.Records, 1, "a record a second")
		require.InDelta(t, a.Summary.HeartRate.Mean, f.HeartRate, 0.5)
		require.InDelta(t, a.Summary.HeartRate.Max, f.HeartRatePeak, 0)
		require.Positive(t, f.Laps)
		require.Equal(t, slices.Contains(a.Metrics, "distance"), f.Distance != nil, a.Sport)
		if f.Distance != nil {
			require.InDelta(t, a.Summary.Distance.Sum, *f.Distance, 0.05)
			far++
		}
		if f.Power != nil {
			require.InDelta(t, a.Summary.Power.Mean, *f.Power, 0.5)
			watts++
		}
	}
	require.Positive(t, far)
	require.Positive(t, watts)
}
