package inproc

import (
	"context"
	"maps"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

type teamProOp = operation[*teamProClient]

func teamProOps() map[string]teamProOp {
	ops := map[string]teamProOp{
		"tp.teams": func(ctx context.Context, t *teamProClient, _ *arguments) (any, error) {
			return teamProList(t.client().Teams.All(ctx))
		},
		"tp.team": func(ctx context.Context, t *teamProClient, a *arguments) (any, error) {
			return teamProValue(t.client().Teams.Get(ctx, a.id("team")))
		},
		"tp.team_sessions": func(ctx context.Context, t *teamProClient, a *arguments) (any, error) {
			w, err := window(a)
			if err != nil {
				return nil, err
			}
			return teamProList(t.client().TeamSessions.All(ctx, a.id("team"), &polarteampro.TeamSessionOptions{Window: w}))
		},
		"tp.team_session": func(ctx context.Context, t *teamProClient, a *arguments) (any, error) {
			return teamProValue(t.client().TeamSessions.Get(ctx, a.id("session")))
		},
		"tp.player_sessions": func(ctx context.Context, t *teamProClient, a *arguments) (any, error) {
			w, err := window(a)
			if err != nil {
				return nil, err
			}
			return playerSessions(t.client().PlayerSessions.All(ctx, a.id("player"), &polarteampro.PlayerSessionOptions{Window: w, Type: a.text("type")}))
		},
		"tp.player_session": func(ctx context.Context, t *teamProClient, a *arguments) (any, error) {
			return playerSession(t.client().PlayerSessions.Get(ctx, a.id("session"), a.texts("samples")...))
		},
		"tp.session_summary": func(ctx context.Context, t *teamProClient, a *arguments) (any, error) {
			return teamProValue(t.client().PlayerSessions.Summary(ctx, a.id("session")))
		},
	}
	maps.Copy(ops, oauthLoginOps(func(t *teamProClient) *oauthLogin { return t.login }))
	return ops
}

// window reads the arguments from and to: wall-clock times without a zone.
func window(a *arguments) (w polarteampro.Window, err error) {
	for name, into := range map[string]*polarteampro.LocalTime{"from": &w.From, "to": &w.To} {
		text := a.wall(name)
		if text == "" {
			continue
		}
		if *into, err = polarteampro.ParseLocalTime(text); err != nil {
			return w, err
		}
	}
	return w, nil
}
