package firstbeat

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// found is one variable as a reader without knowledge of this package sees it.
type found struct {
	Name, Unit, SamplingRate, Type string
	Bits                           int
	Value                          json.RawMessage
}

// resultBody is what tests read of results.
type resultBody struct {
	item
	Variables []found
}

func (r resultBody) names() []string {
	var names []string
	for _, v := range r.Variables {
		names = append(names, v.Name)
	}
	return names
}

func (r resultBody) get(tb testing.TB, name string) found {
	tb.Helper()
	for _, v := range r.Variables {
		if v.Name == name {
			return v
		}
	}
	tb.Fatalf("%s is not among %v", name, r.names())
	return found{}
}

func (v found) number(tb testing.TB) float64 {
	tb.Helper()
	var n float64
	require.NoError(tb, json.Unmarshal(v.Value, &n), v.Name)
	return n
}

// values decodes a series by RFC 4648, RFC 1950 and the vendor's table of types,
// or takes a list as it is.
func (v found) values(tb testing.TB) []float64 {
	tb.Helper()
	if v.Value[0] == '[' {
		var list []float64
		require.NoError(tb, json.Unmarshal(v.Value, &list))
		return list
	}
	var text string
	require.NoError(tb, json.Unmarshal(v.Value, &text))
	packed, err := base64.StdEncoding.Strict().DecodeString(text)
	require.NoError(tb, err)
	require.Equal(tb, []byte{0x78, 0x9c}, packed[:2])
	z, err := zlib.NewReader(bytes.NewReader(packed))
	require.NoError(tb, err)
	raw, err := io.ReadAll(z)
	require.NoError(tb, err)
	var list []float64
	for width := v.Bits / 8; len(raw) > 0; raw = raw[width:] {
		switch v.Type + fmt.Sprint(v.Bits) {
		case "Unsigned8":
			list = append(list, float64(raw[0]))
		case "Unsigned16":
			list = append(list, float64(binary.BigEndian.Uint16(raw)))
		case "Float32":
			list = append(list, float64(math.Float32frombits(binary.BigEndian.Uint32(raw))))
		case "Float64":
			list = append(list, math.Float64frombits(binary.BigEndian.Uint64(raw)))
		default:
			tb.Fatalf("%s is of type %s %d", v.Name, v.Type, v.Bits)
		}
	}
	return list
}

// recent is the athlete's newest measurement of a kind.
func (s *sim) recent(athlete int, kind string) item {
	s.tb.Helper()
	list := s.all(s.athletePath(athlete) + "/measurements?includeLaps=true&measurementType=" + kind)
	require.NotEmpty(s.tb, list, kind)
	return list[len(list)-1]
}

func (s *sim) resultsPath(athlete int, m item) string {
	return fmt.Sprintf("%s/measurements/%d/results", s.athletePath(athlete), m.MeasurementID)
}

func (s *sim) results(path string) resultBody {
	s.tb.Helper()
	var r resultBody
	s.get(path).json(s.tb, &r)
	return r
}

// hot is a world in which everything is computed already.
func hot(tb testing.TB, options ...option) *sim {
	tb.Helper()
	return newSim(tb, append(options, with("cold", "none"), withoutLimits)...)
}

func TestMeasurementResults(t *testing.T) {
	t.Parallel()
	s := hot(t)
	m := s.recent(0, "exercise")
	r := s.results(s.resultsPath(0, m))
	want := m
	want.Laps = nil
	require.Equal(t, want, r.item, "the members of the list, without laps")
	average := r.get(t, "heartRateAverage")
	require.Equal(t, "min⁻¹", average.Unit)
	require.NotContains(t, string(average.Value), ".", "integers have no point")
	sum := 0.0
	series := r.get(t, "heartRateSeries")
	require.Equal(t, []string{"min⁻¹", "0.2Hz", "Unsigned"}, []string{series.Unit, series.SamplingRate, series.Type})
	values := series.values(t)
	for _, v := range values {
		sum += v
	}
	require.InDelta(t, sum/float64(len(values)), average.number(t), 0.51, "scalars agree with series")
	require.Equal(t, r.get(t, "trimp").number(t), last(r.get(t, "trimpSeries").values(t)))
	require.InDelta(t, r.get(t, "acuteTrainingLoad").number(t)/r.get(t, "chronicTrainingLoad").number(t), r.get(t, "acwr").number(t), 1e-12)
	require.NotContains(t, string(s.get(s.resultsPath(0, m)).Body), "null")
	require.NotContains(t, string(s.get(s.resultsPath(0, m)).Body), `\u`)
}

