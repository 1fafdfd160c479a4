package dataset

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The zones that are carried along are those of the database, hour by hour, as far as it can no longer change.
func TestZonesAreThoseOfTheDatabase(t *testing.T) {
	for i := range zoneCount {
		ours := loaded().at(i)
		require.Equal(t, zoneName(i), ours.String())
		theirs, err := time.LoadLocation(zoneName(i))
		require.NoError(t, err)
		for at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2026; at = at.Add(time.Hour) {
			name, offset := at.In(ours).Zone()
			wantName, want := at.In(theirs).Zone()
			require.Equal(t, want, offset, "%s at %s", ours, at)
			require.Equal(t, wantName, name)
		}
	}
}
