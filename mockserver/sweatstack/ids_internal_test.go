package sweatstack

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func TestAPinMayBeWhatAnotherIsCalled(t *testing.T) {
	t.Parallel()
	x, at := &ids{}, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	place := func(athlete int) uint64 { return place(dataset.Ref{Athlete: athlete}) }
	first, second := x.natural(ofActivity, at, place(1)), x.natural(ofActivity, at, place(2))
	x.pins.Pin(first, second)
	require.Equal(t, second, x.name(ofActivity, at, place(1)))
	require.Equal(t, first, x.name(ofActivity, at, place(2)), "whoever had it gets the other's")
}
