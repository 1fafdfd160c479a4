package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// serverFlags are what check server takes beside what every run takes.
type serverFlags struct {
	checkFlags

	target, creds, rate, record string
	budget                      int
	readonly                    bool
}

func newCheckServer(env Env) *cobra.Command {
	var f serverFlags
	cmd := &cobra.Command{
		Use:   "server [flags]",
		Short: "judge a server by the same requirements: the simulator, or a vendor",
		Long: `server asks a server what clients ask, and holds its answers against what the
documents say. Against "sim", the simulator of this program, every probe has a world of
its own in virtual time. Against a URL it only reads: GET, and refresh tokens that do not
exist; within --budget, at no more than half the vendor's rate, and no more once the
answer was 429. What would harm a real account is asked of simulators only.

The URL stands before the vendor's own paths: https://api.firstbeat.com, or
http://127.0.0.1:8787/firstbeat of a running serve. Credentials come from the environment,
with the names that ergodrome env prints: ERGODROME_FIRSTBEAT_CONSUMER_ID and so on.
--record keeps signatures of the answers: statuses, headers of the protocol, and which
members there are of which kinds; no value and no ID.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd, env) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.target, "target", "sim", "sim, or the URL of a service")
	listVar(flags, &f.apis, "api", nil, "only probes of these services; with a URL, the one that is there")
	flags.StringVar(&f.creds, "creds", "env", "where credentials come from: env is the only place")
	flags.IntVar(&f.budget, "budget", 40, "how many requests a server that is not sim is sent at most")
	flags.StringVar(&f.rate, "rate", "20/min", "how many requests it is sent in a minute (or /s, /h)")
	flags.BoolVar(&f.readonly, "readonly", true, "only read; there is no other way")
	flags.StringVar(&f.record, "record", "", "folder for signatures.json")
	listVar(flags, &f.cases, "case", nil, "only probes of these IDs; globs match whole segments (SRV-FB-*)")
	listVar(flags, &f.skip, "skip", nil, "leave out probes of these IDs; the report is then partial")
	flags.StringVar(&f.known, "known", "", "file of known failures")
	flags.BoolVar(&f.updateKnown, "update-known", false, "write the failures of this run to the file of --known")
	flags.StringVar(&f.out, "out", "", "folder for results.json, junit.xml, report.html, summary.md and badge.json")
	flags.IntVar(&f.jobs, "jobs", 0, "probes of sim at once (default 4)")
	flags.BoolVar(&f.strict, "strict", false, "unmet SHOULDs and what was not exercised fail too")
	return cmd
}

func (f *serverFlags) run(cmd *cobra.Command, env Env) error {
	book, err := requirements.Load()
	if err != nil {
		return coded(nil, err)
	}
	o := server.Options{
		APIs: f.apis, Says: rowOf(book), Grounds: book.Grounds, Select: f.cases, Skip: f.skip, Strict: f.strict, Jobs: f.jobs,
		Again: again(cmd, nil),
	}
	switch {
	case f.creds != "env":
		return usage("--creds %q: credentials come from the environment, which is env; a command line is no place for them", f.creds)
	case !f.readonly:
		return usage("--readonly=false: a server that may be real is only read; the simulator is --target sim")
	case f.updateKnown && f.known == "":
		return usage("--update-known needs --known FILE")
	}
	if f.known != "" {
		if o.Known, err = f.readKnown(); err != nil {
			return usage("%w", err)
		}
	}
	if f.target == "sim" {
		o.World = simulator.New()
	} else if o.Live, err = f.live(env); err != nil {
		return usage("%w", err)
	}
	results, kept, err := server.Run(cmd.Context(), o)
	if err != nil {
		return coded(nil, err)
	}
	if f.record != "" {
		if err := writeSignatures(f.record, kept); err != nil {
			return &exitError{conformance.ExitSuite, err}
		}
	}
	return f.conclude(cmd.OutOrStdout(), env.Stderr, results, o.Known)
}

// rowOf is what a requirement says, by its ID.
func rowOf(book *requirements.Book) func(id string) []string {
	return func(id string) []string {
		for _, row := range book.Rows {
			if row.ID == id {
				return []string{row.String()}
			}
		}
		return nil
	}
}

// live is the server at a URL.
func (f *serverFlags) live(env Env) (*server.Live, error) {
	if len(f.apis) != 1 {
		return nil, errors.New("--target URL: say which service is there, with --api")
	}
	api, base := f.apis[0], strings.TrimRight(f.target, "/")
	if !strings.HasPrefix(base, "https://") && !server.Loopback(base) {
		return nil, fmt.Errorf("--target %q: want sim or the URL of a service, https unless it is on this machine", f.target)
	}
	gap, err := f.gap(api, base)
	if err != nil {
		return nil, err
	}
	if f.budget < 1 {
		return nil, fmt.Errorf("--budget %d: want at least one request", f.budget)
	}
	given, missing := credentialsFrom(env, api)
	if missing != "" {
		return nil, fmt.Errorf("no credentials: %s is not set", missing)
	}
	return &server.Live{Base: map[string]string{api: base}, Given: map[string]server.Keys{api: given}, Budget: f.budget, Gap: gap}, nil
}

// gap is the time between two requests that a rate means.
func (f *serverFlags) gap(api, base string) (time.Duration, error) {
	count, unit, _ := strings.Cut(f.rate, "/")
	n, err := strconv.Atoi(count)
	per := map[string]time.Duration{"s": time.Second, "min": time.Minute, "h": time.Hour}[unit]
	if err != nil || n < 1 || per == 0 {
		return 0, fmt.Errorf("--rate %q: want a number a minute, such as 20/min (or /s, /h)", f.rate)
	}
	gap := per / time.Duration(n)
	if slowest := server.Slowest(api); gap < slowest && !server.Loopback(base) {
		return 0, fmt.Errorf("--rate %s is more than half of what %s allows: want at most %d/min", f.rate, api, int(time.Minute/slowest))
	}
	return gap, nil
}

// credentialsFrom reads what env prints; missing names the first variable that is needed.
func credentialsFrom(env Env, api string) (k server.Keys, missing string) {
	get := func(name string, needed bool) string {
		v := env.Getenv("ERGODROME_" + name)
		if v == "" && needed && missing == "" {
			missing = "ERGODROME_" + name
		}
		return v
	}
	client := func(prefix string, needed bool) subject.Credentials {
		return subject.Credentials{
			ClientID: get(prefix+"CLIENT_ID", needed), ClientSecret: get(prefix+"CLIENT_SECRET", needed), RedirectURI: get(prefix+"REDIRECT_URI", false),
		}
	}
	switch api {
	case "firstbeat":
		k.Credentials = subject.Credentials{
			ConsumerID: get("FIRSTBEAT_CONSUMER_ID", true), SharedSecret: get("FIRSTBEAT_SHARED_SECRET", true), APIKey: get("FIRSTBEAT_API_KEY", false),
		}
	case "polar-auth":
		k.Credentials = client("POLAR_", true)
	case "polar-teampro", "polar-accesslink":
		k.AccessToken = get(strings.ReplaceAll(strings.ToUpper(api), "-", "_")+"_ACCESS_TOKEN", true)
	default:
		k.Credentials = client("SWEATSTACK_", false)
		k.AccessToken = get("SWEATSTACK_ACCESS_TOKEN", true)
	}
	return k, missing
}

// writeSignatures keeps what was seen, whole or not at all.
func writeSignatures(dir string, kept []server.Recorded) error {
	raw, err := json.MarshalIndent(struct {
		Schema     string            `json:"schema"`
		Signatures []server.Recorded `json:"signatures"`
	}{"ergodrome.signatures/1", kept}, "", "  ")
	if err == nil {
		err = os.MkdirAll(dir, 0o755) //nolint:gosec // signatures are for everybody to read
	}
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "signatures.json")
	if err := os.WriteFile(path+".new", append(raw, '\n'), 0o644); err != nil { //nolint:gosec // signatures are for everybody to read
		return err
	}
	return os.Rename(path+".new", path)
}