func last(v []float64) float64 { return v[len(v)-1] }

func TestDefaultSetHasFourSeries(t *testing.T) {
	t.Parallel()
	s := hot(t)
	for _, kind := range []string{"exercise", "night", "quickRecoveryTest"} {
		r := s.results(s.resultsPath(0, s.recent(0, kind)))
		var series []string
		for _, v := range r.Variables {
			if v.Type != "" {
				series = append(series, v.Name)
			}
		}
		require.ElementsMatch(t, []string{"heartRateSeries", "epocSeries", "energyConsumptionSeries", "trimpSeries"}, series, kind)
	}
}

// The published default answer is of an exercise on an indoor bike, under 2 h,
// with power and cadence but neither movement nor satellites: it has 61 scalars.
func TestDefaultSetOfAnIndoorRideIsThePublishedOne(t *testing.T) {
	t.Parallel()
	s := hot(t)
	e := dataset.Event{Kind: dataset.Workout, Power: true}
	p := part{
		data: s.world.Data, event: e, whole: true, licence: licence{premiumPlus, true, true}, loaded: &trainingLoad{1, 1},
		sensed: &dataset.Outside{PowerAverage: 180, CadenceAverage: 90},
		analysed: &dataset.Analysis{
			PlayerStatus: 50, Duration: 100 * time.Minute, HRMax: 180,
			HRRecovery: map[time.Duration]int{30 * time.Second: 1, time.Minute: 1, 2 * time.Minute: 1}, TRIMPHighest: map[time.Duration]float64{},
		},
	}
	for _, w := range peakWindows() {
		if w.length < 2*time.Hour {
			p.analysed.TRIMPHighest[w.length] = 1
		}
	}
	out, err := s.tenant.evaluate(&p, &selection{}, 1)
	require.NoError(t, err)
	require.Len(t, out, 61)
}

func TestAskingForVariables(t *testing.T) {
	t.Parallel()
	s := hot(t)
	path := s.resultsPath(0, s.recent(0, "exercise"))
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"one scalar", "?var=trimp", []string{"trimp"}},
		{"scalars and series", "?var=trimp,rmssd,heartRateSeries", []string{"trimp", "rmssd", "heartRateSeries"}},
		{"encoded commas", "?var=trimp%2Crmssd", []string{"trimp", "rmssd"}},
		{"a series that is not preset", "?var=vlfSeries", []string{"vlfSeries"}},
		{"a misspelt name beside another", "?var=heartrRateAverage,trimp", []string{"trimp"}},
		{"a misspelt name alone", "?var=nothing", nil},
		{"another case", "?var=TRIMP", nil},
		{"a name twice", "?var=trimp,trimp", []string{"trimp"}},
		{"what this kind does not have", "?var=sleepStateTime,trimp", []string{"trimp"}},
		{"commas only", "?var=,,", nil},
	} {
		require.ElementsMatch(t, tt.want, s.results(path+tt.query).names(), tt.name)
	}
	require.Contains(t, string(s.get(path+"?var=nothing").Body), `"variables":[]`)
	require.Equal(t, len(s.results(path).Variables), len(s.results(path+"?var=").Variables), "an empty var is none")
	require.Contains(t, s.get(path+"?var=heartrRateAverage").reasons(), "heartrRateAverage")
	strict := hot(t, with("unknown-variable", "400"), with("bad-query", "400"))
	require.Equal(t, 400, strict.get(path+"?var=nothing").status())
	require.Equal(t, 400, strict.get(path+"?format=xml").status())
	require.Equal(t, 200, s.get(path+"?format=xml").status())
}

func TestListsAndVectorsCarryTheSameNumbers(t *testing.T) {
	t.Parallel()
	s := hot(t)
	for _, kind := range []string{"exercise", "quickRecoveryTest"} {
		path := s.resultsPath(0, s.recent(0, kind)) + "?var=" + strings.Join(Variables(), ",")
		binary, list := s.results(path+"&format=binary"), s.results(path+"&format=list")
		require.ElementsMatch(t, binary.names(), list.names())
		n := 0
		for _, v := range binary.Variables {
			if v.Type == "" {
				continue
			}
			n++
			w := list.get(t, v.Name)
			require.True(t, slices.Equal(v.values(t), w.values(t)), v.Name)
			require.Equal(t, []any{v.Unit, v.SamplingRate, v.Type, v.Bits}, []any{w.Unit, w.SamplingRate, w.Type, w.Bits})
		}
		require.Equal(t, 17, n, "all series")
	}
	bare := hot(t, with("list-keeps-type", "no"))
	v := bare.results(bare.resultsPath(0, bare.recent(0, "exercise"))+"?var=vlfSeries&format=list").get(t, "vlfSeries")
	require.Empty(t, v.Type)
	require.Zero(t, v.Bits)
	require.Equal(t, "1Hz", v.SamplingRate)
	require.NotEmpty(t, v.values(t))
}

