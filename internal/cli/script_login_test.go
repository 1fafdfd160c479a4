package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// control calls the control plane of the script's simulator: control METHOD PATH [BODY]
func control(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: control METHOD PATH [BODY]")
	}
	at := ts.Getenv("ERGODROME_CONTROL_URL") + "/worlds/default/" + args[1]
	req, err := http.NewRequest(args[0], at, strings.NewReader(strings.Join(args[2:], " ")))
	ts.Check(err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if resp.StatusCode/100 != 2 {
		ts.Fatalf("%s %s: %s\n%s", args[0], at, resp.Status, body)
	}
}

// redirect registers a redirect URI at a port that was free a moment ago: scripts
// run beside each other.
func redirect(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: redirect")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Check(l.Close())
	uri := "http://" + l.Addr().String() + "/callback"
	control(ts, false, []string{"POST", "polar/clients/" + ts.Getenv("ERGODROME_POLAR_CLIENT_ID") + "/redirect-uris", `{"redirectUris":["` + uri + `"]}`})
	ts.Setenv("ERGODROME_POLAR_REDIRECT_URI", uri)
	ts.Setenv("REDIRECT_ADDR", l.Addr().String())
}

// person runs a login, does what its link is for, and compares the exit code:
// person allow|allow:SCOPE,SCOPE|decline|follow|stranger|watch|interrupt CODE ergodrome login SERVICE…
func person(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 5 {
		ts.Fatalf("usage: person WHAT CODE ergodrome login SERVICE...")
	}
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	cmd := command(ts, args[2:]...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout = &stdout
	pipe, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	lines := bufio.NewScanner(io.TeeReader(pipe, &stderr))
	for lines.Scan() {
		link, ok := strings.CutPrefix(lines.Text(), "http")
		if !ok {
			continue
		}
		switch what, scopes, _ := strings.Cut(args[0], ":"); what {
		case "allow", "decline":
			answer := visit
			if args[4] == "sweatstack" { // ergodrome login SERVICE
				answer = visitSweatStack
			}
			answer(ts, "http"+link, what == "allow", scopes)
		case "stranger":
			resp, err := http.Get(ts.Getenv("ERGODROME_"+strings.ToUpper(strings.Split(args[4], "-")[0])+"_REDIRECT_URI") + "?code=0123456789abcdef&state=guessed")
			ts.Check(err)
			ts.Check(resp.Body.Close())
			if resp.StatusCode != http.StatusBadRequest {
				ts.Fatalf("a callback of another login: %s", resp.Status)
			}
		case "follow":
			resp, err := http.Get("http" + link)
			ts.Check(err)
			ts.Check(resp.Body.Close())
		case "watch":
		case "interrupt":
			ts.Check(cmd.Process.Signal(os.Interrupt))
		default:
			ts.Fatalf("a person cannot %s", what)
		}
	}
	_ = cmd.Wait() // the exit code is what counts
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), stderr.Bytes(), 0o600))
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("%s: exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", strings.Join(args[2:], " "), got, want, &stdout, &stderr)
	}
}

// visit follows a link as a browser without scripts does: it signs in as the first
// user of the page, and answers the next one.
func visit(ts *testscript.TestScript, link string, allow bool, scopes string) {
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	browser := &http.Client{Jar: jar}
	page := func(resp *http.Response, err error) (*url.URL, string) {
		ts.Check(err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		ts.Check(err)
		return resp.Request.URL, string(body)
	}
	at, text := page(browser.Get(link))
	submit := func(form url.Values) {
		found := func(pattern string) string {
			m := regexp.MustCompile(pattern).FindStringSubmatch(text)
			if m == nil {
				ts.Fatalf("the page has no %s:\n%s", pattern, text)
			}
			return html.UnescapeString(m[1])
		}
		form.Set("_csrf", found(`name="_csrf" value="([^"]+)"`))
		if form.Has("user") {
			form.Set("user", found(`name="user" value="([0-9]+)"`))
		}
		action, err := at.Parse(found(`<form method="post" action="([^"]+)"`))
		ts.Check(err)
		at, text = page(browser.PostForm(action.String(), form))
	}
	submit(url.Values{"user": {""}})
	form := url.Values{"user_oauth_approval": {strconv.FormatBool(allow)}}
	for _, m := range regexp.MustCompile(`name="scope" value="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if scopes == "" || strings.Contains(","+scopes+",", ","+m[1]+",") {
			form.Add("scope", m[1])
		}
	}
	submit(form)
	ts.Check(os.WriteFile(ts.MkAbs("page"), []byte(text), 0o600))
}

// hides fails if a file has the client's secret, a token of the environment, or one
// of the token file tokens.json: hides FILE…
func hides(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: hides FILE...")
	}
	secrets := []string{}
	for _, name := range []string{"POLAR_CLIENT_SECRET", "POLAR_TEAMPRO_ACCESS_TOKEN", "POLAR_ACCESSLINK_ACCESS_TOKEN", "SWEATSTACK_CLIENT_SECRET", "SWEATSTACK_ACCESS_TOKEN", "SWEATSTACK_REFRESH_TOKEN"} {
		secrets = append(secrets, ts.Getenv("ERGODROME_"+name))
	}
	if raw, err := os.ReadFile(ts.MkAbs("tokens.json")); err == nil {
		var stored struct {
			AccessToken  string `json:"access_token"`
			RefreshToken string `json:"refresh_token"`
		}
		ts.Check(json.Unmarshal(raw, &stored))
		secrets = append(secrets, stored.AccessToken, stored.RefreshToken)
	}
	for _, file := range args {
		text, err := os.ReadFile(ts.MkAbs(file))
		ts.Check(err)
		for _, secret := range secrets {
			if secret != "" && bytes.Contains(text, []byte(secret)) {
				ts.Fatalf("%s has a secret", file)
			}
		}
	}
}
