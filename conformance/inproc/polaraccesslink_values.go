package inproc

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// offsetMember is what the offset from UTC is reported as, however an answer
// spells it.
const offsetMember = "timezoneOffsetMinutes"

// accessLinkValue turns the client's types into what the judge compares: objects
// by the vendor's names, without what the vendor did not say.
func accessLinkValue[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	out, _ := reported(reflect.ValueOf(v))
	return out, nil
}

// reported is v as the judge wants it; there is false for what was not said.
func reported(v reflect.Value) (out any, there bool) {
	switch t := v.Interface().(type) {
	case time.Time:
		return subject.Instant{Time: t}, !t.IsZero()
	case polaraccesslink.OffsetTime:
		return subject.Instant{Time: t.Time}, !t.IsZero()
	case polaraccesslink.LocalTime:
		return subject.Local{Wall: t.String()}, !t.IsZero()
	case polaraccesslink.Date:
		return t.String(), !t.IsZero()
	case polaraccesslink.TimeOfDay:
		return t.String(), true
	case polaraccesslink.Duration:
		return subject.Dur(t), true
	case polaraccesslink.Period:
		return subject.Period(t.String()), !t.IsZero()
	case polaraccesslink.Series:
		return []float64(t), t != nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil, false
		}
		return reported(v.Elem())
	case reflect.Slice:
		list := make([]any, 0, v.Len())
		for i := range v.Len() {
			item, _ := reported(v.Index(i))
			list = append(list, item)
		}
		return list, !v.IsNil()
	case reflect.Map:
		o := map[string]any{}
		for _, key := range v.MapKeys() {
			o[key.String()], _ = reported(v.MapIndex(key))
		}
		return o, !v.IsNil()
	case reflect.Struct:
		return members(v), true
	}
	return v.Interface(), true
}

// members is a struct as an object; what its types could not hold stands as it came.
func members(v reflect.Value) map[string]any {
	o := map[string]any{}
	for i, f := range reflect.VisibleFields(v.Type()) {
		if extra, ok := v.Field(i).Interface().(polaraccesslink.Extra); ok && f.Name == "Extra" {
			for name, raw := range extra {
				o[name] = kept(raw)
			}
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if strings.EqualFold(name, offsetMember) {
			name = offsetMember
		}
		value, there := reported(v.Field(i))
		if there && (options != "omitempty" || !v.Field(i).IsZero()) {
			o[name] = value
		}
	}
	return o
}

// kept is what the client keeps as it came.
func kept(raw json.RawMessage) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	_ = d.Decode(&v) // the client has read it as JSON
	return jsonValue(v)
}
