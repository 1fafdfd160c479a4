package server

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

const (
	tpTeams    = "/v1/teams"
	tpSessions = "/v1/teams/{team}/training_sessions"
	tpPlayer   = "/v1/players/{player}/training_sessions"
	tpSession  = "/v1/training_sessions/{player_session}"
	tpDocument = "Team Pro API document"
)

func teamProProbes() []Probe { return slices.Concat(teamProLists(), teamProData(), teamProLimits()) }

func teamProLists() []Probe {
	f := family{api: "polar-teampro"}
	return []Probe{
		f.must("SRV-TP-AUTH-001", "answers 401 to a call without a token", tpDocument+", Authentication", []string{"PO-R-014"}, func(a *Asker) {
			a.Get(tpTeams, Plain()).Is(http.StatusUnauthorized)
		}),
		f.must("SRV-TP-AUTH-002", "answers 401 to a token that nobody has issued", tpDocument+", Authentication", []string{"PO-R-014"}, func(a *Asker) {
			a.Get(tpTeams, Bearer("no-such-token")).Is(http.StatusUnauthorized)
		}),
		f.must("SRV-TP-PAGE-001", "counts pages from zero", tpDocument+", Pagination", []string{"TP-R-003", "TP-R-004"}, func(a *Asker) {
			plain, zero := a.Get(tpTeams).OK(), a.Get(tpTeams, Query("page", "0")).OK()
			a.Want("same", slices.Equal(members(plain.List("/data"), "id"), members(zero.List("/data"), "id")), "page 0 to be the first", "another page", plain, zero)
			n, _ := zero.At("/page/page_number")
			a.Want("number", text(n) == "0", "page_number 0", fmt.Sprintf("%q", text(n)), zero)
		}),
		f.must("SRV-TP-PAGE-002", "sends at most a hundred elements", tpDocument+", Pagination", []string{"TP-R-005"}, func(a *Asker) {
			r := a.Get(tpSessions, Query("per_page", "101"))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
			if r.Status == http.StatusOK {
				n, _ := r.At("/page/per_page")
				size, _ := strconv.Atoi(text(n))
				a.Want("bound", len(r.List("/data")) <= 100 && size <= 100, "at most a hundred elements", fmt.Sprintf("a page of %d", size), r)
				return
			}
			r.Refused()
		}),
		f.must("SRV-TP-PAGE-003", "knows no page of no elements", tpDocument+", Pagination", []string{"TP-R-005"}, func(a *Asker) {
			r := a.Get(tpTeams, Query("per_page", "0"))
			if r.Status == http.StatusOK {
				n, _ := r.At("/page/per_page")
				a.Want("bound", text(n) != "0" && text(n) != "", "a page of at least one element", text(n), r)
				return
			}
			r.Refused()
		}),
		f.must("SRV-TP-PAGE-004", "says how many pages and elements there are, in numbers that fit", tpDocument+", Pagination", []string{"TP-R-003", "TP-R-006"}, func(a *Asker) {
			r := a.Get(tpTeams).OK()
			size, total, pages := number(r, "/page/per_page"), number(r, "/page/total_elements"), number(r, "/page/total_pages")
			a.Want("default", size == 20, "pages of 20 unless told otherwise", fmt.Sprint(size), r)
			a.Want("fits", size > 0 && pages == (total+size-1)/size || total == 0, "as many pages as the elements fill", fmt.Sprintf("%d pages", pages), r)
			a.Want("elements", len(r.List("/data")) == min(total, size), "as many elements as are said", fmt.Sprintf("%d of them", len(r.List("/data"))), r)
		}),
		f.must("SRV-TP-PAGE-005", "puts every element on one page", tpDocument+", Pagination", []string{"TP-R-003"}, func(a *Asker) {
			both := a.Get(tpSessions, Query("per_page", "2")).OK()
			one, two := a.Get(tpSessions, Query("per_page", "1"), Query("page", "0")).OK(), a.Get(tpSessions, Query("per_page", "1"), Query("page", "1")).OK()
			want := members(both.List("/data"), "id")
			if len(want) < 2 {
				a.Lack("the team has fewer than two sessions")
			}
			got := append(members(one.List("/data"), "id"), members(two.List("/data"), "id")...)
			a.Want("once", slices.Equal(got, want), "two pages of one to be one page of two", "something else", both, one, two)
		}),
		f.must("SRV-TP-PAGE-006", "lists a player's sessions at a path of their own", tpDocument+", Player sessions", []string{"TP-R-007"}, func(a *Asker) {
			r := a.Get(tpPlayer, Query("per_page", "1")).OK()
			r.Has("/page/total_pages", "integer").Has("/data", "list")
		}),
		f.should("SRV-TP-PAGE-007", "sends an empty page behind the last", "no document says", []string{"TP-R-006"}, func(a *Asker) {
			r := a.Get(tpTeams, Query("page", "9999")).OK()
			a.Want("empty", len(r.List("/data")) == 0, "nothing", fmt.Sprintf("%d elements", len(r.List("/data"))), r)
		}),
		edgeOfTeamPro("SRV-TP-FILT-001", "leaves out what begins at since", "since"),
		edgeOfTeamPro("SRV-TP-FILT-002", "leaves out what begins at until", "until"),
		f.must("SRV-TP-ERR-001", "answers 404 about a team that is not the user's", tpDocument+", Errors", []string{"TP-R-022"}, func(a *Asker) {
			a.Get(tpTeams+"/{team}", In("team", "zzzzzzzz")).Is(http.StatusNotFound)
		}),
		f.note("SRV-TP-ERR-002", "is asked for samples that there are not", func(a *Asker) {
			r := a.Get(tpSession, Query("samples", "no_such_sample"))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
		}),
		f.note("SRV-TP-ERR-003", "is asked for a page below zero", func(a *Asker) {
			r := a.Get(tpTeams, Query("page", "-1"))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
		}),
		f.sim("it needs a token without the scope").must("SRV-TP-SCOPE-001", "answers 403 to a token without the scope", tpDocument+", Errors", []string{"PO-R-004"}, func(a *Asker) {
			a.Get(tpTeams, Bearer(a.grant("profile:read"))).Is(http.StatusForbidden)
		}),
	}
}