// The table is what was measured in the vendor's published answers.
func TestSeriesOnTheWire(t *testing.T) {
	t.Parallel()
	s := hot(t)
	m := s.recent(0, "exercise")
	r := s.results(s.resultsPath(0, m) + "?var=" + strings.Join(Variables(), ","))
	T := 0.0
	for _, ms := range r.get(t, "artifactCorrectedRrVector").values(t) {
		T += ms / 1000
	}
	raw := 0.0
	for _, ms := range r.get(t, "rriSeries").values(t) {
		raw += ms / 1000
	}
	require.InDelta(t, T, raw, 0.01)
	slow, fast := int(math.Ceil(T/5)), int(math.Ceil(T))
	for _, tt := range []struct {
		name, unit, rate, kind string
		bits, least, most      int
	}{
		{"heartRateSeries", "min⁻¹", "0.2Hz", "Unsigned", 8, slow, slow},
		{"epocSeries", "ml/kg", "0.2Hz", "Float", 64, slow, slow},
		{"energyConsumptionSeries", "kcal/h", "0.2Hz", "Unsigned", 16, slow, slow},
		{"trimpSeries", "", "0.2Hz", "Float", 64, slow, slow},
		{"heartRateSeries1s", "min⁻¹", "1Hz", "Unsigned", 8, fast, fast},
		{"heartRatePercentageSeries", "", "0.2Hz", "Float", 32, slow, slow},
		{"trimpPerMinuteSeries", "min⁻¹", "0.2Hz", "Float", 64, slow, slow},
		{"movementLoadAccumulationRate", "min⁻¹", "0.2Hz", "Float", 64, slow, slow},
		{"movementLoadSeries", "", "1Hz", "Float", 64, fast, fast},
		{"energyConsumptionRelativeFatSeries", "%", "1Hz", "Unsigned", 8, int(T) + 4, int(T) + 6},
		{"artifactPercentageSeries", "%", "0.2Hz", "Unsigned", 8, slow, slow},
		{"vlfSeries", "ms²", "1Hz", "Float", 64, int(T) + 4, int(T) + 6},
		{"lfSeries", "ms²", "1Hz", "Float", 64, int(T) + 4, int(T) + 6},
		{"hfSeries", "ms²", "1Hz", "Float", 64, int(T) + 4, int(T) + 6},
		{"rmssd1MinSeries", "ms", "0.016666666666666666Hz", "Float", 64, int(T / 60), int(T / 60)},
		{"artifactCorrectedRrVector", "ms", "", "Float", 64, 1, 1 << 20},
		{"rriSeries", "ms", "", "Unsigned", 16, 1, 1 << 20},
	} {
		v := r.get(t, tt.name)
		require.Equal(t, []any{tt.unit, tt.rate, tt.kind, tt.bits}, []any{v.Unit, v.SamplingRate, v.Type, v.Bits}, tt.name)
		n := len(v.values(t))
		require.GreaterOrEqual(t, n, tt.least, tt.name)
		require.LessOrEqual(t, n, tt.most, tt.name)
	}
}

// The decimal mark does not depend on the profile, but on its switch.
func TestSamplingRate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		options []option
		want    string
	}{
		{nil, "0.2Hz"},
		{[]option{withProfile("1.0.0")}, "0.2Hz"},
		{[]option{with("sampling-rate", "dot")}, "0.2Hz"},
		{[]option{with("sampling-rate", "comma")}, "0,2Hz"},
		{[]option{withProfile("1.0.0"), with("sampling-rate", "comma")}, "0,2Hz"},
	} {
		s := hot(t, tt.options...)
		a := s.get(s.resultsPath(0, s.recent(0, "exercise")) + "?var=heartRateSeries,heartRateSeries1s")
		require.Equal(t, 200, a.status(), a.reasons())
		require.Contains(t, string(a.Body), `"samplingRate":"`+tt.want+`"`)
		require.Contains(t, string(a.Body), `"samplingRate":"1Hz"`)
	}
}

