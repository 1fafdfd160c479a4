// Package frame writes tables as parquet files that pandas reads back with its own types.
//
// Parquet has no durations and no categories: pandas finds them in two entries of
// the footer, an Arrow schema and a description of its own. [confirmed: the format
// of both entries, by the documents of Apache Arrow and of pandas]
package frame

import (
	"math"
	"time"
)

// Kind is the type of a column.
type Kind uint8

// The kinds, as the vendor's client tells them. [confirmed: notes and tests of the
// vendor's client]
const (
	Instant Kind = iota // milliseconds since 1970, UTC
	Span                // whole seconds
	Int8                // with holes
	Int16               // with holes
	Float16
	Float32
	Float64
	Category // words, each kept once
	Text
)

// Field is a column without its values.
type Field struct {
	Name  string
	Kind  Kind
	Index bool   // pandas makes it the index
	Words int    // of a Category: how many different ones there are
	Zone  string // of an Instant; empty: the clock on a wall
}

// Column is the values of one field. Which of the slices is used is said by the
// field's kind: Ints for times, Floats for numbers, Words for text.
type Column struct {
	Ints   []int64 // milliseconds, or seconds
	Floats []float64
	Words  []string
}

// Len counts the values.
func (c *Column) Len() int { return max(len(c.Ints), len(c.Floats), len(c.Words)) }

// Millis is an instant as a column has it.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// half is a number in sixteen bits, the nearest one, of two the even one.
func half(v float64) uint16 {
	bits := math.Float32bits(float32(v))
	sign := uint16(bits >> 16 & 0x8000)
	exponent, fraction := int(bits>>23&0xff)-127, bits&0x7fffff
	switch {
	case exponent == 128 && fraction != 0:
		return sign | 0x7e00
	case exponent > 15:
		return sign | 0x7c00
	case exponent < -25:
		return sign
	}
	var out uint32
	var drop uint
	if exponent >= -14 {
		out, drop = uint32(exponent+15)<<10|fraction>>13, 13
	} else { // too small for a leading one
		drop = uint(-exponent - 1)
		fraction |= 0x800000
		out = fraction >> drop
	}
	rest, middle := fraction&(1<<drop-1), uint32(1)<<(drop-1)
	if rest > middle || rest == middle && out&1 == 1 {
		out++ // may carry into the exponent, as it should
	}
	return sign | uint16(out)
}
