//go:build e2e

package e2e

import (
	"bufio"
	"encoding/json"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// post makes one control-plane call that must succeed.
func post(t *testing.T, url string) {
	t.Helper()
	resp, err := http.Post(url, "application/json", nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Lessf(t, resp.StatusCode, 300, "POST %s: %s", url, resp.Status)
}

// TestPythonStranger walks from registration to a decoded vector with PyJWT and
// requests, the libraries of the vendor's own example.
func TestPythonStranger(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("/usr/bin/python3")
	if err != nil {
		python, err = exec.LookPath("python3")
	}
	require.NoError(t, err, "this test runs a Python program: install python3, python3-jwt and python3-requests")

	file := filepath.Join(t.TempDir(), "world.yaml")
	require.NoError(t, os.WriteFile(file, []byte("pins:\n  firstbeat:\n    accounts:\n      - accountId: 3-4925\n        name: Harbour Hawks\n"), 0o600))
	s := serve(t, "--validate", "--world", file)
	cmd := exec.Command(python, "strangers/firstbeat_walk.py", s.URLs["firstbeat"], "Harbour Hawks")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	out := bufio.NewReader(stdout)
	id, err := out.ReadString('\n')
	require.NoErrorf(t, err, "stderr:\n%s", &stderr)
	id = strings.TrimSpace(id)

	consumer := s.Control + "/worlds/default/firstbeat/consumers/" + id
	post(t, consumer+"/approve")
	post(t, consumer+"/accounts/3-4925/link")
	post(t, consumer+"/accounts/3-4925/grant")
	_, err = stdin.Write([]byte("approved\n"))
	require.NoError(t, err)

	line, err := out.ReadString('\n')
	require.NoErrorf(t, err, "stderr:\n%s", &stderr)
	require.NoErrorf(t, cmd.Wait(), "stderr:\n%s", &stderr)
	var found struct {
		Accounts         int
		Unit             string
		Seconds          float64
		HeartRateSeries  []int
		HeartRateAverage float64
		HeartRatePeak    float64
	}
	require.NoError(t, json.Unmarshal([]byte(line), &found))
	require.Equal(t, 2, found.Accounts, "the sandbox and the granted account")
	require.Equal(t, "min⁻¹", found.Unit)
	require.Len(t, found.HeartRateSeries, int(math.Ceil(found.Seconds/5)), "0.2 Hz over the sum of the R-R intervals")
	var sum, peak float64
	for _, v := range found.HeartRateSeries {
		sum, peak = sum+float64(v), max(peak, float64(v))
	}
	require.InDelta(t, found.HeartRateAverage, sum/float64(len(found.HeartRateSeries)), 0.5000001)
	require.InDelta(t, found.HeartRatePeak, peak, 0)
}
