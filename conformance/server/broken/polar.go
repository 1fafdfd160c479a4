package broken

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// formed changes one value of a form that has it.
func formed(r *http.Request, name string, edit func(value string) string) {
	raw, err := io.ReadAll(r.Body)
	values, err2 := url.ParseQuery(string(raw))
	if err == nil && err2 == nil && values.Has(name) {
		values.Set(name, edit(values.Get(name)))
		raw = []byte(values.Encode())
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
}

// located changes where an answer sends the browser.
func located(edit func(r *http.Request, to *url.URL)) func(*http.Request, *reply) {
	return func(r *http.Request, a *reply) {
		to, err := url.Parse(a.header.Get("Location"))
		if err != nil || a.header.Get("Location") == "" {
			return
		}
		edit(r, to)
		a.header.Set("Location", to.String())
	}
}

func without(to *url.URL, name string) {
	q := to.Query()
	q.Del(name)
	to.RawQuery = q.Encode()
}

func polarAuthMutants() []Mutant {
	const api = "polar-auth"
	authorize := func(r *http.Request) bool { return within(r, "/oauth/authorize") }
	exchange := func(r *http.Request) bool { return within(r, "/oauth/token") && r.Method == http.MethodPost }
	return []Mutant{
		of(api, "po-login-broken", "sends everybody back with an error", "SRV-PO-AUTH-001").answered(func(r *http.Request, a *reply) {
			if authorize(r) && a.status == http.StatusFound {
				a.header.Set("Location", r.URL.Query().Get("redirect_uri")+"?error=server_error")
			}
		}),
		of(api, "po-scope-ignored", "begins a login for scopes that there are not", "SRV-PO-AUTH-002").asked(func(_ stage.Simulator, r *http.Request) {
			if authorize(r) {
				queried(r, "scope", func(string) string { return "profile:read" })
			}
		}),
		of(api, "po-state-lost", "does not send the state back", "SRV-PO-AUTH-002").answered(located(func(_ *http.Request, to *url.URL) { without(to, "state") })),
		of(api, "po-open-redirect", "sends browsers wherever a request says", "SRV-PO-AUTH-003").answered(func(r *http.Request, a *reply) {
			if to := r.URL.Query().Get("redirect_uri"); authorize(r) && a.status == http.StatusBadRequest && to != "" {
				a.says(http.StatusFound, "")
				a.header.Set("Location", to)
			}
		}),
		of(api, "po-any-client", "begins a login for clients that there are not", "SRV-PO-AUTH-004").asked(func(s stage.Simulator, r *http.Request) {
			if given, err := s.Credentials(api); authorize(r) && err == nil {
				queried(r, "client_id", func(string) string { return given.Credentials.ClientID })
			}
		}),
		of(api, "po-implicit-grant", "begins a login that would give a token to the browser", "SRV-PO-AUTH-005").asked(func(_ stage.Simulator, r *http.Request) {
			if authorize(r) {
				queried(r, "response_type", func(string) string { return "code" })
			}
		}),
		of(api, "po-errors-are-200", "tells of errors with status 200", "SRV-PO-AUTH-006", "SRV-PO-AUTH-007", "SRV-PO-AUTH-008", "SRV-PO-AUTH-010", "SRV-PO-AUTH-012", "SRV-PO-AUTH-019").answered(func(r *http.Request, a *reply) {
			if within(r, "/oauth/token") {
				a.status = http.StatusOK
			}
		}),
		of(api, "po-one-error", "calls every error invalid_request", "SRV-PO-AUTH-006", "SRV-PO-AUTH-007", "SRV-PO-AUTH-008").answered(edited("error", func(any) any { return "invalid_request" })),
		of(api, "po-secret-ignored", "asks no client for its secret", "SRV-PO-AUTH-009").asked(func(s stage.Simulator, r *http.Request) {
			if given, err := s.Credentials(api); exchange(r) && err == nil {
				r.SetBasicAuth(given.Credentials.ClientID, given.Credentials.ClientSecret)
			}
		}),
		of(api, "po-token-of-an-hour", "lets a token live for an hour", "SRV-PO-AUTH-013", "SRV-PO-AUTH-016").switched(api, "token-life", "1h"),
		of(api, "po-token-never-expires", "lets a token live on", "SRV-PO-AUTH-016").switched(api, "token-life", "720h"),
		of(api, "po-life-in-text", "writes how long a token lives as text", "SRV-PO-AUTH-013").answered(edited("expires_in", func(v any) any { return text(v) })),
		of(api, "po-cacheable", "lets caches keep tokens", "SRV-PO-AUTH-014").answered(func(_ *http.Request, a *reply) { a.header.Del("Cache-Control") }),
		of(api, "po-refresh-not-rotated", "gives the same refresh token each time", "SRV-PO-AUTH-015").switched(api, "refresh-token", "same"),
		of(api, "po-code-twice", "takes a code as often as it comes", "SRV-PO-AUTH-017").remembering(func() func(*http.Request, *reply) {
			var first *reply
			return func(r *http.Request, a *reply) {
				if !exchange(r) {
					return
				}
				if first == nil && a.status == http.StatusOK {
					kept := *a
					kept.body = *bytes.NewBuffer(bytes.Clone(a.body.Bytes()))
					first = &kept
				} else if first != nil {
					a.says(http.StatusOK, first.body.String())
				}
			}
		}),
		of(api, "po-redirect-ignored", "takes a code whatever address is said with it", "SRV-PO-AUTH-018").asked(func(s stage.Simulator, r *http.Request) {
			if given, err := s.Credentials(api); exchange(r) && err == nil {
				formed(r, "redirect_uri", func(string) string { return given.Credentials.RedirectURI })
			}
		}),
		of(api, "po-code-lives-long", "keeps a code for a day", "SRV-PO-AUTH-019").switched(api, "code-life", "24h"),
	}
}

// anybody gives every request a token that is right.
func anybody(s stage.Simulator, r *http.Request, api string) {
	if given, err := s.Credentials(api); err == nil && within(r, "/"+api+"/") {
		r.Header.Set("Authorization", "Bearer "+given.Tokens.AccessToken)
	}
}

func teamProMutants() []Mutant {
	const api = "polar-teampro"
	onPages := func(r *http.Request) bool { return within(r, "/teams") || within(r, "/training_sessions") }
	unless := func(name, value string) func(stage.Simulator, *http.Request) {
		return func(_ stage.Simulator, r *http.Request) {
			if q := r.URL.Query(); !q.Has(name) && onPages(r) {
				q.Set(name, value)
				setQuery(r, q)
			}
		}
	}
	later := func(name string, seconds int) func(stage.Simulator, *http.Request) {
		return func(_ stage.Simulator, r *http.Request) {
			queried(r, name, func(v string) string { return shifted(v, seconds) })
		}
	}
	return []Mutant{
		of(api, "tp-anybody", "asks for no token and no scope", "SRV-TP-AUTH-001", "SRV-TP-AUTH-002", "SRV-TP-SCOPE-001").asked(func(s stage.Simulator, r *http.Request) { anybody(s, r, api) }),
		of(api, "tp-scope-is-401", "takes a missing scope for a wrong token", "SRV-TP-SCOPE-001").answered(func(_ *http.Request, a *reply) {
			if a.status == http.StatusForbidden {
				a.status = http.StatusUnauthorized
			}
		}),
		of(api, "tp-pages-from-one", "counts pages from one", "SRV-TP-PAGE-001", "SRV-TP-PAGE-005").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "page", func(v string) string {
				n, err := strconv.Atoi(v)
				return when(err == nil && n > 0, strconv.Itoa(n-1), "7")
			})
		}),
		of(api, "tp-page-unbounded", "takes any size of a page", "SRV-TP-PAGE-002").remembering(func() func(*http.Request, *reply) {
			return func(r *http.Request, a *reply) {
				if n, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil && n > 100 {
					a.says(http.StatusOK, `{"data":[],"page":{"per_page":`+strconv.Itoa(n)+`,"total_elements":0,"page_number":0,"total_pages":0}}`)
				}
			}
		}),
		of(api, "tp-page-of-none", "serves pages of no elements", "SRV-TP-PAGE-003").answered(func(r *http.Request, a *reply) {
			if r.URL.Query().Get("per_page") == "0" {
				a.says(http.StatusOK, `{"data":[],"page":{"per_page":0,"total_elements":3,"page_number":0,"total_pages":0}}`)
			}
		}),
		of(api, "tp-page-of-fifty", "has pages of fifty unless told otherwise", "SRV-TP-PAGE-004").asked(unless("per_page", "50")),
		of(api, "tp-total-from-zero", "says the number of the last page for how many there are", "SRV-TP-PAGE-004").answered(edited("total_pages", func(v any) any {
			n, err := strconv.Atoi(text(v))
			return when[any](err == nil, n-1, v)
		})),
		of(api, "tp-page-ignored", "sends the first page always", "SRV-TP-PAGE-005", "SRV-TP-PAGE-007").asked(func(_ stage.Simulator, r *http.Request) { queried(r, "page", dropped("page")) }),
		of(api, "tp-total-as-text", "writes how many pages there are as text", "SRV-TP-PAGE-006").answered(edited("total_pages", func(v any) any { return text(v) })),
		of(api, "tp-since-inclusive", "includes what begins at since", "SRV-TP-FILT-001").asked(later("since", -1)),
		of(api, "tp-until-inclusive", "includes what begins at until", "SRV-TP-FILT-002").asked(later("until", 1)),
		of(api, "tp-range-ignored", "lists sessions of any time", "SRV-TP-FILT-001", "SRV-TP-FILT-002").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "since", dropped("since"))
			queried(r, "until", dropped("until"))
		}),
		of(api, "tp-local-as-utc", "writes Z behind local times", "SRV-TP-DATA-001", "SRV-TP-DATA-004").answered(edited("start_time", func(v any) any { return text(v) + "Z" })),
		of(api, "tp-no-envelope", "sends a value without the member data", "SRV-TP-DATA-002").answered(func(_ *http.Request, a *reply) {
			a.json(func(v any) any {
				if o, ok := v.(map[string]any); ok && o["page"] == nil && o["data"] != nil {
					return o["data"]
				}
				return v
			})
		}),
		of(api, "tp-seconds", "writes times of samples as seconds", "SRV-TP-DATA-003").answered(edited("values", func(v any) any {
			for _, row := range asList(v) {
				for i, cell := range asList(row) {
					if strings.HasPrefix(text(cell), "PT") {
						asList(row)[i] = json.Number("1")
					}
				}
			}
			return v
		})),
		of(api, "tp-samples-unasked", "sends samples to everybody", "SRV-TP-DATA-005").asked(func(_ stage.Simulator, r *http.Request) {
			if q := r.URL.Query(); within(r, "/v1/training_sessions/") && !q.Has("samples") {
				q.Set("samples", "hr")
				setQuery(r, q)
			}
		}),
		of(api, "tp-float-as-text", "writes numbers with a fraction as text", "SRV-TP-DATA-006").answered(edited("speed_avg_kmh", func(v any) any { return text(v) })),
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}
