package inproc

import (
	"context"

	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

type sweatStackClient = oauthClient[sweatstack.Client]

// SweatStack presents client/sweatstack, with client/token for its tokens.
func SweatStack() subject.Subject {
	return &oauthSubject[sweatstack.Client]{
		name: "ergodrome-client-sweatstack", api: "sweatstack", ops: sweatStackOps,
		login: func(ctx context.Context, cfg subject.Config) (*oauthLogin, error) {
			return newLogin(ctx, cfg, sweatstack.AuthServerAt(cfg.BaseURL)) // SweatStack issues its own tokens
		},
		open: func(cfg subject.Config, tokens *token.Keeper) (*sweatstack.Client, error) {
			return sweatstack.New(sweatstack.WithBaseURL(cfg.BaseURL), sweatstack.WithHTTPClient(cfg.HTTPClient),
				sweatstack.WithTokens(tokens), sweatstack.WithLogger(logger(cfg)))
		},
	}
}
