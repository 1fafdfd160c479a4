package firstbeat_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

var accepted = reply{status: 202, body: `{"message":"Accepted"}`}

func deadline(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// fetchers are the four calls for results. [confirmed: OpenAPI 1.1.0]
var fetchers = map[string]struct {
	target string
	body   string
	fetch  func(ctx context.Context, c *firstbeat.Client, o *firstbeat.ResultsOptions) (any, error)
}{
	"GetMeasurementResults": {
		"/v1/sports/accounts/1-1/athletes/7/measurements/8/results", bike,
		func(ctx context.Context, c *firstbeat.Client, o *firstbeat.ResultsOptions) (any, error) {
			return c.Measurements.Results(ctx, "1-1", 7, 8, o)
		},
	},
	"GetMeasurementLapResults": {
		"/v1/sports/accounts/1-1/athletes/7/measurements/8/laps/9/results", bike,
		func(ctx context.Context, c *firstbeat.Client, o *firstbeat.ResultsOptions) (any, error) {
			return c.Measurements.LapResults(ctx, "1-1", 7, 8, 9, o)
		},
	},
	"GetSessionResults": {
		"/v1/sports/accounts/1-1/teams/3/sessions/8/results", `{"measurements":[` + bike + `]}`,
		func(ctx context.Context, c *firstbeat.Client, o *firstbeat.ResultsOptions) (any, error) {
			return c.Sessions.Results(ctx, "1-1", 3, 8, o)
		},
	},
	"GetSessionLapResults": {
		"/v1/sports/accounts/1-1/teams/3/sessions/8/laps/9/results", `{"measurements":[` + bike + `]}`,
		func(ctx context.Context, c *firstbeat.Client, o *firstbeat.ResultsOptions) (any, error) {
			return c.Sessions.LapResults(ctx, "1-1", 3, 8, 9, o)
		},
	},
}

func TestPolling(t *testing.T) {
	for name, f := range fetchers {
		t.Run("it waits five seconds in "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(accepted, accepted, ok(f.body)))
				if _, err := f.fetch(t.Context(), v.client(), nil); err != nil {
					t.Fatal(err)
				}
				for _, target := range v.targets() {
					if target != "GET "+f.target {
						t.Errorf("request = %s, want GET %s", target, f.target)
					}
				}
				if g := gaps(v.requests()); len(g) != 2 || g[0] < 5*time.Second || g[1] < 5*time.Second {
					t.Errorf("gaps = %v, want two of at least 5s", g)
				}
			})
		})
		t.Run("it tells no data from no variables in "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(accepted, reply{status: 204, header: map[string]string{"Content-Encoding": "gzip"}}))
				if got, err := f.fetch(t.Context(), v.client(), nil); !errors.Is(err, apierr.ErrNoData) {
					t.Errorf("204 = %v, %v, want no_data", got, err)
				}
				if n := len(v.requests()); n != 2 {
					t.Errorf("%d requests, want 2: a failed analysis is final", n)
				}
			})
		})
		t.Run("it never takes a 202 for data in "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(reply{status: 202, body: f.body}))
				begin := time.Now()
				_, err := f.fetch(t.Context(), v.client(firstbeat.WithPolling(5*time.Second, time.Minute)), nil)
				if !errors.Is(err, apierr.ErrProcessingTimeout) || !strings.Contains(err.Error(), f.target) {
					t.Errorf("error = %v, want processing_timeout that names %s", err, f.target)
				}
				if took := time.Since(begin); took > time.Minute {
					t.Errorf("took %v, want at most the bound of a minute", took)
				}
			})
		})
	}
}

