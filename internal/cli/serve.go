package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/evidence/why"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

const defaultAddr = "127.0.0.1:8787"

// serveFlags are what `ergodrome serve` was asked for.
type serveFlags struct {
	addr, controlAddr        string
	controlAnywhere          bool
	seed                     uint64
	time                     string
	rate                     float64
	limits                   string
	profiles, switches       []string
	vendorChanges            []string
	worldFile, readyFile     string
	log                      string
	tls                      bool
	tlsDir                   string
	validate, portPerService bool
	demo                     bool
}

func newServe(env Env) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "run the simulator",
		Long: `serve runs the simulator until it is interrupted. When it is ready it prints one
JSON line on stdout; everything for people goes to stderr.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return judged(cmd.Context(), env, f.validate, exitFailure, func(check Check) error {
				return serve(cmd.Context(), env, cmd, f, check)
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", defaultAddr, "where to listen: HOST:PORT, or :PORT on this machine alone; port 0 picks a free one")
	flags.StringVar(&f.controlAddr, "control-addr", "", "give the control plane a listener of its own")
	flags.BoolVar(&f.controlAnywhere, "control-anywhere", false, "let other machines use the control plane (it can read and change everything)")
	flags.Uint64Var(&f.seed, "seed", 1, "where chance begins: the same seed gives the same people")
	flags.StringVar(&f.time, "time", "real", "the world's time at the start: real, or RFC 3339")
	flags.Float64Var(&f.rate, "rate", 1, "world seconds in one second")
	flags.StringVar(&f.limits, "limits", "vendor", "rate limits: vendor or off")
	flags.StringArrayVar(&f.profiles, "profile", nil, "a reading of a vendor's documents, SERVICE=PROFILE (repeatable)")
	flags.StringArrayVar(&f.switches, "switch", nil, "an open question's answer, SERVICE.SWITCH=VALUE (repeatable)")
	listVar(flags, &f.vendorChanges, "vendor-change", nil, "something that a vendor has altered, by name (repeatable; GET /_ergodrome/changes lists them)")
	flags.StringVar(&f.worldFile, "world", "", "YAML file that describes the default world")
	flags.StringVar(&f.readyFile, "ready-file", "", "also write the ready line to this file")
	flags.StringVar(&f.log, "log", "text", "text or json")
	flags.BoolVar(&f.tls, "tls", false, "serve HTTPS with a certificate of a self-made CA")
	flags.StringVar(&f.tlsDir, "tls-dir", "", "folder for the CA certificate (default: a new temporary one)")
	flags.BoolVar(&f.validate, "validate", false, "check every exchange against specs/; a violation is a simulator bug")
	flags.BoolVar(&f.portPerService, "port-per-service", false, "also give each service a port of its own, without a base path")
	flags.BoolVar(&f.demo, "demo", true, "print a demo with working credentials on stderr")
	return cmd
}

func serve(ctx context.Context, env Env, cmd *cobra.Command, f serveFlags, check Check) error {
	logger, err := newLogger(env.Stderr, f.log)
	if err != nil {
		return err
	}
	config, err := f.config(cmd, logger)
	if err != nil {
		return err
	}
	config.Validate = check
	server, err := mockserver.New(config)
	if err != nil {
		return refused(err)
	}
	l, err := f.listen(ctx, server)
	if err != nil {
		return err
	}
	if err := l.announce(env, f, server); err != nil {
		l.close()
		return err
	}
	if err := l.serve(ctx, server); err != nil {
		return failure("serve: %w", err)
	}
	return nil
}

// config is what flags and world file make of a server's configuration. Flags
// that were given win over the file.
func (f serveFlags) config(cmd *cobra.Command, logger *slog.Logger) (mockserver.Config, error) {
	var w world.Config
	if f.worldFile != "" {
		var err error
		if w, err = readWorld(f.worldFile); err != nil {
			return mockserver.Config{}, err
		}
	}
	given := func(name string) bool { return f.worldFile == "" || cmd.Flags().Changed(name) }
	if given("seed") || w.Seed == nil {
		w.Seed = &f.seed
	}
	if given("rate") {
		if f.rate == 0 {
			return mockserver.Config{}, usage("--rate 0 would stop the world; start it with frozen: true in a --world file, or freeze it by the control plane")
		}
		w.Rate = f.rate
	}
	if given("limits") {
		w.Limits = world.Limits(f.limits)
	}
	if given("time") && f.time != "real" {
		at, err := time.Parse(time.RFC3339, f.time)
		if err != nil {
			return mockserver.Config{}, usage("--time %q: want real, or RFC 3339 such as 2026-03-01T08:00:00Z", f.time)
		}
		w.Time = at
	}
	if err := f.readings(&w); err != nil {
		return mockserver.Config{}, err
	}
	c := mockserver.Config{
		Services: mockserver.All(), Seed: *w.Seed, World: w,
		ControlAnywhere: f.controlAnywhere, ControlSpec: specs.Control, Logger: logger,
		Why: func(w *world.World, e *journal.Exchange) (any, error) { return why.Explain(evidence.Load(), w, e) },
	}
	if f.controlAddr != "" {
		c.ControlPrefix = "-"
	}
	return c, nil
}

// readings enters --profile and --switch into w.
func (f serveFlags) readings(w *world.Config) error {
	for _, p := range f.profiles {
		service, profile, ok := strings.Cut(p, "=")
		if !ok || service == "" {
			return usage("--profile %q: want SERVICE=PROFILE, such as firstbeat=1.0.0", p)
		}
		if w.Profile == nil {
			w.Profile = map[string]string{}
		}
		w.Profile[service] = profile
	}
	w.Changes = append(w.Changes, f.vendorChanges...)
	for _, s := range f.switches {
		path, value, ok := strings.Cut(s, "=")
		service, name, dotted := strings.Cut(path, ".")
		if !ok || !dotted {
			return usage("--switch %q: want SERVICE.SWITCH=VALUE, such as firstbeat.page-size=100", s)
		}
		if w.Switches == nil {
			w.Switches = map[string]map[string]string{}
		}
		if w.Switches[service] == nil {
			w.Switches[service] = map[string]string{}
		}
		w.Switches[service][name] = value
	}
	return nil
}

// refused makes a usage error of a configuration that cannot be met.
func refused(err error) error {
	if invalid, ok := errors.AsType[*world.Invalid](err); ok {
		return usage("%s: %s", invalid.Field, invalid.Reason)
	}
	return failure("%w", err)
}

// bind listens on addr. A taken port is told apart, because it is what happens
// to everybody once.
func bind(ctx context.Context, flag, addr string) (net.Listener, error) {
	if strings.HasPrefix(addr, ":") {
		addr = "127.0.0.1" + addr // a bare port is no wish to be on the network
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, failure("%[1]s %[2]s is taken: another program, or another ergodrome, listens there; choose another port with %[1]s, or :0 for a free one", flag, addr)
	}
	if err != nil {
		return nil, failure("%s: %w", flag, err)
	}
	return l, nil
}

// writeReady puts the ready line into a file.
func writeReady(path string, line []byte) error {
	if err := writeWhole(path, line); err != nil {
		return fmt.Errorf("--ready-file: %w", err)
	}
	return nil
}
