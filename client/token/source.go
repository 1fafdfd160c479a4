package token

import (
	"context"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Source gives the tokens of one user. Vendors' clients ask it before every
// request, and tell it of every 401.
type Source interface {
	// Token returns a token that is good for a while.
	Token(ctx context.Context) (*Token, error)
	// Renew returns another token than the one that was refused, or an error
	// of kind apierr.ErrAuth if there is none to be had.
	Renew(ctx context.Context, refused Secret) (*Token, error)
}

// Static is a Source of one access token that cannot be renewed.
type Static Secret

// Token returns the token.
func (s Static) Token(context.Context) (*Token, error) {
	if s == "" || !sendable(string(s)) {
		return nil, &apierr.Error{Service: "token", Kind: apierr.ErrAuth, Message: "the access token is empty, or has characters that no token has"}
	}
	return &Token{Access: Secret(s)}, nil
}

// Renew is an error: there is no other.
func (s Static) Renew(context.Context, Secret) (*Token, error) {
	return nil, &apierr.Error{Service: "token", Kind: apierr.ErrAuth, Message: "the access token was refused, and there is no way to renew it"}
}

// Format hides the token from fmt.
func (s Static) String() string { return hidden }

// GoString hides the token from fmt.
func (s Static) GoString() string { return hidden }

// FromTokenSource is a Source over another library's.
func FromTokenSource(s oauth2.TokenSource) Source { return foreign{s} }

type foreign struct{ source oauth2.TokenSource }

func (f foreign) Token(context.Context) (*Token, error) {
	o, err := f.source.Token()
	if err != nil {
		// What it says may quote the answer, tokens and all.
		return nil, &apierr.Error{Service: "token", Kind: apierr.ErrAuth, Message: "the token source has no token"}
	}
	return FromOAuth2(o), nil
}

func (f foreign) Renew(ctx context.Context, refused Secret) (*Token, error) {
	t, err := f.Token(ctx)
	if err == nil && t.Access == refused {
		return nil, &apierr.Error{Service: "token", Kind: apierr.ErrAuth, Message: "the access token was refused, and its source has no other"}
	}
	return t, err
}

// TokenSource is a keeper as other libraries have it. ctx bounds what it does.
func (k *Keeper) TokenSource(ctx context.Context) oauth2.TokenSource {
	return sourceFunc(func() (*oauth2.Token, error) {
		t, err := k.Token(ctx)
		if err != nil {
			return nil, err
		}
		return t.OAuth2(), nil
	})
}

type sourceFunc func() (*oauth2.Token, error)

func (f sourceFunc) Token() (*oauth2.Token, error) { return f() }
