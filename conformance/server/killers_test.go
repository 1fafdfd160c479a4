package server

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/packed"
)

func TestTheArchiveIsOfTheseFiles(t *testing.T) {
	require.NoError(t, packed.Stale(files, os.DirFS("."), "killers.txt"))
}

func TestAProbeThatIsUnknownHasNoKillers(t *testing.T) {
	require.NotEmpty(t, Killers("SRV-PO-AUTH-001"))
	require.Empty(t, Killers("SRV-PO-AUTH-00"))
}
