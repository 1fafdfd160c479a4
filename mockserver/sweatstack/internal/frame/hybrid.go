package frame

import "encoding/binary"

// mostGroups is how many groups of eight one run of packed values has at most: their
// number fits into the byte that was kept for it. [recorded: pyarrow 25.0.0]
const mostGroups = 63

// appendHybrid writes small numbers as runs of one number and as packed groups of
// eight. A run begins where a group would, and may end anywhere. [confirmed: Parquet
// document on encodings; recorded: where pyarrow 25.0.0 begins and ends runs]
func appendHybrid[T uint8 | int32](b []byte, values []T, width int) []byte {
	head, groups := 0, 0 // of the packed run that is open
	closed := func() {
		if groups > 0 {
			b[head] = byte(groups<<1 | 1)
			groups = 0
		}
	}
	for len(values) > 0 {
		run := 1
		for run < len(values) && values[run] == values[0] {
			run++
		}
		if run >= 8 || run == len(values) && groups == 0 {
			closed()
			b = binary.AppendUvarint(b, uint64(run)<<1)
			for i := 0; i < width; i += 8 {
				b = append(b, byte(uint32(values[0])>>i))
			}
			values = values[run:]
			continue
		}
		if groups == 0 {
			head, b = len(b), append(b, 0)
		}
		n := min(8, len(values)) // the last group is filled up with zeros
		b = pack(b, values[:n], width)
		values = values[n:]
		if groups++; groups == mostGroups {
			closed()
		}
	}
	closed()
	return b
}

// pack appends eight numbers of so many bits, which are that many bytes; the lowest
// bit comes first.
func pack[T uint8 | int32](b []byte, values []T, width int) []byte {
	end := len(b) + width
	var bits uint64
	held := 0
	for _, v := range values {
		bits |= uint64(uint32(v)) << held
		for held += width; held >= 8; held -= 8 {
			b = append(b, byte(bits))
			bits >>= 8
		}
	}
	for ; len(b) < end; bits >>= 8 {
		b = append(b, byte(bits))
	}
	return b
}
