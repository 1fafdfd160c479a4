package firstbeat_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// bike is the head that the vendor's fourth sample has, with some variables.
const bike = `{"athleteId":416370,"endTime":"2026-03-03T17:54:39Z","exerciseType":"Indoor bike","measurementId":15218998,` +
	`"measurementType":"exercise","sessionId":0,"sportsType":"indoorCycling","startTime":"2026-03-03T16:12:27Z","variables":[` +
	`{"name":"heartRateAverage","unit":"min⁻¹","value":141},` +
	`{"bits":64,"name":"rmssd1MinSeries","samplingRate":"0.016666666666666666Hz","type":"Float","unit":"ms","value":"eJxz0NAsNGRjj3TQut5wq+6PGAAl+AXF"},` +
	`{"name":"lfAverage","unit":"ms²","value":1015.0000000000001}]}`

func TestDecodeResults(t *testing.T) {
	r, err := firstbeat.DecodeResults([]byte(bike))
	if err != nil {
		t.Fatal(err)
	}
	want := &firstbeat.Results{
		MeasurementID: 15218998, AthleteID: 416370, SessionID: new(int64),
		Times: firstbeat.Times{
			StartTime: time.Date(2026, 3, 3, 16, 12, 27, 0, time.UTC),
			EndTime:   time.Date(2026, 3, 3, 17, 54, 39, 0, time.UTC),
		},
		MeasurementType: firstbeat.Exercise, ExerciseType: "Indoor bike", SportsType: "indoorCycling",
		Variables: firstbeat.Variables{
			{Name: "heartRateAverage", Unit: "min⁻¹", Value: 141},
			{Name: "rmssd1MinSeries", Unit: "ms", Series: &firstbeat.Series{
				SamplingRate: "0.016666666666666666Hz", Type: "Float", Bits: 64,
				Values: firstbeat.Values{12.080941707597662, 13.420904949189246},
			}},
			{Name: "lfAverage", Unit: "ms²", Value: 1015.0000000000001},
		},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if hr, err := r.Variables.Scalar("heartRateAverage"); err != nil || hr != 141 {
		t.Errorf("Scalar = %v, %v, want 141", hr, err)
	}
	if _, err := r.Variables.Scalar("vo2max"); !errors.Is(err, firstbeat.ErrNoVariable) {
		t.Errorf("a variable that is missing: %v, want ErrNoVariable", err)
	}
	if _, err := r.Variables.Scalar("rmssd1MinSeries"); err == nil || errors.Is(err, firstbeat.ErrNoVariable) {
		t.Errorf("a series asked for as a number: %v", err)
	}
	if s, err := r.Variables.Series("rmssd1MinSeries"); err != nil || len(s.Values) != 2 {
		t.Errorf("Series = %v, %v", s, err)
	}
}

func TestOrderMeansNothing(t *testing.T) {
	var vars []string
	for i := range 20 {
		vars = append(vars, fmt.Sprintf(`{"value":%d,"name":"v%d"}`, i, i))
	}
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(vars), func(i, j int) { vars[i], vars[j] = vars[j], vars[i] })
	r, err := firstbeat.DecodeResults([]byte(`{"variables":[` + strings.Join(vars, ",") + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if x, err := r.Variables.Scalar(fmt.Sprint("v", i)); err != nil || x != float64(i) {
			t.Errorf("v%d = %v, %v", i, x, err)
		}
	}
}

func TestOneVariable(t *testing.T) {
	two := pack([]uint16{258, 3})
	tests := []struct {
		name     string
		variable string
		scalar   float64
		series   []float64
	}{
		{"reads a number", `{"name":"x","value":-0.5e1}`, -5, nil},
		{"reads a number that says zero", `{"name":"x","value":0}`, 0, nil},
		{"reads members in any order", `{"value":"` + two + `","bits":16,"type":"Unsigned","name":"x"}`, 0, []float64{258, 3}},
		{"ignores members it does not know", `{"name":"x","value":1,"new":{"a":[1,{"b":null}]}}`, 1, nil},
		{"takes null for a member that is not there", `{"name":"x","unit":null,"samplingRate":null,"type":null,"bits":null,"value":1}`, 1, nil},
		{"reads escapes in names", `{"n\u0061me":"\u0078","value":1}`, 1, nil},
		{"reads escaped slashes in a vector", `{"name":"x","type":"Unsigned","bits":16,"value":"` + strings.ReplaceAll(two, "/", `\/`) + `"}`, 0, []float64{258, 3}},
		{"reads escaped letters in a vector", `{"name":"x","type":"Unsigned","bits":16,"value":"\u0065` + two[1:] + `"}`, 0, []float64{258, 3}},
		{"reads a list", `{"name":"x","value":[1,2.5,-3e2]}`, 0, []float64{1, 2.5, -300}},
		{"reads a list that has a type", `{"name":"x","type":"Float","bits":64,"value":[1,2]}`, 0, []float64{1, 2}},
		{"reads an empty list", `{"name":"x","value":[ ]}`, 0, []float64{}},
		{
			"reads what is not finite in a list", `{"name":"x","value":[null,"NaN","Infinity","-Infinity"]}`, 0,
			[]float64{math.NaN(), math.NaN(), math.Inf(1), math.Inf(-1)},
		},
		{"takes the last of two values", `{"name":"x","value":"%%%","value":2}`, 2, nil},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			r, err := firstbeat.DecodeResults([]byte(`{"variables":[` + tt.variable + `]}`))
			if err != nil {
				t.Fatal(err)
			}
			if tt.series == nil {
				if x, err := r.Variables.Scalar("x"); err != nil || x != tt.scalar {
					t.Errorf("scalar = %v, %v, want %v", x, err, tt.scalar)
				}
				return
			}
			if s, err := r.Variables.Series("x"); err != nil || !same(s.Values, tt.series) {
				t.Errorf("series = %+v, %v, want %v", s, err, tt.series)
			}
		})
	}
}

