package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

const (
	alDocument = "AccessLink v4 document"
	alAccount  = "/v4/data/user/account-data"
	alActivity = "/v4/data/activity/list"
	alSleeps   = "/v4/data/sleeps"
)

func accessLinkProbes() []Probe {
	return slices.Concat(accessLinkAccess(), accessLinkRanges(), accessLinkData(), accessLinkLimits())
}

func accessLinkAccess() []Probe {
	f := family{api: "polar-accesslink"}
	return []Probe{
		f.must("SRV-AL-AUTH-001", "answers 401 to a call without a token", alDocument+", Authentication", []string{"AL-R-020"}, func(a *Asker) {
			a.Get(alAccount, Plain()).Is(http.StatusUnauthorized)
		}),
		f.must("SRV-AL-AUTH-002", "answers 401 to a token that nobody has issued", alDocument+", Authentication", []string{"AL-R-020"}, func(a *Asker) {
			a.Get(alAccount, Bearer("no-such-token")).Is(http.StatusUnauthorized)
		}),
		f.must("SRV-AL-AUTH-003", "greets everybody", alDocument+", Hello", []string{"AL-R-046"}, func(a *Asker) {
			a.Get("/v4/data/hello", Plain()).Is(http.StatusOK)
		}),
		f.sim("it needs a token without the scope").must("SRV-AL-SCOPE-001", "answers 403 to a token without the scope, with a message", alDocument+", Errors", []string{"AL-R-020"}, func(a *Asker) {
			token := a.grant("profile:read")
			a.Get(alAccount, Bearer(token)).Is(http.StatusOK)
			a.Get(alSleeps, a.days(0, 1, false), Bearer(token)).Is(http.StatusForbidden).Has("/errorMessage", "string")
		}),
		f.should("SRV-AL-ERR-001", "answers 404 about a route that there is not", alDocument+", Routes", []string{"AL-R-042"}, func(a *Asker) {
			a.Get("/v4/data/routes/{route}", In("route", "0")).Is(http.StatusNotFound)
		}),
		f.should("SRV-AL-ERR-002", "refuses a list without a range", alDocument+", Sleeps", []string{"AL-R-015"}, func(a *Asker) {
			a.Get(alSleeps).Is(http.StatusBadRequest)
		}),
		f.note("SRV-AL-ERR-003", "is asked for a range that ends before it begins", func(a *Asker) {
			r := a.Get(alSleeps, a.days(5, 1, false))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
		}),
		f.note("SRV-AL-ERR-004", "is asked for a feature that there is not", func(a *Asker) {
			r := a.Get(alSleeps, a.days(0, 1, false), Query("features", "no-such-feature"))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
		}),
	}
}

// days is a range of some days, so many of them before today. Some operations take
// times in place of dates.
func (a *Asker) days(ago, length int, times bool) Option {
	from := a.Now().UTC().AddDate(0, 0, -ago)
	layout := time.DateOnly
	if times {
		layout = "2006-01-02T00:00:00"
	}
	if ago > length && length <= 1 && ago == 5 { // the reversed range of a note
		return func(r *request) {
			r.query.Set("from", from.Format(layout))
			r.query.Set("to", from.AddDate(0, 0, -length).Format(layout))
		}
	}
	return func(r *request) {
		r.query.Set("from", from.Format(layout))
		r.query.Set("to", from.AddDate(0, 0, length).Format(layout))
	}
}

