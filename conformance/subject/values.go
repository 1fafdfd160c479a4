package subject

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// The tagged values: what JSON has no word for. A subject reports the Go type;
// a protocol spells it {"$":"instant","v":"…"}. Plain forms are accepted
// wherever they are unambiguous: see Equal.
type (
	// Instant is a moment, whatever the zone it was written in.
	Instant struct{ Time time.Time }
	// Local is a wall-clock time whose zone may be unknown.
	Local struct {
		Wall      string // "2017-04-14T09:20:06"
		OffsetMin *int   // minutes east of UTC; nil when unknown
	}
	// Dur is an exact length of time.
	Dur time.Duration
	// Period is an ISO 8601 duration that no length of time equals: "P1M".
	Period string
	// Bytes is a digest of a body.
	Bytes struct {
		SHA256 string
		Len    int64
	}
	// Table is a digest of a columnar result.
	Table struct {
		Columns []string
		Rows    int64
		SHA256  string
	}
)

// Whole is a float64 without a fraction as the *big.Int that JSON meant, up to
// 2^53, where both are sure to be the same number. Anything else is returned as it is.
func Whole(v any) any {
	f, ok := v.(float64)
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 || f == 0 && math.Signbit(f) {
		return v
	}
	return big.NewInt(int64(f))
}

