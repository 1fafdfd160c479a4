package cli

import (
	"context"
	"errors"
	"os"
	"reflect"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

// accessLinkFlags are what `get polar-accesslink` commands take.
type accessLinkFlags struct {
	userFlags
	rangeNames []string
	route      uint64
	size, out  string
}

func newGetPolarAccessLink(env Env) *cobra.Command {
	f := &accessLinkFlags{userFlags: newUserFlags(env, polarAccessLink())}
	cmd := f.parent("Polar AccessLink, version 4: what an athlete's devices recorded")
	cmd.AddCommand(f.days()...)
	cmd.AddCommand(f.lists()...)
	cmd.AddCommand(f.picture(), f.hello())
	return cmd
}

// client builds the client from flags and environment.
func (f *accessLinkFlags) client(ctx context.Context) (*polaraccesslink.Client, error) {
	tokens, c, err := f.sources(ctx)
	if err != nil {
		return nil, err
	}
	options := []polaraccesslink.Option{polaraccesslink.WithTokens(tokens)}
	if c != nil {
		options = append(options, polaraccesslink.WithHTTPClient(c))
	}
	switch len(f.rangeNames) {
	case 0:
	case 2:
		options = append(options, polaraccesslink.WithTargetRange(f.rangeNames[0], f.rangeNames[1]))
	default:
		return nil, usage("--range-names %q: want two names, such as from,to", f.rangeNames)
	}
	return f.build(options...)
}

// build adds what needs no tokens.
func (f *accessLinkFlags) build(options ...polaraccesslink.Option) (*polaraccesslink.Client, error) {
	if f.baseURL != "" {
		options = append(options, polaraccesslink.WithBaseURL(f.baseURL))
	}
	if f.unpaced {
		options = append(options, polaraccesslink.WithoutPacing())
	}
	client, err := polaraccesslink.New(options...)
	if err != nil {
		return nil, usage("%w", err)
	}
	return client, nil
}

// command is the frame of the commands.
func (f *accessLinkFlags) command(p printed, run func(ctx context.Context, c *polaraccesslink.Client, w *writer) error) *cobra.Command {
	cmd := getter[*polaraccesslink.Client]{
		needs: p.needs, writer: f.writer(p), client: f.client,
		run: func(ctx context.Context, c *polaraccesslink.Client, w *writer) error { return f.hinted(run(ctx, c, w)) },
	}.command(f.env, p.use, p.short)
	cmd.Long = p.help()
	return cmd
}

// saved is what was written to a file.
type saved struct {
	File      string `json:"file"`
	MediaType string `json:"mediaType"`
	Bytes     int64  `json:"bytes"`
}

func (f *accessLinkFlags) picture() *cobra.Command {
	cmd := f.command(
		printed{use: "picture", short: "write the user's picture to a file", item: reflect.TypeFor[saved](), needs: []string{"out"}},
		func(ctx context.Context, c *polaraccesslink.Client, w *writer) error {
			p, err := c.User.Picture(ctx, f.size)
			if err != nil {
				return err
			}
			if err := writeWhole(f.out, p.Bytes); err != nil {
				return err
			}
			return object(w, &saved{f.out, p.MediaType, int64(len(p.Bytes))}, nil)
		})
	cmd.Flags().StringVar(&f.size, "size", polaraccesslink.PictureMedium, "small, medium or large")
	cmd.Flags().StringVar(&f.out, "out", "", "file to write to")
	return cmd
}

// greeting is what the service says to everybody.
type greeting struct {
	Hello string `json:"hello"`
}

func (f *accessLinkFlags) hello() *cobra.Command {
	p := printed{use: "hello", short: "the service's greeting: is it there? It needs no tokens", item: reflect.TypeFor[greeting]()}
	return getter[*polaraccesslink.Client]{
		writer: f.writer(p),
		client: func(context.Context) (*polaraccesslink.Client, error) {
			c, err := f.http()
			if err != nil || c == nil {
				return f.build()
			}
			return f.build(polaraccesslink.WithHTTPClient(c))
		},
		run: func(ctx context.Context, c *polaraccesslink.Client, w *writer) error {
			text, err := c.Hello(ctx)
			return object(w, &greeting{text}, err)
		},
	}.command(f.env, p.use, p.short)
}

// writeWhole writes a file that appears complete or not at all.
func writeWhole(path string, content []byte) error {
	temporary := path + ".part"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}