func accessLinkRanges() []Probe {
	f := family{api: "polar-accesslink"}
	var out []Probe
	for i, l := range []struct {
		path  string
		row   string
		most  int
		times bool
	}{
		{"/v4/data/training-sessions/list", "AL-R-004", 90, true},
		{alActivity, "AL-R-005", 90, false},
		{"/v4/data/tests/list", "AL-R-006", 90, false},
		{"/v4/data/ppi-samples", "AL-R-007", 90, false},
		{"/v4/data/skin-contacts", "AL-R-008", 90, false},
		{"/v4/data/temperature-measurements", "AL-R-009", 90, false},
		{"/v4/data/calendar/list", "AL-R-010", 90, true},
		{"/v4/data/continuous-samples", "AL-R-011", 30, false},
		{"/v4/data/nightly-recharge-results", "AL-R-012", 28, false},
		{alSleeps, "AL-R-013", 30, false},
		{"/v4/data/sleep-wake-vectors", "AL-R-014", 7, false},
	} {
		out = append(out, f.must(
			fmt.Sprintf("SRV-AL-RANGE-%03d", i+1), fmt.Sprintf("serves %d days of %s, and refuses one more", l.most, strings.TrimPrefix(l.path, "/v4/data/")),
			alDocument+", "+l.path, []string{l.row}, func(a *Asker) {
				a.Get(l.path, a.days(l.most, l.most, l.times)).Is(http.StatusOK)
				a.Get(l.path, a.days(l.most+1, l.most+1, l.times)).Is(http.StatusBadRequest)
			}))
	}
	return append(out,
		f.must("SRV-AL-RANGE-012", "refuses features of more than a day", alDocument+", "+alSleeps, []string{"AL-R-013"}, func(a *Asker) {
			a.Get(alSleeps, a.days(2, 1, false), Query("features", "sleep-score")).Is(http.StatusOK)
			a.Get(alSleeps, a.days(2, 2, false), Query("features", "sleep-score")).Is(http.StatusBadRequest)
		}),
		f.must("SRV-AL-RANGE-013", "includes the day of from, and not the day of to", alDocument+", "+alActivity, []string{"AL-R-015", "AL-R-016"}, func(a *Asker) {
			whole := a.Get(alActivity, a.days(5, 4, false)).OK()
			want := daysOf(whole)
			if len(want) < 2 {
				a.Lack("there are no two days of activity of the last five")
			}
			from, to := want[0], want[1]
			part := a.Get(alActivity, Query("from", from), Query("to", to)).OK()
			got := daysOf(part)
			a.Want("from", slices.Contains(got, from), "the day of from", "not that day", whole, part)
			a.Want("to", !slices.Contains(got, to), "not the day of to", "that day", whole, part)
		}),
		f.must("SRV-AL-RANGE-014", "takes fromDate and toDate for training targets", alDocument+", Training targets", []string{"AL-R-017"}, func(a *Asker) {
			const path = "/v4/data/training-target/calendar-targets"
			from := a.Now().UTC().AddDate(0, 0, -3)
			a.Get(path, Query("fromDate", from.Format(time.DateOnly)), Query("toDate", from.AddDate(0, 0, 3).Format(time.DateOnly))).Is(http.StatusOK)
			r := a.Get(path, a.days(3, 3, false))
			a.Note("others", fmt.Sprint("from and to: status ", r.Status), r)
		}),
		f.must("SRV-AL-RANGE-015", "takes features as a parameter that repeats", alDocument+", "+alActivity, []string{"AL-R-018"}, func(a *Asker) {
			r := a.Get(alActivity, a.days(2, 1, false), Query("features", "samples", "physical-information")).Is(http.StatusOK)
			plain := a.Get(alActivity, a.days(2, 1, false)).OK()
			a.Want("more", len(Shape(r.Body)) > len(Shape(plain.Body)), "more members with features than without", "no more", r, plain)
		}),
	)
}

// daysOf are the dates of a list of activities.
func daysOf(r *Answer) []string {
	list, found := r.At("/activities/activityDays")
	if !found {
		list, _ = r.At("/activityDays")
	}
	days, _ := list.([]any)
	out := members(days, "date")
	slices.Sort(out)
	return slices.Compact(out)
}

