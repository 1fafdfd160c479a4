package broken

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// shifted is a time, or a date, so many seconds or days later.
func shifted(v string, by int) string {
	if t, err := time.Parse("2006-01-02T15:04:05", v); err == nil {
		return t.Add(time.Duration(by) * time.Second).Format("2006-01-02T15:04:05")
	}
	if t, err := time.Parse(time.DateOnly, v); err == nil {
		return t.AddDate(0, 0, by).Format(time.DateOnly)
	}
	return v
}

// length is how many days a request asks for.
func length(r *http.Request) int {
	q := r.URL.Query()
	from, err := time.Parse(time.DateOnly, strings.TrimSuffix(q.Get("from"), "T00:00:00"))
	to, err2 := time.Parse(time.DateOnly, strings.TrimSuffix(q.Get("to"), "T00:00:00"))
	if err != nil || err2 != nil {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}

func accessLinkMutants() []Mutant {
	const api = "polar-accesslink"
	var ranges []string
	for _, n := range []string{"001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011"} {
		ranges = append(ranges, "SRV-AL-RANGE-"+n)
	}
	return []Mutant{
		of(api, "al-anybody", "asks for no token and no scope", "SRV-AL-AUTH-001", "SRV-AL-AUTH-002", "SRV-AL-SCOPE-001").asked(func(s stage.Simulator, r *http.Request) { anybody(s, r, api) }),
		of(api, "al-scope-is-401", "takes a missing scope for a wrong token", "SRV-AL-SCOPE-001").answered(func(_ *http.Request, a *reply) {
			if a.status == http.StatusForbidden {
				a.status = http.StatusUnauthorized
			}
		}),
		of(api, "al-greets-members", "greets those who have a token", "SRV-AL-AUTH-003").answered(func(r *http.Request, a *reply) {
			if within(r, "/hello") && r.Header.Get("Authorization") == "" {
				a.says(http.StatusUnauthorized, "{}")
			}
		}),
		of(api, "al-range-made-up", "makes up a range where none is said", "SRV-AL-ERR-002").asked(func(_ stage.Simulator, r *http.Request) {
			if q := r.URL.Query(); within(r, "/sleeps") && !q.Has("from") {
				q.Set("from", "2026-03-01")
				q.Set("to", "2026-03-02")
				setQuery(r, q)
			}
		}),
		of(api, "al-any-length", "serves a range of any length", append(ranges, "SRV-AL-RANGE-012")...).switched(api, "long-range", "served"),
		of(api, "al-six-days", "serves six days at most", ranges...).answered(func(r *http.Request, a *reply) {
			if length(r) > 6 {
				a.says(http.StatusBadRequest, `{"errorMessage":"too long"}`)
			}
		}),
		of(api, "al-to-inclusive", "includes the day of to", "SRV-AL-RANGE-013").switched(api, "to", "inclusive"),
		of(api, "al-from-exclusive", "leaves out the day of from", "SRV-AL-RANGE-013").asked(func(_ stage.Simulator, r *http.Request) {
			if length(r) == 1 {
				queried(r, "from", func(v string) string { return shifted(v, 1) })
			}
		}),
		of(api, "al-targets-by-from", "knows no fromDate", "SRV-AL-RANGE-014").asked(func(_ stage.Simulator, r *http.Request) { queried(r, "fromDate", dropped("fromDate")) }),
		of(api, "al-features-ignored", "sends no features", "SRV-AL-RANGE-012", "SRV-AL-RANGE-015").asked(func(_ stage.Simulator, r *http.Request) { queried(r, "features", dropped("features")) }),
		of(api, "al-offset-lost", "does not say how far from UTC a session's clock was", "SRV-AL-DATA-001").answered(func(_ *http.Request, a *reply) {
			a.objects(func(o map[string]any) { delete(o, "timezoneOffsetMinutes") })
		}),
		of(api, "al-period-in-hours", "counts a month in hours", "SRV-AL-DATA-002").answered(edited("duration", func(v any) any {
			if text(v) == "P1M" || text(v) == "P1Y" {
				return "PT720H"
			}
			return v
		})),
		of(api, "al-picture-is-a-page", "sends a page for people as a picture", "SRV-AL-DATA-004").answered(func(r *http.Request, a *reply) {
			if within(r, "/profile-picture") {
				a.says(http.StatusOK, "<!doctype html><title>x</title>")
				a.header.Set("Content-Type", "image/png")
			}
		}),
		of(api, "al-bare-samples", "sends continuous samples without the message of their name", "SRV-AL-DATA-005").switched(api, "envelopes", "bare"),
		of(api, "al-days-as-instants", "writes days as instants", "SRV-AL-DATA-006").answered(edited("date", func(v any) any { return text(v) + "T00:00:00Z" })),
	}
}

func sweatStackMutants() []Mutant {
	const api = "sweatstack"
	unless := func(r *http.Request, name, value string) {
		if q := r.URL.Query(); !q.Has(name) {
			q.Set(name, value)
			setQuery(r, q)
		}
	}
	return []Mutant{
		of(api, "ss-anybody", "asks for no token", "SRV-SS-AUTH-001", "SRV-SS-AUTH-002", "SRV-SS-AUTH-003").asked(func(s stage.Simulator, r *http.Request) { anybody(s, r, api) }),
		of(api, "ss-other-key", "publishes another key than it signs with", "SRV-SS-AUTH-004").answered(edited("n", func(v any) any { return "AQAB" + text(v) })),
		of(api, "ss-any-refresh", "answers a refresh token that there is not", "SRV-SS-AUTH-005").answered(func(r *http.Request, a *reply) {
			if within(r, "/oauth/token") {
				a.says(http.StatusOK, `{"access_token":"x","token_type":"bearer"}`)
			}
		}),
		of(api, "ss-token-never-expires", "takes a token long after its time", "SRV-SS-AUTH-006").switched(api, "token-life", "720h"),
		of(api, "ss-offset-ignored", "begins every page at the first item", "SRV-SS-PAGE-001").asked(func(_ stage.Simulator, r *http.Request) { queried(r, "offset", dropped("offset")) }),
		of(api, "ss-page-of-hundred", "sends a hundred items unless told otherwise", "SRV-SS-PAGE-002").asked(func(_ stage.Simulator, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/activities/") {
				unless(r, "limit", "100")
			}
		}),
		of(api, "ss-sport-ignored", "lists activities of any sport", "SRV-SS-FILT-001").asked(func(_ stage.Simulator, r *http.Request) { queried(r, "sport", dropped("sport")) }),
		of(api, "ss-last-sport-wins", "looks at the last of several sports alone", "SRV-SS-FILT-001").asked(func(_ stage.Simulator, r *http.Request) {
			if q := r.URL.Query(); len(q["sport"]) > 1 {
				q["sport"] = q["sport"][len(q["sport"])-1:]
				setQuery(r, q)
			}
		}),
		of(api, "ss-end-exclusive", "leaves out the day of end", "SRV-SS-FILT-002").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "end", func(v string) string { return shifted(v, -1) })
		}),
		of(api, "ss-days-ignored", "lists activities of any day", "SRV-SS-FILT-002").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "start", dropped("start"))
			queried(r, "end", dropped("end"))
		}),
		of(api, "ss-422-is-400", "answers 400 to what does not pass", "SRV-SS-ERR-001").answered(func(_ *http.Request, a *reply) {
			if a.status == http.StatusUnprocessableEntity {
				a.status = http.StatusBadRequest
			}
		}),
		of(api, "ss-detail-in-words", "says in one sentence what does not pass", "SRV-SS-ERR-001").answered(edited("detail", func(any) any { return "it does not pass" })),
		of(api, "ss-latest-is-oldest", "takes another activity for the latest", "SRV-SS-DATA-004").answered(func(r *http.Request, a *reply) {
			if strings.HasSuffix(r.URL.Path, "/latest") {
				a.objects(func(o map[string]any) {
					if o["start"] != nil {
						o["id"] = "act_0"
					}
				})
			}
		}),
		of(api, "ss-local-as-utc", "writes Z behind local times", "SRV-SS-DATA-001").answered(edited("start_local", func(v any) any { return text(v) + "Z" })),
		of(api, "ss-seconds", "writes durations as seconds", "SRV-SS-DATA-002").answered(edited("duration", func(any) any { return "3600" })),
		of(api, "ss-metrics-in-words", "writes metrics in one text", "SRV-SS-DATA-003").answered(edited("metrics", func(any) any { return "power,heart_rate" })),
		of(api, "ss-parquet-cut", "loses the end of tables", "SRV-SS-PQT-001", "SRV-SS-PQT-002").answered(func(_ *http.Request, a *reply) {
			if bytes.HasPrefix(a.body.Bytes(), []byte("PAR1")) {
				a.body.Truncate(a.body.Len() - 4)
			}
		}),
		of(api, "ss-format-ignored", "sends tables as Parquet whatever is asked for", "SRV-SS-PQT-003").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "format", func(string) string { return "parquet" })
		}),
		of(api, "ss-stream-of-seconds", "ends a stream after some seconds", "SRV-SS-NDJ-001").switched(api, "backfill-length", "5s"),
		of(api, "ss-lines-joined", "sends a stream without newlines", "SRV-SS-NDJ-001").answered(func(r *http.Request, a *reply) {
			if within(r, "backfill-status") {
				joined := bytes.ReplaceAll(a.body.Bytes(), []byte("\n"), nil)
				a.body = *bytes.NewBuffer(joined)
			}
		}),
		of(api, "ss-takes-any-upload", "takes whatever is uploaded", "SRV-SS-UPL-001", "SRV-SS-UPL-002").answered(func(r *http.Request, a *reply) {
			if within(r, "/upload") {
				a.says(http.StatusOK, "{}")
			}
		}),
		of(api, "ss-metadata-lost", "forgets what applications say", "SRV-SS-META-001").answered(edited("app_metadata", func(any) any { return nil })),
	}
}
