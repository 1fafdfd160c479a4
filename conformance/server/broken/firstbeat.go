package broken

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// sharedMutants are defects that any service may have.
func sharedMutants() []Mutant {
	all := []string{"firstbeat", "polar-auth", "polar-teampro", "polar-accesslink", "sweatstack"}
	shared := func(name, what string, kills ...string) Mutant {
		return Mutant{Name: name, What: what, APIs: all, Kills: kills}
	}
	status := func(from, to int, body string) func(*http.Request, *reply) {
		return func(_ *http.Request, a *reply) {
			if a.status == from {
				a.says(to, body)
			}
		}
	}
	limits := shared("limits-off", "refuses nobody however much is asked",
		"SRV-FB-RATE-001", "SRV-FB-RATE-002", "SRV-TP-RATE-001", "SRV-AL-RATE-001", "SRV-AL-RATE-002")
	limits.world = func(w *conformance.World) { w.Limits = "off" }
	return []Mutant{
		limits,
		shared("wrong-content-type", "says of JSON that it is HTML", "SRV-FB-AUTH-008", "SRV-TP-DATA-002", "SRV-AL-DATA-003", "SRV-SS-PAGE-002", "SRV-PO-AUTH-013").
			answered(func(_ *http.Request, a *reply) { a.header.Set("Content-Type", "text/html") }),
		shared("not-found-is-empty", "answers with an empty object about what there is not", "SRV-FB-ERR-001", "SRV-FB-ERR-002", "SRV-FB-ERR-003", "SRV-TP-ERR-001", "SRV-AL-ERR-001", "SRV-SS-ERR-002").
			answered(status(http.StatusNotFound, http.StatusOK, "{}")),
		shared("unauthorized-is-bad-request", "answers 400 where it should say 401", "SRV-FB-AUTH-001", "SRV-FB-AUTH-009", "SRV-TP-AUTH-001", "SRV-AL-AUTH-001", "SRV-SS-AUTH-001").
			answered(status(http.StatusUnauthorized, http.StatusBadRequest, `{"message":"Bad Request"}`)),
		shared("bad-request-is-500", "breaks at requests that are wrong", "SRV-PO-AUTH-006", "SRV-AL-RANGE-001", "SRV-TP-PAGE-003").
			answered(status(http.StatusBadRequest, http.StatusInternalServerError, "{}")),
	}
}

// token is what is right about a token of Firstbeat.
type token struct{ signed, alive, ours bool }

