package live

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/packed"
)

func TestTheArchiveIsOfTheseFiles(t *testing.T) {
	require.NoError(t, packed.Stale(files, os.DirFS("."), "baseline"))
}
