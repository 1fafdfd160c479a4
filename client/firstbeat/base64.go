package firstbeat

import (
	"encoding/binary"
	"errors"
)

// base64Table holds, for each of the four places of a group, the bits that a
// character stands for, or bad.
type base64Table [4][256]uint32

const (
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	bad      = 1 << 31
)

func newBase64Table() *base64Table {
	t := new(base64Table)
	for place := range t {
		for c := range t[place] {
			t[place][c] = bad
		}
		for v, c := range []byte(alphabet) {
			t[place][c] = uint32(v) << (18 - 6*place)
		}
	}
	return t
}

// decode appends the bytes that src stands for to dst. Unlike the standard
// library it takes no line breaks: a character outside the alphabet is an
// error wherever it is. [RFC 4648 3.3]
func (t *base64Table) decode(dst, src []byte) ([]byte, error) {
	if len(src)%4 != 0 {
		return dst, errors.New("base64 of a length that is not a multiple of 4: cut off, or without padding")
	}
	if len(src) == 0 {
		return dst, nil
	}
	start := len(dst)
	size := len(src) / 4 * 3
	const slack = 8 // whole words are stored
	if cap(dst)-start < size+slack {
		dst = append(make([]byte, 0, start+size+slack), dst...)
	}
	out := dst[start : start+size+slack]
	last := len(src) - 4
	var wrong uint32
	i, j := 0, 0
	for ; i+8 <= last; i, j = i+8, j+6 {
		s := src[i : i+8 : i+8]
		a := t[0][s[0]] | t[1][s[1]] | t[2][s[2]] | t[3][s[3]]
		b := t[0][s[4]] | t[1][s[5]] | t[2][s[6]] | t[3][s[7]]
		wrong |= a | b
		binary.BigEndian.PutUint64(out[j:j+8], uint64(a)<<40|uint64(b)<<16)
	}
	for ; i < last; i, j = i+4, j+3 {
		s := src[i : i+4 : i+4]
		a := t[0][s[0]] | t[1][s[1]] | t[2][s[2]] | t[3][s[3]]
		wrong |= a
		binary.BigEndian.PutUint32(out[j:j+4], a<<8)
	}
	tail := [4]byte(src[last:])
	padding := 0
	for padding < 2 && tail[3-padding] == '=' {
		tail[3-padding] = 'A'
		padding++
	}
	a := t[0][tail[0]] | t[1][tail[1]] | t[2][tail[2]] | t[3][tail[3]]
	binary.BigEndian.PutUint32(out[j:j+4], a<<8)
	if (wrong|a)&bad != 0 {
		return dst, errors.New("base64 with a character outside its alphabet")
	}
	return dst[:start+size-padding], nil
}
