package sweatstack_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/fixtures"
)

// calls are the operations of the client by the operationId of an exchange.
func calls() map[string]func(ctx context.Context, c *sweatstack.Client) error {
	cycling := sweatstack.LongitudinalOptions{Sports: []sweatstack.Sport{sweatstack.SportCycling}}
	return map[string]func(ctx context.Context, c *sweatstack.Client) error{
		"listActivities": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.List(ctx, nil)
			return err
		},
		"getActivity": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.Get(ctx, "act_1")
			return err
		},
		"getLatestActivity": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.Latest(ctx, "")
			return err
		},
		"getBackfillStatus": func(ctx context.Context, c *sweatstack.Client) error {
			for _, err := range c.Activities.BackfillStatus(ctx) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"getActivityData": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.Data(ctx, "act_1", nil)
			return err
		},
		"getActivityMeanMax": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.MeanMax(ctx, "act_1", nil)
			return err
		},
		"getActivityAccumulatedWorkDuration": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.AccumulatedWorkDuration(ctx, "act_1", "")
			return err
		},
		"getLongitudinalData": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.LongitudinalData(ctx, sweatstack.LongitudinalDataOptions{LongitudinalOptions: cycling})
			return err
		},
		"getLongitudinalMeanMax": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.LongitudinalMeanMax(ctx, sweatstack.LongitudinalMeanMaxOptions{LongitudinalOptions: cycling, Metric: sweatstack.MetricPower})
			return err
		},
		"getLongitudinalAccumulatedWorkDuration": func(ctx context.Context, c *sweatstack.Client) error {
			f, err := c.Activities.LongitudinalAccumulatedWorkDurationJSON(ctx, sweatstack.LongitudinalWorkDurationOptions{LongitudinalOptions: cycling})
			if err == nil {
				_, err = f.WorkDurationLevels()
			}
			return err
		},
		"downloadActivity": func(ctx context.Context, c *sweatstack.Client) error {
			d, err := c.Activities.Download(ctx, "act_1")
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, d.Body)
			return err
		},
		"uploadActivityFiles": func(ctx context.Context, c *sweatstack.Client) error {
			_, err := c.Activities.Upload(ctx, []sweatstack.UploadFile{sweatstack.FileBytes("a.fit", []byte("x"))}, nil)
			return err
		},
		"putActivityAppMetadata": func(ctx context.Context, c *sweatstack.Client) error {
			return c.Activities.SetAppMetadata(ctx, "act_1", map[string]any{"a": 1})
		},
		"deleteActivityAppMetadata": func(ctx context.Context, c *sweatstack.Client) error {
			return c.Activities.DeleteAppMetadata(ctx, "act_1")
		},
	}
}

// TestEveryFixtureDecodes gives the client what the service sends, or is
// printed to.
func TestEveryFixtureDecodes(t *testing.T) {
	all, err := fixtures.Exchanges("sweatstack")
	require.NoError(t, err)
	tested := 0
	for _, e := range all {
		call := calls()[e.Operation]
		if call == nil {
			continue // of the service's other parts
		}
		tested++
		t.Run(e.Name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(int, *http.Request) reply {
					return reply{raw: func(w http.ResponseWriter, r *http.Request) {
						_, _ = io.Copy(io.Discard, r.Body)
						for name, values := range e.Header {
							w.Header()[name] = values
						}
						w.WriteHeader(e.Status)
						_, _ = w.Write(e.Body)
					}}
				})
				err := call(t.Context(), v.client())
				switch {
				case strings.HasSuffix(e.Name, "-as-printed") && e.Status == 200:
					// The page says itself that its examples are not accurate: a
					// duration is "string", and the stream a list.
					require.ErrorIs(t, err, apierr.ErrDecode)
				case strings.HasSuffix(e.Name, "/latest-null"):
					require.ErrorIs(t, err, apierr.ErrNotFound)
				case strings.HasSuffix(e.Name, "/backfill-status-error"):
					require.ErrorIs(t, err, apierr.ErrServer)
					require.ErrorContains(t, err, "Could not read the status")
				case e.Status < 300:
					require.NoError(t, err)
				default:
					require.ErrorIs(t, err, apierr.FromStatus(e.Status))
					var said struct{ Detail any }
					if json.Unmarshal(e.Body, &said) != nil {
						return
					}
					switch d := said.Detail.(type) {
					case string:
						require.ErrorContains(t, err, d)
					case []any:
						v, ok := errors.AsType[sweatstack.ValidationError](err)
						require.True(t, ok)
						require.Len(t, v, len(d))
						for i, one := range d {
							require.Equal(t, one.(map[string]any)["msg"], v[i].Message)
							require.Equal(t, one.(map[string]any)["type"], v[i].Type)
							require.Len(t, v[i].Loc, len(one.(map[string]any)["loc"].([]any)))
						}
					}
				}
			})
		})
	}
	require.Greater(t, tested, 40)
}

