package redact

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/proto"
)

// maxBinary bounds files that cannot be read as a stream.
const maxBinary = 32 << 20

func whole(src io.Reader, what string) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(src, maxBinary+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxBinary {
		return nil, withhold("%s of more than %d MiB is not looked into", what, maxBinary>>20)
	}
	return raw, nil
}

// recovered makes an error of a library's panic over a spoilt file.
func recovered(what string, err *error) {
	if p := recover(); p != nil {
		*err = withhold("it is called %s, but cannot be read: %v", what, p)
	}
}

func parseInt(s string) int64 {
	x, _ := strconv.ParseInt(s, 10, 64) // of our own making
	return x
}

// semicircle is one of FIT's units of angle, in degrees.
const semicircle = 180.0 / (1 << 31)

// fit rewrites an activity file: positions, names, serial numbers.
func (r *Redactor) fit(dst io.Writer, src *bufio.Reader) (changed bool, err error) {
	defer recovered("FIT", &err)
	raw, err := whole(src, "FIT")
	if err != nil {
		return false, err
	}
	var files []*proto.FIT
	for d := decoder.New(bytes.NewReader(raw)); d.Next(); {
		f, err := d.Decode()
		if err != nil {
			return false, withhold("it is called FIT, but %v", err)
		}
		files = append(files, f)
	}
	for _, f := range files {
		for m := range f.Messages {
			for i := range f.Messages[m].Fields {
				changed = r.fitField(&f.Messages[m].Fields[i]) || changed
			}
		}
	}
	if !changed {
		_, err := dst.Write(raw)
		return false, err
	}
	var out bytes.Buffer
	for _, f := range files {
		if err := encoder.New(&out).Encode(f); err != nil {
			return true, withhold("this FIT file cannot be written again: %v", err)
		}
	}
	_, err = dst.Write(out.Bytes())
	return true, err
}

// fitField replaces the value of a field, and tells whether it did.
func (r *Redactor) fitField(f *proto.Field) bool {
	if f.FieldBase == nil || !f.Value.Valid(f.BaseType) {
		return false
	}
	switch before := f.Value.Any().(type) {
	case int32:
		if f.Units != "semicircles" || r.again || before == 0 {
			return false
		}
		degrees := float64(before) * semicircle
		r.o.add(position, shortest(degrees, 64), "")
		f.Value = proto.Int32(int32(r.p.degrees(degrees) / semicircle))
		return true
	case uint32:
		if !strings.HasSuffix(f.Name, "serial_number") || r.again {
			return false
		}
		v := strconv.FormatUint(uint64(before), 10)
		out := r.p.digits(v)
		r.o.add(id, v, out)
		f.Value = proto.Uint32(uint32(parseInt(out)))
		return true
	case string:
		out := r.text(before)
		switch f.Name {
		case "friendly_name", "name", "notes", "wkt_name", "sport_name":
			out = r.value(nameOrNone(r.again), before)
		}
		f.Value = proto.String(out)
		return out != before
	}
	return false
}
