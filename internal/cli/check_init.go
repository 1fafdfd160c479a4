package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/templates"
)

// newCheckInit writes an adapter to begin with.
func newCheckInit() *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "init --lang go|python|node [FOLDER]",
		Short: "write an adapter to begin with",
		Long: `init writes a small adapter with a small Firstbeat client in it, for you to put your
own client in its place. It writes over nothing.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			t, err := templates.Find(lang)
			if err != nil {
				return usage("--lang: %w", err)
			}
			path, err := t.Write(dir)
			if err != nil {
				return usage("%w", err)
			}
			build, start := t.Commands(path)
			say := path + "\n"
			if build != nil {
				say += "build it: " + strings.Join(build, " ") + "\n"
			}
			say += "try it:   ergodrome check smoke -- " + strings.Join(start, " ") + "\n"
			say += "judge it: ergodrome check run -- " + strings.Join(start, " ") + "\n"
			_, err = io.WriteString(cmd.OutOrStdout(), say)
			return err
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "", "go, python or node")
	return cmd
}
