package cli

import (
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
)

// TestListsAreReadAsPflagReadsThem gives both the same arguments: they differ in the memory that they set aside, and in nothing else.
func TestListsAreReadAsPflagReadsThem(t *testing.T) {
	for _, preset := range [][]string{nil, {"a", "b"}} {
		for _, args := range [][]string{
			nil, {"--x", ""}, {"--x", "c"}, {"--x", "c,d", "--x", "e"}, {"--x", `"c,d",e`}, {"--x", `c"`}, {"--x", `"c`}, {"--x", "", "--x", "c"}, {"--x", " c, d"}, {"--x"},
		} {
			var ours, theirs []string
			one, other := pflag.NewFlagSet("", pflag.ContinueOnError), pflag.NewFlagSet("", pflag.ContinueOnError)
			listVar(one, &ours, "x", preset, "some")
			other.StringSliceVar(&theirs, "x", preset, "some")
			require.Equal(t, other.FlagUsages(), one.FlagUsages())
			got, want := one.Parse(args), other.Parse(args)
			require.Equal(t, want == nil, got == nil, "%q: %v, %v", args, got, want)
			if want != nil {
				require.EqualError(t, got, want.Error())
			}
			require.Equal(t, theirs, ours, args)
		}
	}
}
