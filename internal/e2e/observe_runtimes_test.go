//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const javaProgram = `import java.net.*;
import java.net.http.*;

class Ask {
  public static void main(String[] a) throws Exception {
    var old = (HttpURLConnection) new URL("https://api.firstbeat.com/v1/sports/accounts").openConnection();
    System.out.println(old.getResponseCode());
    var client = HttpClient.newHttpClient();
    var ask = HttpRequest.newBuilder(URI.create("https://api.firstbeat.com/v1/sports/accounts")).build();
    System.out.println(client.send(ask, HttpResponse.BodyHandlers.ofString()).statusCode());
  }
}
`

// TestTheVendorsURLIsInterceptedInEveryRuntime shows where programs with the vendor's URL
// written into them end up: in the world. Elsewhere they get nowhere.
func TestTheVendorsURLIsInterceptedInEveryRuntime(t *testing.T) {
	ergodrome := program(t)
	java := filepath.Join(t.TempDir(), "Ask.java")
	require.NoError(t, os.WriteFile(java, []byte(javaProgram), 0o600))
	const url = "https://api.firstbeat.com/v1/sports/accounts"
	for name, c := range map[string]struct {
		argv     []string
		requests int
	}{
		"curl":            {[]string{"curl", "-sS", url}, 1},
		"Python requests": {[]string{"/usr/bin/python3", "-c", "import requests; print(requests.get('" + url + "').status_code)"}, 1},
		"Python urllib":   {[]string{"/usr/bin/python3", "-c", "import urllib.request as u, urllib.error as e\ntry: u.urlopen('" + url + "')\nexcept e.HTTPError as x: print(x)"}, 1},
		"Node fetch":      {[]string{"node", "-e", "fetch('" + url + "').then((r) => console.log(r.status))"}, 1},
		"Node https":      {[]string{"node", "-e", "require('https').get('" + url + "', (r) => r.resume())"}, 1},
		"Go":              {[]string{ergodrome, "get", "firstbeat", "accounts"}, 1},
		"Java":            {[]string{"java", java}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "Java" {
				if _, err := exec.LookPath("javac"); err != nil {
					t.Skip("there is no JDK here")
				}
			}
			out := t.TempDir()
			args := []string{
				"check", "observe", "--scenario", "firstbeat/sync", "--case", "FB-ENC-001", "--time", "real", "--out", out,
				"--set-env", "ERGODROME_FIRSTBEAT_CONSUMER_ID={CLIENT_ID}", "--set-env", "ERGODROME_FIRSTBEAT_SHARED_SECRET={CLIENT_SECRET}", "--",
			}
			cmd := exec.CommandContext(t.Context(), ergodrome, append(args, c.argv...)...)
			said, _ := cmd.CombinedOutput() // the verdict is another matter
			require.FileExists(t, filepath.Join(out, "results.json"), string(said))
			r := results(t, out)
			require.GreaterOrEqual(t, r.Programs[0].Requests, c.requests)
			require.Empty(t, r.Programs[0].Foreign)
		})
	}
	t.Run("elsewhere", func(t *testing.T) {
		t.Parallel()
		out := t.TempDir()
		run(t, out, 5, ergodrome, "check", "observe", "--scenario", "firstbeat/sync", "--case", "FB-ENC-001", "--time", "real", "--out", out, "--",
			"sh", "-c", "curl -sS https://example.com/; curl -sS http://example.com/there; node -e \"fetch('https://example.com/').catch(() => {})\"; true")
		require.Equal(t, []string{"CONNECT example.com:443", "GET http://example.com/there", "GET https://example.com/"}, results(t, out).Programs[0].Foreign)
	})
}

// TestHostileProgramsAreObserved holds the exit code of each.
func TestHostileProgramsAreObserved(t *testing.T) {
	ergodrome := program(t)
	const ask = `curl -sS -o /dev/null "$ERGODROME_BASE_URL/v1/sports/accounts"; `
	for name, c := range map[string]struct {
		script string
		exit   int
		says   string
	}{
		"hangs":                {ask + "sleep 600", 1, "did not end within 2s"},
		"crashes at start":     {"echo no such module >&2; exit 3", 4, "no such module"},
		"ignores its base URL": {"true", 5, "sent no request to this world"},
		"loses the base path":  {`curl -sS -o /dev/null "${ERGODROME_BASE_URL%/firstbeat}/v1/sports/accounts"`, 3, "reached no world"},
		"prints its secret":    {ask + `echo "$ERGODROME_CLIENT_SECRET"`, 1, "the shared secret in the log"},
		"asks without end":     {`while :; do printf 'url = "%s/v1/sports/accounts"\noutput = /dev/null\n%.0s' $(yes "$ERGODROME_BASE_URL" | head -900) | curl -sS -K -; done`, 1, "sent more than 2000 requests"},
		"cannot be started":    {"", 4, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			argv := []string{"sh", "-c", c.script}
			if c.script == "" {
				argv = []string{"./no-such-program"}
			}
			args := append([]string{"check", "observe", "--scenario", "firstbeat/sync", "--case", "X-SEC-001", "--time", "real", "--deadline"}, map[bool]string{true: "2s", false: "60s"}[name == "hangs"], "--")
			cmd := exec.CommandContext(t.Context(), ergodrome, append(args, argv...)...)
			out, _ := cmd.CombinedOutput() // the exit code is looked at
			require.Equal(t, c.exit, cmd.ProcessState.ExitCode(), string(out))
			require.Contains(t, string(out), c.says)
		})
	}
}
