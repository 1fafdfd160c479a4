package server

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

const (
	ssActivities = "/api/v1/activities/"
	ssActivity   = "/api/v1/activities/{activity}"
	ssToken      = "/api/v1/oauth/token"
	ssReference  = "SweatStack API reference, Activities"
)

func sweatStackProbes() []Probe {
	return slices.Concat(sweatStackAccess(), sweatStackLists(), sweatStackData(), sweatStackWrites())
}

func sweatStackAccess() []Probe {
	f := family{api: "sweatstack"}
	sim := f.sim("it would use up a real user's tokens, or takes a quarter of an hour")
	return []Probe{
		f.must("SRV-SS-AUTH-001", "answers 401 to a call without a token", ssReference, []string{"SS-R-005"}, func(a *Asker) {
			a.Get(ssActivities, Plain()).Is(http.StatusUnauthorized, http.StatusForbidden)
		}),
		f.must("SRV-SS-AUTH-002", "refuses a token that nobody has issued", ssReference, []string{"SS-R-005"}, func(a *Asker) {
			a.Get(ssActivities, Bearer("no-such-token")).Is(http.StatusUnauthorized, http.StatusForbidden)
		}),
		f.must("SRV-SS-AUTH-003", "refuses a token whose signature was changed", ssReference, []string{"SS-R-005"}, func(a *Asker) {
			head, mac, _ := strings.Cut(a.Keys().AccessToken, ".")
			claims, mac, found := strings.Cut(mac, ".")
			if !found {
				a.Lack("the token is no JWT, but some API key")
			}
			a.Get(ssActivities, Bearer(head+"."+claims+"."+reversed(mac))).Is(http.StatusUnauthorized, http.StatusForbidden)
		}),
		f.should("SRV-SS-AUTH-004", "publishes the key that its tokens are signed with", "SweatStack, /.well-known/jwks.json", []string{"SS-R-005"}, func(a *Asker) {
			r := a.Get("/.well-known/jwks.json", Plain()).OK()
			a.Want("verifies", verified(a.Keys().AccessToken, r.List("/keys")), "a key that the user's token was signed with", "none", r)
		}),
		f.must("SRV-SS-AUTH-005", "refuses a refresh token that there is not", rfc6749+", section 5.2", []string{"SS-R-007"}, func(a *Asker) {
			a.Get(ssToken, Plain(), form(url.Values{
				"grant_type": {"refresh_token"}, "refresh_token": {"no-such-refresh-token"}, "client_id": {a.Keys().ClientID}, "client_secret": {a.Keys().ClientSecret},
			})).Refused()
		}).rests(conformance.RFC),
		sim.must("SRV-SS-AUTH-006", "refuses a token that is over, and takes the refreshed one", ssReference, []string{"SS-R-006", "SS-R-007"}, func(a *Asker) {
			a.Get(ssActivities, Query("limit", "1")).Is(http.StatusOK)
			a.Wait(24 * time.Hour)
			a.Get(ssActivities, Query("limit", "1")).Is(http.StatusUnauthorized)
			r := a.Get(ssToken, Plain(), form(url.Values{
				"grant_type": {"refresh_token"}, "refresh_token": {a.Keys().RefreshToken}, "client_id": {a.Keys().ClientID}, "client_secret": {a.Keys().ClientSecret},
			})).OK()
			token, _ := r.At("/access_token")
			a.Get(ssActivities, Query("limit", "1"), Bearer(text(token))).Is(http.StatusOK)
		}),
	}
}

// verified reports whether one of the keys of a set has signed a token.
func verified(token string, keys []any) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	mac, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return slices.ContainsFunc(keys, func(key any) bool {
		n, err1 := base64.RawURLEncoding.DecodeString(member(key, "n"))
		e, err2 := base64.RawURLEncoding.DecodeString(member(key, "e"))
		if err1 != nil || err2 != nil || len(n) == 0 || len(e) > 4 {
			return false
		}
		public := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		return rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], mac) == nil
	})
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

