// Package wirejson writes JSON exactly as it must look on the wire.
//
// encoding/json decides itself how numbers, strings and absent values look and
// in which order members come. Vendors have decided otherwise, each in its own
// way; here the caller decides.
package wirejson

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// AppendInt appends a whole number.
func AppendInt[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](dst []byte, v T) []byte {
	return strconv.AppendInt(dst, int64(v), 10)
}

// AppendFloat appends the shortest digits that read back as v: without a
// decimal point when v is whole, with an exponent below 1e-6 and from 1e21 on,
// as ECMAScript prints numbers. What JSON has no number for becomes null.
func AppendFloat(dst []byte, v float64) []byte {
	abs := math.Abs(v)
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return append(dst, "null"...)
	case abs == 0:
		return append(dst, '0') // also for -0, whose sign no vendor prints
	case abs >= 1e-6 && abs < 1e21:
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, v, 'e', -1, 64)
	// Go pads exponents to two digits: e-07 is e-7 elsewhere.
	if n := len(dst); n-start >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}

// AppendFixed appends v rounded to at most decimals digits after the point,
// without trailing zeros: 12, 12.5, 12.35. What JSON has no number for becomes null.
func AppendFixed(dst []byte, v float64, decimals int) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(dst, "null"...)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, v, 'f', max(decimals, 0), 64)
	if decimals > 0 {
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
		if dst[len(dst)-1] == '.' {
			dst = dst[:len(dst)-1]
		}
	}
	if string(dst[start:]) == "-0" {
		dst = append(dst[:start], '0')
	}
	return dst
}

// AppendString appends s in quotation marks. Only what JSON requires is
// escaped: other scripts and HTML characters stay as they are. Bytes that are
// not UTF-8 become U+FFFD.
func AppendString[T ~string | ~[]byte](dst []byte, s T) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
			if r == utf8.RuneError && size == 1 {
				dst = append(dst, s[start:i]...)
				dst = utf8.AppendRune(dst, utf8.RuneError)
				start = i + 1
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// AppendTimeUTC appends t in UTC, in whole seconds, with a Z:
// "2026-11-21T08:30:00Z".
func AppendTimeUTC(dst []byte, t time.Time) []byte {
	return appendTime(dst, t.UTC(), "2006-01-02T15:04:05Z")
}

// AppendTimeOffset appends t in its own zone, in whole seconds, with a numeric
// offset that is never Z: "2026-11-21T10:30:00+02:00".
func AppendTimeOffset(dst []byte, t time.Time) []byte {
	return appendTime(dst, t, "2006-01-02T15:04:05-07:00")
}

// AppendTimeLocal appends t in its own zone, in whole seconds, without any
// offset: "2026-11-21T10:30:00".
func AppendTimeLocal(dst []byte, t time.Time) []byte {
	return appendTime(dst, t, "2006-01-02T15:04:05")
}

func appendTime(dst []byte, t time.Time, layout string) []byte {
	dst = append(dst, '"')
	dst = t.AppendFormat(dst, layout)
	return append(dst, '"')
}
