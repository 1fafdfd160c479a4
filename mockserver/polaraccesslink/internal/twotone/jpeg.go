package twotone

import (
	"encoding/binary"
	"math"
	"math/bits"
)

const (
	step  = 8       // by which every coefficient is divided
	scale = 1 << 12 // of the cosines
)

// JPEG encodes a picture. Its codes are all of one length for levels, and of one for
// details: in squares of one colour there are few. [confirmed: ITU-T T.81, baseline]
func (p *Picture) JPEG() []byte {
	w := &writer{out: []byte("\xff\xd8")}
	w.segment(0xE0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	steps := make([]byte, 65) // table 0
	for i := range 64 {
		steps[1+i] = step
	}
	w.segment(0xDB, steps)
	frame := binary.BigEndian.AppendUint16([]byte{8}, uint16(p.Pixels))
	frame = binary.BigEndian.AppendUint16(frame, uint16(p.Pixels))
	w.segment(0xC0, append(frame, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0))
	levels, details := make([]byte, 17), make([]byte, 17)
	details[0] = 0x10
	for n := range byte(12) {
		levels = append(levels, n)
	}
	levels[4], details[8] = 12, 162 // so many codes of so many bits
	details = append(details, 0x00, 0xF0)
	for run := range byte(16) {
		for size := range byte(10) {
			details = append(details, run<<4|size+1)
		}
	}
	w.segment(0xC4, levels)
	w.segment(0xC4, details)
	w.segment(0xDA, []byte{3, 1, 0, 2, 0, 3, 0, 0, 63, 0})
	p.scan(w)
	w.bits(0x7F, 7) // the last byte is filled up with ones
	return append(w.out, 0xFF, 0xD9)
}

// scan writes the blocks, row by row, each in brightness, blue and red.
func (p *Picture) scan(w *writer) {
	paper, ink, cosines := p.Paper.components(), p.Ink.components(), cosines()
	var last [3]int
	for y := 0; y < p.Pixels; y += 8 {
		for x := 0; x < p.Pixels; x += 8 {
			var inked [64]bool
			mixed := false
			for i := range inked {
				inked[i] = p.Inked(min(x+i%8, p.Pixels-1), min(y+i/8, p.Pixels-1))
				mixed = mixed || inked[i] != inked[0]
			}
			for c := range 3 {
				var block [64]int
				for i := range block {
					if block[i] = paper[c]; inked[i] {
						block[i] = ink[c]
					}
				}
				if mixed {
					block = cosines.transform(&block)
				} else {
					block = [64]int{rounded(8*block[0], step)}
				}
				w.block(&block, block[0]-last[c])
				last[c] = block[0]
			}
		}
	}
}

// components are a colour's brightness and its distances in blue and red, around nought.
// [confirmed: JFIF 1.02]
func (c Colour) components() [3]int {
	r, g, b := int(c[0]), int(c[1]), int(c[2])
	return [3]int{
		(299*r+587*g+114*b+500)/1000 - 128,
		rounded(-168736*r-331264*g+500000*b, 1000000),
		rounded(500000*r-418688*g-81312*b, 1000000),
	}
}

func rounded(n, by int) int {
	if n < 0 {
		return -((-n + by/2) / by)
	}
	return (n + by/2) / by
}

// waves are cosines by frequency and place, as whole numbers: the same on every machine.
type waves [8][8]int64

func cosines() *waves {
	var w waves
	for u := range 8 {
		norm := 0.5
		if u == 0 {
			norm = 0.5 / math.Sqrt2
		}
		for x := range 8 {
			w[u][x] = int64(math.Round(scale * norm * math.Cos(float64((2*x+1)*u)*math.Pi/16)))
		}
	}
	return &w
}

// transform makes frequencies of a block, in steps.
func (w *waves) transform(block *[64]int) (out [64]int) {
	var rows [64]int64
	for y := range 8 {
		for u := range 8 {
			for x := range 8 {
				rows[8*y+u] += int64(block[8*y+x]) * w[u][x]
			}
		}
	}
	for v := range 8 {
		for u := range 8 {
			sum := int64(0)
			for y := range 8 {
				sum += rows[8*y+u] * w[v][y]
			}
			out[8*v+u] = rounded(int(sum>>8), step*scale*scale>>8)
		}
	}
	return out
}

// zigzag is the order in which frequencies are written.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// writer writes segments, and bits between them.
type writer struct {
	out   []byte
	acc   uint32
	count int // of bits in acc
}

func (w *writer) segment(marker byte, data []byte) {
	w.out = append(w.out, 0xFF, marker)
	w.out = binary.BigEndian.AppendUint16(w.out, uint16(2+len(data)))
	w.out = append(w.out, data...)
}

func (w *writer) bits(v uint32, n int) {
	w.acc = w.acc<<n | v&(1<<n-1)
	for w.count += n; w.count >= 8; w.count -= 8 {
		b := byte(w.acc >> (w.count - 8))
		if w.out = append(w.out, b); b == 0xFF { // not to be taken for a marker
			w.out = append(w.out, 0)
		}
	}
}

// number writes a number in as few bits as it has, of a negative one their complement.
func (w *writer) number(n, size int) {
	if n < 0 {
		n--
	}
	w.bits(uint32(n), size)
}

func sizeOf(n int) int { return bits.Len(uint(max(n, -n))) }

func (w *writer) block(block *[64]int, level int) {
	size := sizeOf(level)
	w.bits(uint32(size), 4)
	w.number(level, size)
	run := 0
	for _, at := range zigzag[1:] {
		n := block[at]
		if n == 0 {
			run++
			continue
		}
		for ; run > 15; run -= 16 {
			w.bits(1, 8)
		}
		size := sizeOf(n)
		w.bits(uint32(2+10*run+size-1), 8)
		w.number(n, size)
		run = 0
	}
	if run > 0 {
		w.bits(0, 8)
	}
}
