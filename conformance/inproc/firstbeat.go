package inproc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Firstbeat presents client/firstbeat.
func Firstbeat() subject.Subject { return firstbeatSubject{} }

type firstbeatSubject struct{}

func (firstbeatSubject) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-client-firstbeat", Version: "1", Language: "go",
		APIs: []string{"firstbeat"}, Features: features(), Ops: slices.Sorted(maps.Keys(firstbeatOps())), Concurrency: 64,
	}, nil
}

func (firstbeatSubject) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	c := &firstbeatClient{cfg: cfg}
	return c, c.open(cfg.Credentials)
}

// firstbeatClient is an opened client, and what it was opened with.
type firstbeatClient struct {
	cfg subject.Config

	mu sync.Mutex
	c  *firstbeat.Client
}

func (f *firstbeatClient) open(creds subject.Credentials) error {
	log := slog.New(slog.NewTextHandler(f.cfg.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opts := []firstbeat.Option{
		firstbeat.WithBaseURL(f.cfg.BaseURL), firstbeat.WithHTTPClient(f.cfg.HTTPClient), firstbeat.WithLogger(log),
	}
	if creds.ConsumerID != "" && creds.SharedSecret != "" {
		opts = append(opts, firstbeat.WithCredentials(creds.ConsumerID, creds.SharedSecret))
	}
	if creds.APIKey != "" {
		opts = append(opts, firstbeat.WithAPIKey(creds.APIKey))
	}
	c, err := firstbeat.New(opts...)
	if err != nil {
		return firstbeatError(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.c = c
	return nil
}

func (f *firstbeatClient) client() *firstbeat.Client {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.c
}

func (f *firstbeatClient) RestartState(context.Context) error { return f.open(f.cfg.Credentials) }
func (f *firstbeatClient) Close() error                       { return nil }

func (f *firstbeatClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	run, ok := firstbeatOps()[op]
	if !ok {
		return nil, &subject.Unsupported{Reason: "no such operation: " + op}
	}
	if f.cfg.Deadline > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.cfg.Deadline)
		defer cancel()
	}
	a := &arguments{all: args}
	v, err := run(ctx, f, a)
	if a.err != nil {
		return nil, a.err
	}
	if err != nil {
		return nil, firstbeatError(err)
	}
	return v, nil
}

// firstbeatError puts the client's error into the judge's words: its kinds are
// the judge's classes, but for one that the judge counts as the server's.
func firstbeatError(err error) error {
	kind := apierr.KindOf(err)
	if kind == apierr.ErrUnavailable {
		kind = apierr.ErrServer
	}
	out := &subject.Error{Class: subject.Class(kind), Message: err.Error()}
	if e, ok := errors.AsType[*apierr.Error](err); ok {
		out.Status, out.RetryAfter = e.StatusCode, e.RetryAfter
	}
	if _, ok := errors.AsType[*subject.Error](err); ok {
		return err
	}
	return out
}

type firstbeatOp func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error)

func firstbeatOps() map[string]firstbeatOp {
	ops := map[string]firstbeatOp{
		"fb.register":       registerFirstbeat,
		"decode.fb_vector":  vectorFirstbeat,
		"decode.fb_results": bodyFirstbeat,
		"fb.api_key": func(ctx context.Context, f *firstbeatClient, _ *arguments) (any, error) {
			key, err := f.client().Account.APIKey(ctx)
			return map[string]any{"apiKey": string(key)}, err
		},
		"fb.new_secret": func(ctx context.Context, f *firstbeatClient, _ *arguments) (any, error) {
			secret, err := f.client().Account.NewSecret(ctx)
			return map[string]any{"sharedSecret": string(secret)}, err
		},
		"fb.confirm_secret": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return map[string]any{}, f.client().Account.ConfirmSecret(ctx, firstbeat.Secret(a.id("secret")))
		},
		"fb.accounts": func(ctx context.Context, f *firstbeatClient, _ *arguments) (any, error) {
			return plain(f.client().Accounts.List(ctx))
		},
		"fb.sports_types": func(ctx context.Context, f *firstbeatClient, _ *arguments) (any, error) {
			return plain(f.client().Types.Sports(ctx))
		},
		"fb.event_types": func(ctx context.Context, f *firstbeatClient, _ *arguments) (any, error) {
			return plain(f.client().Types.Events(ctx))
		},
		"fb.athletes": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return drain(f.client().Athletes.All(ctx, a.id("account")))
		},
		"fb.athlete": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return plain(f.client().Athletes.Get(ctx, a.id("account"), a.number("athlete")))
		},
		"fb.coaches": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return drain(f.client().Coaches.All(ctx, a.id("account")))
		},
		"fb.coach": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return plain(f.client().Coaches.Get(ctx, a.id("account"), a.number("coach")))
		},
		"fb.teams": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return drain(f.client().Teams.All(ctx, a.id("account")))
		},
		"fb.team": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return plain(f.client().Teams.Get(ctx, a.id("account"), a.number("team")))
		},
		"fb.team_athletes": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return drain(f.client().Teams.AllAthletes(ctx, a.id("account"), a.number("team")))
		},
	}
	maps.Copy(ops, firstbeatRecordings())
	return ops
}