func TestABadVariableLeavesTheGoodOnes(t *testing.T) {
	bads := []string{
		`{"name":"bad","type":"Complex","bits":64,"value":"` + pack([]float64{1}) + `"}`,
		`{"name":"bad","type":"Float","bits":64,"value":"!!!!"}`,
		`{"name":"bad","type":"Float","bits":"64","value":"` + pack([]float64{1}) + `"}`,
		`{"name":"bad","type":"Float","bits":64,"value":"` + pack([]uint8{1}) + `"}`,
		`{"name":"bad","value":"text"}`,
		`{"name":"bad","value":true}`,
		`{"name":"bad","value":{"a":1}}`,
		`{"name":"bad","value":null}`,
		`{"name":"bad"}`,
		`{"name":"bad","value":1e999}`,
		`{"name":"bad","value":[1,"x"]}`,
		`{"name":"bad","value":[1,[2]]}`,
		`{"name":"bad","unit":7,"value":1}`,
	}
	for _, bad := range bads {
		t.Run("it names "+bad, func(t *testing.T) {
			r, err := firstbeat.DecodeResults([]byte(`{"variables":[{"name":"a","value":1},` + bad + `,{"name":"b","value":[2]}]}`))
			if r == nil || err == nil || !strings.Contains(err.Error(), "bad") {
				t.Fatalf("DecodeResults = %v, %v, want results and an error that names bad", r, err)
			}
			if a, err := r.Variables.Scalar("a"); err != nil || a != 1 {
				t.Errorf("a = %v, %v", a, err)
			}
			if b, err := r.Variables.Series("b"); err != nil || len(b.Values) != 1 {
				t.Errorf("b = %v, %v", b, err)
			}
			if x, err := r.Variables.Scalar("bad"); err == nil || errors.Is(err, firstbeat.ErrNoVariable) {
				t.Errorf("bad = %v, %v, want its own error", x, err)
			}
			if raw, err := json.Marshal(r); err != nil || !json.Valid(raw) {
				t.Errorf("JSON = %s, %v", raw, err)
			}
		})
	}
	r, err := firstbeat.DecodeResults([]byte(`{"variables":[{"value":1}]}`))
	if r == nil || err == nil {
		t.Errorf("a variable without a name: %v, %v, want an error", r, err)
	}
}

