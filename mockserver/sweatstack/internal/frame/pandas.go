package frame

import "encoding/json"

// What pandas writes about a frame, in its order. [confirmed: pandas' developer
// document on storing metadata in Apache Parquet]
type description struct {
	IndexColumns  []string     `json:"index_columns"`
	ColumnIndexes []columnNote `json:"column_indexes"`
	Columns       []columnNote `json:"columns"`
	Creator       creator      `json:"creator"`
	PandasVersion string       `json:"pandas_version"`
}

type creator struct {
	Library string `json:"library"`
	Version string `json:"version"`
}

type columnNote struct {
	Name       *string `json:"name"`
	FieldName  *string `json:"field_name"`
	PandasType string  `json:"pandas_type"`
	NumpyType  string  `json:"numpy_type"`
	Metadata   any     `json:"metadata"`
}

// pandas is the entry of that name.
func pandas(fields []Field) (string, error) {
	d := description{
		IndexColumns:  []string{},
		ColumnIndexes: []columnNote{{PandasType: "unicode", NumpyType: "object", Metadata: map[string]string{"encoding": "UTF-8"}}},
		Creator:       creator{"pyarrow", "19.0.1"},
		PandasVersion: "2.2.3",
	}
	for i := range fields {
		c := &fields[i]
		if c.Index {
			d.IndexColumns = append(d.IndexColumns, c.Name)
		}
		d.Columns = append(d.Columns, c.note())
	}
	out, err := json.Marshal(d)
	return string(out), err
}

func (c *Field) note() columnNote {
	n := columnNote{Name: &c.Name, FieldName: &c.Name}
	switch c.Kind {
	case Instant:
		if n.PandasType, n.NumpyType = "datetime", "datetime64[s]"; c.Zone != "" {
			n.PandasType, n.Metadata = "datetimetz", map[string]string{"timezone": c.Zone}
		}
	case Span:
		n.PandasType, n.NumpyType = "object", "timedelta64[s]"
	case Int8:
		n.PandasType, n.NumpyType = "int8", "Int8"
	case Int16:
		n.PandasType, n.NumpyType = "int16", "Int16"
	case Float16:
		n.PandasType, n.NumpyType = "float16", "float16"
	case Float32:
		n.PandasType, n.NumpyType = "float32", "float32"
	case Float64:
		n.PandasType, n.NumpyType = "float64", "float64"
	case Category:
		n.PandasType, n.NumpyType = "categorical", map[int]string{8: "int8", 16: "int16", 32: "int32"}[codes(c.Words)]
		n.Metadata = struct {
			Count   int  `json:"num_categories"`
			Ordered bool `json:"ordered"`
		}{c.Words, false}
	case Text:
		n.PandasType, n.NumpyType = "unicode", "object"
	}
	return n
}
