package polarteampro_test

import (
	"testing"
	"time"

	iso "github.com/sosodev/duration"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

func TestDurations(t *testing.T) {
	good := map[string]time.Duration{
		"PT0S": 0, "PT0.1S": 100 * time.Millisecond, "PT4.2S": 4200 * time.Millisecond, "PT4S": 4 * time.Second, "PT1H2M3S": 3723 * time.Second,
		"PT1M": time.Minute, "P1DT1S": 86401 * time.Second, "PT0.000000001S": 1, "PT5400.9S": 5400*time.Second + 900*time.Millisecond, "-PT1.5S": -1500 * time.Millisecond, "PT1H0.1S": time.Hour + 100*time.Millisecond,
	}
	for text, want := range good {
		got, err := polarteampro.ParseDuration(text)
		require.NoError(t, err, text)
		require.Equal(t, want, time.Duration(got), text)
	}
	for _, text := range []string{"", "P", "PT", "PTS", "4.2", "4.2s", "P1M", "P1Y", "PT1e9H", "PT99999999999999999999H", "PT.S", "PT1.2.3S", "PT-", "pt1s", "T1S", "PT1S ", "PT9223372037S"} {
		got, err := polarteampro.ParseDuration(text)
		require.Error(t, err, "%s is %v", text, got)
	}
}

func TestDurationsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := polarteampro.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "d"))
		if got, err := polarteampro.ParseDuration(want.String()); err != nil || got != want {
			t.Fatalf("%s is %v, %v", want, got, err)
		}
		millis := want / 1e6 * 1e6 // a library of floats is exact that far
		if p, err := iso.Parse(millis.String()); err != nil || p.ToTimeDuration() != time.Duration(millis) {
			t.Fatalf("another library reads %s as %v, %v", millis, p, err)
		}
	})
}

func TestTheInstantOfAListing(t *testing.T) {
	s := polarteampro.PlayerSession{Start: local(t, "2017-04-14T09:20:06"), TimezoneOffset: new(120)}
	at, known := s.StartInstant()
	require.True(t, known)
	require.True(t, at.Equal(time.Date(2017, 4, 14, 7, 20, 6, 0, time.UTC)))
	s.TimezoneOffset = nil
	_, known = s.StartInstant()
	require.False(t, known, "no guess")
}
