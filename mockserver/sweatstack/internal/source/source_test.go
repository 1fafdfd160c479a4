package source_test

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

var begin = time.Date(2026, time.May, 20, 6, 0, 0, 0, time.UTC)

// ride is an activity with everything that a FIT file keeps, and a hole.
func ride(n int) *source.Activity {
	s := &effort.Series{Start: begin}
	for i := range n {
		at := int32(i)
		if i >= n/2 {
			at += 30
		}
		s.At = append(s.At, at)
		for m, v := range map[effort.Metric]float64{
			effort.Power: float64(150 + i%100), effort.HeartRate: float64(120 + i%40), effort.Cadence: 90, effort.Temperature: -3,
			effort.Speed: 8.5 + float64(i%10)/10, effort.Altitude: 100.2, effort.Distance: float64(i) * 9, effort.Latitude: 62.24, effort.Longitude: -25.75,
		} {
			s.Columns[m] = append(s.Columns[m], float32(v))
		}
	}
	end := begin.Add(time.Duration(s.At[n-1]+1) * time.Second)
	a := &source.Activity{Sport: "cycling.road", Series: s, End: end, Zone: time.FixedZone("", 7200), Devices: []string{"watch"}}
	a.Laps = []source.Lap{{From: begin, To: begin.Add(60 * time.Second)}, {From: begin.Add(60 * time.Second), To: end}}
	return a
}

func TestWhatIsWrittenAsFITReadsBack(t *testing.T) {
	t.Parallel()
	a := ride(600)
	content := source.WriteFIT(a)
	got, err := source.ReadFIT(content)
	require.NoError(t, err)
	require.Equal(t, a.Sport, got.Sport)
	require.True(t, a.Series.Start.Equal(got.Series.Start))
	require.True(t, a.End.Equal(got.End))
	require.Equal(t, a.Series.At, got.Series.At)
	require.Equal(t, a.Devices, got.Devices)
	_, offset := got.End.In(got.Zone).Zone()
	require.Equal(t, 7200, offset)
	require.Len(t, got.Laps, 2)
	require.True(t, got.Laps[1].From.Equal(a.Laps[1].From))
	for m, precision := range map[effort.Metric]float64{
		effort.Power: 0, effort.HeartRate: 0, effort.Cadence: 0, effort.Temperature: 0, effort.Speed: 0.001, effort.Altitude: 0.2,
		effort.Distance: 0.01, effort.Latitude: 1e-5, effort.Longitude: 1e-5,
	} {
		require.Len(t, got.Series.Columns[m], 600, m.String())
		for i, v := range got.Series.Columns[m] {
			require.InDelta(t, a.Series.Columns[m][i], v, precision, m.String())
		}
	}
}

func TestSportsOfFITFilesAreNamedAsTheVendorDoes(t *testing.T) {
	t.Parallel()
	for sport, want := range map[string][2]string{ // where satellites are seen, and where not
		"cycling": {"cycling.road", "cycling"}, "cycling.trainer": {"cycling.trainer", "cycling.trainer"}, "cycling.tt": {"cycling.road", "cycling"},
		"cycling.track.250m": {"cycling.track", "cycling.track"}, "cycling.gravel": {"cycling.gravel", "cycling.gravel"},
		"running": {"running.road", "running"}, "running.trail": {"running.trail", "running.trail"}, "running.treadmill": {"running.treadmill", "running.treadmill"},
		"cross_country_skiing.skate": {"cross_country_skiing.skate", "cross_country_skiing.skate"}, "cross_country_skiing": {"cross_country_skiing.classic", "cross_country_skiing.classic"},
		"rowing.ergometer": {"rowing.ergometer", "rowing.ergometer"}, "rowing.coastal": {"rowing", "rowing"}, "swimming.pool.25m": {"swimming", "swimming"},
		"walking.hiking": {"walking.hiking", "walking.hiking"}, "walking": {"walking", "walking"}, "generic": {"generic", "generic"}, "unknown": {"generic", "generic"},
	} {
		for i, positions := range []bool{true, false} {
			a := ride(10)
			a.Sport = sport
			if !positions {
				a.Series.Columns[effort.Latitude], a.Series.Columns[effort.Longitude] = nil, nil
			}
			content := source.WriteFIT(a)
			got, err := source.ReadFIT(content)
			require.NoError(t, err)
			require.Equal(t, want[i], got.Sport, sport)
		}
	}
}

func code(t *testing.T, err error) string {
	t.Helper()
	e, ok := errors.AsType[*source.Error](err)
	require.True(t, ok, "%v", err)
	require.NotEmpty(t, e.Message)
	return e.Code
}

