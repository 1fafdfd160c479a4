//go:build e2e

package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// page is one tab of a headless Chromium, used as somebody without a mouse uses it.
type page struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // chromedp keeps the tab in it
	console func() []string // what the page has complained about so far
}

// browseTime bounds a whole walk.
const browseTime = 90 * time.Second

// openBrowser starts Chromium with a profile of its own.
func openBrowser(t *testing.T) *page {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed: .ci/run installs Debian's")
		}
		t.Skip("needs Chromium, which this machine does not have: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
	)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(1000, 900)))
	limited, cancel := context.WithTimeout(ctx, browseTime)
	t.Cleanup(cancel)
	listening, hush := context.WithCancel(limited)
	messages := chromedp.Console(listening)
	console := func() []string {
		// A message of our own marks the end of what there is.
		require.NoError(t, chromedp.Do(limited, void(chromedp.Evaluate[chromedp.Void](`console.debug("end of messages")`))))
		var bad []string
		for m, err := range messages {
			require.NoError(t, err)
			if m.Text == "end of messages" {
				break
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				bad = append(bad, m.String())
			}
		}
		hush()
		return bad
	}
	return &page{t, limited, console}
}

func void(a chromedp.Action[chromedp.Void]) chromedp.Action[chromedp.Void] { return a }

func (p *page) open(url string) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.Navigate(url)))
}

func (p *page) url() string { return read(p, chromedp.Location()) }

func read[T any](p *page, a chromedp.Action[T]) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, a)
	require.NoError(p.t, err)
	return v
}

// focused describes what has the keyboard: its tag, type and accessible text.
func (p *page) focused() string {
	p.t.Helper()
	return read(p, chromedp.Evaluate[string](`(() => {
		const e = document.activeElement;
		const label = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || "";
		return [e.tagName.toLowerCase(), e.type || "", label.replace(/\s+/g, " ").trim()].join("|");
	})()`))
}

// ringed says whether what has the keyboard can be seen to have it.
func (p *page) ringed() bool {
	p.t.Helper()
	return read(p, chromedp.Evaluate[bool](`(() => {
		const s = getComputedStyle(document.activeElement);
		return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
	})()`))
}

func (p *page) press(key string) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, stroke(key)))
}

// stroke is a key as keyboards send it: its character comes apart from it. Else
// Chromium gives the Enter that follows a link to whatever the link leads to, and a
// field there submits its form.
func stroke(key string) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(key, func(k *input.DispatchKeyEventParams) {
		if k.Type == kb.KeyDown {
			k.Type = kb.KeyRawDown
		}
	})
}

// tabTo presses Tab until what has the keyboard is described by words.
func (p *page) tabTo(words string) {
	p.t.Helper()
	var passed []string
	for range 60 {
		p.press(kb.Tab)
		at := p.focused()
		if strings.Contains(at, words) {
			require.True(p.t, p.ringed(), "%s has no visible focus", at)
			return
		}
		passed = append(passed, at)
	}
	p.t.Fatalf("Tab does not lead to %q; it leads to:\n%s", words, strings.Join(passed, "\n"))
}

// enter presses Enter and waits for the page that follows.
func (p *page) enter() {
	p.t.Helper()
	_, err := chromedp.RunResponse(p.ctx, stroke(kb.Enter))
	require.NoError(p.t, err)
}

// accessible holds what a screen reader is told: a title, a language, one first
// heading, and a name for every control.
func (p *page) accessible() {
	p.t.Helper()
	require.NotEmpty(p.t, read(p, chromedp.Title()))
	require.Equal(p.t, "en", read(p, chromedp.Evaluate[string](`document.documentElement.lang`)))
	require.Equal(p.t, 1, read(p, chromedp.Evaluate[int](`document.querySelectorAll("h1").length`)))
	tree, err := chromedp.Run(p.ctx, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	require.NoError(p.t, err)
	controls := 0
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		switch role := strings.Trim(string(n.Role.Value), `"`); role {
		case "button", "link", "checkbox", "radio", "textbox", "radiogroup":
			controls++
			require.NotNil(p.t, n.Name, "a %s has no name", role)
			require.NotEmpty(p.t, strings.Trim(string(n.Name.Value), `"`), "a %s has an empty name", role)
		}
	}
	require.NotZero(p.t, controls)
}

// reflows holds that a narrow screen, or text at 400 %, needs no sideways scrolling.
func (p *page) reflows() {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.EmulateViewport(320, 640)))
	require.LessOrEqual(p.t, read(p, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)), 320)
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.EmulateViewport(1000, 900)))
}

// legible holds the contrast of every text against its background at 4.5 to 1.
func (p *page) legible() {
	p.t.Helper()
	faint := read(p, chromedp.Evaluate[[]string](`(() => {
		const rgb = c => c.match(/[\d.]+/g).map(Number);
		const light = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
		const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; const v = rgb(c); if (v.length < 4 || v[3] > 0) return c; } return "rgb(255,255,255)"; };
		const out = [];
		for (const e of document.querySelectorAll("body *")) {
			if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
			const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
			const ratio = (a + 0.05) / (b + 0.05);
			if (ratio < 4.5) out.push(ratio.toFixed(2) + " " + e.innerText);
		}
		return out;
	})()`))
	require.Empty(p.t, faint)
}

// keep writes a picture of the page where ERGODROME_SCREENSHOTS names a folder.
func (p *page) keep(name string) {
	p.t.Helper()
	dir := os.Getenv("ERGODROME_SCREENSHOTS")
	if dir == "" {
		return
	}
	require.NoError(p.t, os.WriteFile(filepath.Join(dir, name+".png"), read(p, chromedp.FullScreenshot(100)), 0o600))
}
