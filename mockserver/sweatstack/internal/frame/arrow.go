package frame

import "encoding/base64"

// The numbers of the Arrow format. [confirmed: Schema.fbs and Message.fbs of
// Apache Arrow]
const (
	arrowV5     = 4
	headSchema  = 1
	typeInt     = 2
	typeFloat   = 3
	typeUtf8    = 5
	typeInstant = 10
	typeSpan    = 18
	unitSecond  = 0
)

// arrowSchema is the entry ARROW:schema: what the columns were before they became
// parquet.
func arrowSchema(fields []Field) string {
	f := &builder{}
	var places []int
	for i, c := range fields {
		places = append(places, f.field(c, i))
	}
	schema := f.table(number(2, 0), pointer(f.refs(places)))
	root := f.table(number(2, arrowV5), number(1, headSchema), pointer(schema), number(8, 0))
	return base64.StdEncoding.EncodeToString(message(f.finish(root)))
}

// codes is the type of a category's codes: as small as may be, as pandas has it.
func codes(words int) int {
	if words <= 1<<7 {
		return 8
	}
	if words <= 1<<15 {
		return 16
	}
	return 32
}

func (f *builder) field(c Field, id int) int {
	children := f.refs(nil)
	name := f.text(c.Name)
	kind, of := f.kind(c)
	dictionary := slot{}
	if c.Kind == Category {
		index := f.table(number(4, uint64(codes(c.Words))), number(1, 1))
		dictionary = pointer(f.table(number(8, uint64(id)), pointer(index), number(1, 0)))
	}
	return f.table(pointer(name), number(1, 1), number(1, kind), pointer(of), dictionary, pointer(children))
}

func (f *builder) kind(c Field) (kind uint64, at int) {
	switch c.Kind {
	case Instant: // parquet has no seconds: its column says milliseconds
		if c.Zone == "" {
			return typeInstant, f.table(number(2, unitSecond))
		}
		return typeInstant, f.table(number(2, unitSecond), pointer(f.text(c.Zone)))
	case Span:
		return typeSpan, f.table(number(2, unitSecond))
	case Int8:
		return typeInt, f.table(number(4, 8), number(1, 1))
	case Int16:
		return typeInt, f.table(number(4, 16), number(1, 1))
	case Float16:
		return typeFloat, f.table(number(2, 0))
	case Float32:
		return typeFloat, f.table(number(2, 1))
	}
	if c.Kind == Float64 {
		return typeFloat, f.table(number(2, 2))
	}
	return typeUtf8, f.table()
}
