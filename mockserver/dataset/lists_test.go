package dataset

import (
	"testing"

	"github.com/brianvoe/gofakeit/v7/data"
	"github.com/stretchr/testify/require"
)

// Seeds draw names by their places.
func TestNamesAreGofakeitsInItsOrder(t *testing.T) {
	t.Parallel()
	require.Equal(t, data.Person["first"], firstNames[:])
	require.Equal(t, data.Person["last"], lastNames[:])
}