func TestTokenFixtures(t *testing.T) {
	for name, kind := range map[string]apierr.Kind{"token": "", "token-refreshed": "", "token-refused": apierr.ErrAuth, "token-json": apierr.ErrInvalidArgument} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				e, err := fixtures.Load("sweatstack/" + name)
				require.NoError(t, err)
				body := strings.NewReplacer("{jwt}", "eyJhbGciOi.eyJzdWIi.c2ln", "{refreshToken}", "refresh-1").Replace(string(e.Body))
				v := start(t, script(reply{status: e.Status, body: body}))
				app, err := token.New(sweatstack.AuthServerAt("http://127.0.0.1/sweatstack"), "0123456789abcdef", "", token.WithHTTPClient(v.http))
				require.NoError(t, err)
				got, err := app.Refresh(t.Context(), "refresh-0")
				if kind != "" {
					require.ErrorIs(t, err, kind)
					return
				}
				require.NoError(t, err)
				require.Equal(t, 15*time.Minute, time.Until(got.Expiry).Round(time.Second))
			})
		})
	}
}

// expectation is what an independent decoder says of a file.
type expectation struct {
	Error   string
	Index   string
	Rows    *int
	Columns []struct {
		Name, Type, Kind string
		Values           []json.RawMessage
	}
	Accept []struct {
		Items []map[string]json.RawMessage
		Error string
	}
	Fields  map[string]json.RawMessage
	Absent  []string
	Seconds map[string]float64
	Instant map[string]time.Time
	Clock   map[string]string
}

// decodings runs f on each file of an area, with what is expected of it.
func decodings(t *testing.T, area, ending string, f func(t *testing.T, body []byte, want expectation)) {
	t.Helper()
	files, err := fs.Glob(fixtures.FS, "decode/"+area+"/*"+ending)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		if strings.HasSuffix(file, ".expect.json") {
			continue
		}
		t.Run(strings.TrimPrefix(file, "decode/"), func(t *testing.T) {
			body, err := fixtures.FS.ReadFile(file)
			require.NoError(t, err)
			raw, err := fixtures.FS.ReadFile(strings.TrimSuffix(file, ending) + ".expect.json")
			require.NoError(t, err)
			var want expectation
			require.NoError(t, json.Unmarshal(raw, &want))
			f(t, body, want)
		})
	}
}

