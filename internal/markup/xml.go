package markup

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// XML writes a structure as the standard library's encoder does with two blanks for each
// level, for what its tags here say: members that are attributes, elements, lists of
// either, within another element or not, or text. Others are an error of the program.
func XML(root string, v any) string {
	b := &strings.Builder{}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	element(b, root, reflect.ValueOf(v), 0)
	return b.String() + "\n"
}

func element(b *strings.Builder, name string, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			element(b, name, v.Elem(), depth)
		}
	case reflect.Slice:
		for i := range v.Len() {
			element(b, name, v.Index(i), depth)
		}
	case reflect.String, reflect.Int:
		line(b, depth)
		b.WriteString("<" + name + ">" + plain(v) + "</" + name + ">")
	case reflect.Struct:
		line(b, depth)
		b.WriteString("<" + name)
		inside := &strings.Builder{}
		for i := range v.NumField() {
			member(b, inside, v.Type().Field(i).Tag.Get("xml"), v.Field(i), depth+1)
		}
		b.WriteString(">" + inside.String())
		if strings.HasPrefix(inside.String(), "\n") { // elements, which no text is here
			line(b, depth)
		}
		b.WriteString("</" + name + ">")
	default:
		panic(fmt.Sprintf("markup: %s cannot be an element", v.Type()))
	}
}

// member writes a member of a structure into its tag or behind it.
func member(tag, inside *strings.Builder, how string, v reflect.Value, depth int) {
	name, option, _ := strings.Cut(how, ",")
	outer, inner, within := strings.Cut(name, ">")
	switch {
	case option == "attr":
		tag.WriteString(" " + name + `="` + plain(v) + `"`)
	case option == "chardata":
		inside.WriteString(plain(v))
	case option == "omitempty" && v.IsZero():
	case within:
		line(inside, depth)
		inside.WriteString("<" + outer + ">")
		if element(inside, inner, v, depth+1); v.Len() > 0 {
			line(inside, depth)
		}
		inside.WriteString("</" + outer + ">")
	case name != "" && (option == "" || option == "omitempty"):
		element(inside, name, v, depth)
	default:
		panic(fmt.Sprintf("markup: a member is tagged xml:%q", how))
	}
}

func line(b *strings.Builder, depth int) { b.WriteString("\n" + strings.Repeat("  ", depth)) }

// plain spells a value so that it is no markup; what XML 1.0 cannot hold is replaced.
func plain(v reflect.Value) string {
	var b strings.Builder
	for _, r := range fmt.Sprint(v.Interface()) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"' || r == '\'':
			fmt.Fprintf(&b, "&#%d;", r)
		case r == '\t' || r == '\n' || r == '\r':
			fmt.Fprintf(&b, "&#x%X;", r)
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r) // bytes that are no UTF-8 have become U+FFFD
		}
	}
	return b.String()
}