// Units as measured; names that are not here have none.
func TestUnits(t *testing.T) {
	t.Parallel()
	require.Len(t, Variables(), 101+17)
	want := map[string]string{}
	add := func(unit string, names ...string) {
		for _, n := range names {
			want[n] = unit
		}
	}
	add("min⁻¹", "heartRateAverage", "heartRatePeak", "heartRateLowest", "trimpPerMinute", "respirationRateAverage", "respirationRatePeak", "cadenceAverage")
	add("bpm", "heartRateRecoveryAbsolute30s", "heartRateRecoveryAbsolute60s", "heartRateRecoveryAbsolute120s")
	add("%", "heartRateAveragePercentage", "heartRatePeakPercentage", "heartRateMinimumPercentage", "oxygenConsumptionMaximumPercentage", "oxygenConsumptionAveragePercentage",
		"quickRecoveryScaledScore", "scaledQrtWeeklyMean", "lfHfRatio", "measurementError", "heartRateRecoveryRelative30s", "heartRateRecoveryRelative60s", "heartRateRecoveryRelative120s")
	add("min", "zone1Time", "zone2Time", "zone3Time", "zone4Time", "zone5Time", "underZonesTime", "recoveryStateTime", "stressStateTime", "sleepStateTime")
	add("ml/kg", "epocPeak", "epocFinal")
	add("ml/kg/min", "vo2max", "oxygenConsumptionAverage", "oxygenConsumptionPeak")
	add("l/min", "ventilationAverage", "ventilationPeak")
	add("kcal", "energyConsumptionCarbs", "energyConsumptionFats", "energyConsumptionTotal")
	add("days", "daysSinceLastGoodRecovery")
	add("ms", "rmssd", "sdnn", "rmssdSleepAverage", "rmssdNonSleepAverage")
	add("ms²", "lfAverage", "hfAverage", "vlfAverage")
	add("m", "distance", "ascent", "descent")
	add("km/h", "speedAverage")
	add("min/km", "pace")
	add("W", "powerAverage")
	for _, v := range allVariables() {
		switch {
		case v.series != nil:
		case strings.HasPrefix(v.name, "movementIntensityHighest"):
			require.Equal(t, "kicks/min", v.unit)
		case strings.HasPrefix(v.name, "trimpPerMinHighest"):
			require.Equal(t, "min⁻¹", v.unit)
		default:
			require.Equal(t, want[v.name], v.unit, v.name)
			delete(want, v.name)
		}
	}
	require.Empty(t, want)
}

func TestEveryVariableOccurs(t *testing.T) {
	t.Parallel()
	s := hot(t, with("variable-order", "alphabetical"))
	missing := map[string]bool{}
	for _, name := range Variables() {
		missing[name] = true
	}
	for athlete := 0; athlete < s.world.Data.Organization(1).Athletes && len(missing) > 0; athlete++ {
		var list []item
		for kind, n := range map[string]int{"exercise": 4, "night": 1, "quickRecoveryTest": 2} {
			of := s.all(s.athletePath(athlete) + "/measurements?measurementType=" + kind)
			list = append(list, of[max(0, len(of)-n):]...)
		}
		for _, m := range list {
			if len(missing) == 0 {
				return
			}
			a := s.get(s.resultsPath(athlete, m) + "?var=" + strings.Join(slices.Collect(maps.Keys(missing)), ","))
			require.Equal(t, 200, a.status())
			require.False(t, bytes.Contains(a.Body, []byte(":null")), "never null")
			var r resultBody
			a.json(t, &r)
			for _, name := range r.names() {
				delete(missing, name)
			}
		}
	}
	require.Empty(t, missing)
}

func TestManualMeasurementsHaveFewVariables(t *testing.T) {
	t.Parallel()
	s := hot(t)
	for athlete := range s.world.Data.Organization(1).Athletes {
		list := s.all(s.athletePath(athlete) + "/measurements?measurementType=manual")
		if len(list) == 0 {
			continue
		}
		r := s.results(s.resultsPath(athlete, list[len(list)-1]))
		require.ElementsMatch(t, []string{"trimp", "trimpPerMinute", "acuteTrainingLoad", "chronicTrainingLoad", "acwr", "playerStatusScore"}, r.names())
		require.NotZero(t, r.get(t, "trimp").number(t))
		return
	}
	t.Fatal("nobody typed anything in")
}

