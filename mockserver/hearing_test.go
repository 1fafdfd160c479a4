package mockserver

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHearingKeepsTheBeginning(t *testing.T) {
	h := hearing{most: 5}
	for _, s := range []string{"abc", "", "def", "ghi"} {
		n, err := h.Write([]byte(s))
		require.NoError(t, err)
		require.Equal(t, len(s), n)
	}
	require.Equal(t, "abcde", h.kept.String())
	require.EqualValues(t, 9, h.all)
}
