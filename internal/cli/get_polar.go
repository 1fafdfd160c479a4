package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
)

// userFlags are what every `get` command of a service with logins takes.
type userFlags struct {
	account
	baseURL string
	format  string
	rows    string // the list whose elements are rows of CSV
	columns []string
	unpaced bool
	from    string
	to      string
}

func newUserFlags(env Env, s oauthService) userFlags {
	return userFlags{account: account{env: env, service: s}}
}

// parent is the command that the service's commands stand below.
func (f *userFlags) parent(short string) *cobra.Command {
	own := variableName(f.service.name, "")
	cmd := &cobra.Command{
		Use:   f.service.name,
		Short: short,
		Long: fmt.Sprintf(`Reads %[1]sURL (without it: the vendor). Tokens are those of --tokens,
or %[1]sACCESS_TOKEN, or of the last "ergodrome login %[2]s"; what
a login granted is renewed and stored with %[3]s and …_CLIENT_SECRET.`,
			own, f.service.name, variableName(f.service.client, "clientId")),
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := cmd.PersistentFlags()
	f.flags(flags)
	_, url := f.variable("url")
	if !f.service.alone() { // then it is among those of the account
		flags.StringVar(&f.baseURL, "url", url, "base URL of the service, up to but without its version")
	}
	flags.StringVar(&f.format, "format", "json", "json, ndjson or csv")
	flags.StringVar(&f.rows, "rows", "", "with --format csv: the list whose elements are rows, by its path in JSON; \"item\" is none")
	listVar(flags, &f.columns, "columns", nil, "with --format csv: only these columns, in this order; \"all\" where the usual ones are not all")
	flags.BoolVar(&f.unpaced, "unpaced", false, "do not keep to the vendor's limits, but wait out its refusals")
	return cmd
}

// ranged adds --from and --to.
func (f *userFlags) ranged(cmd *cobra.Command, what string) *cobra.Command {
	cmd.Flags().StringVar(&f.from, "from", "", "only what starts at or after this "+what)
	cmd.Flags().StringVar(&f.to, "to", "", "only what starts before this "+what)
	return cmd
}

// printed is what a command prints. Commands are many and have a type of item
// each; that is a value here, because code for each type would fill the program.
type printed struct {
	use, short string
	item       reflect.Type // nil if items know their own rows
	rows       string       // what is a row of CSV unless --rows says otherwise
	columns    []string     // those of CSV unless --columns says otherwise; nil is all
	needs      []string     // flags
}

// writer returns what makes the writer of a command.
func (f *userFlags) writer(p printed) func(io.Writer) (*writer, error) {
	return func(out io.Writer) (*writer, error) {
		w, err := newWriter(out, f.format)
		rows := p.rows
		switch {
		case err != nil:
			return nil, err
		case (f.rows != "" || f.columns != nil) && f.format != "csv":
			return nil, usage("--rows and --columns are for --format csv")
		case p.item == nil && (f.rows != "" || f.columns != nil):
			return nil, usage("%s has rows of its own: --rows and --columns are for other commands", p.use)
		case f.rows == "item":
			rows = ""
		case f.rows != "":
			rows = f.rows
		}
		if w.format == "csv" && p.item != nil {
			if w.plan, err = newPlan(p.item, rows); err == nil {
				err = w.plan.choose(f.columns, p, rows)
			}
		}
		return w, err
	}
}

// sources are what a client needs of flags and environment: tokens, and an
// http.Client if it is not the usual one.
func (f *userFlags) sources(ctx context.Context) (token.Source, *http.Client, error) {
	// What was granted at the vendor is for the vendor, and the other way round.
	_, access := f.variable("accessToken")
	own := f.file != "" || access != ""
	switch {
	case f.service.alone():
	case f.baseURL == "" && f.authURL != "":
		return nil, nil, usage("the authorization server is %s, and the service is the vendor's: say where the service is with --url or %s", f.authURL, variableName(f.service.name, "url"))
	case f.baseURL != "" && f.authURL == "" && !own:
		return nil, nil, usage("the service is %s, and the authorization server is the vendor's: say where that is with --auth-url or %s, or name a file with --tokens", f.baseURL, variableName(f.service.auth, "url"))
	}
	tokens, err := f.source(ctx)
	if err != nil {
		return nil, nil, err
	}
	c, err := f.http()
	return tokens, c, err
}

// hinted says of a refused token where it came from and how to get another.
func (f *userFlags) hinted(err error) error {
	if !errors.Is(err, apierr.ErrAuth) {
		return err
	}
	if name, access := f.variable("accessToken"); f.file == "" && access != "" {
		return fmt.Errorf("%w (it is that of %s; `ergodrome login %s` gets tokens that are renewed)", err, name, f.service.name)
	}
	return fmt.Errorf("%w (`ergodrome login %s`)", err, f.service.name)
}
