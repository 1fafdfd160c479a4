package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGetFirstbeatResults reads one answer as a table.
func TestGetFirstbeatResults(t *testing.T) {
	t.Parallel()
	vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"measurementId":8,"athleteId":7,"variables":[{"name":"trimp","value":80.5},`+
			`{"name":"heartRateSeries","unit":"min⁻¹","samplingRate":"0.2Hz","type":"Unsigned","bits":8,"value":[60,61]},`+
			`{"name":"rriSeries","unit":"ms","type":"Unsigned","bits":16,"value":[757,806,812,778]}]}`)
	}))
	t.Cleanup(vendor.Close)
	env := map[string]string{
		"ERGODROME_FIRSTBEAT_URL": vendor.URL, "ERGODROME_FIRSTBEAT_CONSUMER_ID": "c", "ERGODROME_FIRSTBEAT_SHARED_SECRET": "s", "ERGODROME_FIRSTBEAT_API_KEY": "k",
	}
	var stdout, stderr bytes.Buffer
	code := Main(context.Background(), Env{
		Args:   strings.Fields("get firstbeat results --account 1-1 --athlete 7 --measurement 8 --format csv --var trimp,heartrRateAverage,heartRateSeries,rriSeries"),
		Getenv: func(name string) string { return env[name] }, Stdout: &stdout, Stderr: &stderr,
	})
	require.Zero(t, code)
	require.Equal(t, "not among the results: heartrRateAverage (misspelt, or nothing that they have)\n", stderr.String())
	require.Equal(t, `measurementId,athleteId,variable,unit,seconds,value
8,7,trimp,,,80.5
8,7,heartRateSeries,min⁻¹,0,60
8,7,heartRateSeries,min⁻¹,5,61
8,7,rriSeries,ms,0,757
8,7,rriSeries,ms,0.757,806
8,7,rriSeries,ms,1.563,812
8,7,rriSeries,ms,2.375,778
`, stdout.String())
}
