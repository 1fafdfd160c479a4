package polarteampro_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSamplesAreNeverCoded(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.strange = true
	path := s.sessionPath(s.teamWorkout().Ref)
	headers := []string{"Authorization", "Bearer " + s.coach, "Accept-Encoding", "gzip"}
	samples := s.send("GET", path+"?samples=hr", headers...)
	require.Empty(t, samples.header.Get("Content-Encoding"))
	require.Contains(t, samples.error(), `"samples":{"fields":["time","hr"]`)
	require.Equal(t, "gzip", s.send("GET", s.teamPath()+"/training_sessions?per_page=100", headers...).header.Get("Content-Encoding"))
}
