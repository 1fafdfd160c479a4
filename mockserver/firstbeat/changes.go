package firstbeat

import (
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/change"
)

// lists are the operations whose answers say whether there is more.
func lists() []string {
	return []string{"listAthletes", "listTeamAthletes", "listMeasurements", "listCoaches", "listTeams", "listSessions"}
}

// people are the operations whose answers name athletes.
func people() []string { return []string{"listAthletes", "listTeamAthletes", "getAthlete"} }

func results() []string {
	return []string{"getMeasurementResults", "getMeasurementLapResults", "getSessionResults", "getSessionLapResults"}
}

// Changes are what the vendor may alter one day. None has been announced; each is
// of a kind that APIs of this sort have seen.
func Changes() []change.Change {
	return append(changesOfLists(), changesOfAnswers()...)
}

func changesOfLists() []change.Change {
	events := []string{"listMeasurements", "listSessions"}
	return []change.Change{
		{
			Name: "firstbeat-athlete-id-renamed", Class: change.Breaking, Operations: people(),
			What:  "an athlete's identifier is called id in the place of athleteId",
			Edits: []change.Edit{change.Rename("/athletes/*/athleteId", "id"), change.Rename("/athleteId", "id")},
		},
		{
			Name: "firstbeat-athlete-id-text", Class: change.Breaking, Operations: people(),
			What:  "an athlete's identifier is a string in the place of a number",
			Edits: []change.Edit{change.Quoted("/athletes/*/athleteId"), change.Quoted("/athleteId")},
		},
		{
			Name: "firstbeat-email-null", Class: change.Risky, Operations: people(),
			What:  "an athlete without an address has email: null in the place of no email",
			Edits: []change.Edit{change.Add("/athletes/*/email", "null")},
		},
		{
			Name: "firstbeat-athlete-number-added", Class: change.Benign, Operations: people(),
			What:  "an athlete has a new member, jerseyNumber",
			Edits: []change.Edit{change.Add("/athletes/*/jerseyNumber", "7"), numbered()},
		},
		{
			Name: "firstbeat-more-gone", Class: change.Breaking, Operations: lists(),
			What:  "lists no longer say whether there is more",
			Edits: []change.Edit{change.Drop("/more")},
		},
		{
			Name: "firstbeat-page-halved", Class: change.Risky, Operations: lists(),
			What:     "a page of a list has 500 records at most in the place of 1000",
			Switches: map[string]string{"page-size": "500"},
		},
		{
			Name: "firstbeat-accounts-wrapped", Class: change.Breaking, Operations: []string{"listAccounts"},
			What:  "the list of accounts stands in a member called data",
			Edits: []change.Edit{change.OnSuccess(change.Wrap("", "data"))},
		},
		{
			Name: "firstbeat-sports-types-objects", Class: change.Breaking, Operations: []string{"listSportsTypes"},
			What:  "kinds of sports are objects with a name in the place of names",
			Edits: []change.Edit{change.OnSuccess(change.Wrap("/*", "name"))},
		},
		{
			Name: "firstbeat-measurement-type-added", Class: change.Risky, Operations: []string{"listMeasurements"},
			What:  "quick recovery tests are measurements of a new type, hrvSnapshot",
			Edits: []change.Edit{change.Value("/measurements/*/measurementType", "quickRecoveryTest", "hrvSnapshot")},
		},
		{
			Name: "firstbeat-times-epoch", Class: change.Breaking, Operations: events,
			What:  "start and end are milliseconds since 1970 in the place of RFC 3339",
			Edits: []change.Edit{change.JSON("/*/*/startTime", epoch), change.JSON("/*/*/endTime", epoch)},
		},
		{
			Name: "firstbeat-times-without-zone", Class: change.Breaking, Operations: events,
			What:  "start and end lose the Z that says UTC",
			Edits: []change.Edit{change.Text("/*/*/startTime", zoneless), change.Text("/*/*/endTime", zoneless)},
		},
		{
			Name: "firstbeat-laps-null", Class: change.Risky, Operations: events,
			What:  "something without laps has laps: null in the place of an empty list, when laps are asked for",
			Edits: []change.Edit{change.Map("/*/*/laps", emptyToNull)},
		},
	}
}

func changesOfAnswers() []change.Change {
	return []change.Change{
		{
			Name: "firstbeat-api-key-renamed", Class: change.Breaking, Operations: []string{"getApiKey"},
			What:     "the API key is called apiKey in the place of apikey",
			Switches: map[string]string{"api-key-field": "apiKey"},
		},
		{
			Name: "firstbeat-too-large-419", Class: change.Risky, Operations: results(),
			What:     "an answer that is too large is refused with 419 in the place of 413", // as version 1.0.0 of the description had it
			Switches: map[string]string{"too-large": "419"},
		},
		{
			Name: "firstbeat-failed-null", Class: change.Breaking, Operations: results(),
			What:  "a failed analysis answers 200 and null in the place of 204",
			Edits: []change.Edit{change.Null("application/json")},
		},
		{
			Name: "firstbeat-vectors-narrowed", Class: change.Breaking, Operations: results(),
			What:  "vectors of 64-bit numbers are packed in 32 bits, and say so",
			Edits: []change.Edit{vectors(narrow)},
		},
		{
			Name: "firstbeat-vectors-gzip", Class: change.Breaking, Operations: results(),
			What:  "vectors are gzip in the place of zlib",
			Edits: []change.Edit{vectors(rewrap)},
		},
		{
			Name: "firstbeat-limit-headers", Class: change.Benign,
			What:  "every answer says in X-RateLimit-Limit how many requests a minute has",
			Edits: []change.Edit{change.Header("X-RateLimit-Limit", usualMinute)},
		},
		{
			Name: "firstbeat-error-words", Class: change.Risky,
			What:  "refusals are application/problem+json with a title in the place of a message",
			Edits: []change.Edit{change.OnError(change.Rename("/message", "title"), change.MediaType("application/problem+json"))},
		},
		{
			Name: "firstbeat-charset", Class: change.Benign,
			What:  "the media type of answers names its encoding: application/json; charset=utf-8",
			Edits: []change.Edit{change.Charset("utf-8")},
		},
	}
}

// epoch is an instant as milliseconds since 1970.
func epoch(text string) (string, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return strconv.Itoa(int(at.UnixMilli())), err == nil
}

// zoneless is an instant in UTC without the letter that says so.
func zoneless(text string) (string, bool) { return strings.CutSuffix(text, "Z") }
