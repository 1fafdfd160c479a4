package redact

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/muktihari/fit/decoder"
)

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
