package redact

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/muktihari/fit/decoder"
	"github.com/parquet-go/parquet-go"
)

var errStop = errors.New("stop")

// eachParquetValue yields every value of a table as text.
func eachParquetValue(raw []byte, yield func(string) bool) (err error) {
	defer recovered("Parquet", &err)
	file, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	for _, kv := range file.Metadata().KeyValueMetadata {
		if !yield(kv.Key) || !yield(kv.Value) {
			return nil
		}
	}
	err = eachRow(file, func(row parquet.Row) error {
		for _, v := range row {
			if !v.IsNull() && !yield(cellText(v)) {
				return errStop
			}
		}
		return nil
	})
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

func cellText(v parquet.Value) string {
	switch v.Kind() {
	case parquet.Float:
		return shortest(float64(v.Float()), 32)
	case parquet.Double:
		return shortest(v.Double(), 64)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return string(v.ByteArray())
	default:
		return v.String()
	}
}

// eachFITValue yields every value of an activity file as text.
func eachFITValue(raw []byte, yield func(string) bool) (err error) {
	defer recovered("FIT", &err)
	for d := decoder.New(bytes.NewReader(raw)); d.Next(); {
		f, err := d.Decode()
		if err != nil {
			return err
		}
		for _, m := range f.Messages {
			for _, field := range m.Fields {
				var text string
				switch v := field.Value.Any().(type) {
				case int32:
					text = strconv.FormatInt(int64(v), 10)
					if field.FieldBase != nil && field.Units == "semicircles" {
						text = shortest(float64(v)*semicircle, 64)
					}
				case string:
					text = v
				default:
					text = fmt.Sprint(v)
				}
				if !yield(text) {
					return nil
				}
			}
		}
	}
	return nil
}
