package sweatstack

import (
	"errors"
	"math"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/sweatstack/internal/columns"
)

// Frame is a table of columns, as the service sends time series and curves. A
// value that is not there is not zero: see [Column.Has].
type Frame struct {
	Rows    int
	Columns []Column // in the service's order
	// Index names the columns that the service calls the frame's index: the
	// timestamp of samples, the power or the speed of an older curve.
	Index []string
}

// Column is one column of a frame. Its values are in the slice that its kind
// names, one a row; rows without a value hold zero there. The methods read
// them whichever that is.
type Column struct {
	Name string
	Kind string // KindInt and its like
	// Type is how the file stores it, for columns of KindUnknown.
	Type string
	// Unit is what a time or a duration is counted in.
	Unit time.Duration
	// UTC says that a time is an instant, not what a clock showed.
	UTC bool
	// Valid says which rows have a value; nil if all do.
	Valid    []bool
	Ints     []int64
	Int32s   []int32
	Floats   []float64
	Float32s []float32
	Dict     []string
	Codes    []int32 // into Dict, -1 for none
}

// The kinds of columns.
const (
	KindInt      = columns.Int      // Ints, or Int32s if the file has no more than 32 bits of them
	KindFloat    = columns.Float    // Floats, or Float32s if the file has no more than 32 bits of them
	KindBool     = columns.Bool     // Ints, 0 or 1
	KindText     = columns.Text     // Dict, by Codes
	KindTime     = columns.Time     // Ints, in Units since 1970
	KindDuration = columns.Duration // Ints, in Units
	KindUnknown  = columns.Unknown  // none: the column is there, and of a type that is not read
)

// frameLimits bounds what a frame may hold, decoded.
type frameLimits int64

func (l frameLimits) columns() columns.Limits {
	return columns.Limits{Rows: int64(l), Bytes: int64(l)}
}

// ReadFrame reads a frame from a Parquet file that was kept, within the
// bounds of a client's default.
func ReadFrame(file []byte) (*Frame, error) { return readFrame(file, defaultMaxFrame) }

func readFrame(file []byte, l frameLimits) (*Frame, error) {
	t, err := columns.Read(file, l.columns())
	if err != nil {
		kind := apierr.ErrDecode
		switch {
		case errors.Is(err, columns.ErrTooLarge):
			kind = apierr.ErrTooLarge
		case errors.Is(err, columns.ErrUnsupported):
			kind = apierr.ErrUnsupported
		}
		return nil, &apierr.Error{Service: serviceName, Operation: "ReadFrame", Kind: kind, Err: err}
	}
	f := &Frame{Rows: t.Rows, Index: t.Index, Columns: make([]Column, len(t.Columns))}
	for i, c := range t.Columns {
		f.Columns[i] = Column(c)
	}
	return f, nil
}

// frame is the frame of an answer.
func (c *Client) frame(k call, r *transport.Response) (*Frame, error) {
	f, err := readFrame(r.Body, c.limits)
	if e, ok := errors.AsType[*apierr.Error](err); ok {
		e.StatusCode, e.MediaType = r.StatusCode, transport.Redact(r.MediaType())
		return nil, c.refuse(k, e)
	}
	return f, err
}

// Column returns the column of a name, nil if there is none. The methods of a
// nil column find nothing.
func (f *Frame) Column(name string) *Column {
	if f == nil {
		return nil
	}
	i := slices.IndexFunc(f.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &f.Columns[i]
}

// Len is the number of rows that the column has values for, or could have.
func (c *Column) Len() int {
	if c == nil {
		return 0
	}
	return max(len(c.Ints), len(c.Int32s), len(c.Floats), len(c.Float32s), len(c.Codes))
}

// Has reports whether a row has a value.
func (c *Column) Has(row int) bool {
	return row >= 0 && row < c.Len() && (c.Valid == nil || c.Valid[row])
}

// Int returns the whole number in a row, 0 or 1 for a truth; ok is false if
// there is none.
func (c *Column) Int(row int) (_ int64, ok bool) {
	if !c.Has(row) || c.Kind != KindInt && c.Kind != KindBool {
		return 0, false
	}
	if c.Int32s != nil {
		return int64(c.Int32s[row]), true
	}
	return c.Ints[row], true
}

// Float returns the number in a row; ok is false if there is none.
func (c *Column) Float(row int) (_ float64, ok bool) {
	if !c.Has(row) {
		return 0, false
	}
	switch c.Kind {
	case KindFloat:
		if c.Float32s != nil {
			return float64(c.Float32s[row]), true
		}
		return c.Floats[row], true
	case KindInt, KindBool:
		v, _ := c.Int(row)
		return float64(v), true
	case KindDuration:
		return float64(c.Ints[row]) * c.Unit.Seconds(), true
	}
	return 0, false
}

// Series returns all numbers, durations in seconds, NaN where there is none;
// nil if the column does not hold numbers.
func (c *Column) Series() Series {
	if c == nil || c.Kind == KindText || c.Kind == KindTime || c.Kind == KindUnknown {
		return nil
	}
	out := make(Series, c.Len())
	for i := range out {
		v, ok := c.Float(i)
		if out[i] = v; !ok {
			out[i] = math.NaN()
		}
	}
	return out
}

// Time returns the time in a row; ok is false if there is none. It is in UTC,
// whether it is an instant or what a clock showed: see UTC.
func (c *Column) Time(row int) (_ time.Time, ok bool) {
	if !c.Has(row) || c.Kind != KindTime || c.Unit <= 0 {
		return time.Time{}, false
	}
	v := c.Ints[row]
	if c.Unit >= time.Second {
		seconds := int64(c.Unit / time.Second)
		if v > math.MaxInt64/seconds || v < math.MinInt64/seconds {
			return time.Time{}, false
		}
		return time.Unix(v*seconds, 0).UTC(), true
	}
	perSecond := int64(time.Second / c.Unit)
	return time.Unix(v/perSecond, v%perSecond*int64(c.Unit)).UTC(), true
}

// Duration returns the duration in a row; ok is false if there is none, or none
// that a time.Duration can hold. A plain number counts seconds.
func (c *Column) Duration(row int) (_ time.Duration, ok bool) {
	if !c.Has(row) {
		return 0, false
	}
	var v int64
	unit := c.Unit
	switch c.Kind {
	case KindFloat:
		x, _ := c.Float(row)
		s := x * float64(time.Second)
		return time.Duration(s), math.Abs(s) < math.MaxInt64
	case KindInt:
		unit = time.Second
		v, _ = c.Int(row)
	case KindDuration:
		v = c.Ints[row]
	default:
		return 0, false
	}
	if unit <= 0 || v > math.MaxInt64/int64(unit) || v < math.MinInt64/int64(unit) {
		return 0, false
	}
	return time.Duration(v) * unit, true
}

// Text returns the text in a row; ok is false if there is none.
func (c *Column) Text(row int) (_ string, ok bool) {
	if !c.Has(row) || c.Kind != KindText {
		return "", false
	}
	return c.Dict[c.Codes[row]], true
}