func TestA202IsPolledWhateverItsBody(t *testing.T) {
	bodies := map[string]reply{
		"empty": {status: 202}, "a page": {status: 202, body: "<html>", header: map[string]string{"Content-Type": "text/html"}},
		"large": {status: 202, body: strings.Repeat(" ", 1<<20)}, "in a coding that is damaged": {status: 202, body: "{}", header: map[string]string{"Content-Encoding": "gzip"}},
	}
	for name, first := range bodies {
		bubble(t, func(t *testing.T) {
			v := start(t, script(first, ok(bike)))
			if _, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, nil); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

func TestPollingEndsWithTheContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(accepted))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begin := time.Now()
		_, err := v.client().Measurements.Results(ctx, "1-1", 7, 8, nil)
		if !errors.Is(err, apierr.ErrCanceled) || !errors.Is(err, context.Canceled) || time.Since(begin) != time.Second {
			t.Errorf("error = %v after %v, want canceled after 1s", err, time.Since(begin))
		}
		time.Sleep(time.Minute)
		if n := len(v.requests()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

func TestPollingOutlivesATokenAndKeepsTheLimit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ready := time.Now().Add(6 * time.Minute)
		v := start(t, nil)
		v.answer = func(int, *http.Request) reply {
			if time.Now().Before(ready) {
				return accepted
			}
			return ok(bike)
		}
		if _, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, nil); err != nil {
			t.Fatal(err)
		}
		for _, g := range v.requests() {
			if !g.at.Before(g.expires) || g.at.Before(g.issued) {
				t.Errorf("at %v a token of %v to %v was sent", g.at, g.issued, g.expires)
			}
		}
	})
	bubble(t, func(t *testing.T) {
		b, seen := new(bucket), sync.Map{}
		v := start(t, func(_ int, r *http.Request) reply {
			if !b.take() {
				return tooMany(throttled)
			}
			if _, again := seen.LoadOrStore(r.URL.Path, true); !again {
				return accepted
			}
			return ok(bike)
		})
		c := v.client()
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				if _, err := c.Measurements.Results(t.Context(), "1-1", 7, int64(i), nil); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if b.refused != 0 || len(v.requests()) != 80 {
			t.Errorf("%d requests, %d refused, want 80 and none", len(v.requests()), b.refused)
		}
	})
}

func TestA202ElsewhereIsNoData(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 202, body: page(1, 2, "")}))
		if p, err := v.client().Athletes.List(t.Context(), "1-1", 0); err == nil {
			t.Errorf("page = %v, want an error", p)
		}
	})
}

// sized is a vendor that refuses more than some variables at a time.
func sized(most int, refuse func(r *http.Request) reply) func(int, *http.Request) reply {
	return func(_ int, r *http.Request) reply {
		names := strings.Split(r.URL.Query().Get("var"), ",")
		if len(names) > most {
			return refuse(r)
		}
		var vars []string
		for i, name := range names {
			vars = append(vars, fmt.Sprintf(`{"name":%q,"value":%d}`, name, i))
		}
		one := `{"measurementId":8,"athleteId":7,"variables":[` + strings.Join(vars, ",") + `]}`
		if strings.Contains(r.URL.Path, "/sessions/") {
			return ok(`{"measurements":[` + one + `,` + strings.Replace(one, `"athleteId":7,`, `"athleteId":6,`, 1) + `]}`)
		}
		return ok(one)
	}
}

func TestSplitting(t *testing.T) {
	vars := []string{"a", "b", "c", "d", "e", "f", "g", "b"}
	for _, status := range []int{413, 419, 504} {
		for name, f := range fetchers {
			t.Run(fmt.Sprintf("it fetches all of %s in parts after %d", name, status), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					v := start(t, sized(2, func(*http.Request) reply { return reply{status: status, body: `{"message":"Response Too Large"}`} }))
					got, err := f.fetch(t.Context(), v.client(), &firstbeat.ResultsOptions{Variables: vars})
					if err != nil {
						t.Fatal(err)
					}
					list, isList := got.([]firstbeat.Results)
					if !isList {
						list = []firstbeat.Results{*got.(*firstbeat.Results)}
					} else if len(list) != 2 {
						t.Errorf("%d measurements, want 2", len(list))
					}
					for _, r := range list {
						names := ""
						for _, x := range r.Variables {
							names += x.Name
						}
						if names != "abcdefg" {
							t.Errorf("variables = %s, want each of abcdefg once", names)
						}
					}
					if got, want := v.targets()[0], "GET "+f.target+"?var=a,b,c,d,e,f,g"; got != want {
						t.Errorf("first request = %s, want %s", got, want)
					}
					if status == 504 {
						return // may be sent once more: it does not say why
					}
					seen := map[string]bool{}
					for _, target := range v.targets() {
						if seen[target] {
							t.Errorf("%s was sent again", target)
						}
						seen[target] = true
					}
				})
			})
		}
	}
}

func TestSplittingEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 413, body: `{"message":"Response Too Large"}`}))
		c := v.client()
		_, err := c.Measurements.Results(t.Context(), "1-1", 7, 8, &firstbeat.ResultsOptions{Variables: []string{"a", "b", "c", "d"}})
		want := "firstbeat: GetMeasurementResults: 413 Response Too Large; variable a is too large by itself"
		if !errors.Is(err, apierr.ErrTooLarge) || err.Error() != want {
			t.Errorf("error = %v, want %s", err, want)
		}
		if n := len(v.requests()); n != 3 {
			t.Errorf("%d requests (%v), want 3: four, two, one variable", n, v.targets())
		}
		_, err = c.Measurements.Results(t.Context(), "1-1", 7, 8, nil)
		if e, _ := errors.AsType[*apierr.Error](err); e == nil || e.Kind != apierr.ErrTooLarge || e.Remedy == "" {
			t.Errorf("default set: %v, want too_large with a remedy", err)
		}
		if n := len(v.requests()); n != 4 {
			t.Errorf("%d requests, want 4", n)
		}
	})
}

func TestAListThatIsTooLargeIsFetchedAsBinary(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(_ int, r *http.Request) reply {
			if r.URL.Query().Get("format") == "list" {
				return reply{status: 413, body: `{"message":"Response Too Large"}`}
			}
			return ok(bike)
		})
		r, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, &firstbeat.ResultsOptions{Variables: []string{"rmssd1MinSeries"}, Format: firstbeat.FormatList})
		if err != nil {
			t.Fatal(err)
		}
		if s, err := r.Variables.Series("rmssd1MinSeries"); err != nil || len(s.Values) != 2 {
			t.Errorf("series = %v, %v", s, err)
		}
		base := "GET " + fetchers["GetMeasurementResults"].target + "?var=rmssd1MinSeries&format="
		if got := strings.Join(v.targets(), " "); got != base+"list "+base+"binary" {
			t.Errorf("requests = %s", got)
		}
	})
}

func TestAPartThatFailsIsNoResult(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(_ int, r *http.Request) reply {
			switch r.URL.Query().Get("var") {
			case "a,b":
				return reply{status: 413}
			case "a":
				return ok(bike)
			}
			return reply{status: 404}
		})
		r, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, &firstbeat.ResultsOptions{Variables: []string{"a", "b"}})
		if r != nil || !errors.Is(err, apierr.ErrNotFound) {
			t.Errorf("Results = %v, %v, want nothing and not_found", r, err)
		}
	})
}

func TestAFaultyVariableComesWithTheOthers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(strings.Replace(bike, "eJxz0", "eJxy0", 1))))
		r, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, nil)
		if r == nil || !errors.Is(err, apierr.ErrDecode) || !strings.Contains(err.Error(), "rmssd1MinSeries") {
			t.Fatalf("Results = %v, %v, want results and a decode error that names rmssd1MinSeries", r, err)
		}
		if hr, err := r.Variables.Scalar("heartRateAverage"); err != nil || hr != 141 {
			t.Errorf("the good one = %v, %v", hr, err)
		}
	})
}
