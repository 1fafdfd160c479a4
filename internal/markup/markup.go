// Package markup writes HTML in which no value can become markup.
//
// It stands for html/template, which finds methods by name while it runs: once
// that is linked, the linker has to keep every exported method of every type of the
// program, some megabytes that nothing calls.
package markup

import (
	"fmt"
	"html"
	"strings"
)

// HTML is text that is markup already. Constants become HTML by themselves; a
// conversion of anything else is a claim to be checked.
type HTML string

// Text makes markup that shows s as it is, also in quoted attributes.
func Text(s string) HTML {
	return HTML(html.EscapeString(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "\uFFFD"), "\uFFFD")))
}

// Format is fmt.Sprintf for markup: the format is a constant, arguments that are
// HTML stand as they are, and all others are shown by %s as Text. Attributes must be
// in double quotes. An address is as safe as its maker: href and action take those
// of the program alone.
func Format(format HTML, args ...any) HTML {
	escaped := make([]any, len(args))
	for i, arg := range args {
		if h, ok := arg.(HTML); ok {
			escaped[i] = h
			continue
		}
		escaped[i] = Text(fmt.Sprint(arg))
	}
	return HTML(fmt.Sprintf(string(format), escaped...))
}

// If is h when the condition holds, and nothing otherwise.
func If(condition bool, h HTML) HTML {
	if condition {
		return h
	}
	return ""
}

// Each joins the markup of a list's items.
func Each[T any](items []T, show func(T) HTML) HTML {
	var b strings.Builder
	for _, item := range items {
		b.WriteString(string(show(item)))
	}
	return HTML(b.String())
}
