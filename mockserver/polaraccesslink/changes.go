package polaraccesslink

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/change"
)

// Changes are what the vendor may alter one day. None has been announced; each is
// of a kind that APIs of this sort have seen.
func Changes() []change.Change {
	return append(changesOfAsking(), changesOfAnswers()...)
}

func changesOfAsking() []change.Change {
	const fewer = 28
	return []change.Change{
		{
			Name: "polar-accesslink-features-required", Class: change.Breaking, Operations: []string{"listTrainingSessions"},
			What:  "training sessions are refused with 400 unless features are asked for",
			Edits: []change.Edit{change.Refuse(http.StatusBadRequest, func(query url.Values) bool { return !query.Has("features") })},
		},
		{
			Name: "polar-accesslink-range-shorter", Class: change.Breaking, Operations: []string{"listTrainingSessions", "listTests"},
			What:  "a range is 28 days at most in the place of 90; longer ones are refused with 400",
			Edits: []change.Edit{change.Refuse(http.StatusBadRequest, func(query url.Values) bool { return days(query) > fewer })},
		},
		{
			Name: "polar-accesslink-limit-headers", Class: change.Benign,
			What:     "every answer has the headers of the limits, not only refusals",
			Switches: map[string]string{"rate-headers": headersAlways},
		},
		{
			Name: "polar-accesslink-error-renamed", Class: change.Risky,
			What:     "a refusal says what is wrong in error in the place of errorMessage",
			Switches: map[string]string{"error-key": "error"},
		},
		{
			Name: "polar-accesslink-retry-after-date", Class: change.Risky,
			What:  "a refusal for the rate says when to come back as a date in the place of seconds",
			Edits: []change.Edit{change.RetryAsDate()},
		},
		{
			Name: "polar-accesslink-charset", Class: change.Benign,
			What:  "the media type of answers names its encoding: application/json;charset=UTF-8",
			Edits: []change.Edit{change.Charset("UTF-8")},
		},
	}
}

func changesOfAnswers() []change.Change {
	sessions := []string{"listTrainingSessions"}
	return []change.Change{
		{
			Name: "polar-accesslink-session-id-number", Class: change.Breaking, Operations: sessions,
			What:  "a session's identifier is a number in the place of a string",
			Edits: []change.Edit{change.Unquoted("/trainingSessions/*/identifier/id")},
		},
		{
			Name: "polar-accesslink-duration-renamed", Class: change.Breaking, Operations: sessions,
			What: "a session has durationSeconds in the place of durationMillis",
			Edits: []change.Edit{
				change.Scale("/trainingSessions/*/durationMillis", 1, 1000), change.Rename("/trainingSessions/*/durationMillis", "durationSeconds"),
			},
		},
		{
			Name: "polar-accesslink-benefit-added", Class: change.Risky, Operations: sessions,
			What:  "a session's benefit has a new value, TRAINING_BENEFIT_FOUNDATION, in the place of TRAINING_BENEFIT_BASIC_TRAINING",
			Edits: []change.Edit{change.Value("/trainingSessions/*/trainingBenefit", "TRAINING_BENEFIT_BASIC_TRAINING", "TRAINING_BENEFIT_FOUNDATION")},
		},
		{
			Name: "polar-accesslink-offsets-seconds", Class: change.Breaking, Operations: []string{"listSleepWakeVectors"},
			What:  "startOffset of sleep and wake counts seconds in the place of milliseconds",
			Edits: []change.Edit{change.Scale("/sleepWakeVectors/*/sleepWakeStateChanges/*/startOffset", 1, 1000)},
		},
		{
			Name: "polar-accesslink-sleep-wake-state-added", Class: change.Risky, Operations: []string{"listSleepWakeVectors"},
			What:  "being awake has a new name, SLEEP_WAKE_STATE_AWAKE",
			Edits: []change.Edit{change.Value("/sleepWakeVectors/*/sleepWakeStateChanges/*/newState", "SLEEP_WAKE_STATE_WAKE", "SLEEP_WAKE_STATE_AWAKE")},
		},
		{
			Name: "polar-accesslink-deltas-numbers", Class: change.Breaking, Operations: []string{"listSkinContacts", "listTemperatureMeasurements"},
			What:  "recordingTimeDeltaMilliseconds is a number in the place of a string",
			Edits: []change.Edit{change.Unquoted("/**/recordingTimeDeltaMilliseconds")},
		},
		{
			Name: "polar-accesslink-calendar-unwrapped", Class: change.Breaking, Operations: []string{"listCalendarEntries"},
			What:  "the entries of a calendar stand at the top, without data around them",
			Edits: []change.Edit{change.OnSuccess(change.Unwrap("", "data"))},
		},
		{
			Name: "polar-accesslink-modified-gone", Class: change.Breaking, Operations: []string{"listNightlyRechargeResults"},
			What:  "a night's recharge no longer says when it was modified",
			Edits: []change.Edit{change.Drop("/nightlyRechargeResults/nightlyRechargeResults/*/modified")},
		},
		{
			Name: "polar-accesslink-created-date", Class: change.Breaking, Operations: []string{"listNightlyRechargeResults"},
			What:  "created of a night's recharge is a date in the place of an instant",
			Edits: []change.Edit{change.Text("/nightlyRechargeResults/nightlyRechargeResults/*/created", dateOnly)},
		},
		{
			Name: "polar-accesslink-device-battery-added", Class: change.Benign, Operations: []string{"listUserDevices"},
			What:  "a device has a new member, batteryPercent",
			Edits: []change.Edit{change.Add("/devicesData/*/batteryPercent", "80")},
		},
		{
			Name: "polar-accesslink-firmware-null", Class: change.Risky, Operations: []string{"listUserDevices"},
			What:  "firmwareVersion of a device is null",
			Edits: []change.Edit{change.JSON("/devicesData/*/firmwareVersion", func(string) (string, bool) { return "null", true })},
		},
	}
}

// days is how many days a query's range has.
func days(query url.Values) float64 {
	at := func(name string) time.Time {
		day, _, _ := strings.Cut(query.Get(name), "T")
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return time.Time{}
		}
		return t
	}
	from, to := at("from"), at("to")
	if from.IsZero() || to.IsZero() {
		return 0
	}
	const day = 24
	return to.Sub(from).Hours() / day
}

func dateOnly(text string) (string, bool) {
	date, _, ok := strings.Cut(text, "T")
	return date, ok
}
