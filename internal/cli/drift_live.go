package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/internal/drift/live"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
)

type driftLiveFlags struct {
	driftFlags

	api, target, rate      string
	budget                 int
	tokens, shapesOnly     bool
	keepIn, baseline, from string
}

func newDriftLive(env Env) *cobra.Command {
	var f driftLiveFlags
	cmd := &cobra.Command{
		Use:   "live --api SERVICE --target URL",
		Short: "whether a running service is still what it was, by reading it",
		Long: `live asks a running service harmless questions and compares what its answers are made of
with what they were: with an earlier run (--baseline), or else with what ergodrome's
simulator answers. A first run also finds where the simulator is not the vendor; later
runs tell that apart from what has changed since. It only reads: GET, and token requests that are refused; within
--budget, at no more than half the vendor's rate, and no more once the answer was 429.
What it keeps (--keep) is nobody's: places, kinds, forms, magnitudes and the vendor's own
words. A run that stopped is taken up with --resume.

The URL stands before the vendor's own paths: https://api.firstbeat.com, or
http://127.0.0.1:8787/firstbeat of a running serve. Credentials come from the environment,
with the names that ergodrome env prints.`,
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE:    func(cmd *cobra.Command, _ []string) error { return env.Tools.live(cmd.Context(), env, f) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.api, "api", "", "which service is there: "+strings.Join(vendorSpecs(), ", "))
	flags.StringVar(&f.target, "target", "", "its URL")
	flags.StringVar(&f.rate, "rate", "20/min", "how many requests it is sent in a minute (or /s, /h)")
	flags.IntVar(&f.budget, "budget", 80, "how many requests it is sent at most")
	flags.BoolVar(&f.tokens, "tokens", false, "also have the token of …_REFRESH_TOKEN renewed: use one made for this, since that may end it")
	flags.BoolVar(&f.shapesOnly, "shapes-only", false, "leave out what the documents demand of a server (check server)")
	flags.StringVar(&f.keepIn, "keep", "", "file for the signatures (default drift-live-SERVICE-DATE.json)")
	flags.StringVar(&f.baseline, "baseline", "", "what it was: a file that --keep wrote (default: what the simulator answers)")
	flags.StringVar(&f.from, "resume", "", "a file that --keep wrote when the run was not complete")
	return withTools(env, cmd)
}

// readLive does what f says; f has been checked.
func readLive(ctx context.Context, env Env, f driftLiveFlags) error {
	o, err := f.options(env)
	if err != nil {
		return usage("%w", err)
	}
	report, kept, err := live.Run(ctx, o)
	if err != nil {
		return failure("%w", err)
	}
	name := f.keepIn
	if name == "" {
		name = "drift-live-" + f.api + "-" + kept.When.UTC().Format(time.DateOnly) + ".json"
	}
	raw, err := json.MarshalIndent(kept, "", " ")
	if err == nil {
		err = writeWhole(name, append(raw, '\n'))
	}
	if err != nil {
		return failure("--keep: %w", err)
	}
	if err := rested(report); err != nil {
		return failure("%w", err)
	}
	if !kept.Complete {
		_, _ = fmt.Fprintf(env.Stderr, "ergodrome: not everything was asked; go on with --resume %s\n", name)
	}
	return f.tell(env.Stdout, report)
}

func (f *driftLiveFlags) options(env Env) (o live.Options, err error) {
	if f.api == "" || f.target == "" {
		return o, errors.New("drift live needs --api and --target: which service, and where")
	}
	s := serverFlags{target: f.target, rate: f.rate, budget: f.budget}
	s.apis = []string{f.api}
	if f.target == "sim" {
		return o, errors.New("--target sim: drift live reads a service that runs; start one with ergodrome serve")
	}
	if _, err = live.Baseline(f.api); err != nil {
		return o, fmt.Errorf("--api %q: there are %s", f.api, strings.Join(vendorSpecs(), ", "))
	}
	if o.Server, err = s.live(env); err != nil {
		return o, err
	}
	o.API, o.Tokens, o.Suite = f.api, f.tokens, !f.shapesOnly
	o.Server.Given[f.api] = renewable(env, f.api, o.Server.Given[f.api])
	if f.baseline != "" {
		kept, err := readKept(f.baseline)
		if err != nil {
			return o, fmt.Errorf("--baseline: %w", err)
		}
		if kept.API != f.api {
			return o, fmt.Errorf("--baseline %s: it is of %q", f.baseline, kept.API)
		}
		o.Earlier = kept
	}
	if f.from != "" {
		if o.Resume, err = readKept(f.from); err != nil {
			return o, fmt.Errorf("--resume: %w", err)
		}
		if o.Resume.Complete {
			return o, fmt.Errorf("--resume %s: that run was complete", f.from)
		}
	}
	return o, nil
}

// renewable adds the refresh token that the environment names.
func renewable(env Env, api string, k server.Keys) server.Keys {
	switch api {
	case "polar-auth":
		k.RefreshToken = env.Getenv("ERGODROME_POLAR_REFRESH_TOKEN")
	case "sweatstack":
		k.RefreshToken = env.Getenv("ERGODROME_SWEATSTACK_REFRESH_TOKEN")
	}
	return k
}

// maxKept bounds a file of signatures: the largest have some hundred kilobytes.
const maxKept = 32 << 20

func readKept(name string) (*live.Kept, error) {
	file, err := os.Open(name) //nolint:gosec // whoever runs this names it
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxKept+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxKept {
		return nil, fmt.Errorf("%s: more than %d bytes are no signatures", name, maxKept)
	}
	kept := &live.Kept{Book: shape.New()}
	if err := json.Unmarshal(raw, kept); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if kept.Schema != live.Schema || !kept.Book.Sound() {
		return nil, fmt.Errorf("%s: this is no file of drift live (schema %q)", name, kept.Schema)
	}
	return kept, nil
}