func TestSessionResults(t *testing.T) {
	list, err := firstbeat.DecodeSessionResults([]byte(`{"measurements":[` + bike + `,{"measurementId":2,"athleteId":3,"sessionId":7,"variables":null}],"new":1}`))
	if err != nil || len(list) != 2 {
		t.Fatalf("%d results, %v, want 2", len(list), err)
	}
	if *list[1].SessionID != 7 || list[1].Variables == nil || len(list[1].Variables) != 0 {
		t.Errorf("second = %+v", list[1])
	}
	if list, err := firstbeat.DecodeSessionResults([]byte(`{"measurements":null}`)); err != nil || list == nil || len(list) != 0 {
		t.Errorf("null = %v, %v, want none", list, err)
	}
	bad := strings.Replace(bike, "eJxz0", "eJxy0", 1)
	if list, err := firstbeat.DecodeSessionResults([]byte(`{"measurements":[` + bad + `]}`)); len(list) != 1 || err == nil || !strings.Contains(err.Error(), "15218998") {
		t.Errorf("bad variable = %v, %v, want one result and an error that names its measurement", list, err)
	}
	for _, body := range []string{`{}`, `{"message":"Accepted"}`, `[]`, `{"measurements":{}}`, `{"measurements":[1]}`} {
		if list, err := firstbeat.DecodeSessionResults([]byte(body)); err == nil {
			t.Errorf("DecodeSessionResults(%s) = %v, want an error", body, list)
		}
	}
}

func TestTimesAreInstants(t *testing.T) {
	want := time.Date(2017, 4, 14, 7, 20, 6, 0, time.UTC)
	tests := map[string]time.Duration{
		"2017-04-14T07:20:06Z": 0, "2017-04-14T07:20:06+00:00": 0, "2017-04-14T07:20:06.1Z": 100 * time.Millisecond,
		"2017-04-14T07:20:06.123456789Z": 123456789, "2017-04-14T10:20:06+03:00": 0,
	}
	for text, more := range tests {
		r, err := firstbeat.DecodeResults([]byte(`{"startTime":"` + text + `","startTimeLocal":"2017-04-14T10:20:06+03:00"}`))
		if err != nil || r.StartTime != want.Add(more) {
			t.Errorf("%s = %v, %v, want %v", text, r.StartTime, err, want.Add(more))
			continue
		}
		if _, offset := r.StartTimeLocal.Zone(); offset != 3*3600 || !r.StartTimeLocal.Equal(want) {
			t.Errorf("local time = %v, want %v at +03:00", r.StartTimeLocal, want)
		}
	}
	for _, text := range []string{`"2017-04-14T07:20:06"`, `"2017-04-14"`, `"x"`, `5`} {
		if _, err := firstbeat.DecodeResults([]byte(`{"startTime":` + text + `}`)); err == nil {
			t.Errorf("startTime %s was accepted", text)
		}
	}
}

func TestExtraMembersAreKept(t *testing.T) {
	body := []byte(`{"measurementId":1,"device":{"a":[1,2]},"variables":[]}`)
	r, err := firstbeat.DecodeResults(body)
	if err != nil {
		t.Fatal(err)
	}
	clear(body) // what is kept is a copy
	if got, want := string(r.Extra["device"]), `{"a":[1,2]}`; got != want {
		t.Errorf("Extra[device] = %s, want %s", got, want)
	}
}

func TestResultsSurviveJSON(t *testing.T) {
	r, err := firstbeat.DecodeResults([]byte(bike))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := firstbeat.DecodeResults(raw)
	if err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	if diff := cmp.Diff(r, again); diff != "" {
		t.Errorf("written and read again (-want +got):\n%s", diff)
	}
}

func TestLengthsMayDiffer(t *testing.T) {
	body := `{"variables":[{"name":"a","samplingRate":"1Hz","value":[` + strings.Repeat("1,", 5970) + `1]},{"name":"b","samplingRate":"1Hz","value":[` + strings.Repeat("1,", 5975) + `1]}]}`
	r, err := firstbeat.DecodeResults([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	var lengths []int
	for _, s := range r.Variables.AllSeries() {
		lengths = append(lengths, len(s.Values))
	}
	if want := []int{5971, 5976}; !slices.Equal(lengths, want) {
		t.Errorf("lengths = %v, want %v", lengths, want)
	}
}
