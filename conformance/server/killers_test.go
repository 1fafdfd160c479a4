package server

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAProbeThatIsUnknownHasNoKillers(t *testing.T) {
	require.NotEmpty(t, Killers("SRV-PO-AUTH-001"))
	require.Empty(t, Killers("SRV-PO-AUTH-00"))
}
