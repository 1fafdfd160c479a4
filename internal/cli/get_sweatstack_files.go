package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
)

func (f *sweatStackFlags) download() *cobra.Command {
	cmd := f.command(printed{use: "download", short: "write the file that an activity was made from", item: reflect.TypeFor[saved](), needs: []string{"activity", "out"}},
		func(ctx context.Context, c *sweatstack.Client, w *writer) error {
			if _, err := os.Lstat(f.out); err == nil {
				return taken(f.out)
			}
			d, err := c.Activities.Download(ctx, f.activity)
			if err != nil {
				return err
			}
			defer d.Body.Close()
			w.progress = newByteProgress(f.env.Stderr, d.Size)
			n, err := saveNew(f.out, io.TeeReader(d.Body, w.progress))
			if err != nil {
				return err
			}
			return object(w, &saved{f.out, d.MediaType, n}, nil)
		})
	cmd.Flags().StringVar(&f.out, "out", "", "file to write to, which must not be there yet")
	return f.ofActivity(cmd)
}

func taken(path string) error {
	return usage("%s is there already, and is not overwritten; name another with --out", path)
}

// saveNew writes a file that appears complete or not at all, and replaces none.
func saveNew(path string, from io.Reader) (n int64, err error) {
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(part.Name()) }()
	n, err = io.Copy(part, from)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return 0, err
	}
	// A rename would replace what another program has put there meanwhile.
	err = os.Link(part.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return 0, taken(path)
	}
	if err == nil {
		return n, nil
	}
	// Not every file system has links. What is made here is this program's to replace.
	claim, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, taken(path)
	}
	if err != nil {
		return 0, err
	}
	return n, errors.Join(claim.Close(), os.Rename(part.Name(), path))
}

func (f *sweatStackFlags) upload() *cobra.Command {
	var files []string
	cmd := f.command(printed{use: "upload FILE...", short: "upload up to ten .fit or .csv files", item: reflect.TypeFor[sweatstack.Upload](), rows: "sources"},
		func(ctx context.Context, c *sweatstack.Client, w *writer) error {
			sport, err := f.sport()
			if err != nil {
				return err
			}
			list, size := make([]sweatstack.UploadFile, len(files)), int64(0)
			for i, path := range files {
				info, err := os.Stat(path)
				switch {
				case err != nil:
					return usage("%w", err)
				case info.IsDir():
					return usage("%s is a folder; name files", path)
				}
				list[i] = sweatstack.FileAt(path)
				if size += list[i].Size; list[i].Size < 0 {
					size = -1 << 62 // not known, whatever follows
				}
			}
			w.progress = newByteProgress(f.env.Stderr, max(size, -1))
			for i := range list {
				open := list[i].Open
				list[i].Open = func() (io.ReadCloser, error) { return counted(open, w.progress) }
			}
			u, err := c.Activities.Upload(ctx, list, &sweatstack.UploadOptions{Sport: sport})
			if err == nil && w.format != "csv" && u.Raw != nil {
				return object(w, u.Raw, nil) // nothing is published of its shape
			}
			return object(w, u, err)
		})
	cmd.Args = cobra.MinimumNArgs(1)
	cmd.PreRun = func(_ *cobra.Command, args []string) { files = args }
	listVar(cmd.Flags(), &f.sports, "sport", nil, "the sport of all files; a .csv file needs one")
	cmd.Long = cmd.Short + `

It takes a token with data:write. The service answers before it has worked on the files.`
	return cmd
}

// counted opens a file whose bytes are counted as they go.
func counted(open func() (io.ReadCloser, error), p *progress) (io.ReadCloser, error) {
	file, err := open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.TeeReader(file, p), file}, nil
}