// grant is a token of the world's first user who can grant a scope, with that one alone.
func (a *Asker) grant(scope string) string {
	users, _ := a.Look("polar/users").(map[string]any)
	list, _ := users["users"].([]any)
	for _, u := range list {
		v, err := a.t.step(http.MethodPost, "polar/tokens", map[string]any{"userId": member(u, "userId"), "scopes": []string{scope}})
		if err == nil {
			return member(v, "accessToken")
		}
	}
	a.Lack("no user of the world can grant %s", scope)
	return ""
}

func number(r *Answer, pointer string) int {
	v, _ := r.At(pointer)
	n, err := strconv.Atoi(text(v))
	if err != nil {
		r.a.Want("number"+pointer, false, "a whole number at "+pointer, kindOf(v), r)
		r.a.end(nil)
	}
	return n
}

// edgeOfTeamPro probes an edge of the range of a player's sessions.
func edgeOfTeamPro(id, title, parameter string) Probe {
	return family{api: "polar-teampro"}.must(id, title, tpDocument+", Player sessions", []string{"TP-R-008"}, func(a *Asker) {
		all := a.Get(tpPlayer, Query("per_page", "20")).OK()
		list := all.List("/data")
		item := first(a, list)[0]
		r := a.Get(tpPlayer, Query(parameter, member(item, "start_time")), Query("per_page", "20")).OK()
		a.Want("edge", !slices.Contains(members(r.List("/data"), "id"), member(item, "id")), "the one that begins there to be left out", "it is there", all, r)
		n := number(r, "/page/total_elements")
		a.Want("filters", n < number(all, "/page/total_elements"), "fewer sessions than without "+parameter, fmt.Sprintf("%d sessions", n), all, r)
	})
}

