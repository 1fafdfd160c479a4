package sweatstack

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

// The changes of tables, which are made where tables are made.
const (
	renamedColumn = "sweatstack-parquet-power-renamed"
	widenedColumn = "sweatstack-parquet-heart-rate-widened"
)

// Changes are what the vendor may alter one day. None has been announced; each is
// of a kind that APIs of this sort have seen.
func Changes() []change.Change {
	return append(changesOfActivities(), changesOfTheRest()...)
}

func changesOfActivities() []change.Change {
	list := []string{"listActivities"}
	both := []string{"listActivities", "getActivity", "getLatestActivity"}
	return []change.Change{
		{
			Name: "sweatstack-activity-id-renamed", Class: change.Breaking, Operations: both,
			What:  "an activity's identifier is called activity_id in the place of id",
			Edits: []change.Edit{change.Rename("/*/id", "activity_id"), change.OnSuccess(change.Rename("/id", "activity_id"))},
		},
		{
			Name: "sweatstack-list-wrapped", Class: change.Breaking, Operations: list,
			What:  "the list of activities stands in a member called items",
			Edits: []change.Edit{change.OnSuccess(change.Wrap("", "items"))},
		},
		{
			Name: "sweatstack-nulls-gone", Class: change.Risky, Operations: both,
			What: "a summary leaves out what was not measured in the place of null",
			Edits: []change.Edit{
				change.DropNull("/**/summary/speed"), change.DropNull("/**/summary/distance"), change.DropNull("/**/summary/altitude"),
				change.DropNull("/**/summary/power"), change.DropNull("/**/summary/core_temperature"), change.DropNull("/**/summary/smo2"),
			},
		},
		{
			Name: "sweatstack-start-utc", Class: change.Risky, Operations: both,
			What:  "start and end of an activity are in UTC, with Z, in the place of local time with its offset",
			Edits: []change.Edit{change.Text("/*/start", inUTC), change.Text("/*/end", inUTC), change.Text("/start", inUTC), change.Text("/end", inUTC)},
		},
		{
			Name: "sweatstack-lap-duration-seconds", Class: change.Breaking, Operations: both,
			What:  "a lap's duration is a number of seconds in the place of ISO 8601",
			Edits: []change.Edit{change.JSON("/**/laps/*/duration", lapSeconds)},
		},
		{
			Name: "sweatstack-sport-added", Class: change.Risky, Operations: both,
			What:  "riding on a trainer is a new sport, cycling.smart_trainer",
			Edits: []change.Edit{change.Value("/*/sport", "cycling.trainer", "cycling.smart_trainer"), change.Value("/sport", "cycling.trainer", "cycling.smart_trainer")},
		},
		{
			Name: "sweatstack-metric-renamed", Class: change.Breaking, Operations: both,
			What:  "heart_rate is called hr among an activity's metrics",
			Edits: []change.Edit{change.Value("/*/metrics/*", "heart_rate", "hr"), change.Value("/metrics/*", "heart_rate", "hr")},
		},
		{
			Name: "sweatstack-device-added", Class: change.Benign, Operations: both,
			What:  "an activity has a new member, device",
			Edits: []change.Edit{change.Add("/*/device", `{"name":"head unit"}`), change.Drop("/summary/device"), change.Drop("/app_metadata/device"), change.OnSuccess(change.Add("/device", `{"name":"head unit"}`))},
		},
		{
			Name: "sweatstack-page-bound", Class: change.Risky, Operations: list,
			What:     "a page of activities has 100 at most; more is refused",
			Switches: map[string]string{"limit-bound": "100"},
		},
	}
}

func changesOfTheRest() []change.Change {
	tables := []string{"getActivityData", "getLongitudinalData"}
	return []change.Change{
		{
			Name: renamedColumn, Class: change.Breaking, Operations: tables, Within: true,
			What: "a table's column power is called watts",
		},
		{
			Name: widenedColumn, Class: change.Risky, Operations: tables, Within: true,
			What: "a table's column heart_rate holds 64-bit floating numbers",
		},
		{
			Name: "sweatstack-parquet-media-renamed", Class: change.Risky, Operations: tables,
			What:     "tables come as application/x-parquet",
			Switches: map[string]string{"parquet-media": "application/x-parquet"},
		},
		{
			Name: "sweatstack-ndjson-member-renamed", Class: change.Breaking, Operations: []string{"getBackfillStatus"},
			What:  "the lines about a backfill say loaded_until in the place of backfill_loaded_until",
			Edits: []change.Edit{change.Lines(change.Rename("/backfill_loaded_until", "loaded_until"))},
		},
		{
			Name: "sweatstack-request-id-renamed", Class: change.Benign,
			What:  "the header X-Request-Id is called X-Correlation-Id",
			Edits: []change.Edit{change.RenameHeader("X-Request-Id", "X-Correlation-Id")},
		},
		{
			Name: "sweatstack-detail-text", Class: change.Risky,
			What:  "a refusal's detail is an object with a message in the place of a text",
			Edits: []change.Edit{change.OnError(change.Wrap("/detail", "message"))},
		},
		{
			Name: "sweatstack-unauthorized-403", Class: change.Risky,
			What:     "a request without a valid token is refused with 403 in the place of 401",
			Switches: map[string]string{"unauthorized-status": strconv.Itoa(http.StatusForbidden)},
		},
		{
			Name: "sweatstack-refresh-rotates", Class: change.Risky, Operations: []string{"requestToken", "requestTokenAtOldPath"},
			What:     "a refresh answers a new refresh token and ends the old one",
			Switches: map[string]string{"refresh-token": "rotate"},
		},
	}
}

func inUTC(text string) (string, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at.UTC().Format(time.RFC3339), err == nil
}

func lapSeconds(text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, "PT")
	d, err := time.ParseDuration(strings.ToLower(rest))
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64), ok && err == nil
}

// change makes the world's changes to a table's columns.
func (set *settings) change(fields []frame.Field) []frame.Field {
	for i := range fields {
		switch f := &fields[i]; {
		case f.Name == "power" && slices.Contains(set.changes, renamedColumn):
			f.Name = "watts"
		case f.Name == "heart_rate" && slices.Contains(set.changes, widenedColumn):
			f.Kind = frame.Float64
		}
	}
	return fields
}
