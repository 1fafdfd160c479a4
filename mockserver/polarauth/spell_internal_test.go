package polarauth

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTokenAnswersAreSpelledAsTheyAreDeclared(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[A-Za-z0-9:_ é"\\-]{0,12}`)
		b := tokenBody{
			AccessToken: word.Draw(t, "access"), TokenType: "bearer", RefreshToken: word.Draw(t, "refresh"), ExpiresIn: rapid.Int64().Draw(t, "expires"),
			Scope: word.Draw(t, "scope"), UserID: rapid.Int64().Draw(t, "user"), JTI: word.Draw(t, "jti"),
		}
		want, err := json.Marshal(b)
		require.NoError(t, err)
		require.Equal(t, string(want), string(b.json()))
	})
}
