// Package fit reads and writes FIT files as messages of numbered fields.
//
// The library's raw layer splits files, and decodes and encodes values. Here is what it leaves
// to who uses it: holding a file to its header and checksum, and messages to their definitions.
// What a number means is for who asks: the library's whole decoder brings the names of the
// profile, 0.8 MiB in a program, most of which nobody asks for; the tests hold this package to it.
// [confirmed: the FIT protocol that Garmin publishes]
package fit

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/kit/hash/crc16"
)

// ErrNone says that something does not begin as a FIT file does.
var ErrNone = errors.New("it does not begin as a FIT file does")

// ReadFirst hands out the messages of the file that raw begins with. What follows the file is
// not looked at. An error of each ends it.
func ReadFirst(raw []byte, each func(*Message) error) error {
	return read(raw, true, each)
}

// ReadAll hands out the messages of files that follow one another.
func ReadAll(raw []byte, each func(*Message) error) error {
	return read(raw, false, each)
}

func read(raw []byte, first bool, each func(*Message) error) error {
	var l layouts
	return split(raw, first, func(flag decoder.RawFlag, b []byte) error {
		switch flag {
		case decoder.RawFlagFileHeader:
			l = layouts{}
		case decoder.RawFlagMesgDef:
			return l.define(b)
		case decoder.RawFlagMesgData:
			m := l.message(b)
			return each(&m)
		}
		return nil
	})
}

// split hands out the parts of files, each of which is there until the function returns.
func split(raw []byte, first bool, each func(decoder.RawFlag, []byte) error) error {
	if len(raw) == 0 && !first {
		return nil // no files follow one another
	}
	f := file{raw: raw}
	var ours error
	n, err := decoder.NewRaw().Decode(bytes.NewReader(raw), func(flag decoder.RawFlag, b []byte) error {
		if ours = f.part(flag, b); ours == nil {
			ours = each(flag, b)
		}
		if ours == nil && first && flag == decoder.RawFlagCRC {
			return errFirst
		}
		return ours
	})
	switch {
	case ours != nil:
		return ours
	case err == nil, errors.Is(err, errFirst):
		return nil
	case errors.Is(err, decoder.ErrNotFITFile), f.at == f.end: // no header, or not all of one
		return ErrNone
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return f.overrun()
	}
	return fmt.Errorf("at byte %d: %w", n, err)
}

// errFirst ends the reading behind the first file.
var errFirst = errors.New("the first file is read")

// file is what the raw layer does not hold a file to: its length and its checksums.
type file struct {
	raw    []byte // all files
	start  int    // of this one
	header int    // how long its header is
	at     int    // behind the last part
	end    int    // of the messages
}

func (f *file) part(flag decoder.RawFlag, b []byte) error {
	before := f.at
	f.at += len(b)
	switch flag {
	case decoder.RawFlagFileHeader:
		f.start, f.header = before, len(b)
		return f.open(b)
	case decoder.RawFlagMesgDef, decoder.RawFlagMesgData:
		if f.at > f.end {
			return f.overrun()
		}
	case decoder.RawFlagCRC:
		f.end = f.at
		return f.check(f.raw[f.start:before], binary.LittleEndian.Uint16(b))
	}
	return nil
}

func (f *file) open(header []byte) error {
	if len(header) == 14 {
		if want, got := binary.LittleEndian.Uint16(header[12:]), checksum(header[:12]); want != 0 && got != want {
			return fmt.Errorf("its header is damaged: the checksum is %#x, not %#x", got, want)
		}
	}
	size, left := int64(binary.LittleEndian.Uint32(header[4:])), int64(len(f.raw)-f.at)
	switch {
	case size == 0:
		return ErrNone
	case size+2 > left:
		return fmt.Errorf("it ends after %d of %d bytes", left, size+2)
	}
	f.end = f.at + int(size)
	return nil
}

func (f *file) overrun() error {
	return fmt.Errorf("it ends within a message, after %d bytes", f.end-f.start)
}

// check holds a file to its checksum, which is of all that is before it. Over a header with
// its own sum, which makes that nothing, and over one without, writers differ.
func (f *file) check(all []byte, want uint16) error {
	if got := checksum(all[f.header:]); got != want && checksum(all) != want {
		return fmt.Errorf("it is damaged: the checksum is %#x, not %#x", got, want)
	}
	return nil
}

func checksum(b []byte) uint16 {
	h := crc16.New()
	_, _ = h.Write(b) // it has no error
	return h.Sum16()
}
