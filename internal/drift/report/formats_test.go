package report

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFormatsAreThoseThatCanBeWritten(t *testing.T) {
	require.Equal(t, slices.Sorted(maps.Keys(formats())), Formats())
}
