package polaraccesslink_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What these tests read of answers about nights and days, each from the vendor's
// page and not from this package.

type (
	wireNight struct {
		SleepDate           string         `json:"sleepDate"`
		SleepResult         *wireSleep     `json:"sleepResult"`
		OriginalSleepResult *wireSleep     `json:"originalSleepResult"`
		SleepScore          *wireScore     `json:"sleepScore"`
		SleepEvaluation     wireEvaluation `json:"sleepEvaluation"`
	}
	wireSleep struct {
		Hypnogram struct {
			SleepStart, SleepEnd time.Time
			AlarmStopTime        *time.Time
			AlarmSnoozeTimes     []time.Time
			SleepStateChanges    []struct {
				OffsetFromStart seconds
				NewState        string
			}
			SleepStartOffsetSeconds, SleepEndOffsetSeconds int
			SleepRating                                    *string
			SleepGoal                                      seconds
			Birthday                                       string
			DeviceReference                                struct{ UUID string }
			BatteryRanOut                                  bool
		}
		SleepCycles []struct {
			SecondsFromSleepStart  int
			SleepDepthAtCycleStart float64
		}
	}
	wireScore struct {
		Created, LastModified                                                                 time.Time
		SleepScore, SleepTimeOwnTargetScore, SleepTimeRecommendationScore                     float64
		ContinuityScore, EfficiencyScore, RemScore, N3Score                                   float64
		LongInterruptionsTimeScore, GroupDurationScore, GroupSolidityScore, GroupRefreshScore float64
		ScoreRate                                                                             *int
	}
	wireEvaluation struct {
		SleepType                 string
		SleepSpan, AsleepDuration seconds
		Age                       float64
		Analysis                  struct {
			EfficiencyPercent, ContinuityIndex float64
			ContinuityClass                    int
			Feedback                           string
		}
		Interruptions struct {
			TotalDuration, LongDuration, ShortDuration seconds
			TotalCount, LongCount, ShortCount          int
		}
		PhaseDurations *struct {
			Wake, Rem, Light, Deep, Unknown seconds
			RemPercentage, DeepPercentage   float64
		}
	}
	wireRecharge struct {
		Created, Modified                                                  time.Time
		AnsStatus                                                          float64
		RecoveryIndicator                                                  *int
		RecoveryIndicatorSubLevel, AnsRate                                 int
		MeanNightlyRecoveryRri, MeanNightlyRecoveryRmssd                   float64
		MeanNightlyRecoveryRespirationInterval                             float64
		MeanBaselineRri, SdBaselineRri, MeanBaselineRmssd, SdBaselineRmssd float64
		MeanBaselineRespirationInterval, SdBaselineRespirationInterval     float64
		SleepTip, VitalityTip, ExerciseTip                                 *string
		SleepResultDate                                                    string
		HrvSamples                                                         []struct {
			StartTime      string
			SampleInterval seconds
			HrvValues      []float64
		}
		BreathingRateSamples []struct {
			StartTime           string
			SampleInterval      seconds
			BreathingRateValues []float64
		}
	}
	wireBeat struct {
		OffsetMillis, PpInterval, ErrorEstimateMillis int
		SkinContact, Movement, Offline                bool
	}
	wireDay struct {
		Date                string
		Modified            *time.Time
		PpiSamplesPerDevice []struct {
			RecordingDevice             struct{ UUID string }
			PpiSamples                  []wireBeat
			RecordingTriggerTypeChanges []struct {
				TriggerType  string
				OffsetMillis int
			}
		}
	}
	wireHeart struct {
		Date      string
		DeviceRef struct{ DeviceID string }
		State     int32
		Samples   []struct {
			HeartRate, OffsetMillis *int
			TriggerType             string
		}
	}
	wireVector struct {
		Date                  string
		DeviceReference       struct{ UUID string }
		SleepWakeStateChanges []struct {
			StartOffset int
			NewState    string
		}
	}
)

// seconds is a duration as protobuf spells it.
type seconds time.Duration

func (s *seconds) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	d, err := time.ParseDuration(text)
	*s = seconds(d)
	return err
}

var allOfSleep = [...]string{"sleep-result", "original-sleep-result", "sleep-evaluation", "sleep-score"}

// as makes s somebody else's.
func (s *sim) as(athlete int) {
	s.t.Helper()
	s.athlete, s.token = athlete, s.grant(athlete)
}

// zone is where the athlete lives.
func (s *sim) zone() *time.Location { return s.World.Data.Athlete(s.athlete).Zone }

// midnight is when a date begins for the athlete.
func (s *sim) midnight(date string) time.Time {
	s.t.Helper()
	at, err := time.ParseInLocation(day, date, s.zone())
	require.NoError(s.t, err)
	return at
}

