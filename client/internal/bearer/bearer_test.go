package bearer_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/bearer"
	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/token"
)

// source has one token, and another when the first was refused.
type source struct{ err error }

func (source) Token(context.Context) (*token.Token, error) {
	return &token.Token{Access: "first", Refresh: "again"}, nil
}

func (s source) Renew(context.Context, token.Secret) (*token.Token, error) {
	return &token.Token{Access: "second"}, s.err
}

func refusal(status int, sameOrigin bool) *transport.Response {
	return &transport.Response{StatusCode: status, SameOrigin: sameOrigin}
}

// judged is whether an answer is worth another try at once, and why there is no token for it.
func judged(t *testing.T, s *bearer.Session, r *transport.Response) (again bool, why *apierr.Error) {
	t.Helper()
	v := s.Judge(
		func(*transport.Response) *transport.Verdict { return &transport.Verdict{} },
		func(_ *transport.Response, e *apierr.Error) *apierr.Error { why = e; return e },
	)(t.Context(), r)
	require.Equal(t, why, v.Err)
	return v.Now, why
}

func TestARefusedTokenIsRenewedOnce(t *testing.T) {
	t.Parallel()
	s := &bearer.Session{Tokens: source{}}
	h := http.Header{}
	require.Nil(t, s.Used())
	again, err := judged(t, s, refusal(401, true))
	require.Nil(t, err)
	require.False(t, again, "nothing was sent that could be renewed")
	require.NoError(t, s.Authorize(t.Context(), h))
	require.Equal(t, "Bearer first", h.Get("Authorization"))
	require.NotContains(t, s.Redact("first or again?"), "first")
	require.NotContains(t, s.RedactTo(100, "first or again?"), "again")
	for _, r := range []*transport.Response{refusal(403, true), refusal(500, true), refusal(401, false)} {
		again, err = judged(t, s, r)
		require.Nil(t, err)
		require.False(t, again)
	}
	again, err = judged(t, s, refusal(401, true))
	require.Nil(t, err)
	require.True(t, again)
	require.NoError(t, s.Authorize(t.Context(), h))
	require.Equal(t, "Bearer second", h.Get("Authorization"))
	again, _ = judged(t, s, refusal(401, true))
	require.False(t, again, "a second refusal is the answer")
}

func TestATokenThatCannotBeRenewed(t *testing.T) {
	t.Parallel()
	for cause, kind := range map[error]apierr.Kind{errors.New("revoked"): apierr.ErrAuth, context.Canceled: apierr.ErrCanceled} {
		s := &bearer.Session{Tokens: source{err: cause}}
		require.NoError(t, s.Authorize(t.Context(), http.Header{}))
		_, err := judged(t, s, refusal(401, true))
		require.ErrorIs(t, err, cause)
		require.ErrorIs(t, err, kind)
	}
}
