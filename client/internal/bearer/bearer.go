// Package bearer is the token of one call: put on each try, and renewed once when it is refused.
package bearer

import (
	"context"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/token"
)

// Session is the authorization of one call: its tokens, and whether one of them was
// refused already.
type Session struct {
	Tokens  token.Source
	used    *token.Token
	next    *token.Token // what the renewal gave
	renewed bool
}

// Authorize puts a token on a try.
func (s *Session) Authorize(ctx context.Context, h http.Header) (err error) {
	if s.used, s.next = s.next, nil; s.used == nil {
		if s.used, err = s.Tokens.Token(ctx); err != nil {
			return err
		}
	}
	h.Set("Authorization", "Bearer "+string(s.used.Access))
	return nil
}

// Judge is a judgement of answers that renews a refused token first: where there is another, the next
// try is made at once, and where there is none, refuse has the last word on why.
func (s *Session) Judge(judge func(*transport.Response) *transport.Verdict, refuse func(*transport.Response, *apierr.Error) *apierr.Error) func(context.Context, *transport.Response) *transport.Verdict {
	return func(ctx context.Context, r *transport.Response) *transport.Verdict {
		again, why := s.recover(ctx, r)
		if why != nil {
			return &transport.Verdict{Err: refuse(r, why)}
		}
		v := judge(r)
		if again {
			v.Now = true
		}
		return v
	}
}

// recover answers a 401: one other token, for one more try. Only that status says
// that a token is over; a 403 is about what it may do. Its error is why there is no
// other token.
func (s *Session) recover(ctx context.Context, r *transport.Response) (again bool, _ *apierr.Error) {
	if r.StatusCode != http.StatusUnauthorized || s.renewed || s.used == nil || !r.SameOrigin {
		return false, nil
	}
	s.renewed = true
	var err error
	if s.next, err = s.Tokens.Renew(ctx, s.used.Access); err != nil {
		return false, lost(err)
	}
	return true, nil
}

// lost is an error of renewing a token, as one of the call.
func lost(err error) *apierr.Error {
	kind := apierr.KindOf(err)
	if kind == apierr.ErrOther {
		kind = apierr.ErrAuth
	}
	return &apierr.Error{Kind: kind, StatusCode: http.StatusUnauthorized, Err: err, Remedy: "the user may have to log in again"}
}

// Used is the token of the last try, nil before the first.
func (s *Session) Used() *token.Token { return s.used }

// Redact removes the call's tokens from a vendor's words.
func (s *Session) Redact(text string) string { return transport.Redact(text, s.secrets()...) }

// RedactTo is Redact for what is kept and not printed whole.
func (s *Session) RedactTo(length int, text string) string {
	return transport.RedactTo(length, text, s.secrets()...)
}

func (s *Session) secrets() []string {
	if s.used == nil {
		return nil
	}
	return []string{string(s.used.Access), string(s.used.Refresh)}
}