func TestLicence(t *testing.T) {
	t.Parallel()
	s := hot(t)
	m := s.recent(0, "exercise")
	path := s.resultsPath(0, m) + "?var=" + strings.Join(Variables(), ",")
	full := s.results(path).names()
	lost := func(body string) []string {
		s.mustStep("firstbeat/accounts/"+s.account()+"/licence", body)
		have := s.results(path).names()
		return slices.DeleteFunc(slices.Clone(full), func(n string) bool { return slices.Contains(have, n) })
	}
	require.Equal(t, []string{"playerStatusScore"}, lost(`{"tier":"premium+","services":["movement_intensity_curve"]}`))
	for _, n := range lost(`{"tier":"premium+","services":["training_status"]}`) {
		require.Contains(t, n, "movementIntensityHighest")
	}
	plus := lost(`{"tier":"premium","services":["training_status","movement_intensity_curve"]}`)
	for _, n := range []string{
		"averageMovementIntensity", "movementEfficiency", "playerStatusScore", "heartRateRecoveryRelative30s", "heartRateRecoveryAbsolute120s",
		"movementLoadAccumulationRate", "movementLoadSeries", "trimpPerMinHighest30s", "movementIntensityHighest5s",
	} {
		require.Contains(t, plus, n)
	}
	require.NotContains(t, plus, "movementLoad")
	require.Empty(t, lost(`{"tier":"premium+","services":["training_status","movement_intensity_curve"]}`))
}

func TestVariableOrder(t *testing.T) {
	t.Parallel()
	path := func(s *sim) string { return s.resultsPath(0, s.recent(0, "exercise")) }
	s := hot(t)
	shuffled := s.results(path(s)).names()
	require.Equal(t, shuffled, s.results(path(s)).names(), "the same each time")
	require.False(t, slices.IsSorted(shuffled))
	list := s.all(s.athletePath(0) + "/measurements?measurementType=exercise")
	require.NotEqual(t, shuffled[0]+shuffled[1], func() string {
		n := s.results(s.resultsPath(0, list[len(list)-2])).names()
		return n[0] + n[1]
	}(), "another one for another measurement")
	s = hot(t, with("variable-order", "alphabetical"))
	names := s.results(path(s)).names()
	require.ElementsMatch(t, shuffled, names)
	n := len(names) - 4
	require.True(t, slices.IsSorted(names[:n]) && slices.IsSorted(names[n:]), "scalars, then series")
	s = hot(t, with("variable-order", "request"))
	require.Equal(t, []string{"trimp", "epocSeries", "acwr"}, s.results(path(s)+"?var=trimp,epocSeries,acwr,trimp").names(), "each once")
}

func TestLapResults(t *testing.T) {
	t.Parallel()
	s := hot(t)
	var m item
	for _, x := range s.all(s.athletePath(0) + "/measurements?includeLaps=true&measurementType=exercise") {
		if len(x.Laps) > 1 {
			m = x
		}
	}
	require.NotEmpty(t, m.Laps)
	for _, lap := range m.Laps {
		path := fmt.Sprintf("%s/measurements/%d/laps/%d/results", s.athletePath(0), m.MeasurementID, lap.LapID)
		r := s.results(path + "?var=" + strings.Join(Variables(), ","))
		require.Equal(t, []any{lap.LapID, lap.Name, lap.StartTime, lap.EndTime, lap.StartTimeLocal}, []any{r.LapID, r.Name, r.StartTime, r.EndTime, r.StartTimeLocal})
		require.Equal(t, []any{m.MeasurementID, m.SessionID, m.MeasurementType}, []any{r.MeasurementID, r.SessionID, r.MeasurementType})
		for _, n := range []string{"aerobicTrainingEffect", "anaerobicTrainingEffect", "perceivedRecovery", "distance", "ascent", "rriSeries", "movementLoadSeries"} {
			require.NotContains(t, r.names(), n)
		}
		T := 0.0
		for _, ms := range r.get(t, "artifactCorrectedRrVector").values(t) {
			T += ms / 1000
		}
		require.InDelta(t, math.Ceil(T), len(r.get(t, "heartRateSeries1s").values(t)), 0, "the beats are those of the lap")
	}
	other := s.recent(1, "exercise")
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/measurements/%d/laps/%d/results", s.athletePath(1), other.MeasurementID, m.Laps[0].LapID)).status(), "another measurement's lap")
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/measurements/%d/results", s.athletePath(1), m.MeasurementID)).status(), "another athlete's measurement")
}
