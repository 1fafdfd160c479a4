package inproc

import (
	"context"
	"maps"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

type firstbeatOp = operation[*firstbeatClient]

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