// One wild number would make a curve with millions of points.
func TestNumbersThatNoSensorShowsAreNotTaken(t *testing.T) {
	t.Parallel()
	for column, wild := range map[string][]string{
		"power": {"5001", "1e7", "nan", "inf"}, "speed": {"200.1", "-1e7"}, "heart_rate": {"32768"}, "altitude": {"65505"}, "distance": {"2e7"},
	} {
		for _, v := range wild {
			_, err := source.ReadCSV([]byte("timestamp,"+column+"\n2026-05-20T06:00:00Z,1\n2026-05-20T06:00:01Z,"+v+"\n"), nil)
			require.Equal(t, source.CodeBadValue, code(t, err), "%s %s", column, v)
			require.ErrorContains(t, err, "line 3: "+column)
		}
	}
	a := ride(10)
	a.Series.Columns[effort.Power][3], a.Series.Columns[effort.Speed][4] = 65_000, 4e6
	got, err := source.ReadFIT(source.WriteFIT(a))
	require.NoError(t, err, "a meter's glitch spoils one sample, and not a ride")
	require.True(t, math.IsNaN(float64(got.Series.Columns[effort.Power][3])))
	require.True(t, math.IsNaN(float64(got.Series.Columns[effort.Speed][4])))
}

func TestFITFilesThatAreNone(t *testing.T) {
	t.Parallel()
	whole := source.WriteFIT(ride(100))
	for n := range whole {
		if n%7 == 0 {
			_, err := source.ReadFIT(whole[:n])
			require.Error(t, err, "cut at %d", n)
		}
	}
	for i := range whole {
		if i%5 == 0 {
			bent := append([]byte(nil), whole...)
			bent[i] ^= 0x40
			_, err := source.ReadFIT(bent)
			if i != 1 && i != 2 && i != 3 { // versions are not held against anybody
				require.Error(t, err, "bit at %d", i)
			}
		}
	}
	for _, junk := range [][]byte{nil, []byte("timestamp,power\n"), make([]byte, 100)} {
		_, err := source.ReadFIT(junk)
		require.Equal(t, source.CodeUnreadable, code(t, err))
	}
}

// Whoever sends a small file cannot make much of it: messages without fields are a byte each.
func TestFITFilesThatHoldMoreThanTheyMay(t *testing.T) {
	t.Parallel()
	const messages = 2 << 20                   // more than the two million that are read
	definition := []byte{0x40, 0, 0, 20, 0, 0} // of records, without a field
	content := make([]byte, 0, 14+len(definition)+messages+2)
	content = append(content, 14, 0x20, 0, 0)
	content = binary.LittleEndian.AppendUint32(content, uint32(len(definition)+messages))
	content = append(content, ".FIT\x00\x00"...)
	content = append(content, definition...)
	content = append(content, make([]byte, messages+2)...)
	_, err := source.ReadFIT(content)
	require.Equal(t, source.CodeTooLarge, code(t, err))
}

// The library that reads FIT files is published with files that devices have made. They are not part of this project, but are
// there wherever the library is.
func TestFilesOfDevicesAreActivities(t *testing.T) {
	t.Parallel()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/muktihari/fit").Output()
	require.NoError(t, err, "the go command knows where the module is")
	for name, want := range map[string]struct {
		sport         string
		samples, laps int
		devices       []string
	}{
		"from_official_sdk/HrmPluginTestActivity.fit":     {"walking", 310, 1, []string{"garmin"}},
		"from_official_sdk/activity_lowbattery.fit":       {"cycling.road", 3976, 4, []string{"garmin", "shimano"}},
		"from_official_sdk/activity_poolswim_with_hr.fit": {"swimming", 3488, 38, []string{"garmin"}},
		"from_official_sdk/activity_multisport.fit":       {"cycling.mountainbike", 78, 7, []string{"garmin"}},
		"from_garmin_forums/triathlon_summary_first.fit":  {"swimming", 4043, 11, []string{"garmin"}},
		"from_official_sdk/activity_developerdata.fit":    {"cycling.gravel", 3601, 1, []string{"FIT Cookbook"}},
		"from_official_sdk/WithGearChangeData.fit":        {"unknown", 1979, 0, []string{}},
		"chained_Activity_activity_poolswim.fit":          {"unknown", 3601, 1, []string{"FIT Cookbook"}},
	} {
		content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", filepath.FromSlash(name)))
		require.NoError(t, err)
		got, err := source.ReadFIT(content)
		require.NoError(t, err, name)
		require.Equal(t, want.sport, got.Sport, name)
		require.Equal(t, want.samples, got.Series.Len(), name)
		require.Len(t, got.Laps, want.laps, name)
		require.Equal(t, want.devices, got.Devices, name)
	}
	content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "from_official_sdk", "MonitoringFile.fit"))
	require.NoError(t, err)
	_, err = source.ReadFIT(content)
	require.Equal(t, source.CodeNoData, code(t, err), "a whole file, but no activity")
}

