package sweatstack

import "github.com/ergodrome/ergodrome/client/series"

// Series are numbers in order, NaN where there is none.
type Series = series.Numbers
