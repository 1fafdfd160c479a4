package cli

import (
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// maxParquet bounds a Parquet file on stdin, as the client bounds an answer.
const maxParquet = 256 << 20

func newDecodeParquet(env Env) *cobra.Command {
	var form frameForm
	cmd := &cobra.Command{
		Use:   "parquet",
		Short: "a SweatStack frame: time series or a curve",
		Long:  "parquet reads a Parquet file on stdin.\n\n" + frameHelp,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := form.check(false); err != nil {
				return err
			}
			file, err := readAll(env.Stdin, "stdin", maxParquet)
			if err != nil {
				return err
			}
			frame, err := sweatstack.ReadFrame(file)
			if err != nil {
				return failure("%w", err)
			}
			if names := unread(frame); names != nil {
				a := account{env: env}
				a.say("Columns that cannot be read here: %s.", strings.Join(names, ", "))
			}
			return vendorFailure(form.print(cmd.OutOrStdout(), frame))
		},
	}
	cmd.Flags().StringVar(&form.format, "format", "json", "json, ndjson or csv")
	listVar(cmd.Flags(), &form.columns, "columns", nil, "only these columns, in this order")
	return cmd
}

func newDecodeNDJSON(env Env) *cobra.Command {
	f := userFlags{account: account{env: env}}
	cmd := &cobra.Command{
		Use:   "ndjson",
		Short: "SweatStack's updates of a backfill, one a line",
		Long: `ndjson reads updates on stdin and prints each as it comes. One that says what went
wrong is printed like the others, one that cannot be read is told on stderr; the exit
code is 1 then.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := f.writer(printed{use: "ndjson", item: reflect.TypeFor[backfillLine]()})(cmd.OutOrStdout())
			if err != nil {
				return err
			}
			c, err := clientOf(env.Stdin)
			if err != nil {
				return failure("%w", err)
			}
			if err := backfillLines(cmd.Context(), c, w, f.say); err != nil {
				return vendorFailure(err)
			}
			return w.close()
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "json", "json, ndjson or csv")
	listVar(cmd.Flags(), &f.columns, "columns", nil, "with --format csv: only these columns, in this order")
	return cmd
}

// clientOf is a client to whom all that the service ever says is in a reader: it
// reads a stream that was kept as it would have read the stream itself.
func clientOf(from io.Reader) (*sweatstack.Client, error) {
	answer := answering(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: http.Header{"Content-Type": {"application/x-ndjson"}}, Body: io.NopCloser(from), ContentLength: -1, Request: r,
		}, nil
	})
	return sweatstack.New(
		sweatstack.WithAccessToken("none-is-sent"), sweatstack.WithHTTPClient(&http.Client{Transport: answer}),
		sweatstack.WithRetry(0, time.Second), sweatstack.WithTimeout(24*time.Hour), // whoever writes to stdin may take their time
	)
}

// answering is a network of one function.
type answering func(*http.Request) (*http.Response, error)

// RoundTrip answers.
func (a answering) RoundTrip(r *http.Request) (*http.Response, error) { return a(r) }
