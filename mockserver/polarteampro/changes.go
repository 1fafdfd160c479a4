package polarteampro

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/change"
)

// Changes are what the vendor may alter one day. None has been announced; each is
// of a kind that APIs of this sort have seen.
func Changes() []change.Change {
	return append(changesOfLists(), changesOfSessions()...)
}

func changesOfLists() []change.Change {
	lists := []string{"listTeams", "listTeamTrainingSessions", "listPlayerTrainingSessions"}
	const most, usual = 50, "10"
	return []change.Change{
		{
			Name: "polar-teampro-page-halved", Class: change.Risky, Operations: lists,
			What: "a page has 10 elements unless asked otherwise, in the place of 20, and 50 at most in the place of 100; more is refused",
			Ask: func(query url.Values) {
				if !query.Has("per_page") {
					query.Set("per_page", usual)
				}
			},
			Edits: []change.Edit{change.Refuse(http.StatusBadRequest, func(query url.Values) bool {
				n, err := strconv.Atoi(query.Get("per_page"))
				return err == nil && n > most
			})},
		},
		{
			Name: "polar-teampro-total-pages-gone", Class: change.Breaking, Operations: lists,
			What:  "a list no longer says how many pages there are",
			Edits: []change.Edit{change.Drop("/page/total_pages")},
		},
		{
			Name: "polar-teampro-data-renamed", Class: change.Breaking, Operations: []string{"listTeams"},
			What:  "the teams stand in a member called teams in the place of data",
			Edits: []change.Edit{change.Rename("/data", "teams")},
		},
		{
			Name: "polar-teampro-player-id-renamed", Class: change.Breaking, Operations: []string{"getTeam"},
			What:  "a player's identifier is called id in the place of player_id",
			Edits: []change.Edit{change.Rename("/data/players/*/player_id", "id")},
		},
		{
			Name: "polar-teampro-player-number-text", Class: change.Breaking, Operations: []string{"getTeam"},
			What:  "a player's number is a string in the place of a number",
			Edits: []change.Edit{change.Quoted("/data/players/*/player_number")},
		},
		{
			Name: "polar-teampro-team-colour-added", Class: change.Benign, Operations: []string{"listTeams", "getTeam"},
			What:  "a team has a new member, colour",
			Edits: []change.Edit{change.Add("/data/*/colour", `"BLUE"`), change.Add("/data/colour", `"BLUE"`)},
		},
		{
			Name: "polar-teampro-error-text", Class: change.Risky,
			What:  "a refusal's error is its message in the place of an object with status and message",
			Edits: []change.Edit{change.OnError(change.Unwrap("/error", "message"))},
		},
		{
			Name: "polar-teampro-retry-after-date", Class: change.Risky,
			What:     "a refusal for the rate says when to come back as a date",
			Switches: map[string]string{"retry-after": "yes"},
			Edits:    []change.Edit{change.RetryAsDate()},
		},
	}
}

func changesOfSessions() []change.Change {
	teams, players := []string{"listTeamTrainingSessions", "getTeamTrainingSession"}, []string{"listPlayerTrainingSessions", "getPlayerTrainingSession"}
	return []change.Change{
		{
			Name: "polar-teampro-local-times-zoned", Class: change.Breaking, Operations: teams,
			What:  "local times end in Z as if they were UTC",
			Edits: both("start_time", zoned, "end_time"),
		},
		{
			Name: "polar-teampro-note-null", Class: change.Risky, Operations: teams,
			What:  "a session without a note has note: null in the place of no note",
			Edits: []change.Edit{change.Add("/data/*/note", "null"), change.Add("/data/note", "null")},
		},
		{
			Name: "polar-teampro-session-type-added", Class: change.Risky, Operations: teams,
			What:  "a session has a new type, PRACTICE, in the place of TRAINING",
			Edits: []change.Edit{change.Value("/data/*/type", "TRAINING", "PRACTICE"), change.Value("/data/type", "TRAINING", "PRACTICE")},
		},
		{
			Name: "polar-teampro-duration-iso", Class: change.Breaking, Operations: players,
			What: "a player's session has duration, an ISO 8601 duration, in the place of duration_ms",
			Edits: []change.Edit{
				change.Quoted("/data/*/duration_ms"), change.Text("/data/*/duration_ms", isoMillis), change.Rename("/data/*/duration_ms", "duration"),
				change.Quoted("/data/duration_ms"), change.Text("/data/duration_ms", isoMillis), change.Rename("/data/duration_ms", "duration"),
			},
		},
		{
			Name: "polar-teampro-offset-text", Class: change.Breaking, Operations: []string{"listPlayerTrainingSessions"},
			What:  "a time zone is an offset such as +10:00 in the place of minutes",
			Edits: []change.Edit{change.Quoted("/data/*/timezone_offset"), change.Text("/data/*/timezone_offset", offset)},
		},
		{
			Name: "polar-teampro-feeling-lower", Class: change.Breaking, Operations: players,
			What:  "a feeling is written in small letters",
			Edits: []change.Edit{change.Text("/data/*/feeling", lower), change.Text("/data/feeling", lower)},
		},
		{
			Name: "polar-teampro-sample-column-renamed", Class: change.Breaking, Operations: []string{"getPlayerTrainingSession"},
			What:  "the samples' column hr is called heart_rate",
			Edits: []change.Edit{change.Value("/data/samples/fields/*", "hr", "heart_rate")},
		},
		{
			Name: "polar-teampro-summary-distance-km", Class: change.Breaking, Operations: []string{"getPlayerTrainingSessionSummary"},
			What:  "distance_meters of a summary counts kilometres",
			Edits: []change.Edit{change.Scale("/data/distance_meters", 1, 1000)},
		},
	}
}

// both makes an edit of text to members of a session in a list, and alone.
func both(first string, edit func(string) (string, bool), more ...string) []change.Edit {
	var out []change.Edit
	for _, member := range append([]string{first}, more...) {
		out = append(out, change.Text("/data/*/"+member, edit), change.Text("/data/"+member, edit))
	}
	return out
}

func zoned(text string) (string, bool) { return text + "Z", !strings.HasSuffix(text, "Z") }

func lower(text string) (string, bool) { return strings.ToLower(text), true }

// isoMillis is a number of milliseconds as an ISO 8601 duration.
func isoMillis(text string) (string, bool) {
	ms, err := strconv.ParseInt(text, 10, 64)
	return "PT" + strings.ToUpper((time.Duration(ms) * time.Millisecond).String()), err == nil
}

// offset is a number of minutes as an offset from UTC.
func offset(text string) (string, bool) {
	const hour = 60
	minutes, err := strconv.Atoi(text)
	sign := '+'
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("%c%02d:%02d", sign, minutes/hour, minutes%hour), err == nil
}
