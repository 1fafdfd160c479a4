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
// parquet, and what pandas says of them. Parts are made in the order in which Arrow
// makes them, which is seen in the bytes. [confirmed: metadata_internal.cc of Apache
// Arrow]
func arrowSchema(fields []Field, about string) string {
	b := &builder{}
	var places []int
	dictionaries := uint64(0)
	for i := range fields {
		places = append(places, b.field(&fields[i], dictionaries))
		if fields[i].Kind == Category {
			dictionaries++
		}
	}
	list := b.refs(places)
	key := b.text("pandas")
	entry := b.table(pointer(key), pointer(b.text(about)))
	entries := b.refs([]int{entry})
	schema := b.table(slot{}, pointer(list), pointer(entries))
	root := b.table(number(2, arrowV5), number(1, headSchema), pointer(schema))
	return base64.StdEncoding.EncodeToString(message(b.finish(root)))
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

// field is a column; dictionary is the number of its words, if it is a category.
func (b *builder) field(f *Field, dictionary uint64) int {
	kind, of := b.kind(f)
	words := slot{}
	if f.Kind == Category {
		index := b.table(number(4, uint64(codes(f.Words))), number(1, 1))
		words = pointer(b.table(number(8, dictionary), pointer(index)))
	}
	name := b.text(f.Name)
	children := b.refs(nil)
	return b.table(pointer(name), number(1, 1), number(1, kind), pointer(of), words, pointer(children))
}

func (b *builder) kind(f *Field) (kind uint64, at int) {
	switch f.Kind {
	case Instant: // parquet has no seconds: its column says milliseconds
		if f.Zone == "" {
			return typeInstant, b.table(number(2, unitSecond))
		}
		return typeInstant, b.table(number(2, unitSecond), pointer(b.text(f.Zone)))
	case Span: // whose unit is milliseconds unless it is written
		return typeSpan, b.table(slot{size: 2, value: unitSecond})
	case Int8:
		return typeInt, b.table(number(4, 8), number(1, 1))
	case Int16:
		return typeInt, b.table(number(4, 16), number(1, 1))
	case Float16:
		return typeFloat, b.table(number(2, 0))
	case Float32:
		return typeFloat, b.table(number(2, 1))
	case Float64:
		return typeFloat, b.table(number(2, 2))
	case Category, Text:
	}
	return typeUtf8, b.table()
}