func teamProData() []Probe {
	f := family{api: "polar-teampro"}
	local := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$`)
	return []Probe{
		f.must("SRV-TP-DATA-001", "writes when a session begins without a zone, and how far from UTC that was", tpDocument+", Player sessions", []string{"TP-R-009", "TP-R-010"}, func(a *Asker) {
			r := a.Get(tpPlayer, Query("per_page", "1")).OK()
			item := first(a, r.List("/data"))[0]
			a.Want("local", local.MatchString(member(item, "start_time")), "a time without a zone", formOf(member(item, "start_time")), r)
			r.Has("/data/0/timezone_offset", "integer")
		}),
		f.must("SRV-TP-DATA-002", "puts a value into the member data", tpDocument+", Teams", []string{"TP-R-020"}, func(a *Asker) {
			a.Get(tpTeams+"/{team}").OK().Media("application/json").Has("/data/players", "list").Has("/data/id", "string")
		}),
		f.must("SRV-TP-DATA-003", "names the columns of samples, and writes their times as durations", tpDocument+", Player session details", []string{"TP-R-015", "TP-R-016", "TP-R-012"}, func(a *Asker) {
			r := a.Get(tpSession, Query("samples", "distance,hr")).OK()
			fields, rows := r.List("/data/samples/fields"), r.List("/data/samples/values")
			a.Want("fields", len(fields) > 1, "names of columns", fmt.Sprintf("%d names", len(fields)), r)
			if len(rows) == 0 {
				a.Lack("the first session has no samples")
			}
			row, _ := rows[0].([]any)
			column := slices.IndexFunc(fields, func(v any) bool { return text(v) == "time" })
			a.Want("time", column >= 0 && column < len(row) && isoLength.MatchString(text(row[column])), "a column time of ISO 8601 durations", "another, or none", r)
		}),
		f.must("SRV-TP-DATA-004", "writes details without an offset from UTC", tpDocument+", Player session details", []string{"TP-R-011"}, func(a *Asker) {
			r := a.Get(tpSession).OK()
			start, _ := r.At("/data/start_time")
			a.Want("local", local.MatchString(text(start)), "a time without a zone", formOf(text(start)), r)
			_, there := r.At("/data/timezone_offset")
			a.Note("offset", fmt.Sprintf("timezone_offset is there: %t", there), r)
		}),
		f.must("SRV-TP-DATA-005", "sends samples only when they are asked for", tpDocument+", Player session details", []string{"TP-R-015"}, func(a *Asker) {
			r := a.Get(tpSession).OK()
			v, there := r.At("/data/samples")
			a.Want("none", !there || v == nil, "no samples", kindOf(v), r)
		}),
		f.should("SRV-TP-DATA-006", "writes average speeds with their fraction", tpDocument+", Session summary", []string{"TP-R-019"}, func(a *Asker) {
			r := a.Get(tpSession + "/session_summary").OK()
			v, there := r.At("/data/speed_avg_kmh")
			if !there {
				a.Lack("the summary has no speed")
			}
			a.Want("number", kindOf(v) == "number" || kindOf(v) == "integer", "a number", kindOf(v), r)
			a.Note("form", kindOf(v), r)
		}),
	}
}

func teamProLimits() []Probe {
	f := family{api: "polar-teampro"}.sim("it would use up a real client's requests")
	return []Probe{
		f.must("SRV-TP-RATE-001", "lets a hundred requests pass at once, and answers 429 to more", tpDocument+", Rate limits", []string{"TP-R-001", "TP-R-002"}, func(a *Asker) {
			passed := 0
			for range 120 {
				if a.Get(tpTeams).Status == http.StatusTooManyRequests {
					break
				}
				passed++
			}
			a.Want("burst", passed >= 99 && passed <= 103, "about a hundred requests to pass", fmt.Sprintf("%d passed", passed))
			a.Get(tpTeams).Is(http.StatusTooManyRequests)
			a.Wait(5 * time.Second)
			again := 0
			for range 10 {
				if a.Get(tpTeams).Status == http.StatusOK {
					again++
				}
			}
			a.Want("drains", again >= 4 && again <= 6, "about one more request for each second", fmt.Sprintf("%d after five seconds", again))
		}).in(conformance.World{Limits: "vendor"}),
	}
}
