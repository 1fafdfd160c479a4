package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/reach"
	"github.com/ergodrome/ergodrome/mockserver"
)

// Compare finds the differences between two OpenAPI descriptions.
type Compare = func(fromName string, from []byte, toName string, to []byte) (*drift.Report, error)

type driftSpecFlags struct {
	driftFlags

	from, to, service string
}

func newDriftSpec(env Env) *cobra.Command {
	var f driftSpecFlags
	cmd := &cobra.Command{
		Use:   "spec --from A --to B",
		Short: "what has changed between two OpenAPI documents, for a client of the first",
		Long: `spec compares two OpenAPI 3 documents as a client of the first sees them. A or B is a
file, - for stdin, or the name of a service, which stands for its description in specs/;
SERVICE@PROFILE is the description as one edition of the vendor's documents has it
(firstbeat@1.0.0). Findings name the operations of ergodrome's own clients and the
conformance cases that rest on what has changed.`,
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE:    func(*cobra.Command, []string) error { return env.Tools.compare(env, f) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "the older document")
	flags.StringVar(&f.to, "to", "", "the newer document")
	flags.StringVar(&f.service, "service", "", "whose documents these are, when neither is named by its service")
	return withTools(env, cmd)
}

func (f *driftSpecFlags) check() error {
	if err := f.driftFlags.check(); err != nil {
		return err
	}
	if f.from == "" || f.to == "" {
		return usage("drift spec needs --from and --to: files, or services such as %s", strings.Join(vendorSpecs(), ", "))
	}
	if f.service != "" && !slices.Contains(vendorSpecs(), f.service) {
		return usage("--service %q: there are %s", f.service, strings.Join(vendorSpecs(), ", "))
	}
	return nil
}

// compareSpecs does what f says; f has been checked.
func compareSpecs(env Env, f driftSpecFlags) error {
	from, err := f.read(env, "--from", f.from)
	if err != nil {
		return err
	}
	to, err := f.read(env, "--to", f.to)
	if err != nil {
		return err
	}
	r, err := env.Compare(f.from, from, f.to, to)
	if err != nil {
		return failure("%w", err)
	}
	if err := f.mark(r); err != nil {
		return failure("%w", err)
	}
	return f.tell(env.Stdout, r)
}

// mark enters what rests on the findings, as far as they are those of a service
// that is known.
func (f *driftSpecFlags) mark(r *drift.Report) error {
	service := f.service
	for _, name := range []string{f.from, f.to} {
		if known, _, _ := strings.Cut(name, "@"); service == "" && slices.Contains(vendorSpecs(), known) {
			service = known
		}
	}
	if service == "" {
		return nil
	}
	for i := range r.Finding {
		r.Finding[i].Service = service
	}
	return rested(r)
}

// rested enters what rests on the findings.
func rested(r *drift.Report) error {
	if !slices.ContainsFunc(r.Finding, func(f drift.Finding) bool { return f.Operation != "" }) {
		return nil
	}
	rests, err := reach.Load()
	if err == nil {
		rests.Mark(r.Finding)
	}
	return err
}

// vendorSpecs are the services that have a description: all.
func vendorSpecs() []string { return mockserver.Names() }

// maxSpec bounds a document: the largest of ours has half a megabyte.
const maxSpec = 64 << 20

func (f *driftSpecFlags) read(env Env, flag, name string) ([]byte, error) {
	service, edition, _ := strings.Cut(name, "@")
	if slices.Contains(vendorSpecs(), service) {
		text, err := env.Describe(service, edition)
		if err != nil {
			return nil, usage("%s %s: %w", flag, name, err)
		}
		return text, nil
	}
	in := env.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if errors.Is(err, os.ErrNotExist) {
			return nil, usage("%s: there is no file %s, and no service of that name: %s", flag, name, strings.Join(vendorSpecs(), ", "))
		}
		if err != nil {
			return nil, usage("%s: %w", flag, err)
		}
		defer file.Close()
		in = file
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(in, maxSpec+1))
	switch {
	case err != nil:
		return nil, usage("%s: %w", flag, err)
	case n > maxSpec:
		return nil, usage("%s %s: more than %d bytes are no description", flag, name, maxSpec)
	}
	return b.Bytes(), nil
}
