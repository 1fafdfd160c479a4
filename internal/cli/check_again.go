package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// again is the command that repeats a case: with the program, and with every flag of
// this run that decides what the program meets, as a shell reads them back.
func again(cmd *cobra.Command, program []string) func(id string) string {
	chooses := []string{"case", "skip", "profile", "known", "update-known", "out", "record", "jobs", "strict", "verbose"}
	var given []string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(chooses, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		switch many := f.Value.(type) {
		case *list:
			values = *many.to
		case pflag.SliceValue:
			values = many.GetSlice()
		}
		for _, v := range values {
			switch {
			case f.Value.Type() == "bool" && v == "true":
				given = append(given, "--"+f.Name)
			case f.Value.Type() == "bool":
				given = append(given, "--"+f.Name+"="+v)
			default:
				given = append(given, "--"+f.Name, shellWord(v))
			}
		}
	})
	return func(id string) string {
		words := append([]string{cmd.CommandPath(), "--case", id}, given...)
		if len(program) > 0 {
			words = append(words, "--")
		}
		for _, word := range program {
			words = append(words, shellWord(word))
		}
		return strings.Join(words, " ")
	}
}
