package cli

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/token"
)

func TestInterruptedProgramsStoreWhatTheyRenew(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	answer := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answer
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"next","token_type":"bearer","refresh_token":"only-one","expires_in":43199}`)
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "tokens.json")
	require.NoError(t, token.File(file).SaveToken(t.Context(), &token.Token{Access: "over", Refresh: "good-once", Expiry: time.Now().Add(-time.Hour)}))
	variables := map[string]string{"ERGODROME_POLAR_CLIENT_ID": "id", "ERGODROME_POLAR_CLIENT_SECRET": "secret"}
	a := account{env: Env{Getenv: func(name string) string { return variables[name] }}, service: polarAccessLink(), authURL: server.URL, file: file}
	tokens, err := a.source(t.Context())
	require.NoError(t, err)
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		<-asked
		interrupt()
		close(answer)
	}()
	_, err = tokens.Token(ctx)
	require.ErrorIs(t, err, context.Canceled)
	stored, err := token.File(file).LoadToken(t.Context())
	require.NoError(t, err)
	require.True(t, stored.Refresh == "only-one")
}
