package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/recording"
	routes "github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/proxy"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
	"github.com/ergodrome/ergodrome/internal/recording/seal"
)

// recordFlags are what `ergodrome record` was asked for.
type recordFlags struct {
	upstream, out, addr string
	keyFile, caFile     string
	maxBody, maxTotal   string
	unredacted          bool
	readyFile, log      string
	patience            time.Duration
	wrap                func(string, recording.File) recording.File // for tests of a full disk
	body, total         int64
	base                *url.URL
	tls                 *tls.Config // nil: what this machine trusts
	key                 redact.Key
	originals           *redact.Originals
	originalsFile       *os.File
	recorder            *recording.Writer
}

func newRecord(env Env) *cobra.Command {
	var f recordFlags
	cmd := &cobra.Command{
		Use:   "record --upstream URL --out DIR",
		Short: "a reverse proxy that records what is exchanged with a service, redacted",
		Long: `record stands in front of a service, hands every request on as it is, and writes
what is exchanged to a new folder: HAR 1.2 and body files. Credentials, people,
identifiers and places are replaced on the way, consistently; nothing else is
written. When it is interrupted it searches everything it wrote for originals, and
seals the recording. ergodrome-full does it, which ergodrome finds or has built.

Credentials that the upstream wants and the caller does not send come from the
environment: ERGODROME_UPSTREAM_AUTHORIZATION, ERGODROME_UPSTREAM_API_KEY (sent as
x-api-key) and ERGODROME_UPSTREAM_COOKIE.`,
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE:    func(cmd *cobra.Command, _ []string) error { return env.Tools.record(cmd.Context(), env, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.upstream, "upstream", "", "base URL of the service, such as https://api.example.com/v1")
	flags.StringVar(&f.out, "out", "", "a new folder for the recording")
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8788", "where to listen: HOST:PORT, or :PORT on this machine alone; port 0 picks a free one")
	flags.StringVar(&f.keyFile, "key-file", "", "keep the key of fingerprints and pseudonyms in this new file (default: it is thrown away at the end)")
	flags.StringVar(&f.caFile, "upstream-ca", "", "PEM file of a certificate authority that the upstream's certificate may come from, beside those that this machine trusts")
	flags.StringVar(&f.maxBody, "max-body", "256MiB", "larger bodies pass, but are not kept")
	flags.StringVar(&f.maxTotal, "max-total", "4GiB", "when all bodies together are larger, recording stops")
	flags.BoolVar(&f.unredacted, "unredacted", false, "keep everything as it is, secrets too: such a recording is never sealed")
	flags.StringVar(&f.readyFile, "ready-file", "", "also write the ready line to this file")
	flags.StringVar(&f.log, "log", "text", "text or json")
	flags.DurationVar(&f.patience, "patience", 5*time.Second, "how long exchanges under way may take when it is interrupted")
	return withTools(env, cmd)
}

// check makes sense of the flags.
func (f *recordFlags) check() (err error) {
	if f.upstream == "" || f.out == "" {
		return usage("record needs --upstream URL and --out DIR")
	}
	f.base, err = url.Parse(f.upstream)
	switch {
	case err != nil || f.base.Host == "" || f.base.Scheme != "http" && f.base.Scheme != "https":
		return usage("--upstream: want http://HOST/… or https://HOST/…")
	case f.base.User != nil || f.base.RawQuery != "" || f.base.Fragment != "":
		return usage("--upstream: leave credentials and query out of it; credentials come from the environment (ergodrome record --help)")
	}
	for _, size := range []struct {
		flag, text string
		into       *int64
	}{{"--max-body", f.maxBody, &f.body}, {"--max-total", f.maxTotal, &f.total}} {
		if *size.into, err = parseSize(size.text); err != nil {
			return usage("%s %q: want a size such as 64MiB", size.flag, size.text)
		}
	}
	if f.caFile != "" {
		if f.base.Scheme != "https" {
			return usage("--upstream-ca: an upstream without TLS has no certificate")
		}
		pool, err := authorities("--upstream-ca", f.caFile)
		if err != nil {
			return err
		}
		f.tls = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	if f.keyFile != "" && f.unredacted {
		return usage("--key-file: without redaction there is no key")
	}
	if f.keyFile != "" {
		rel, err := filepath.Rel(f.out, f.keyFile)
		if err == nil && filepath.IsLocal(rel) {
			return usage("--key-file: keep the key outside of the recording, which may be shared")
		}
	}
	return nil
}

// parseSize reads "300", "64KiB", "256MiB" and "4GiB".
func parseSize(s string) (int64, error) {
	shift := 0
	for i, unit := range []string{"KiB", "MiB", "GiB"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			s, shift = rest, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || n > 1<<(62-shift) {
		return 0, fmt.Errorf("no size: %q", s)
	}
	return n << shift, nil
}

// upstreamCredentials are what the environment says is to be sent.
func upstreamCredentials(getenv func(string) string) http.Header {
	h := http.Header{}
	for variable, field := range map[string]string{
		"ERGODROME_UPSTREAM_AUTHORIZATION": "Authorization", "ERGODROME_UPSTREAM_API_KEY": "X-Api-Key", "ERGODROME_UPSTREAM_COOKIE": "Cookie",
	} {
		if v := getenv(variable); v != "" {
			h.Set(field, v)
		}
	}
	return h
}

// record does what f says; f has been checked.
func record(ctx context.Context, env Env, f recordFlags) error {
	logger, err := newLogger(env.Stderr, f.log)
	if err != nil {
		return err
	}
	credentials := upstreamCredentials(env.Getenv)
	p, listener, err := f.start(ctx, logger, credentials)
	if err != nil {
		return err
	}
	if err := f.announce(env, listener); err != nil {
		_ = listener.Close()
		_, _ = p.Close()
		return err
	}
	stopped := serveUntil(ctx, p.Failed(), listener, p, f.patience)
	result, err := p.Close()
	return f.end(env, result, errors.Join(err, stopped))
}

// start opens the folder, the key and the port.
func (f *recordFlags) start(ctx context.Context, logger *slog.Logger, credentials http.Header) (*proxy.Proxy, net.Listener, error) {
	listener, err := bind(ctx, "--addr", f.addr)
	if err != nil {
		return nil, nil, err
	}
	note := map[string]any{"_upstream": f.base.String(), "_redacted": !f.unredacted}
	f.recorder, err = recording.Create(f.out, recording.Options{Creator: recording.Creator{Name: "ergodrome", Version: Version()}, Note: note, Wrap: f.wrap})
	if err != nil {
		_ = listener.Close()
		return nil, nil, failure("%w", err)
	}
	o := proxy.Options{
		Upstream: f.base, Writer: f.recorder, Table: routes.New(), Header: credentials, MaxBody: f.body, MaxTotal: f.total, Logger: logger,
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableCompression: true, MaxIdleConnsPerHost: 64, ForceAttemptHTTP2: true,
			IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 15 * time.Second, TLSClientConfig: f.tls,
		},
	}
	if !f.unredacted {
		if err := f.prepare(); err != nil {
			_ = listener.Close()
			_ = f.recorder.Close()
			return nil, nil, failure("%w", err)
		}
		o.Originals = f.originals
		o.Redactor = redact.New(f.key, f.originals)
		o.Redactor.Template = o.Table.Template
		for _, values := range credentials {
			for _, v := range values {
				o.Redactor.Secret(v)
			}
		}
	}
	return proxy.New(o), listener, nil
}

// prepare draws the key, and opens the file of fingerprints. The key lies in a file
// from the start, so that a recording that is killed can be sealed all the same.
func (f *recordFlags) prepare() (err error) {
	f.key = redact.NewKey()
	name := f.keyFile
	if name == "" {
		name = filepath.Join(f.out, seal.KeyName)
	}
	if err := f.key.WriteFile(name); err != nil {
		return fmt.Errorf("--key-file: %w", err)
	}
	f.originalsFile, err = os.OpenFile(filepath.Join(f.out, seal.OriginalsName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	f.originals = redact.NewOriginals(f.key, f.originalsFile)
	return nil
}

func (f *recordFlags) announce(env Env, l net.Listener) error {
	line := fmt.Appendf(nil, `{"event":"ready","addr":%q,"url":%q,"upstream":%q,"out":%q}`+"\n", l.Addr().String(), "http://"+l.Addr().String(), f.base.String(), f.out)
	if f.readyFile != "" {
		if err := writeReady(f.readyFile, line); err != nil {
			return failure("%w", err)
		}
	}
	if _, err := env.Stdout.Write(line); err != nil {
		return failure("%w", err)
	}
	_, _ = fmt.Fprintf(env.Stderr, "recording http://%s -> %s into %s; interrupt to end and seal it\n", l.Addr(), f.base, f.out)
	return nil
}

// serveUntil serves until ctx or failed ends, and lets what is under way end.
func serveUntil(ctx, failed context.Context, l net.Listener, h http.Handler, patience time.Duration) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	case <-failed.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if s.Shutdown(grace) != nil {
		_ = s.Close() // what is still under way is cut short, and not kept
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// end seals the recording and says what there is.
func (f *recordFlags) end(env Env, result proxy.Result, ended error) error {
	if f.originalsFile != nil {
		ended = errors.Join(ended, f.originals.Flush(), f.originalsFile.Close())
	}
	_, _ = fmt.Fprintf(env.Stderr, "exchanges kept in %s: %d", f.out, result.Exchanges)
	if result.Lost > 0 {
		_, _ = fmt.Fprintf(env.Stderr, "; %d were cut short, and are not kept", result.Lost)
	}
	_, _ = fmt.Fprintln(env.Stderr)
	if f.unredacted {
		_, _ = fmt.Fprintln(env.Stderr, "nothing was redacted, secrets are in it: do not share it")
		if ended != nil {
			return failure("%w", ended)
		}
		return nil
	}
	s, err := seal.Close(f.out, f.key, f.keyFile != "", time.Now())
	if err = errors.Join(ended, err); err != nil {
		return failure("%w", err)
	}
	return printSeal(env, s)
}

func printSeal(env Env, s *seal.Seal) error {
	_, err := fmt.Fprintf(env.Stdout, `{"event":"sealed","entries":%d,"fingerprints":%d,"swept":%d,"key":%q}`+"\n", s.Entries, s.Fingerprints, s.Swept, s.Key)
	if err != nil {
		return failure("%w", err)
	}
	return nil
}
