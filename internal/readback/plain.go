package readback

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"time"
)

// plain compares a word, a number or a truth. Numbers and truths may stand in quotes, words may be numbers, and a whole
// number may have a point.
func plain(v reflect.Value, raw []byte) bool {
	text := Text(raw)
	switch v.Kind() {
	case reflect.String:
		return v.String() == text
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()) == text
	case reflect.Int, reflect.Int64, reflect.Int32:
		want, ok := new(big.Rat).SetString(text)
		return ok && want.Cmp(new(big.Rat).SetInt64(v.Int())) == 0
	case reflect.Uint, reflect.Uint64, reflect.Uint32:
		want, ok := new(big.Rat).SetString(text)
		return ok && want.Cmp(new(big.Rat).SetUint64(v.Uint())) == 0
	case reflect.Float64:
		want, err := strconv.ParseFloat(text, 64)
		return err == nil && (want == v.Float() || math.IsNaN(want) && isNaN(v))
	}
	return false
}

// Text is what stands in the quotes of a JSON string, or any other value as it is.
func Text(raw []byte) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(bytes.TrimSpace(raw))
}

// Instant is the reading of a time.Time: RFC 3339, in UTC if it has no zone.
func Instant(got any, raw []byte) bool {
	t, ok := got.(time.Time)
	want, err := time.Parse(time.RFC3339Nano, Text(raw))
	if err != nil {
		want, err = time.Parse(time.RFC3339Nano, Text(raw)+"Z")
	}
	return ok && err == nil && t.Equal(want)
}

func isNaN(v reflect.Value) bool { return v.Kind() == reflect.Float64 && math.IsNaN(v.Float()) }

// empty reports whether there is nothing in a field.
func empty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}
