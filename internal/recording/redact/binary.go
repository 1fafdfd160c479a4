package redact

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/proto"
	"github.com/parquet-go/parquet-go"
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

// parquet rewrites a table with sensitive columns; others stay byte by byte.
func (r *Redactor) parquet(dst io.Writer, src *bufio.Reader) (changed bool, err error) {
	defer recovered("Parquet", &err)
	raw, err := whole(src, "Parquet")
	if err != nil {
		return false, err
	}
	file, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return false, withhold("it is called Parquet, but %v", err)
	}
	var kinds []kind
	sensitive := false
	for _, path := range file.Schema().Columns() {
		k := r.kindOf(path[len(path)-1], strings.Join(path[:len(path)-1], "."))
		leaf, _ := file.Schema().Lookup(path...)
		if t := leaf.Node.Type().Kind(); k == none && (t == parquet.ByteArray || t == parquet.FixedLenByteArray) {
			k = verbatim // words, which may be known: looked at, not replaced unseen
			for v := range strings.SplitSeq(columnText(file, leaf.ColumnIndex), "\n") {
				if r.text(v) != v {
					return false, withhold("a column of this Parquet file, %q, has text that would have to be replaced", path)
				}
			}
		}
		kinds = append(kinds, k)
		sensitive = sensitive || k != none && k != verbatim
	}
	if !sensitive {
		_, err := dst.Write(raw)
		return false, err
	}
	return true, r.rewrite(dst, file, kinds)
}

// columnText joins the values of a column of words, up to a bound.
func columnText(file *parquet.File, column int) string {
	seen := map[string]bool{}
	_ = eachRow(file, func(row parquet.Row) error {
		for _, v := range row {
			if v.Column() == column && !v.IsNull() && len(seen) < 10_000 {
				seen[string(v.ByteArray())] = true
			}
		}
		return nil
	})
	var b strings.Builder
	for v := range seen {
		b.WriteString(v + "\n")
	}
	return b.String()
}

func eachRow(file *parquet.File, do func(parquet.Row) error) error {
	rows := make([]parquet.Row, 256)
	for _, group := range file.RowGroups() {
		in := group.Rows()
		for {
			n, err := in.ReadRows(rows)
			for _, row := range rows[:n] {
				if err := do(row); err != nil {
					return errors.Join(err, in.Close())
				}
			}
			if errors.Is(err, io.EOF) || n == 0 && err == nil {
				break
			}
			if err != nil {
				return errors.Join(err, in.Close())
			}
		}
		if err := in.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (r *Redactor) rewrite(dst io.Writer, file *parquet.File, kinds []kind) error {
	options := []parquet.WriterOption{file.Schema()}
	for _, kv := range file.Metadata().KeyValueMetadata {
		options = append(options, parquet.KeyValueMetadata(kv.Key, kv.Value))
	}
	out := parquet.NewGenericWriter[any](dst, options...)
	err := eachRow(file, func(row parquet.Row) error {
		row = row.Clone()
		for i, v := range row {
			if !v.IsNull() {
				if row[i] = r.cell(kinds[v.Column()], v); row[i].Kind() != v.Kind() {
					return fmt.Errorf("column %d: %v became %v", v.Column(), v.Kind(), row[i].Kind())
				}
			}
		}
		_, err := out.WriteRows([]parquet.Row{row})
		return err
	})
	if err = errors.Join(err, out.Close()); err != nil {
		return withhold("this Parquet file cannot be written again: %v", err)
	}
	return nil
}

// cell replaces a value by one of its own type.
func (r *Redactor) cell(k kind, v parquet.Value) parquet.Value {
	if k == none || k == verbatim {
		return v
	}
	var out parquet.Value
	switch v.Kind() {
	case parquet.Float:
		x := v.Float()
		r.o.add(k, shortest(float64(x), 32), "")
		out = parquet.FloatValue(float32(r.p.degrees(float64(x))))
	case parquet.Double:
		x := v.Double()
		r.o.add(k, shortest(x, 64), "")
		out = parquet.DoubleValue(r.p.degrees(x))
	case parquet.ByteArray:
		out = parquet.ByteArrayValue([]byte(r.value(k, string(v.ByteArray()))))
	case parquet.Int64:
		s := v.String()
		x := r.p.digits(s)
		r.o.add(id, s, x)
		out = parquet.Int64Value(parseInt(x))
	case parquet.Int32:
		s := v.String()
		x := r.p.digits(s)
		r.o.add(id, s, x)
		out = parquet.Int32Value(int32(parseInt(x)))
	default:
		return v
	}
	return out.Level(v.RepetitionLevel(), v.DefinitionLevel(), v.Column())
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
