package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

const (
	fbAccounts     = "/v1/sports/accounts"
	fbAthletes     = fbAccounts + "/{account}/athletes"
	fbMeasurements = fbAthletes + "/{athlete}/measurements"
	fbResults      = fbMeasurements + "/{measurement}/results"
	fbTroubles     = "Sports Cloud API, troubleshooting"
	fbDocument     = "Sports Cloud API document"
)

func firstbeatProbes() []Probe {
	return slices.Concat(firstbeatAccess(), firstbeatSecrets(), firstbeatLists(), firstbeatResults(), firstbeatLimits())
}

func firstbeatAccess() []Probe {
	f := family{api: "firstbeat"}
	token := func(id, title, row string, spoil func(a *Asker) string) Probe {
		return f.must(id, title, fbTroubles+", Authentication Errors", []string{row}, func(a *Asker) {
			a.Get(fbAccounts, Bearer(spoil(a))).Is(http.StatusUnauthorized)
		})
	}
	return []Probe{
		f.must("SRV-FB-AUTH-001", "answers 401 to a call without a token", fbTroubles+", Authentication Errors", []string{"FB-R-004"}, func(a *Asker) {
			a.Get(fbAccounts, Header("Authorization", "")).Is(http.StatusUnauthorized)
		}),
		f.must("SRV-FB-AUTH-002", "hands out the API key to a token alone", fbTroubles+", Summary of the needed authentication", []string{"FB-R-002"}, func(a *Asker) {
			r := a.Get("/v1/account/api-key").OK().Media("application/json")
			spelled := ""
			for _, name := range []string{"apikey", "apiKey"} {
				if key, _ := r.At("/" + name); text(key) != "" {
					spelled = name
				}
			}
			a.Want("key", spelled != "", "a key, as apikey or apiKey", fmt.Sprintf("%q", spelled), r)
			a.Note("spelling", spelled, r)
		}),
		f.must("SRV-FB-AUTH-003", "refuses a token that would live longer than five minutes", fbDocument+", JSON Web Token", []string{"FB-R-008"}, func(a *Asker) {
			a.Get(fbAccounts, Bearer(a.JWT(func(c map[string]any) { c["exp"] = a.Now().Add(2 * tokenLife).Unix() }))).Refused()
		}),
		token("SRV-FB-AUTH-004", "refuses a token that nobody has signed", "FB-R-008", func(a *Asker) string { return a.signed("none", "", nil) }),
		token("SRV-FB-AUTH-005", "refuses a token that was signed with another secret", "FB-R-004", func(a *Asker) string { return a.signed("HS256", "not-the-shared-secret", nil) }),
		f.must("SRV-FB-AUTH-006", "answers 403 to a call without an API key", fbTroubles+", Authentication Errors", []string{"FB-R-003", "FB-R-005"}, func(a *Asker) {
			a.Get(fbAccounts, Header("X-Api-Key", "")).Is(http.StatusForbidden)
		}),
		f.must("SRV-FB-AUTH-007", "answers 403 to a wrong API key", fbTroubles+", Authentication Errors", []string{"FB-R-005"}, func(a *Asker) {
			a.Get(fbAccounts, Header("X-Api-Key", "not-an-api-key")).Is(http.StatusForbidden)
		}),
		f.must("SRV-FB-AUTH-008", "takes a token and a key that are right", fbTroubles+", Summary of the needed authentication", []string{"FB-R-003"}, func(a *Asker) {
			r := a.Get(fbAccounts).OK().Media("application/json")
			a.Want("accounts", len(r.List("/accounts")) > 0, "at least one account", "none", r)
		}),
		token("SRV-FB-AUTH-009", "answers 401 to an expired token", "FB-R-004", func(a *Asker) string {
			return a.JWT(func(c map[string]any) {
				c["iat"], c["exp"] = a.Now().Add(-time.Hour).Unix(), a.Now().Add(-time.Hour+tokenLife).Unix()
			})
		}),
		f.sim("it takes five minutes").must("SRV-FB-AUTH-010", "takes a token until it expires and no longer", fbDocument+", JSON Web Token", []string{"FB-R-010"}, func(a *Asker) {
			token := a.JWT(nil)
			a.Get(fbAccounts, Bearer(token)).Is(http.StatusOK)
			a.Wait(tokenLife + 2*time.Second)
			a.Get(fbAccounts, Bearer(token)).Is(http.StatusUnauthorized)
			a.Get(fbAccounts).Is(http.StatusOK)
		}),
		f.must("SRV-FB-AUTH-011", "refuses a token of a consumer that there is not", fbTroubles+", Authentication Errors", []string{"FB-R-004"}, func(a *Asker) {
			a.Get(fbAccounts, Bearer(a.JWT(func(c map[string]any) { c["iss"] = "00000000-0000-4000-8000-000000000000" }))).Is(http.StatusUnauthorized)
		}),
		f.should("SRV-FB-ERR-001", "answers 404 about an account that there is not", fbTroubles+", Resource Errors", []string{"FB-R-006"}, func(a *Asker) {
			a.Get(fbAthletes, In("account", "0-0")).Is(http.StatusNotFound, http.StatusForbidden)
		}),
		f.should("SRV-FB-ERR-002", "answers 404 about an athlete that there is not", fbTroubles+", Resource Errors", []string{"FB-R-006"}, func(a *Asker) {
			a.Get(fbAthletes+"/{athlete}", In("athlete", "1")).Is(http.StatusNotFound)
		}),
		f.should("SRV-FB-ERR-003", "answers a path that there is not with 404, and says so in JSON", fbTroubles+", Resource Errors", []string{"FB-R-006"}, func(a *Asker) {
			a.Get("/v1/sports/nothing").Is(http.StatusNotFound, http.StatusForbidden).Has("/message", "string")
		}),
	}
}