// Argument makes a normalized value one that Client.Call may be given: whole numbers
// are int64, also those that a subject reports as float64 because its JSON
// decoder knows no other; those beyond int64 are their digits.
func Argument(v any) any {
	switch t := Whole(v).(type) {
	case *big.Int:
		if t.IsInt64() {
			return t.Int64()
		}
		return t.String()
	case []any:
		out := make([]any, len(t))
		for i := range t {
			out[i] = Argument(t[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(t))
		for k := range t {
			out[k] = Argument(t[k])
		}
		return out
	default:
		return t
	}
}

// DigestOf is the tagged form of a body.
func DigestOf(b []byte) Bytes {
	sum := sha256.Sum256(b)
	return Bytes{SHA256: hex.EncodeToString(sum[:]), Len: int64(len(b))}
}

// Normalize brings a reported value into canonical form: nil, bool, string,
// *big.Int for every whole number written without a fraction, float64,
// []any, map[string]any and the tagged types. It accepts all Go numbers,
// json.Number, time.Time (an Instant), time.Duration (a Dur), []byte (Bytes),
// slices, string-keyed maps, pointers, and maps in the tagged JSON spelling.
// Structs and anything else are errors: a subject says what it means.
func Normalize(v any) (any, error) { return normalize(v, 0) }

const maxDepth = 64

func normalize(v any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("a reported value nests deeper than %d", maxDepth)
	}
	switch t := v.(type) {
	case nil, bool, string, float64, *big.Int, Instant, Local, Dur, Period, Bytes, Table:
		return v, nil
	case float32:
		return float64(t), nil
	case json.Number:
		return number(string(t))
	case time.Time:
		return Instant{t}, nil
	case time.Duration:
		return Dur(t), nil
	case []byte:
		return DigestOf(t), nil
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return big.NewInt(rv.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return new(big.Int).SetUint64(rv.Uint()), nil
	case reflect.Float64:
		return rv.Float(), nil
	case reflect.Bool:
		return rv.Bool(), nil
	case reflect.String:
		return rv.String(), nil
	case reflect.Pointer, reflect.Interface:
		if rv.IsNil() {
			return nil, nil
		}
		return normalize(rv.Elem().Interface(), depth+1)
	case reflect.Slice, reflect.Array:
		out := make([]any, rv.Len())
		for i := range out {
			item, err := normalize(rv.Index(i).Interface(), depth+1)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			out[i] = item
		}
		return out, nil
	case reflect.Map:
		return normalizeMap(rv, depth)
	}
	return nil, fmt.Errorf("a value of type %T cannot be reported", v)
}

func normalizeMap(rv reflect.Value, depth int) (any, error) {
	if rv.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("a map with %s keys cannot be reported", rv.Type().Key())
	}
	out := make(map[string]any, rv.Len())
	for _, key := range rv.MapKeys() {
		item, err := normalize(rv.MapIndex(key).Interface(), depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		out[key.String()] = item
	}
	if tag, ok := out["$"].(string); ok {
		return untag(tag, out)
	}
	return out, nil
}

// number keeps whole numbers exact.
func number(s string) (any, error) {
	if !strings.ContainsAny(s, ".eE") {
		if i, ok := new(big.Int).SetString(s, 10); ok {
			return i, nil
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is not a number", s)
	}
	return f, nil
}

// untag reads the JSON spelling of a tagged value.
func untag(tag string, m map[string]any) (any, error) {
	text, _ := m["v"].(string)
	switch tag {
	case "i64":
		if i, ok := new(big.Int).SetString(text, 10); ok {
			return i, nil
		}
	case "f64":
		switch text {
		case "NaN":
			return math.NaN(), nil
		case "-0":
			return math.Copysign(0, -1), nil
		}
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f, nil
		}
	case "instant":
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return Instant{t}, nil
		}
	case "local":
		l := Local{Wall: text}
		if off, ok := m["offsetMin"].(*big.Int); ok && off.IsInt64() {
			n := int(off.Int64())
			l.OffsetMin = &n
		}
		if _, err := time.Parse("2006-01-02T15:04:05.999999999", text); err == nil {
			return l, nil
		}
	case "dur":
		ns, _ := m["ns"].(string)
		if n, err := strconv.ParseInt(ns, 10, 64); err == nil {
			return Dur(n), nil
		}
	case "period":
		if strings.HasPrefix(text, "P") {
			return Period(text), nil
		}
	case "bytes":
		sum, _ := m["sha256"].(string)
		if n, ok := m["len"].(*big.Int); ok && n.IsInt64() && len(sum) == 2*sha256.Size {
			return Bytes{SHA256: strings.ToLower(sum), Len: n.Int64()}, nil
		}
	case "table":
		return untagTable(m)
	default:
		return nil, fmt.Errorf("unknown tag %q", tag)
	}
	return nil, fmt.Errorf("malformed %s: %v", tag, m)
}

func untagTable(m map[string]any) (any, error) {
	t := Table{}
	t.SHA256, _ = m["sha256"].(string)
	rows, ok := m["rows"].(*big.Int)
	cols, ok2 := m["columns"].([]any)
	if !ok || !ok2 || !rows.IsInt64() {
		return nil, fmt.Errorf("malformed table: %v", m)
	}
	t.Rows = rows.Int64()
	for _, c := range cols {
		s, ok := c.(string)
		if !ok {
			return nil, fmt.Errorf("malformed table column: %v", c)
		}
		t.Columns = append(t.Columns, s)
	}
	return t, nil
}

// Spell is the JSON form of a normalized value, with tags where JSON has no
// word; it is what reports and protocols print.
func Spell(v any) any {
	switch t := v.(type) {
	case *big.Int:
		if t.IsInt64() && t.Int64() <= 1<<53 && t.Int64() >= -(1<<53) {
			return t.Int64()
		}
		return map[string]any{"$": "i64", "v": t.String()}
	case float64:
		switch {
		case math.IsNaN(t) || math.IsInf(t, 0):
			return map[string]any{"$": "f64", "v": strconv.FormatFloat(t, 'g', -1, 64)}
		case t == 0 && math.Signbit(t):
			return map[string]any{"$": "f64", "v": "-0"}
		}
		return t
	case Instant:
		return map[string]any{"$": "instant", "v": t.Time.UTC().Format(time.RFC3339Nano)}
	case Local:
		m := map[string]any{"$": "local", "v": t.Wall, "offsetMin": nil}
		if t.OffsetMin != nil {
			m["offsetMin"] = *t.OffsetMin
		}
		return m
	case Dur:
		return map[string]any{"$": "dur", "ns": strconv.FormatInt(int64(t), 10)}
	case Period:
		return map[string]any{"$": "period", "v": string(t)}
	case Bytes:
		return map[string]any{"$": "bytes", "sha256": t.SHA256, "len": t.Len}
	case Table:
		return map[string]any{"$": "table", "columns": t.Columns, "rows": t.Rows, "sha256": t.SHA256}
	case []any:
		out := make([]any, len(t))
		for i := range t {
			out[i] = Spell(t[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(t))
		for k := range t {
			out[k] = Spell(t[k])
		}
		return out
	}
	return v
}
