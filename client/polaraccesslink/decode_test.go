package polaraccesslink_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

func TestDecodeList(t *testing.T) {
	const item = `{"heartRateSamplesPerDay":[{"date":"2025-06-12","state":"1"}]}`
	for _, body := range []string{item, `{"continuousSamples":` + item + `}`} {
		got, err := polaraccesslink.DecodeList[polaraccesslink.HeartRateDay]([]byte(body), "continuousSamples", "heartRateSamplesPerDay")
		require.NoError(t, err)
		require.Len(t, got, 1)
		require.EqualValues(t, 1, got[0].State)
	}
	got, err := polaraccesslink.DecodeList[polaraccesslink.HeartRateDay]([]byte(`{}`), "continuousSamples", "heartRateSamplesPerDay")
	require.NoError(t, err)
	require.Empty(t, got)
	for _, body := range []string{``, `[]`, `{"heartRateSamplesPerDay":1}`} {
		_, err := polaraccesslink.DecodeList[polaraccesslink.HeartRateDay]([]byte(body), "continuousSamples", "heartRateSamplesPerDay")
		require.Error(t, err, body)
	}
}

func TestDecode(t *testing.T) {
	var day polaraccesslink.ActivityDay
	require.NoError(t, polaraccesslink.Decode([]byte(`{"date":"2025-06-12","new":1}`), &day))
	require.Equal(t, "1", string(day.Extra["new"]))
}
