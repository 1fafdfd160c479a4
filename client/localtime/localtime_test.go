package localtime_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/client/localtime"
)

func parse(t *testing.T, s string) localtime.Time {
	t.Helper()
	l, err := localtime.Parse(s)
	require.NoError(t, err)
	return l
}

func TestLocalTimes(t *testing.T) {
	t.Parallel()
	l := parse(t, "2017-04-14T09:20:06")
	require.Equal(t, "2017-04-14T09:20:06", l.String())
	require.False(t, l.Zoned())
	require.True(t, l.At(120).Equal(time.Date(2017, 4, 14, 7, 20, 6, 0, time.UTC)))
	helsinki := time.FixedZone("EEST", 3*3600)
	require.True(t, l.In(helsinki).Equal(time.Date(2017, 4, 14, 6, 20, 6, 0, time.UTC)))
	require.Equal(t, l, localtime.Of(l.In(helsinki)))

	for text, wall := range map[string]string{"2024-11-28T13:18:02.089Z": "2024-11-28T13:18:02.089", "2017-04-14T09:20:06.5+03:00": "2017-04-14T09:20:06.5"} {
		z := parse(t, text)
		require.True(t, z.Zoned())
		require.Equal(t, wall, z.String())
	}
	for _, text := range []string{"", "2017-04-14", "09:20:06", "2017-02-30T00:00:00", "2017-04-14T25:00:00"} {
		_, err := localtime.Parse(text)
		require.Error(t, err, text)
	}
	var none localtime.Time
	require.NoError(t, json.Unmarshal([]byte(`""`), &none))
	require.True(t, none.IsZero())
	require.Error(t, json.Unmarshal([]byte(`1`), &none))
}

func TestALocalTimeThatTheClockSkipped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := localtime.Of(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "t"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")))
		got, err := localtime.Parse(want.String())
		if err != nil || got != want {
			t.Fatalf("%s is %v, %v", want, got, err)
		}
		_ = want.In(time.Local) // never panics
	})
}

func Example() {
	shown, _ := localtime.Parse("2026-03-01T08:00:00")
	fmt.Println(shown, "in Helsinki is", shown.At(120).UTC().Format(time.RFC3339))
	// Output: 2026-03-01T08:00:00 in Helsinki is 2026-03-01T06:00:00Z
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2017-04-14T09:20:06", "2017-04-14T09:20:06.5", "2024-11-28T13:18:02.089Z", "2026-05-18T17:32:00.500000", "2017-04-14T09:20:06+02:00", "0000-01-01T00:00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := localtime.Parse(s)
		if err != nil || l.IsZero() {
			return
		}
		again, err := localtime.Parse(l.String())
		if err != nil || !again.Wall().Equal(l.Wall()) {
			t.Errorf("%q is %s, which is %s, %v", s, l, again, err)
		}
	})
}