func sweatStackLists() []Probe {
	f := family{api: "sweatstack"}
	ids := func(r *Answer) []string { return members(r.List(""), "id") }
	return []Probe{
		f.must("SRV-SS-PAGE-001", "counts offset in items, and limits a page", ssReference, []string{"SS-R-001"}, func(a *Asker) {
			three := a.Get(ssActivities, Query("limit", "3")).OK()
			if len(ids(three)) < 3 {
				a.Lack("the user has fewer than three activities")
			}
			two := a.Get(ssActivities, Query("limit", "2"), Query("offset", "1")).OK()
			a.Want("offset", slices.Equal(ids(two), ids(three)[1:3]), "the second and third activity", "others", three, two)
		}),
		f.must("SRV-SS-PAGE-002", "sends at most fifty items unless told otherwise", ssReference, []string{"SS-R-001"}, func(a *Asker) {
			r := a.Get(ssActivities).OK().Media("application/json")
			a.Want("fifty", len(ids(r)) <= 50, "at most fifty", fmt.Sprintf("%d", len(ids(r))), r)
		}).in(conformance.World{Population: map[string]any{"organizations": 1, "athletes": 3, "teams": 1, "firstDay": "2025-06-01T00:00:00Z"}}),
		f.must("SRV-SS-FILT-001", "takes sport as a parameter that repeats", ssReference, []string{"SS-R-003"}, func(a *Asker) {
			all := a.Get(ssActivities, Query("limit", "20")).OK()
			sport := member(first(a, all.List(""))[0], "sport")
			root, _, _ := strings.Cut(sport, ".")
			both := a.Get(ssActivities, Query("limit", "20"), Query("sport", root, "swimming")).OK()
			for _, item := range both.List("") {
				got := member(item, "sport")
				if !strings.HasPrefix(got, root) && !strings.HasPrefix(got, "swimming") {
					a.Want("only", false, "only activities of the sports that were asked for", "another", both)
					return
				}
			}
			a.Want("there", slices.Contains(ids(both), ids(all)[0]), "the activity whose sport was asked for", "not that one", all, both)
		}),
		f.must("SRV-SS-FILT-002", "includes the days of start and end", ssReference, []string{"SS-R-004"}, func(a *Asker) {
			all := a.Get(ssActivities, Query("limit", "5")).OK()
			item := first(a, all.List(""))[0]
			day, _, _ := strings.Cut(member(item, "start_local"), "T")
			r := a.Get(ssActivities, Query("start", day), Query("end", day)).OK()
			a.Want("there", slices.Contains(ids(r), member(item, "id")), "the activity of that day", "not that one", all, r)
			for _, got := range r.List("") {
				if !strings.HasPrefix(member(got, "start_local"), day) {
					a.Want("only", false, "only activities of that day", "one of another", r)
					return
				}
			}
		}),
		f.must("SRV-SS-ERR-001", "answers 422 to a request that does not pass, with reasons and their places", ssReference, []string{"SS-R-008"}, func(a *Asker) {
			r := a.Get(ssActivities, Query("start", "no-date")).Is(http.StatusUnprocessableEntity)
			r.Has("/detail", "list").Has("/detail/0/loc", "list").Has("/detail/0/msg", "string").Has("/detail/0/type", "string")
		}),
		f.should("SRV-SS-ERR-002", "answers 404 about an activity that there is not", ssReference, []string{"SS-R-012"}, func(a *Asker) {
			a.Get(ssActivity, In("activity", "act_00000000000000000000000000")).Is(http.StatusNotFound)
		}),
		f.note("SRV-SS-ERR-003", "is asked for a page of nothing, and for one of 101", func(a *Asker) {
			none, many := a.Get(ssActivities, Query("limit", "0")), a.Get(ssActivities, Query("limit", "101"))
			a.Note("none", fmt.Sprint("status ", none.Status), none)
			a.Note("many", fmt.Sprint("status ", many.Status), many)
		}),
		f.should("SRV-SS-DATA-004", "has the latest activity first", ssReference, []string{"SS-R-012"}, func(a *Asker) {
			list, latest := a.Get(ssActivities, Query("limit", "1")).OK(), a.Get(ssActivities+"latest").OK()
			first(a, list.List(""))
			id, _ := latest.At("/id")
			a.Want("same", text(id) == ids(list)[0], "the first of the list", "another", list, latest)
		}),
	}
}

