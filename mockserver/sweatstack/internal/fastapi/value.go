package fastapi

import "github.com/ergodrome/ergodrome/mockserver/internal/wirejson"

// Value is one JSON value, in the form in which Python has it: objects keep their
// order, and of a name that comes twice the last value.
type Value struct {
	Kind    ValueKind
	Text    string // of a string; of a number as it was sent
	Items   []Value
	Members []Member
}

// Member is one of an object.
type Member struct {
	Name  string
	Value Value
}

// ValueKind is what a Value is.
type ValueKind uint8

// The kinds.
const (
	Null ValueKind = iota
	False
	True
	Number
	String
	Array
	Object
)

// Get finds a member of an object.
func (v *Value) Get(name string) (*Value, bool) {
	for i := range v.Members {
		if v.Members[i].Name == name {
			return &v.Members[i].Value, true
		}
	}
	return nil, false
}

// Depth is how many objects and arrays lie in each other.
func (v *Value) Depth() int {
	if v.Kind != Array && v.Kind != Object {
		return 0
	}
	deepest := 0
	for i := range v.Items {
		deepest = max(deepest, v.Items[i].Depth())
	}
	for i := range v.Members {
		deepest = max(deepest, v.Members[i].Value.Depth())
	}
	return deepest + 1
}

// AppendJSON appends the value without any spaces.
func (v *Value) AppendJSON(b []byte) []byte {
	switch v.Kind {
	case False:
		return append(b, "false"...)
	case True:
		return append(b, "true"...)
	case Number:
		return append(b, v.Text...)
	case String:
		return wirejson.AppendString(b, v.Text)
	case Array:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.Items[i].AppendJSON(b)
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		for i := range v.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(wirejson.AppendString(b, v.Members[i].Name), ':')
			b = v.Members[i].Value.AppendJSON(b)
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

// JSON is the value without any spaces.
func (v *Value) JSON() string { return string(v.AppendJSON(nil)) }
