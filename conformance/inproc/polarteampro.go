package inproc

import (
	"context"

	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

type teamProClient = oauthClient[polarteampro.Client]

// PolarTeamPro presents client/polarteampro, with client/token for its tokens.
func PolarTeamPro() subject.Subject {
	return &oauthSubject[polarteampro.Client]{
		name: "ergodrome-client-polarteampro", api: "polar-teampro", ops: teamProOps,
		login: func(ctx context.Context, cfg subject.Config) (*oauthLogin, error) {
			return newPolarLogin(ctx, cfg, polarteampro.AuthServer())
		},
		open: func(cfg subject.Config, tokens *token.Keeper) (*polarteampro.Client, error) {
			return polarteampro.New(polarteampro.WithBaseURL(cfg.BaseURL), polarteampro.WithHTTPClient(cfg.HTTPClient),
				polarteampro.WithTokens(tokens), polarteampro.WithLogger(logger(cfg)))
		},
	}
}