func next(t *testing.T, date string, days int) string {
	t.Helper()
	at, err := time.Parse(day, date)
	require.NoError(t, err)
	return at.AddDate(0, 0, days).Format(day)
}

// inner is what an answer has under a name, which the profile live leaves out.
func (s *sim) inner(path, name string, into any) {
	s.t.Helper()
	if s.profile == "live" {
		s.read(path, into)
		return
	}
	var o map[string]json.RawMessage
	s.read(path, &o)
	require.Len(s.t, o, 1)
	require.NoError(s.t, json.Unmarshal(o[name], into))
}

func (s *sim) nights(from, to string, features ...string) []wireNight {
	s.t.Helper()
	var out struct{ NightSleeps []wireNight }
	s.read("/sleeps"+between(from, to, features...), &out)
	return out.NightSleeps
}

// night is one with all features; nil where there is none.
func (s *sim) night(date string) *wireNight {
	s.t.Helper()
	all := s.nights(date, next(s.t, date, 1), allOfSleep[:]...)
	if len(all) == 0 {
		return nil
	}
	require.Len(s.t, all, 1)
	return &all[0]
}

func (s *sim) recharges(from, to string, features ...string) []wireRecharge {
	s.t.Helper()
	var out struct{ NightlyRechargeResults []wireRecharge }
	s.inner("/nightly-recharge-results"+between(from, to, features...), "nightlyRechargeResults", &out)
	return out.NightlyRechargeResults
}

// intervals is a day of pulse intervals. A whole day is longer than what is compared
// with the description, so that the ends of its list are.
func (s *sim) intervals(date string) wireDay {
	s.t.Helper()
	path := "/ppi-samples" + between(date, next(s.t, date, 1), "samples")
	a := s.get(path)
	require.Equal(s.t, http.StatusOK, a.status, "%s", a.body)
	var out struct{ DailyPpiSamples []wireDay }
	require.NoError(s.t, json.Unmarshal(a.body, &out))
	require.Len(s.t, out.DailyPpiSamples, 1)
	if len(a.body) > longest && !tooLong("shortened", a.body[:longest]) {
		var o object
		require.NoError(s.t, json.Unmarshal(a.body, &o))
		device := o.list("dailyPpiSamples")[0].list("ppiSamplesPerDevice")[0]
		beats := device["ppiSamples"].([]any)
		const most = 500
		device["ppiSamples"] = append(beats[:most:most], beats[len(beats)-most:]...)
		body, err := json.Marshal(o)
		require.NoError(s.t, err)
		s.described(http.MethodGet, path, nil, answer{a.status, a.header, body})
	}
	return out.DailyPpiSamples[0]
}

// intervalDates are days of intervals without features.
func (s *sim) intervalDates(from, to string) []wireDay {
	s.t.Helper()
	var out struct{ DailyPpiSamples []wireDay }
	s.read("/ppi-samples"+between(from, to), &out)
	return out.DailyPpiSamples
}

func (s *sim) hearts(from, to string) []wireHeart {
	s.t.Helper()
	var out struct{ HeartRateSamplesPerDay []wireHeart }
	s.inner("/continuous-samples"+between(from, to, "heart-rate-samples"), "continuousSamples", &out)
	return out.HeartRateSamplesPerDay
}

func (s *sim) vectors(from, to string) []wireVector {
	s.t.Helper()
	var out struct{ SleepWakeVectors []wireVector }
	s.read("/sleep-wake-vectors"+between(from, to), &out)
	return out.SleepWakeVectors
}

// beatIn is an interval and when it began.
type beatIn struct {
	wireBeat
	at time.Time
}

// beatsIn are the intervals on the wire that begin in a time.
func (s *sim) beatsIn(from, to time.Time) []beatIn {
	s.t.Helper()
	var out []beatIn
	for at := from.In(s.zone()); at.Format(day) <= to.In(s.zone()).Format(day); at = at.AddDate(0, 0, 1) {
		midnight := s.midnight(at.Format(day))
		for _, device := range s.intervals(at.Format(day)).PpiSamplesPerDevice {
			for _, b := range device.PpiSamples {
				if begin := midnight.Add(time.Duration(b.OffsetMillis) * time.Millisecond); !begin.Before(from) && begin.Before(to) {
					out = append(out, beatIn{b, begin})
				}
			}
		}
	}
	return out
}

func lengths(beats []beatIn) []float64 {
	out := make([]float64, len(beats))
	for i, b := range beats {
		out[i] = float64(b.PpInterval)
	}
	return out
}

func decoded(t *testing.T, body []byte) object {
	t.Helper()
	var o object
	require.NoError(t, json.Unmarshal(body, &o))
	return o
}