func TestTables(t *testing.T) {
	t.Parallel()
	got, err := source.ReadCSV([]byte("\xef\xbb\xbfTimestamp,power,Heart_Rate,smo2,mood,lap,sport\n"+
		"2026-05-20T08:00:00+02:00,200,120,61.5,good,1,cycling.road\n"+
		"2026-05-20T08:00:01.250+02:00,210,,61.6,good,1,\n"+
		"2026-05-20T08:00:03+02:00,220,122,,bad,2,cycling.road\n"), nil)
	require.NoError(t, err)
	require.Equal(t, "cycling.road", got.Sport)
	require.True(t, got.Series.Start.Equal(begin))
	require.Equal(t, []int32{0, 1, 3}, got.Series.At)
	require.Equal(t, []float32{200, 210, 220}, got.Series.Columns[effort.Power])
	require.True(t, math.IsNaN(float64(got.Series.Columns[effort.HeartRate][1])))
	require.InDelta(t, 61.5, got.Series.Columns[effort.SmO2][0], 1e-4)
	require.Nil(t, got.Series.Columns[effort.Speed])
	require.Len(t, got.Laps, 2)
	require.True(t, got.End.Equal(begin.Add(4*time.Second)))
	_, offset := got.End.In(got.Zone).Zone()
	require.Equal(t, 7200, offset)
	naive, err := source.ReadCSV([]byte("timestamp;power\n2026-05-20 08:00:00;200\n"), time.FixedZone("", 7200))
	require.NoError(t, err)
	require.True(t, naive.Series.Start.Equal(begin))
}

func TestTablesThatAreWrong(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                               source.CodeUnreadable,
		"\x00\x01":                       source.CodeUnreadable,
		"time,power\n1,2\n":              source.CodeNoTimestamp,
		"timestamp,power\n":              source.CodeNoData,
		"timestamp,power\nyesterday,2\n": source.CodeBadValue,
		"timestamp,power\n2026-05-20T08:00:00,2\n":                                      source.CodeBadValue,
		"timestamp,power\n2026-05-20T08:00:00Z,strong\n":                                source.CodeBadValue,
		"timestamp,power\n2026-05-20T08:00:00Z,1e300\n":                                 source.CodeBadValue,
		"timestamp,power\n2026-05-20T08:00:00Z,NaN\n":                                   source.CodeBadValue,
		"timestamp,power\n2026-05-20T08:00:00Z,1,2\n":                                   source.CodeUnreadable,
		"timestamp,power\n\"2026-05-20T08:00:00Z,1\n":                                   source.CodeUnreadable,
		"timestamp,sport\n2026-05-20T08:00:00Z,running\n2026-05-20T08:00:01Z,cycling\n": source.CodeBadValue,
		"timestamp,power\n2026-05-20T08:00:00Z,1\n2036-05-20T08:00:00Z,1\n":             source.CodeTooLong,
		"timestamp,power\n0001-01-01T00:00:00Z,1\n":                                     source.CodeBadValue,
	} {
		_, err := source.ReadCSV([]byte(content), nil)
		require.Equal(t, want, code(t, err), "%q", content)
	}
}

func FuzzReadFIT(f *testing.F) {
	whole := source.WriteFIT(ride(20))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte(".FIT"))
	f.Fuzz(func(t *testing.T, content []byte) {
		sound(t, func() (*source.Activity, error) { return source.ReadFIT(content) })
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("timestamp,power,lap,sport\n2026-05-20T08:00:00+02:00,200,1,running\n2026-05-20T08:00:09Z,,2,\n"))
	f.Add([]byte("timestamp;speed\n2026-05-20 08:00:00;2.5\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		sound(t, func() (*source.Activity, error) { return source.ReadCSV(content, time.UTC) })
	})
}

// sound holds that a file is refused in words, or is an activity that can be shown.
func sound(t *testing.T, read func() (*source.Activity, error)) {
	t.Helper()
	a, err := read()
	if err != nil {
		e, ok := errors.AsType[*source.Error](err)
		if !ok || e.Code == "" || e.Message == "" {
			t.Fatalf("%v", err)
		}
		return
	}
	if a.Series.Len() == 0 || !a.End.After(a.Series.Start) || a.Sport == "" && a.Zone == nil && a.Devices == nil {
		t.Fatalf("%+v", a)
	}
	for i, at := range a.Series.At {
		if at < 0 || i > 0 && at <= a.Series.At[i-1] {
			t.Fatalf("sample %d is at %d", i, at)
		}
	}
	for i, l := range a.Laps {
		if !l.To.After(l.From) || i > 0 && l.From.Before(a.Laps[i-1].To) {
			t.Fatalf("lap %d: %v", i, l)
		}
	}
	for m, c := range a.Series.Columns {
		if c != nil && len(c) != a.Series.Len() {
			t.Fatalf("column %d has %d values of %d", m, len(c), a.Series.Len())
		}
	}
	if len(source.WriteFIT(a)) == 0 {
		t.Fatal("nothing is written")
	}
}