// resigned gives every token of Firstbeat that passes a test claims and a signature
// that are right.
func resigned(s stage.Simulator, r *http.Request, passes func(t token) bool) {
	given, err := s.Credentials("firstbeat")
	parts := strings.Split(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ".")
	if err != nil || len(parts) != 3 {
		return
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	claims := map[string]any{}
	if err != nil || json.Unmarshal(raw, &claims) != nil {
		return
	}
	now := s.Clock().Now()
	exp, _ := claims["exp"].(float64)
	t := token{parts[2] == mac(given.Credentials.SharedSecret, parts[0]+"."+parts[1]), exp > float64(now.Unix()), claims["iss"] == given.Credentials.ConsumerID}
	if !passes(t) {
		return
	}
	if !t.alive {
		claims["iat"], claims["exp"] = now.Unix(), now.Add(time.Minute).Unix()
	}
	claims["iss"] = given.Credentials.ConsumerID
	if raw, err = json.Marshal(claims); err != nil {
		return
	}
	head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(raw)
	r.Header.Set("Authorization", "Bearer "+head+"."+mac(given.Credentials.SharedSecret, head))
}

func mac(secret, text string) string {
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = h.Write([]byte(text)) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func firstbeatMutants() []Mutant {
	const api = "firstbeat"
	return []Mutant{
		of(api, "fb-token-never-expires", "takes a token long after its time", "SRV-FB-AUTH-009", "SRV-FB-AUTH-010").asked(func(s stage.Simulator, r *http.Request) {
			resigned(s, r, func(t token) bool { return t.signed && t.ours })
		}),
		of(api, "fb-signature-ignored", "takes a token whoever signed it", "SRV-FB-AUTH-004", "SRV-FB-AUTH-005").asked(func(s stage.Simulator, r *http.Request) {
			resigned(s, r, func(t token) bool { return t.ours && t.alive })
		}),
		of(api, "fb-issuer-ignored", "takes a token for anybody's", "SRV-FB-AUTH-011").asked(func(s stage.Simulator, r *http.Request) {
			resigned(s, r, func(t token) bool { return t.signed && t.alive })
		}),
		of(api, "fb-token-of-any-life", "takes a token that lives for as long as it says", "SRV-FB-AUTH-003").switched(api, "jwt-long-life", "accept"),
		of(api, "fb-key-not-checked", "asks for no API key", "SRV-FB-AUTH-006", "SRV-FB-AUTH-007").asked(func(s stage.Simulator, r *http.Request) {
			if given, err := s.Credentials(api); err == nil {
				r.Header.Set("X-Api-Key", given.Credentials.APIKey)
			}
		}),
		of(api, "fb-wrong-key-is-401", "takes a wrong key for a wrong token", "SRV-FB-AUTH-006", "SRV-FB-AUTH-007").answered(func(_ *http.Request, a *reply) {
			if a.status == http.StatusForbidden {
				a.says(http.StatusUnauthorized, `{"message":"Unauthorized"}`)
			}
		}),
		of(api, "fb-key-needs-key", "hands out the key to those who have it", "SRV-FB-AUTH-002").answered(func(r *http.Request, a *reply) {
			if within(r, "/account/api-key") && r.Header.Get("X-Api-Key") == "" {
				a.says(http.StatusForbidden, `{"message":"Forbidden"}`)
			}
		}),
		of(api, "fb-registers-members-only", "registers those who have registered", "SRV-FB-AUTH-012").answered(func(r *http.Request, a *reply) {
			if within(r, "/account/register") && r.Header.Get("Authorization") == "" {
				a.says(http.StatusUnauthorized, `{"message":"Unauthorized"}`)
			}
		}),
		{
			Name: "fb-confirms-nothing", What: "goes on with the old secret after a new one was confirmed", APIs: []string{api}, Kills: []string{"SRV-FB-AUTH-013"},
			handler: func(_ stage.Simulator, next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if within(r, "/new-secret/confirm") {
						w.WriteHeader(http.StatusOK)
						return
					}
					next.ServeHTTP(w, r)
				})
			},
		},
		of(api, "fb-more-inverted", "says more on the last page only", "SRV-FB-PAGE-002").answered(edited("more", func(v any) any { return v != true })),
		of(api, "fb-offset-ignored", "begins every page at the first item", "SRV-FB-PAGE-001", "SRV-FB-PAGE-002").asked(func(_ stage.Simulator, r *http.Request) { queried(r, "offset", dropped("offset")) }),
		of(api, "fb-pages-overlap", "begins a page with the last item of the one before", "SRV-FB-PAGE-001", "SRV-FB-PAGE-002").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "offset", func(v string) string {
				n, err := strconv.Atoi(v)
				return when(err == nil && n > 0, strconv.Itoa(n-1), v)
			})
		}),
		of(api, "fb-pages-without-bound", "puts more than a thousand items on a page", "SRV-FB-PAGE-003").answered(edited("measurements", func(v any) any {
			if list, ok := v.([]any); ok && len(list) > 500 {
				return append(append([]any{}, list...), list...)
			}
			return v
		})),
		of(api, "fb-from-exclusive", "leaves out what begins at fromTime", "SRV-FB-FILT-001").answered(func(r *http.Request, a *reply) {
			from := r.URL.Query().Get("fromTime")
			a.objects(func(o map[string]any) {
				list, _ := o["measurements"].([]any)
				for i := 0; i < len(list); i++ {
					if m, _ := list[i].(map[string]any); from != "" && m["startTime"] == from {
						list = append(list[:i], list[i+1:]...)
						o["measurements"] = list
					}
				}
			})
		}),
		of(api, "fb-to-inclusive", "includes what begins at toTime", "SRV-FB-FILT-002").asked(func(_ stage.Simulator, r *http.Request) {
			queried(r, "toTime", func(v string) string {
				t, err := time.Parse(time.RFC3339, v)
				return when(err == nil, t.Add(time.Second).Format(time.RFC3339), v)
			})
		}),
		of(api, "fb-times-without-zone", "leaves the Z off its times", "SRV-FB-DATA-001").answered(edited("startTime", func(v any) any { return strings.TrimSuffix(text(v), "Z") })),
		of(api, "fb-null-for-absent", "writes null for what it does not know", "SRV-FB-DATA-002").answered(func(_ *http.Request, a *reply) {
			a.objects(func(o map[string]any) {
				if o["measurementId"] != nil {
					o["notes"] = nil
				}
			})
		}),
		of(api, "fb-ids-as-text", "writes whole numbers in quotes", "SRV-FB-DATA-003").answered(edited("teamId", func(v any) any { return text(v) })),
		of(api, "fb-thirty-a-minute", "lets half as many requests pass as it says", "SRV-FB-RATE-001").switched(api, "per-minute", "30"),
		of(api, "fb-no-new-day", "never begins the count of the day anew", "SRV-FB-RATE-002").remembering(func() func(*http.Request, *reply) {
			refused := false
			return func(_ *http.Request, a *reply) {
				if refused = refused || a.status == http.StatusTooManyRequests; refused {
					a.says(http.StatusTooManyRequests, "{}")
				}
			}
		}),
	}
}

func when[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
