package series_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/series"
)

func TestGapsAreNull(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]series.Numbers{
		"null": nil, "[]": {}, "[1,null,2.5]": {1, math.NaN(), 2.5}, "[null,null,-0,1e+300]": {math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 1e300},
	} {
		got, err := json.Marshal(s)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
}

func Example() {
	out, _ := json.Marshal(series.Numbers{61, math.NaN(), 63})
	fmt.Println(string(out))
	// Output: [61,null,63]
}
