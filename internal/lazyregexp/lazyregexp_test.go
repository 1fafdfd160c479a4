package lazyregexp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

func TestExpressionsAreCompiledWhenTheyAreUsed(t *testing.T) {
	t.Parallel()
	form := lazyregexp.New(`^(\d+)-(\d+)$`)
	require.Equal(t, []string{"12-3", "12", "3"}, form.FindStringSubmatch("12-3"))
	require.False(t, form.MatchString("12"))
	none := lazyregexp.New(`(`)
	require.Panics(t, func() { none.MatchString("") })
}
