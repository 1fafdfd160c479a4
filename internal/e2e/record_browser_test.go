//go:build e2e

package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// app is a page that asks SweatStack for some things, and shows what it was told.
const app = `<!doctype html><title>app</title><pre></pre><script>
(async () => {
  const headers = {Authorization: "Bearer " + location.hash.slice(1)};
  const told = [];
  for (const path of ["oauth/userinfo", "activities/?limit=3", "activities/?limit=1", "users/"])
    told.push(await (await fetch("/api/v1/" + path, {headers})).text());
  const trace = await fetch("/api/v1/traces/", {method: "POST", headers: {...headers, "Content-Type": "application/json"}, body: JSON.stringify({timestamp: "2026-11-20T10:00:00Z", lactate: 2.1})});
  told.push(trace.status + await trace.text());
  const file = await (await fetch("/api/v1/activities/" + JSON.parse(told[1])[0].id + "/download", {headers})).arrayBuffer();
  told.push(file.byteLength + ":" + new Uint8Array(file).reduce((sum, b) => (sum * 31 + b) % 1000003, 0));
  document.querySelector("pre").textContent = told.join("\n");
  document.title = "done";
})().catch(e => { document.title = "failed: " + e; });
</script>`

// harWriter lets the tools of Chromium, which have listened to a page, write what
// they would save as a HAR file.
const harWriter = `(async () => {
  const har = await import("/devtools/models/har/har.js"), logs = await import("/devtools/models/logs/logs.js");
  const requests = logs.NetworkLog.NetworkLog.instance().requests();
  return await har.Writer.Writer.harStringForRequests(requests, {sanitize: false}, {createSubProgress: () => ({})});
})()`

// toolsHeard tells whether the tools have seen a page asked for, and its answer.
const toolsHeard = `import("/devtools/models/logs/logs.js").then(logs =>
  logs.NetworkLog.NetworkLog.instance().requests().some(r => r.url() === %q && r.finished))`

// TestWhatChromiumSavesReplays has a page meet the simulator, Chromium's own
// developer tools save the HAR file, and the same page meet the replay.
func TestWhatChromiumSavesReplays(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed: .ci/run installs Debian's")
		}
		t.Skip("needs Chromium, which this machine does not have: apt-get install chromium")
	}
	s := serve(t)
	token := s.sweatstackToken(t)
	front := front(t, s.URLs["sweatstack"])

	profile := t.TempDir()
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile), chromedp.Flag("remote-allow-origins", "*"),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) { cmd.Args = append(cmd.Args, "--remote-debugging-port=0") }), // for the tools; chromedp has a pipe
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))...)
	t.Cleanup(stop)
	page, closePage := chromedp.NewContext(allocator)
	t.Cleanup(closePage)
	require.NoError(t, chromedp.Do(page, chromedp.Navigate("about:blank")))
	port, err := os.ReadFile(filepath.Join(profile, "DevToolsActivePort"))
	require.NoError(t, err)
	address := "127.0.0.1:" + strings.Fields(string(port))[0]

	tools, closeTools := chromedp.NewContext(page)
	t.Cleanup(closeTools)
	target := chromedp.FromContext(page).Target.TargetID
	require.NoError(t, chromedp.Do(tools, chromedp.Navigate(fmt.Sprintf("http://%s/devtools/devtools_app.html?ws=%s/devtools/page/%s&panel=network", address, address, target))))
	require.Eventually(t, func() bool { // the tools have connected, and listen: they log another page than the one that matters
		if err := chromedp.Do(page, chromedp.Navigate(front+"/unknown")); err != nil {
			return false
		}
		listening, err := chromedp.Run(tools, chromedp.Evaluate[bool](fmt.Sprintf(toolsHeard, front+"/unknown"), chromedp.EvalAwaitPromise))
		return err == nil && listening
	}, 60*time.Second, 100*time.Millisecond)

	show := func(url string) string {
		t.Helper()
		require.NoError(t, chromedp.Do(page, chromedp.Navigate(url+"/#"+token)))
		var title string
		require.Eventually(t, func() bool {
			title, err = chromedp.Run(page, chromedp.Title())
			return err == nil && title != "" && title != "app" // it has none before it is read
		}, 60*time.Second, 50*time.Millisecond)
		require.Equal(t, "done", title)
		told, err := chromedp.Run(page, chromedp.Evaluate[string](`document.querySelector("pre").textContent`))
		require.NoError(t, err)
		return told
	}
	first := show(front)
	saved, err := chromedp.Run(tools, chromedp.Evaluate[string](harWriter, chromedp.EvalAwaitPromise))
	require.NoError(t, err)
	require.Contains(t, saved, `"name": "WebInspector"`, "it is Chromium that wrote it")
	closeTools() // they ask a page's server for things of their own
	file := filepath.Join(t.TempDir(), "saved.har")
	require.NoError(t, os.WriteFile(file, []byte(saved), 0o600))

	_, drift := drifted(t, "recording", file)
	require.GreaterOrEqual(t, drift.Looked, 5, "%+v", drift)
	require.Empty(t, drift.Finding, "what the simulator answered a page is as described")

	replay := launch(t, "replay", "--addr", "127.0.0.1:0", "--strict", "--time", "recorded", file)
	require.Equal(t, first, show(replay.URL), "the page itself comes from the file")
	_, err = replay.end(t, os.Interrupt)
	require.NoErrorf(t, err, "%s", replay.stderr)
}

// front serves the page, and hands everything else on.
func front(t *testing.T, base string) string {
	t.Helper()
	target, err := url.Parse(base)
	require.NoError(t, err)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	return upstream(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, app)
		case "/favicon.ico":
			w.WriteHeader(http.StatusNoContent)
		default:
			proxy.ServeHTTP(w, r)
		}
	})
}