func firstbeatSecrets() []Probe {
	f := family{api: "firstbeat"}.sim("it would register a consumer, or change a real one's secret")
	return []Probe{
		f.must("SRV-FB-AUTH-012", "registers a consumer without any credentials", fbDocument+", Registering", []string{"FB-R-001", "FB-R-011", "FB-R-012"}, func(a *Asker) {
			r := a.Get("/v1/account/register", Plain(), posted("application/json", `{"consumerName":"ergodrome probe"}`)).OK()
			r.Has("/sharedSecret", "string").Has("/id", "string")
		}),
		f.should("SRV-FB-AUTH-013", "keeps the old secret until the new one is confirmed, and no longer", "Sports Cloud API, OpenAPI 1.1.0, new-secret", []string{"FB-R-044"}, func(a *Asker) {
			r := a.Get("/v1/account/new-secret").OK()
			fresh, _ := r.At("/sharedSecret")
			old := a.Keys().SharedSecret
			a.Get(fbAccounts).Is(http.StatusOK)
			confirm := a.Get("/v1/account/new-secret/confirm", posted("application/json", ""), Bearer(a.signed("HS256", text(fresh), nil)))
			a.Want("confirmed", confirm.Status < 300, "a status of 200 to 299", fmt.Sprint("status ", confirm.Status), confirm)
			a.Get(fbAccounts, Bearer(a.signed("HS256", text(fresh), nil))).Is(http.StatusOK)
			a.Get(fbAccounts, Bearer(a.signed("HS256", old, nil))).Is(http.StatusUnauthorized)
		}).rests(conformance.OpenAPI),
	}
}

