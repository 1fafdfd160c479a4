package fidelity

import (
	"fmt"
	"strings"

	"github.com/ergodrome/ergodrome/internal/evidence"
)

// own are a part's own grounds, if it says anything.
func (b *builder) own(at string, part map[string]any) evidence.Held {
	source, _ := part["x-source"].(string)
	grade, _ := part["x-evidence"].(string)
	if source == "" && grade == "" {
		return evidence.Held{}
	}
	g := evidence.Grounds{Source: source}
	if err := g.Grade.UnmarshalText([]byte(grade)); err != nil || grade == "" || source == "" {
		b.problems = append(b.problems, fmt.Sprintf("%s has x-source %q and x-evidence %q", at, source, grade))
		return evidence.Held{}
	}
	if g.Date = b.date(source, g.Grade); g.Date == "" {
		b.problems = append(b.problems, fmt.Sprintf("%s: no part of x-source %q is dated in x-sources", at, source))
	}
	return evidence.Held{Own: &g}
}

// kinds are those of sources that bear each grade.
var kinds = map[evidence.Grade]string{evidence.Documented: "document", evidence.Recorded: "recording", evidence.SeenInClient: "code"}

// date is that of the first named source that bears the grade, or of the first of all.
func (b *builder) date(source string, g evidence.Grade) string {
	first := ""
	for part := range strings.SplitSeq(source, ";") {
		s := b.source(strings.TrimSpace(part))
		if s == nil {
			continue
		}
		date := fmt.Sprint(s["read"])
		if s["read"] == nil {
			date = ""
		}
		if s["kind"] == kinds[g] {
			return date
		}
		if first == "" {
			first = date
		}
	}
	return first
}

// source is the entry of x-sources whose name a text begins with, the longest; a word and a colon may stand before it.
func (b *builder) source(text string) map[string]any {
	var found map[string]any
	_, after, _ := strings.Cut(text, ": ")
	for _, candidate := range [...]string{text, after} {
		longest := 0
		for name, s := range b.sources {
			if len(name) > longest && strings.HasPrefix(candidate, name) {
				longest, found = len(name), object(s)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

func (b *builder) mask(part map[string]any) (mask uint8) {
	for _, p := range texts(part["x-profile"]) {
		for i, known := range b.out.Profiles {
			if p == known {
				mask |= 1 << i
			}
		}
	}
	return mask
}

func (b *builder) members(at string, of map[string]any) map[string]*evidence.Member {
	if len(of) == 0 {
		return nil
	}
	out := map[string]*evidence.Member{}
	for name, m := range sorted(of) {
		out[name] = b.member(at+"/"+name, object(m))
	}
	return out
}

// member reads a schema, or what has a schema inside.
func (b *builder) member(at string, m map[string]any) *evidence.Member {
	if ref, ok := m["$ref"].(string); ok {
		return &evidence.Member{Ref: ref[strings.LastIndexByte(ref, '/')+1:]}
	}
	out := &evidence.Member{Held: b.own(at, m), Mask: b.mask(m)}
	if inside := object(m["schema"]); inside != nil { // a header
		out.Any = append(out.Any, b.member(at, inside))
		return out
	}
	out.In, _ = m["in"].(string) // of a security scheme
	out.Name, _ = m["name"].(string)
	if m["scheme"] != nil || m["flows"] != nil {
		out.In, out.Name = "header", "Authorization"
	}
	out.Props = b.members(at, object(m["properties"]))
	if items := object(m["items"]); items != nil {
		out.Items = b.member(at+"[]", items)
	}
	if more := object(m["additionalProperties"]); len(more) > 0 {
		out.More = b.member(at+".*", more)
	}
	for _, key := range [...]string{"allOf", "oneOf", "anyOf"} {
		for _, one := range list(m[key]) {
			out.Any = append(out.Any, b.member(at, object(one)))
		}
	}
	out.Values = b.members(at+"=", object(m["x-enum-values"]))
	out.Named = m["x-enum-of"] == "x-variables"
	out.Bounds = bounds(m, "maxItems", "maxLength", "maxProperties")
	return out
}

// bounds are what a schema allows at most and at least, of what is a limit where it stands.
func bounds(m map[string]any, keys ...string) string {
	words := map[string]string{
		"minimum": "at least %v", "maximum": "at most %v", "maxItems": "at most %v items", "maxLength": "at most %v characters", "maxProperties": "at most %v members",
	}
	var out []string
	for _, key := range keys {
		if v := m[key]; v != nil {
			out = append(out, fmt.Sprintf(words[key], v))
		}
	}
	return strings.Join(out, ", ")
}

func (b *builder) parameter(at string, p map[string]any) *evidence.Member {
	if ref, ok := p["$ref"].(string); ok {
		return &evidence.Member{Ref: ref[strings.LastIndexByte(ref, '/')+1:]}
	}
	out := &evidence.Member{Held: b.own(at, p), Mask: b.mask(p)}
	out.Name, _ = p["name"].(string)
	out.In, _ = p["in"].(string)
	schema := object(p["schema"])
	inside := b.member(at+"/"+out.Name, schema)
	inside.Bounds = bounds(schema, "minimum", "maximum", "maxItems", "maxLength", "maxProperties")
	out.Any = []*evidence.Member{inside}
	return out
}

func (b *builder) answer(at string, r map[string]any) *evidence.Answer {
	if ref, ok := r["$ref"].(string); ok {
		return &evidence.Answer{Ref: ref[strings.LastIndexByte(ref, '/')+1:]}
	}
	a := &evidence.Answer{Held: b.own(at, r), Mask: b.mask(r), Headers: b.members(at+"/headers", object(r["headers"])), Lines: r["x-lines"] == true}
	for media, c := range sorted(object(r["content"])) {
		if a.Content == nil {
			a.Content = map[string]*evidence.Member{}
		}
		a.Content[media] = b.member(at+"/"+media, object(object(c)["schema"]))
	}
	for _, f := range list(r["x-frames"]) {
		f := object(f)
		frame := &evidence.Frame{Held: b.own(at+"/x-frames", f), Mask: b.mask(f), Columns: texts(f["columns"])}
		if index, ok := f["index"].(string); ok && index != "none" {
			frame.Columns = append([]string{index}, frame.Columns...)
		}
		a.Frames = append(a.Frames, frame)
	}
	return a
}