// metadata is what an application keeps with an activity. To read it, get the activity.
func (f *sweatStackFlags) metadata() *cobra.Command {
	parent := &cobra.Command{
		Use: "metadata", Short: "what this application keeps with an activity",
		Long: `The token must be one that a user granted to an application, with data:write. What an
application keeps stands in "get sweatstack activity", as app_metadata.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var file string
	put := f.quiet("put", "replace it by a JSON object of at most 1024 bytes, on stdin or in a file",
		func(ctx context.Context, c *sweatstack.Client) error {
			text, err := f.document(file)
			if err != nil {
				return err
			}
			return c.Activities.SetAppMetadata(ctx, f.activity, text)
		})
	put.Flags().StringVar(&file, "file", "", "file to read instead of stdin")
	remove := f.quiet("delete", "remove it", func(ctx context.Context, c *sweatstack.Client) error {
		return c.Activities.DeleteAppMetadata(ctx, f.activity)
	})
	parent.AddCommand(put, remove)
	return parent
}

// quiet is a command that changes something of an activity and prints nothing.
func (f *sweatStackFlags) quiet(use, short string, run func(ctx context.Context, c *sweatstack.Client) error) *cobra.Command {
	return f.ofActivity(&cobra.Command{
		Use: use, Short: short, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "activity"); err != nil {
				return err
			}
			c, err := f.client(cmd.Context())
			if err != nil {
				return err
			}
			return vendorFailure(f.hinted(run(cmd.Context(), c)))
		},
	})
}

// document reads JSON from a file, or else stdin.
func (f *sweatStackFlags) document(file string) (json.RawMessage, error) {
	from, name := f.env.Stdin, "stdin"
	if file != "" {
		opened, err := os.Open(file)
		if err != nil {
			return nil, usage("%w", err)
		}
		defer opened.Close()
		from, name = opened, file
	}
	text, err := readAll(from, name, 64<<10)
	switch {
	case err != nil:
		return nil, err
	case !json.Valid(text):
		return nil, usage("%s is not JSON", name)
	}
	return text, nil
}

// backfillLine is an update as the service writes it.
type backfillLine struct {
	LoadedUntil *sweatstack.LocalTime `json:"backfill_loaded_until"`
	Error       string                `json:"error,omitempty"`
	Extra       sweatstack.Extra      `json:"extra,omitempty"`
}

func (f *sweatStackFlags) backfill() *cobra.Command {
	cmd := f.command(printed{use: "backfill-status", short: "how far a new user's history has been loaded, for a minute", item: reflect.TypeFor[backfillLine]()},
		func(ctx context.Context, c *sweatstack.Client, w *writer) error {
			return backfillLines(ctx, c, w, f.say)
		})
	cmd.Long = cmd.Short + `

Updates are printed as they come: unless --format says otherwise, one JSON object a line.
One that says what went wrong is printed like the others, and the exit code is 1 then.`
	cmd.PreRun = func(cmd *cobra.Command, _ []string) {
		if !cmd.Flags().Changed("format") {
			f.format = "ndjson"
		}
	}
	return cmd
}

// backfillLines prints updates. Reading goes on behind an error, which is told when
// there is another; the last is the command's own.
func backfillLines(ctx context.Context, c *sweatstack.Client, w *writer, say func(string, ...any)) error {
	var failed error
	for status, err := range c.Activities.BackfillStatus(ctx) {
		line := backfillLine{Extra: status.Extra}
		if t := status.LoadedUntil; !t.IsZero() {
			line.LoadedUntil = &t
		}
		if err != nil {
			if failed != nil {
				say("ergodrome: %v", failed)
			}
			failed = err
			said, ok := errors.AsType[*sweatstack.BackfillError](err)
			if !ok {
				continue
			}
			line = backfillLine{Error: said.Message}
			if e, ok := errors.AsType[*apierr.Error](err); ok {
				failed = fmt.Errorf("%s: %w", e.Message, said) // the line has been printed: no need to say where it stood
			}
		}
		if err := w.write(&line); err != nil {
			return err
		}
	}
	if failed != nil && w.count > 0 {
		return errors.Join(w.close(), failed)
	}
	return failed
}