func firstbeatLists() []Probe {
	f := family{api: "firstbeat"}
	small := conformance.World{Switches: map[string]map[string]string{"firstbeat": {"page-size": "2"}}}
	return []Probe{
		f.must("SRV-FB-PAGE-001", "counts offset in items", fbDocument+", Paging", []string{"FB-R-020"}, func(a *Asker) {
			all := a.Get(fbAthletes).OK()
			list := members(all.List("/athletes"), "athleteId")
			if len(list) < 2 {
				a.Lack("the account has fewer than two athletes")
			}
			rest := a.Get(fbAthletes, Query("offset", "1")).OK()
			got := members(rest.List("/athletes"), "athleteId")
			a.Want("offset", slices.Equal(got[:min(len(got), len(list)-1)], list[1:]), "the list without its first item", fmt.Sprintf("%d of %d items", len(got), len(list)), all, rest)
		}),
		f.must("SRV-FB-PAGE-002", "says with more whether items follow, each of them once", fbDocument+", Paging", []string{"FB-R-019", "FB-R-020"}, func(a *Asker) {
			seen, more := map[string]bool{}, true
			const most = 4
			for page := 0; more && page < most; page++ {
				r := a.Get(fbMeasurements, Query("offset", fmt.Sprint(len(seen)))).OK()
				list := r.List("/measurements")
				for _, id := range members(list, "measurementId") {
					a.demandOnce(seen, id, r)
				}
				said, _ := r.At("/more")
				more = said == true
				a.Want(fmt.Sprintf("more-%d", page+1), !more || len(list) > 0, "items on a page that says there are more", fmt.Sprintf("%d items", len(list)), r)
				if !more {
					next := a.Get(fbMeasurements, Query("offset", fmt.Sprint(len(seen)))).OK()
					a.Want("last", len(next.List("/measurements")) == 0, "nothing behind a page that does not say more", fmt.Sprintf("%d items", len(next.List("/measurements"))), r, next)
				}
			}
		}).in(conformance.World{Switches: small.Switches, Population: map[string]any{"organizations": 1, "athletes": 1, "teams": 1, "firstDay": "2026-02-26T00:00:00Z"}}),
		f.must("SRV-FB-PAGE-003", "answers at most 1,000 items at a time", fbDocument+", Paging", []string{"FB-R-019"}, func(a *Asker) {
			r := a.Get(fbMeasurements).OK()
			n := len(r.List("/measurements"))
			a.Want("length", n <= 1000, "at most 1,000 items", fmt.Sprintf("%d items", n), r)
			a.Note("more", fmt.Sprintf("with %d items, more is %v", min(n, 1000), present(r, "/more")), r)
		}).in(conformance.World{Population: map[string]any{"organizations": 1, "athletes": 1, "teams": 1, "firstDay": "2024-02-26T00:00:00Z"}}),
		window("SRV-FB-FILT-001", "includes what begins at fromTime", "FB-R-031", "fromTime", true),
		window("SRV-FB-FILT-002", "leaves out what begins at toTime", "FB-R-032", "toTime", false),
		f.must("SRV-FB-DATA-001", "writes times as RFC 3339 in UTC", fbDocument+", Time formats", []string{"FB-R-030"}, func(a *Asker) {
			r := a.Get(fbMeasurements).OK()
			for _, item := range first(a, r.List("/measurements")) {
				for _, name := range []string{"startTime", "endTime"} {
					when, err := time.Parse(time.RFC3339Nano, member(item, name))
					_, offset := when.Zone()
					a.Want(name, err == nil && offset == 0 && strings.HasSuffix(member(item, name), "Z"), "a time that ends in Z", formOf(member(item, name)), r)
				}
			}
		}),
		f.should("SRV-FB-DATA-002", "leaves out what is not known, instead of null", fbDocument+", samples", []string{"FB-R-050"}, func(a *Asker) {
			r := a.Get(fbMeasurements).OK()
			nulls := 0
			for _, kinds := range Shape(r.Body) {
				if slices.Contains(kinds, "null") {
					nulls++
				}
			}
			a.Want("nulls", nulls == 0, "no member that is null", fmt.Sprintf("%d such members", nulls), r)
		}),
		f.must("SRV-FB-DATA-003", "lists teams with the athletes in them", "Sports Cloud API, OpenAPI 1.1.0, teams", []string{"FB-R-017"}, func(a *Asker) {
			a.Get(fbAccounts+"/{account}/teams").OK().Has("/teams/0/teamId", "integer").Has("/teams/0/name", "string").Has("/teams/0/athleteIds", "list")
		}).rests(conformance.OpenAPI),
		f.note("SRV-FB-ERR-004", "is asked from a time that is none", func(a *Asker) {
			r := a.Get(fbMeasurements, Query("fromTime", "yesterday"))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
		}),
		f.note("SRV-FB-ERR-005", "is asked for an offset below nothing", func(a *Asker) {
			r := a.Get(fbAthletes, Query("offset", "-1"))
			a.Note("status", fmt.Sprint("status ", r.Status), r)
		}),
	}
}

// demandOnce demands that an item did not come before.
func (a *Asker) demandOnce(seen map[string]bool, id string, r *Answer) {
	if seen[id] {
		a.Want(fmt.Sprintf("once-%d", r.n), false, "every item once", "an item a second time", r)
		a.end(nil)
	}
	seen[id] = true
}

func present(r *Answer, pointer string) any {
	v, found := r.At(pointer)
	if !found {
		return "left out"
	}
	return v
}

// first is the first item of a list; a list without any ends the probe.
func first(a *Asker, list []any) []any {
	if len(list) == 0 {
		a.Lack("the list has no item to look at")
	}
	return list[:1]
}

// window probes one edge of the range of a list.
func window(id, title, row, parameter string, inside bool) Probe {
	return family{api: "firstbeat"}.must(id, title, fbDocument+", Filters", []string{row}, func(a *Asker) {
		all := a.Get(fbMeasurements).OK()
		list := all.List("/measurements")
		item := first(a, list)[0]
		if parameter == "toTime" {
			item = list[len(list)-1]
		}
		when, which := member(item, "startTime"), member(item, "measurementId")
		r := a.Get(fbMeasurements, Query(parameter, when)).OK()
		found := slices.Contains(members(r.List("/measurements"), "measurementId"), which)
		a.Want("edge", found == inside, fmt.Sprintf("the one that begins at %s is there: %t", parameter, inside), strconv.FormatBool(found), all, r)
	})
}
