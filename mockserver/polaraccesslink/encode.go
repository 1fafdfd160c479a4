package polaraccesslink

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// encoder spells messages as protobuf does. It keeps how each kind of message is
// spelled; it is safe for use by many goroutines.
type encoder struct {
	mu    sync.Mutex
	plans map[reflect.Type]*plan
}

func newEncoder() *encoder { return &encoder{plans: map[reflect.Type]*plan{}} }

// plan is how values of one type are spelled.
type plan struct {
	form   form
	fields []field // of a message
	elem   *plan   // of a list or an optional value
}

type form uint8

const (
	formOwn form = iota // the value knows its own JSON
	formMessage
	formOptional
	formList
	formText
	formBool
	formInt
	formUint
	formFloat32
	formFloat64
)

type field struct {
	key      string // with its quotes and the colon
	index    int
	optional bool // absent when nil
	plan     *plan
}

// encode is the JSON of a message.
func (e *encoder) encode(message any) []byte { return e.append(nil, message) }

// append appends the JSON of a message.
func (e *encoder) append(b []byte, message any) []byte {
	v := reflect.ValueOf(message)
	return e.planOf(v.Type()).append(b, v)
}

// planOf is the plan of a type, made when it is first asked for.
func (e *encoder) planOf(t reflect.Type) *plan {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.make(t)
}

// make enters a plan before it is finished: messages may hold their own kind. It
// panics on a type that no message has, which the first test shows.
func (e *encoder) make(t reflect.Type) *plan {
	if known := e.plans[t]; known != nil {
		return known
	}
	p := &plan{}
	e.plans[t] = p
	if t.Implements(reflect.TypeFor[appender]()) && t.Kind() != reflect.Pointer {
		p.form = formOwn
		return p
	}
	switch t.Kind() {
	case reflect.Struct:
		p.form = formMessage
		for f := range t.Fields() {
			p.fields = append(p.fields, e.field(f))
		}
	case reflect.Pointer:
		p.form, p.elem = formOptional, e.make(t.Elem())
	case reflect.Slice:
		p.form, p.elem = formList, e.make(t.Elem())
	case reflect.String:
		p.form = formText
	case reflect.Bool:
		p.form = formBool
	case reflect.Int, reflect.Int32, reflect.Int64:
		p.form = formInt
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		p.form = formUint
	case reflect.Float32:
		p.form = formFloat32
	case reflect.Float64:
		p.form = formFloat64
	default:
		panic(fmt.Sprintf("polaraccesslink: no message has a %s", t))
	}
	return p
}

func (e *encoder) field(f reflect.StructField) field {
	name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" || !f.IsExported() || option != "" && (option != "omitzero" || f.Type.Kind() != reflect.Slice) {
		panic(fmt.Sprintf("polaraccesslink: the field %s needs a name in JSON, and no option but omitzero for a list", f.Name))
	}
	return field{
		key: strconv.Quote(name) + ":", index: f.Index[0], plan: e.make(f.Type),
		optional: f.Type.Kind() == reflect.Pointer || option == "omitzero",
	}
}

func (p *plan) append(b []byte, v reflect.Value) []byte {
	switch p.form {
	case formMessage:
		return p.message(b, v)
	case formOptional:
		return p.elem.append(b, v.Elem())
	case formList:
		return p.list(b, v)
	case formText:
		return quoted(b, v.String())
	case formBool:
		return strconv.AppendBool(b, v.Bool())
	case formInt:
		return strconv.AppendInt(b, v.Int(), 10)
	case formUint:
		return strconv.AppendUint(b, v.Uint(), 10)
	case formFloat32:
		return appendFloat(b, v.Float(), 32)
	case formFloat64:
		return appendFloat(b, v.Float(), 64)
	}
	return v.Interface().(appender).appendJSON(b)
}

func (p *plan) message(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	first := true
	for i := range p.fields {
		f := &p.fields[i]
		x := v.Field(f.index)
		if f.optional && x.IsNil() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = f.plan.append(append(b, f.key...), x)
	}
	return append(b, '}')
}

// list takes the short way for numbers, of which there may be very many.
func (p *plan) list(b []byte, v reflect.Value) []byte {
	b = append(b, '[')
	floats, plain := v.Interface().([]float32)
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		if plain {
			b = appendFloat(b, float64(floats[i]), 32)
			continue
		}
		b = p.elem.append(b, v.Index(i))
	}
	return append(b, ']')
}

// envelope is one message under a name, as the page shows it. The live service
// leaves the envelope of some out. [confirmed: AccessLink v4 page; measured:
// published answers and public clients]
type envelope struct {
	name    string
	message any
}

// encode spells a handler's value.
func encode(t *tenant, _ *httpx.Request, v any) (httpx.Response, error) {
	if resp, ok := v.(httpx.Response); ok {
		return resp, nil
	}
	resp := httpx.Response{ContentType: mediaJSON}
	e, ok := v.(envelope)
	switch {
	case !ok:
		resp.Body = t.encoder.encode(v)
	case t.set.bare.In(t.x):
		resp.Body = t.encoder.encode(e.message)
	default:
		resp.Body = append(t.encoder.append(append(quoted([]byte{'{'}, e.name), ':'), e.message), '}')
	}
	return resp, nil
}