func sweatStackData() []Probe {
	f := family{api: "sweatstack"}
	parquet := func(a *Asker, r *Answer) {
		whole := len(r.Body) > 12 && bytes.HasPrefix(r.Body, []byte("PAR1")) && bytes.HasSuffix(r.Body, []byte("PAR1"))
		a.Want(fmt.Sprintf("parquet-%d", r.n), whole, "a whole Parquet file", sniffed(r.Body), r)
	}
	return []Probe{
		f.must("SRV-SS-DATA-001", "writes when an activity began as an instant, and by the clock at the place", ssReference, []string{"SS-R-010"}, func(a *Asker) {
			r := a.Get(ssActivity).OK()
			begin, _ := r.At("/start")
			local, _ := r.At("/start_local")
			a.Want("start", instant.MatchString(text(begin)), "an instant", formOf(text(begin)), r)
			a.Want("local", localTime.MatchString(text(local)), "a time without a zone", formOf(text(local)), r)
		}),
		f.must("SRV-SS-DATA-002", "writes how long an activity took as an ISO 8601 duration", ssReference, []string{"SS-R-011"}, func(a *Asker) {
			r := a.Get(ssActivity).OK()
			v, _ := r.At("/duration")
			a.Want("duration", isoLength.MatchString(text(v)), "a duration", formOf(text(v)), r)
		}),
		f.must("SRV-SS-DATA-003", "names the sport and the metrics of an activity", ssReference, []string{"SS-R-013", "SS-R-009"}, func(a *Asker) {
			a.Get(ssActivity).OK().Has("/sport", "string").Has("/metrics", "list").Has("/summary", "object", "null").Has("/tags", "list", "null")
		}),
		f.must("SRV-SS-PQT-001", "sends the data of an activity as a Parquet file", ssReference, []string{"SS-R-021"}, func(a *Asker) {
			parquet(a, a.Get(ssActivity+"/data").OK())
		}),
		f.must("SRV-SS-PQT-002", "sends a curve as a Parquet file", ssReference, []string{"SS-R-021"}, func(a *Asker) {
			metrics := a.Get(ssActivity).OK().List("/metrics")
			i := slices.IndexFunc(metrics, func(m any) bool { return text(m) == "power" || text(m) == "speed" })
			if i < 0 {
				a.Lack("the first activity has neither power nor speed")
			}
			parquet(a, a.Get(ssActivity+"/mean-max", Query("metric", text(metrics[i]))).OK())
		}),
		f.must("SRV-SS-PQT-003", "sends a table as JSON when that is asked for", ssReference, []string{"SS-R-026"}, func(a *Asker) {
			day := a.Now().UTC().AddDate(0, 0, -7).Format(time.DateOnly)
			asked := []Option{Query("sport", "cycling"), Query("start", day)}
			a.Get(ssActivities+"longitudinal-accumulated-work-duration", append(asked, Query("format", "json"))...).OK().Media("application/json").JSON()
			parquet(a, a.Get(ssActivities+"longitudinal-accumulated-work-duration", append(asked, Query("format", "parquet"))...).OK())
		}),
		f.sim("it holds a connection for a minute").must("SRV-SS-NDJ-001", "sends a status a line, and ends after a minute", ssReference+", backfill status", []string{"SS-R-014", "SS-R-017"}, func(a *Asker) {
			began := a.Now()
			r := a.Get(ssActivities + "backfill-status").OK()
			took := a.Now().Sub(began)
			a.Want("minute", took > 30*time.Second && took < 2*time.Minute, "an end after about a minute", took.Round(time.Second).String(), r)
			a.Want("newline", bytes.HasSuffix(r.Body, []byte("\n")), "a newline at the end", "none", r)
			for line := range bytes.Lines(r.Body) {
				var o map[string]any
				if err := json.Unmarshal(line, &o); err != nil {
					a.Want("objects", false, "an object a line", "a line that is none", r)
					return
				}
			}
		}),
	}
}

func sweatStackWrites() []Probe {
	f := family{api: "sweatstack"}.sim("it would write to a real account")
	upload := func(a *Asker, names ...string) *Answer {
		const boundary = "ergodrome-probe"
		var b strings.Builder
		for _, name := range names {
			fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=%q\r\nContent-Type: application/octet-stream\r\n\r\ntimestamp,power\n2026-03-01T10:00:00Z,200\n\r\n", boundary, name)
		}
		b.WriteString("--" + boundary + "--\r\n")
		return a.Get(ssActivities+"upload", posted("multipart/form-data; boundary="+boundary, b.String()))
	}
	metadata := func(method, body string) Option {
		return func(r *request) {
			r.method, r.body = method, []byte(body)
			if body != "" {
				r.header.Set("Content-Type", "application/json")
			}
		}
	}
	return []Probe{
		f.must("SRV-SS-UPL-001", "refuses an upload of eleven files", ssReference+", upload", []string{"SS-R-027"}, func(a *Asker) {
			names := make([]string, 11)
			for i := range names {
				names[i] = fmt.Sprintf("%d.fit", i)
			}
			upload(a, names...).Is(http.StatusUnprocessableEntity, http.StatusBadRequest)
		}),
		f.must("SRV-SS-UPL-002", "refuses a CSV file without a sport", ssReference+", upload", []string{"SS-R-028"}, func(a *Asker) {
			upload(a, "a.csv").Is(http.StatusUnprocessableEntity, http.StatusBadRequest)
		}),
		f.must("SRV-SS-META-001", "keeps what an application says of an activity, and forgets it", ssReference+", app metadata", []string{"SS-R-031", "SS-R-032"}, func(a *Asker) {
			path := ssActivity + "/app-metadata"
			put := a.Get(path, metadata(http.MethodPut, `{"probe":1}`))
			a.Want("put", put.Status < 300, "a status of 200 to 299", fmt.Sprint("status ", put.Status), put)
			got := a.Get(ssActivity).OK()
			v, _ := got.At("/app_metadata/probe")
			a.Want("kept", text(v) == "1", "what was put", "something else", put, got)
			gone := a.Get(path, metadata(http.MethodDelete, ""))
			a.Want("delete", gone.Status < 300, "a status of 200 to 299", fmt.Sprint("status ", gone.Status), gone)
			after := a.Get(ssActivity).OK()
			left, _ := after.At("/app_metadata/probe")
			a.Want("forgotten", left == nil, "nothing", "what was put", gone, after)
		}),
	}
}