func accessLinkData() []Probe {
	f := family{api: "polar-accesslink"}
	return []Probe{
		f.must("SRV-AL-DATA-001", "writes times of the user's clock without a zone, and how far from UTC it was", alDocument+", Training sessions", []string{"AL-R-029", "AL-R-031"}, func(a *Asker) {
			r := a.Get("/v4/data/training-sessions/list", a.days(30, 30, true)).OK()
			item := first(a, r.List("/trainingSessions"))[0]
			a.Want("local", localTime.MatchString(strings.TrimSuffix(member(item, "startTime"), "Z")), "a date and a time", formOf(member(item, "startTime")), r)
			a.Want("offset", member(item, "timezoneOffsetMinutes") != "", "timezoneOffsetMinutes", "none", r)
			a.Note("form", formOf(member(item, "startTime")), r)
		}),
		f.must("SRV-AL-DATA-002", "sends a subscription's length as a period", alDocument+", Subscriptions", []string{"AL-R-035"}, func(a *Asker) {
			r := a.Get("/v4/data/subscriptions").OK()
			list := r.List("/userSubscriptions/userSubscriptions")
			first(a, list)
			v, _ := r.At("/userSubscriptions/userSubscriptions/0/subscriptionPlan/duration")
			a.Want("period", strings.HasPrefix(text(v), "P") && !strings.Contains(text(v), "T"), "a period such as P1M", formOf(text(v)), r)
		}).in(conformance.World{Population: map[string]any{"firstDay": "2026-02-20T00:00:00Z"}}),
		f.must("SRV-AL-DATA-003", "sends who the user is in JSON", alDocument+", Account data", []string{"AL-R-042"}, func(a *Asker) {
			a.Get(alAccount).OK().Media("application/json").Has("/accountData", "object")
		}),
		f.must("SRV-AL-DATA-004", "sends a picture as an image, or says that there is none", alDocument+", Profile picture", []string{"AL-R-044", "AL-R-045"}, func(a *Asker) {
			r := a.Get("/v4/data/user/profile-picture", Query("size", "small"), Header("Accept", "image/png, image/jpeg")).Is(http.StatusOK, http.StatusNoContent, http.StatusNotFound)
			if r.Status == http.StatusOK {
				a.Want("image", strings.HasPrefix(r.Header.Get("Content-Type"), "image/") && strings.HasPrefix(sniffed(r.Body), "bytes: image/"), "an image with its media type", sniffed(r.Body), r)
			}
		}),
		f.should("SRV-AL-DATA-005", "puts continuous samples into a message of their name", alDocument+", Continuous samples", []string{"AL-R-040"}, func(a *Asker) {
			a.Get("/v4/data/continuous-samples", a.days(2, 1, false)).OK().Has("/continuousSamples", "object")
		}),
		f.should("SRV-AL-DATA-006", "writes days as dates", alDocument+", Activity", []string{"AL-R-019"}, func(a *Asker) {
			r := a.Get(alActivity, a.days(5, 4, false)).OK()
			days := daysOf(r)
			if len(days) == 0 {
				a.Lack("there is no day of activity of the last five")
			}
			a.Want("date", dateOnly.MatchString(days[0]), "a date", formOf(days[0]), r)
		}),
	}
}

func accessLinkLimits() []Probe {
	f := family{api: "polar-accesslink"}.sim("it would use up a real client's requests")
	limited := conformance.World{Limits: "vendor"}
	return []Probe{
		f.must("SRV-AL-RATE-001", "refuses the 3,001st request of a quarter of an hour, and none of the next", alDocument+", Rate limits", []string{"AL-R-001", "AL-R-002"}, func(a *Asker) {
			a.Get(alAccount).Is(http.StatusOK)
			a.Step("polar-accesslink/clients/"+a.Keys().ClientID+"/quota", map[string]any{"shortUsed": 3000})
			a.Get(alAccount).Is(http.StatusTooManyRequests)
			a.Wait(16 * time.Minute)
			a.Get(alAccount).Is(http.StatusOK)
		}).in(limited),
		f.must("SRV-AL-RATE-002", "counts what it refuses toward the long limit", alDocument+", Rate limits", []string{"AL-R-003"}, func(a *Asker) {
			a.Get(alAccount).Is(http.StatusOK)
			a.Step("polar-accesslink/clients/"+a.Keys().ClientID+"/quota", map[string]any{"shortUsed": 3000, "longUsed": 99995})
			for range 6 {
				a.Get(alAccount).Is(http.StatusTooManyRequests)
			}
			a.Wait(16 * time.Minute)
			a.Get(alAccount).Is(http.StatusTooManyRequests)
		}).in(limited),
	}
}