func TestFrameFixtures(t *testing.T) {
	decodings(t, "sweatstack-parquet", ".parquet", func(t *testing.T, body []byte, want expectation) {
		f, err := sweatstack.ReadFrame(body)
		if want.Rows == nil || err != nil && want.Error != "" {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		require.Equal(t, *want.Rows, f.Rows)
		require.Len(t, f.Columns, len(want.Columns))
		if want.Index != "" {
			require.Equal(t, []string{want.Index}, f.Index)
		}
		for _, w := range want.Columns {
			c := f.Column(w.Name)
			require.NotNil(t, c, w.Name)
			require.Equal(t, len(w.Values), c.Len())
			for i, raw := range w.Values {
				if string(raw) == "null" {
					require.False(t, c.Has(i), "%s[%d]", w.Name, i)
					continue
				}
				require.True(t, c.Has(i), "%s[%d]", w.Name, i)
				switch w.Kind {
				case "number", "duration":
					v, ok := c.Float(i)
					require.True(t, ok)
					if n := number(t, raw); !math.IsNaN(n) || !math.IsNaN(v) {
						require.Equal(t, math.Float64bits(n), math.Float64bits(v), "%s[%d] is %v, not %s", w.Name, i, v, raw)
					}
					if w.Kind == "duration" {
						d, ok := c.Duration(i)
						require.True(t, ok)
						require.InDelta(t, v, d.Seconds(), 1e-9)
					}
				case "text":
					v, _ := c.Text(i)
					require.JSONEq(t, string(raw), quoted(v))
				case "instant", "clock":
					v, ok := c.Time(i)
					require.True(t, ok)
					require.Equal(t, w.Kind == "instant", c.UTC)
					require.Equal(t, strings.TrimSuffix(strings.Trim(string(raw), `"`), "Z"), v.Format("2006-01-02T15:04:05.999999999"))
				default:
					t.Fatalf("kind %s", w.Kind)
				}
			}
		}
	})
}

// number reads a number, or the word for one that JSON does not have.
func number(t *testing.T, raw json.RawMessage) float64 {
	t.Helper()
	var tagged struct{ V string }
	word := string(raw)
	if json.Unmarshal(raw, &tagged) == nil {
		word = tagged.V
	}
	v, err := strconv.ParseFloat(word, 64)
	require.NoError(t, err)
	return v
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestBackfillFixtures(t *testing.T) {
	decodings(t, "sweatstack-ndjson", ".ndjson", func(t *testing.T, body []byte, want expectation) {
		bubble(t, func(t *testing.T) {
			v := start(t, func(int, *http.Request) reply { // byte by byte: pieces must not matter
				return reply{raw: func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/x-ndjson")
					for i := range body {
						_, _ = w.Write(body[i : i+1])
						_ = http.NewResponseController(w).Flush()
					}
				}}
			})
			items, failure := []map[string]any{}, false
			for status, err := range v.client().Activities.BackfillStatus(t.Context()) {
				said, _ := errors.AsType[*sweatstack.BackfillError](err)
				switch {
				case err == nil && status.LoadedUntil.IsZero():
					items = append(items, map[string]any{"backfill_loaded_until": nil})
				case err == nil:
					items = append(items, map[string]any{"backfill_loaded_until": status.LoadedUntil.String()})
				case said != nil:
					items = append(items, map[string]any{"error": said.Message})
				case strings.Contains(err.Error(), io.ErrUnexpectedEOF.Error()):
					failure = true
				default:
					items = append(items, map[string]any{"unreadable": true})
				}
			}
			got, _ := json.Marshal(items)
			for _, a := range want.Accept {
				for _, item := range a.Items {
					if word, ok := item["error"]; ok { // on one line, as everything that may be printed
						var text string
						require.NoError(t, json.Unmarshal(word, &text))
						item["error"] = json.RawMessage(quoted(strings.Join(strings.Fields(text), " ")))
					}
					for name := range item {
						if name != "backfill_loaded_until" && name != "error" && name != "unreadable" {
							delete(item, name) // kept in Extra, which another test looks at
						}
					}
				}
				if (a.Error != "") == failure && sameJSON(a.Items, items) {
					return
				}
			}
			t.Errorf("got %s, error %v; want one of %+v", got, failure, want.Accept)
		})
	})
}

func sameJSON(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y) || strings.ReplaceAll(string(x), "null", "[]") == string(y)
}

func TestActivityFixtures(t *testing.T) {
	decodings(t, "sweatstack-activity", ".json", func(t *testing.T, body []byte, want expectation) {
		var a sweatstack.Activity
		err := sweatstack.Decode(body, &a)
		if want.Error != "" {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		written, err := json.Marshal(a)
		require.NoError(t, err)
		var tree any
		require.NoError(t, json.Unmarshal(written, &tree))
		at := func(pointer string) any {
			v := tree
			for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
				switch x := v.(type) {
				case map[string]any:
					v = x[part]
					if extra, ok := x["extra"].(map[string]any); ok && v == nil {
						v = extra[part]
					}
				case []any:
					v = x[int(part[0]-'0')]
				default:
					return nil
				}
			}
			return v
		}
		for pointer, w := range want.Fields {
			if string(w) == `""` || string(w) == `[]` || string(w) == `{}` {
				continue // an empty text or list is left out when it is written
			}
			got, err := json.Marshal(at(pointer))
			require.NoError(t, err)
			require.JSONEq(t, string(w), string(got), pointer)
		}
		for _, pointer := range want.Absent {
			if v := at(pointer); v != nil {
				require.Empty(t, v, pointer)
				require.NotEqual(t, 0.0, v, pointer)
			}
		}
		for pointer, seconds := range want.Seconds {
			d, err := sweatstack.ParseDuration(at(pointer).(string))
			require.NoError(t, err)
			require.InDelta(t, seconds, time.Duration(d).Seconds(), 1e-9)
		}
		for pointer, w := range want.Instant {
			got, err := time.Parse(time.RFC3339Nano, at(pointer).(string))
			require.NoError(t, err)
			require.True(t, w.Equal(got), pointer)
		}
		for pointer, w := range want.Clock {
			require.Equal(t, w, at(pointer), pointer)
		}
	})
}
