package sweatstack

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/parquet-go/parquet-go/format"
)

func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// hybrid reads n numbers of so many bits: runs of one number, and packed ones.
// [Apache Parquet format, RLE / bit-packing hybrid]
func hybrid(b []byte, width, n int) ([]int, error) {
	out := make([]int, 0, n)
	bytesWide := (width + 7) / 8
	for len(out) < n {
		head, used := binary.Uvarint(b)
		if used <= 0 {
			return nil, errDamaged
		}
		b = b[used:]
		if head&1 == 0 {
			count := head >> 1
			if len(b) < bytesWide || count == 0 {
				return nil, errDamaged
			}
			v := 0
			for i := range bytesWide {
				v |= int(b[i]) << (8 * i)
			}
			b = b[bytesWide:]
			for ; count > 0 && len(out) < n; count-- {
				out = append(out, v)
			}
			continue
		}
		groups := int(head >> 1)
		if groups <= 0 || groups > maxValues || groups*width > len(b) {
			return nil, errDamaged
		}
		for i := 0; i < groups*8 && len(out) < n; i++ {
			v := 0
			for bit := range width {
				at := i*width + bit
				v |= int(b[at/8]>>(at%8)&1) << bit
			}
			out = append(out, v)
		}
		b = b[groups*width:]
	}
	return out, nil
}

// plain reads n values as they lie one after the other.
func (col *column) plain(b []byte, n int) ([]any, error) {
	out := make([]any, 0, min(n, len(b)+1))
	width := map[format.Type]int{format.Int32: 4, format.Float: 4, format.Int64: 8, format.Double: 8, format.FixedLenByteArray: int(col.schema.TypeLength.V)}
	for range n {
		size := width[col.schema.Type.V]
		if col.schema.Type.V == format.ByteArray {
			if len(b) < 4 {
				return nil, errDamaged
			}
			size = int(le32(b))
			b = b[4:]
		} else if size <= 0 {
			return nil, fmt.Errorf("the type %s is not known", col.schema.Type.V)
		}
		if size > len(b) {
			return nil, errDamaged
		}
		v, err := col.cell(b[:size])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		b = b[size:]
	}
	return out, nil
}

// cell gives a value the meaning that the file has for its column.
func (col *column) cell(b []byte) (any, error) {
	switch col.schema.Type.V {
	case format.Int32:
		return int64(int32(le32(b))), nil
	case format.Int64:
		return col.long(int64(binary.LittleEndian.Uint64(b)))
	case format.Float:
		return float64(math.Float32frombits(le32(b))), nil
	case format.Double:
		return math.Float64frombits(binary.LittleEndian.Uint64(b)), nil
	case format.FixedLenByteArray:
		if _, half := col.schema.LogicalType.Value.(*format.Float16Type); half && len(b) == 2 {
			return widened(binary.LittleEndian.Uint16(b)), nil
		}
	case format.ByteArray:
		return string(b), nil
	}
	return nil, fmt.Errorf("the type %s is not known", col.schema.Type.V)
}

// long is a whole number, a time or a length of time.
func (col *column) long(v int64) (any, error) {
	if t, ok := col.schema.LogicalType.Value.(*format.TimestampType); ok {
		perSecond := map[string]int64{"MILLIS": 1e3, "MICROS": 1e6, "NANOS": 1e9}[t.Unit.String()]
		if col.client.M.Has("times-in-millis") {
			perSecond = 1e3
		}
		if perSecond == 0 {
			return nil, errDamaged
		}
		at := time.Unix(v/perSecond, v%perSecond*(1e9/perSecond)).UTC()
		if t.IsAdjustedToUTC {
			return at, nil
		}
		return Local{at.Format(clock + ".999999999")}, nil
	}
	units := map[string]int64{"s": 1e9, "ms": 1e6, "us": 1e3, "ns": 1}
	nanos, length := units[col.unit]
	if !length || col.schema.LogicalType.Value != nil {
		return v, nil
	}
	if col.client.M.Has("durations-in-nanos") {
		nanos = 1
	}
	d := new(big.Int).Mul(big.NewInt(v), big.NewInt(nanos))
	if !d.IsInt64() {
		return nil, errDamaged
	}
	return Duration(d.Int64()), nil
}

// widened is a number of half precision.
func widened(h uint16) float64 {
	sign := 1.0
	if h&0x8000 != 0 {
		sign = -1
	}
	exponent, fraction := int(h>>10&0x1f), float64(h&0x3ff)
	switch {
	case exponent == 31 && fraction != 0:
		return math.NaN()
	case exponent == 31:
		return math.Inf(int(sign))
	case exponent == 0:
		return sign * fraction * 0x1p-24
	}
	return sign * (1 + fraction/1024) * math.Ldexp(1, exponent-15)
}
