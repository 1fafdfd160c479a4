package inproc

import (
	"context"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

type accessLinkClient = oauthClient[polaraccesslink.Client]

// PolarAccessLink presents client/polaraccesslink, with client/token for its tokens.
func PolarAccessLink() subject.Subject {
	return &oauthSubject[polaraccesslink.Client]{
		name: "ergodrome-client-polaraccesslink", api: "polar-accesslink", ops: accessLinkOps,
		login: func(ctx context.Context, cfg subject.Config) (*oauthLogin, error) {
			return newPolarLogin(ctx, cfg, polaraccesslink.AuthServer())
		},
		open: func(cfg subject.Config, tokens *token.Keeper) (*polaraccesslink.Client, error) {
			return polaraccesslink.New(polaraccesslink.WithBaseURL(cfg.BaseURL), polaraccesslink.WithHTTPClient(cfg.HTTPClient),
				polaraccesslink.WithTokens(tokens), polaraccesslink.WithLogger(logger(cfg)))
		},
	}
}
