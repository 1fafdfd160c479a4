package frame

import (
	"fmt"
	"strconv"
	"strings"
)

// pandas is the entry of that name: what pandas says of a frame, in its order and
// spelled as Python spells JSON. [confirmed: pandas' developer document on storing
// metadata in Apache Parquet; recorded: the spelling, by pandas 2.3.3]
func pandas(fields []Field) string {
	var index, columns []string
	for i := range fields {
		f := &fields[i]
		if f.Index {
			index = append(index, strconv.QuoteToASCII(f.Name))
		}
		columns = append(columns, f.note())
	}
	list := func(all []string) string { return "[" + strings.Join(all, ", ") + "]" }
	return `{"index_columns": ` + list(index) +
		`, "column_indexes": [` + note("null", "unicode", "object", `{"encoding": "UTF-8"}`) +
		`], "columns": ` + list(columns) +
		`, "attributes": {}, "creator": {"library": "pyarrow", "version": "` + pyarrowVersion +
		`"}, "pandas_version": "` + pandasVersion + `"}`
}

func note(name, kind, numpy, metadata string) string {
	return fmt.Sprintf(`{"name": %s, "field_name": %s, "pandas_type": %q, "numpy_type": %q, "metadata": %s}`, name, name, kind, numpy, metadata)
}

// note describes a column. Names and zones are plain ASCII words, whose quotes are
// JSON's.
func (f *Field) note() string {
	kind, numpy, metadata := "", "", "null"
	switch f.Kind {
	case Instant:
		if kind, numpy = "datetime", "datetime64[s]"; f.Zone != "" {
			kind, metadata = "datetimetz", fmt.Sprintf(`{"timezone": %q}`, f.Zone)
		}
	case Span:
		kind, numpy = "object", "timedelta64[s]"
	case Int8:
		kind, numpy = "int8", "Int8"
	case Int16:
		kind, numpy = "int16", "Int16"
	case Float16:
		kind, numpy = "float16", "float16"
	case Float32:
		kind, numpy = "float32", "float32"
	case Float64:
		kind, numpy = "float64", "float64"
	case Category:
		kind, numpy = "categorical", fmt.Sprintf("int%d", codes(f.Words))
		metadata = fmt.Sprintf(`{"num_categories": %d, "ordered": false}`, f.Words)
	case Text:
		kind, numpy = "unicode", "object"
	}
	return note(strconv.QuoteToASCII(f.Name), kind, numpy, metadata)
}