// firstbeatRecordings are the operations on measurements and sessions.
func firstbeatRecordings() map[string]firstbeatOp {
	return map[string]firstbeatOp{
		"fb.measurements": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return drain(f.client().Measurements.All(ctx, a.id("account"), a.number("athlete"), &firstbeat.MeasurementOptions{
				From: a.instant("from"), To: a.instant("to"), ExerciseType: a.text("title"),
				MeasurementType: firstbeat.MeasurementType(a.text("measurement_type")),
				SportsTypes:     a.texts("sports_types"), EventTypes: a.texts("event_types"), IncludeLaps: a.yes("include_laps"),
			}))
		},
		"fb.sessions": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return drain(f.client().Sessions.All(ctx, a.id("account"), a.number("team"), &firstbeat.SessionOptions{
				From: a.instant("from"), To: a.instant("to"), Type: a.text("title"),
				SportsTypes: a.texts("sports_types"), EventTypes: a.texts("event_types"), IncludeLaps: a.yes("include_laps"),
			}))
		},
		"fb.measurement_results": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return single(f.client().Measurements.Results(ctx, a.id("account"), a.number("athlete"), a.number("measurement"), resultsOptions(a)))
		},
		"fb.measurement_lap_results": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return single(f.client().Measurements.LapResults(ctx, a.id("account"), a.number("athlete"), a.number("measurement"), a.number("lap"), resultsOptions(a)))
		},
		"fb.session_results": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return several(f.client().Sessions.Results(ctx, a.id("account"), a.number("team"), a.number("session"), resultsOptions(a)))
		},
		"fb.session_lap_results": func(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
			return several(f.client().Sessions.LapResults(ctx, a.id("account"), a.number("team"), a.number("session"), a.number("lap"), resultsOptions(a)))
		},
	}
}

func resultsOptions(a *arguments) *firstbeat.ResultsOptions {
	return &firstbeat.ResultsOptions{Variables: a.texts("vars"), Format: firstbeat.Format(a.text("format"))}
}

// registerFirstbeat registers a consumer and goes on as it, as a program does
// that has just been set up.
func registerFirstbeat(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
	reg, err := f.client().Account.Register(ctx, a.id("name"))
	if err != nil {
		return nil, err
	}
	err = f.open(subject.Credentials{ConsumerID: reg.ID, SharedSecret: string(reg.SharedSecret)})
	return map[string]any{"id": reg.ID, "consumerName": reg.ConsumerName, "sharedSecret": string(reg.SharedSecret)}, err
}

// vectorFirstbeat reads one variable as it stands in a body, given as JSON text.
func vectorFirstbeat(_ context.Context, _ *firstbeatClient, a *arguments) (any, error) {
	r, err := firstbeat.DecodeResults([]byte(`{"measurementId":1,"athleteId":1,"variables":[` + a.id("json") + `]}`))
	if r == nil || len(r.Variables) != 1 {
		return nil, errors.Join(err, &apierr.Error{Kind: apierr.ErrDecode, Message: "not one variable"})
	}
	return firstbeatVariable(r.Variables[0]), nil
}

// bodyFirstbeat reads a whole body of any of the four results operations.
func bodyFirstbeat(_ context.Context, _ *firstbeatClient, a *arguments) (any, error) {
	body := []byte(a.id("json"))
	if bytes.Contains(body, []byte(`"measurements"`)) {
		return several(firstbeat.DecodeSessionResults(body))
	}
	r, err := firstbeat.DecodeResults(body)
	if r == nil {
		return nil, decodeKind(err)
	}
	return several([]firstbeat.Results{*r}, err)
}

// decodeKind marks the errors of the pure decoding functions, which have no kind.
func decodeKind(err error) error {
	if apierr.KindOf(err) != apierr.ErrOther {
		return err
	}
	return &apierr.Error{Kind: apierr.ErrDecode, Err: err}
}

// single reports results; those that could be read in part are reported with
// what is wrong with the rest.
func single(r *firstbeat.Results, err error) (any, error) {
	if r == nil {
		return nil, err
	}
	return firstbeatResults(r)
}

func several(all []firstbeat.Results, err error) (any, error) {
	if all == nil {
		return nil, decodeKind(err)
	}
	out := make([]any, 0, len(all))
	for i := range all {
		v, err := firstbeatResults(&all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return map[string]any{"measurements": out}, nil
}

func firstbeatResults(r *firstbeat.Results) (any, error) {
	fields := *r
	fields.Variables = nil
	v, err := plain(fields, nil)
	o, ok := v.(map[string]any)
	if err != nil || !ok {
		return nil, err
	}
	vars := make(map[string]any, len(r.Variables))
	for _, x := range r.Variables {
		vars[x.Name] = firstbeatVariable(x)
	}
	o["variables"] = vars
	return o, nil
}

func firstbeatVariable(x firstbeat.Variable) any {
	o := map[string]any{}
	if x.Unit != "" {
		o["unit"] = x.Unit
	}
	switch {
	case x.Err != nil:
		o["error"] = x.Err.Error()
	case x.Series == nil:
		o["value"] = x.Value
	default:
		o["values"] = []float64(x.Series.Values)
		if x.Series.SamplingRate != "" {
			o["samplingRate"] = x.Series.SamplingRate
		}
	}
	return o
}

// drain walks all pages of a list.
func drain[T any](seq iter.Seq2[T, error]) (any, error) {
	all := []T{}
	for item, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return plain(all, nil)
}

// plain turns the client's types into what the judge compares, by way of their
// JSON form; times stay instants.
func plain(v any, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out any
	if err := d.Decode(&out); err != nil {
		return nil, err
	}
	return instants(jsonValue(out)), nil
}

// instants turns the times of objects back into instants.
func instants(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = instants(v[i])
		}
	case map[string]any:
		for name, member := range v {
			if s, ok := member.(string); ok && (strings.HasSuffix(name, "Time") || strings.HasSuffix(name, "TimeLocal")) {
				if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
					v[name] = subject.Instant{Time: t}
				}
				continue
			}
			v[name] = instants(member)
		}
	}
	return v
}
