package subject

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rules say how two values are compared.
type Rules struct {
	// Tolerance is how far apart two numbers may be, absolutely. 0 compares
	// whole numbers exactly and fractions bit by bit.
	Tolerance float64
	// Unordered compares lists as bags.
	Unordered bool
	// Subset ignores members of maps that are not wanted.
	Subset bool
}

// Equal compares a reported value with the wanted one, both normalized, and
// says where they first differ; "" means equal. A plain form is accepted where
// the wanted value leaves no doubt: an RFC 3339 string for an Instant, a string
// for a Local without zone, whole decimal digits in a string for an i64 that
// JSON could not carry, null or "NaN" for a NaN, seconds for a Dur.
func Equal(want, got any, r Rules) string { return equal("", want, got, r) }

func equal(at string, want, got any, r Rules) string {
	if same, known := scalarEqual(want, got, r); known {
		if same {
			return ""
		}
		return differ(at, want, got)
	}
	switch w := want.(type) {
	case []any:
		g, ok := got.([]any)
		if !ok {
			return differ(at, want, got)
		}
		return listEqual(at, w, g, r)
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return differ(at, want, got)
		}
		return mapEqual(at, w, g, r)
	}
	return differ(at, want, got)
}

func listEqual(at string, want, got []any, r Rules) string {
	if len(want) != len(got) {
		return fmt.Sprintf("%s: %d items, want %d", place(at), len(got), len(want))
	}
	if !r.Unordered {
		for i := range want {
			if d := equal(fmt.Sprintf("%s/%d", at, i), want[i], got[i], r); d != "" {
				return d
			}
		}
		return ""
	}
	rest := slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(rest, func(g any) bool { return equal(at, w, g, r) == "" })
		if i < 0 {
			return fmt.Sprintf("%s: %s is missing", place(at), show(w))
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return ""
}

func mapEqual(at string, want, got map[string]any, r Rules) string {
	for _, k := range slices.Sorted(maps.Keys(want)) {
		g, ok := got[k]
		if !ok {
			return fmt.Sprintf("%s: absent, want %s", place(at+"/"+k), show(want[k]))
		}
		if d := equal(at+"/"+k, want[k], g, r); d != "" {
			return d
		}
	}
	if r.Subset {
		return ""
	}
	for _, k := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[k]; !ok {
			return fmt.Sprintf("%s: %s, want it absent", place(at+"/"+k), show(got[k]))
		}
	}
	return ""
}

// scalarEqual compares what is neither list nor map; known is false otherwise.
func scalarEqual(want, got any, r Rules) (same, known bool) {
	switch w := want.(type) {
	case nil:
		return got == nil, true
	case bool:
		g, ok := got.(bool)
		return ok && w == g, true
	case string:
		g, ok := got.(string)
		if l, isLocal := got.(Local); isLocal && l.OffsetMin == nil {
			return sameWall(w, l.Wall), true
		}
		if p, isPeriod := got.(Period); isPeriod {
			g, ok = string(p), true
		}
		return ok && w == g, true
	case *big.Int:
		return intEqual(w, got, r), true
	case float64:
		return floatEqual(w, got, r), true
	case Instant:
		switch g := got.(type) {
		case Instant:
			return w.Time.Equal(g.Time), true
		case string:
			t, err := time.Parse(time.RFC3339Nano, g)
			return err == nil && t.Equal(w.Time), true
		}
		return false, true
	case Local:
		switch g := got.(type) {
		case Local:
			return sameWall(w.Wall, g.Wall) && sameOffset(w.OffsetMin, g.OffsetMin), true
		case string:
			return w.OffsetMin == nil && sameWall(w.Wall, g), true
		}
		return false, true
	case Dur:
		switch g := got.(type) {
		case Dur:
			return w == g, true
		case *big.Int:
			return g.IsInt64() && time.Duration(w) == time.Duration(g.Int64())*time.Second, true
		case float64:
			return math.Abs(time.Duration(w).Seconds()-g) <= max(r.Tolerance, 1e-9), true
		}
		return false, true
	case Period:
		g, ok := got.(Period)
		if s, isString := got.(string); isString {
			g, ok = Period(s), true
		}
		return ok && w == g, true
	case Bytes:
		g, ok := got.(Bytes)
		return ok && w == g, true
	case Table:
		g, ok := got.(Table)
		return ok && w.Rows == g.Rows && w.SHA256 == g.SHA256 && slices.Equal(w.Columns, g.Columns), true
	}
	return false, false
}

func sameOffset(a, b *int) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// sameWall compares wall-clock times: noughts at the end of a fraction tell nothing.
func sameWall(a, b string) bool { return withoutNoughts(a) == withoutNoughts(b) }

func withoutNoughts(wall string) string {
	whole, fraction, found := strings.Cut(wall, ".")
	if !found || strings.Trim(fraction, "0123456789") != "" {
		return wall
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

func intEqual(want *big.Int, got any, r Rules) bool {
	switch g := got.(type) {
	case *big.Int:
		if r.Tolerance > 0 {
			diff, _ := new(big.Float).SetInt(new(big.Int).Sub(want, g)).Float64()
			return math.Abs(diff) <= r.Tolerance
		}
		return want.Cmp(g) == 0
	case float64:
		if r.Tolerance > 0 {
			w, _ := new(big.Float).SetInt(want).Float64()
			return math.Abs(w-g) <= r.Tolerance
		}
		f, exact := new(big.Float).SetFloat64(zeroIfNotFinite(g)).Int(nil)
		return !math.IsNaN(g) && !math.IsInf(g, 0) && exact == big.Exact && f.Cmp(want) == 0
	case string:
		// Beyond 2^53 a plain number would have lost its digits on the way.
		return new(big.Int).Abs(want).Cmp(big.NewInt(1<<53)) > 0 && g == want.String()
	}
	return false
}

func zeroIfNotFinite(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

func floatEqual(want float64, got any, r Rules) bool {
	var g float64
	switch t := got.(type) {
	case float64:
		g = t
	case *big.Int:
		g, _ = new(big.Float).SetInt(t).Float64()
	case string:
		if !math.IsNaN(want) && !math.IsInf(want, 0) {
			return false
		}
		f, err := strconv.ParseFloat(t, 64)
		return err == nil && (f == want || math.IsNaN(f) && math.IsNaN(want))
	case nil:
		return math.IsNaN(want)
	default:
		return false
	}
	if math.IsNaN(want) || math.IsNaN(g) {
		return math.IsNaN(want) && math.IsNaN(g)
	}
	if r.Tolerance > 0 {
		return math.Abs(want-g) <= r.Tolerance
	}
	return math.Float64bits(want) == math.Float64bits(g)
}

func differ(at string, want, got any) string {
	return fmt.Sprintf("%s: %s, want %s", place(at), show(got), show(want))
}

func place(at string) string {
	if at == "" {
		return "value"
	}
	return at
}

// show prints a value briefly.
func show(v any) string {
	s := fmt.Sprintf("%v", Spell(v))
	if str, ok := v.(string); ok {
		s = strconv.Quote(str)
	}
	if len(s) > 120 {
		s = strings.ToValidUTF8(s[:120], "") + "…"
	}
	return s
}
