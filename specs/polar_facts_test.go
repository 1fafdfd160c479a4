package specs_test

import (
	"fmt"
	"slices"
	"strings"
)

// polarFacts lists what a specification has in the words of the inventories, sorted, without what is inferred.
func polarFacts(doc map[string]any) []string {
	f := polarFinder{doc: doc}
	for path, item := range object(doc["paths"]) {
		f.operation(path, object(object(item)["get"]))
	}
	for name, node := range object(object(doc["components"])["schemas"]) {
		f.schema(name, object(node))
	}
	slices.Sort(f.out)
	return slices.Compact(f.out)
}

type polarFinder struct {
	doc map[string]any
	out []string
}

func (f *polarFinder) add(part map[string]any, format string, args ...any) {
	fact := fmt.Sprintf(format, args...)
	if profiles, ok := part["x-profile"].([]any); ok && !slices.Contains(profiles, f.doc["x-default-profile"]) {
		fact += " " + fmt.Sprint(profiles[0])
	}
	f.out = append(f.out, fact)
}

func (f *polarFinder) operation(path string, op map[string]any) {
	at := "GET " + path
	f.add(op, "operation %s", at)
	for _, p := range list(op["parameters"]) {
		f.parameter(op, at, resolve(f.doc, p))
	}
	for status, r := range object(op["responses"]) {
		r := resolve(f.doc, r)
		if r["x-evidence"] != "inferred" && r["x-documented"] != false && !strings.HasSuffix(status, "XX") && status != "429" {
			f.add(op, "status %s %s", at, status) // 429 is documented in words, not per operation
		}
		if status == "200" {
			f.envelope(op, at, r)
		}
	}
	if scope := op["x-scope"]; scope != nil && f.doc["x-default-profile"] == "documented" {
		f.add(op, "scope-of %s %v", at, scope)
	}
	if days := op["x-max-range-days"]; days != nil {
		f.add(op, "max-range %s %v", at, days)
	}
	for feature := range object(op["x-features"]) {
		f.add(op, "feature %s %s", at, feature)
	}
}

func (f *polarFinder) parameter(op map[string]any, at string, p map[string]any) {
	if p["x-evidence"] == "inferred" || p["x-observed"] == true {
		return
	}
	name := p["name"]
	if v := object(p["x-vendor"]); v != nil {
		f.add(op, "property %v.%v %s", v["schema"], name, f.declared(object(p["schema"])))
		f.add(op, "schema %v", v["schema"])
		name = v["parameter"]
	}
	f.add(op, "%v %s %v", p["in"], at, name)
	s := object(p["schema"])
	if s["items"] == nil {
		for value := range object(s["x-enum-values"]) {
			f.add(op, "parameter-value %s %v %s", at, name, value)
		}
	}
}

// envelope lists the members of a response that has no schema with a name of its own.
func (f *polarFinder) envelope(op map[string]any, at string, r map[string]any) {
	for media, content := range object(r["content"]) {
		s := resolve(f.doc, object(content)["schema"])
		if media == "application/json" && s["x-helper"] == true {
			for name, p := range object(s["properties"]) {
				f.add(op, "envelope %s %s %s", at, name, f.declared(object(p)))
			}
		}
	}
}

func (f *polarFinder) schema(name string, s map[string]any) {
	if s["x-helper"] == true {
		return
	}
	if values := list(s["enum"]); values != nil {
		f.add(s, "enum %s%s", name, lost(s))
		for _, v := range values {
			f.add(s, "value %s %v", name, v)
		}
		return
	}
	f.add(s, "schema %s%s", name, lost(s))
	for property, node := range object(s["properties"]) {
		p := object(node)
		if p["x-evidence"] == "inferred" || p["x-observed"] == true {
			continue
		}
		if slices.Contains(list(s["x-lost"]), any("table")) {
			f.add(p, "property %s.%s ?", name, property) // an example has no types
			continue
		}
		if profiles := p["x-profile"]; profiles == nil && s["x-profile"] != nil {
			p["x-profile"] = s["x-profile"]
		}
		required := ""
		if f.isRequired(s, property) {
			required = " required"
		}
		f.add(p, "property %s.%s %s%s", name, property, f.declared(p), required)
		if values := object(p["additionalProperties"]); values != nil {
			f.add(p, "property %s.%s.* %s", name, property, f.declared(values))
		}
		for _, v := range f.values(p) {
			f.add(p, "value %s.%s %v", name, property, v)
		}
	}
}

// lost repeats what the text has lost of a schema.
func lost(s map[string]any) string {
	out := ""
	for _, part := range list(s["x-lost"]) {
		out += fmt.Sprintf(" %v-lost", part)
	}
	return out
}

// isRequired tells what the documents say, which is not always what we require.
func (f *polarFinder) isRequired(s map[string]any, property string) bool {
	if slices.Contains(list(s["x-documented-required"]), any(property)) {
		return true
	}
	return f.doc["x-required"] != "inferred" && slices.Contains(list(s["required"]), any(property)) &&
		!slices.Contains(list(s["x-inferred-required"]), any(property))
}

// declared spells a type as the documents declare it.
func (f *polarFinder) declared(p map[string]any) string {
	if d, ok := p["x-declared"].(string); ok {
		return d
	}
	if all := list(p["allOf"]); len(all) == 1 {
		p = object(all[0])
	}
	if ref, ok := p["$ref"].(string); ok {
		target := resolve(f.doc, p)
		if target["x-helper"] != true {
			return ref[strings.LastIndex(ref, "/")+1:]
		}
		p = target
	}
	if d, ok := p["x-declared"].(string); ok {
		return d
	}
	switch format, _ := p["format"].(string); {
	case p["type"] == "array":
		items := object(p["items"])
		inner, _, _ := strings.Cut(f.declared(items), "(")
		if strings.HasPrefix(inner, "[") {
			return "[array]"
		}
		return "[" + inner + "]"
	case format != "":
		return fmt.Sprintf("%v(%s)", p["type"], format)
	}
	return fmt.Sprint(p["type"])
}

// values lists the enum of a property whose enum has no name of its own in the documents.
func (f *polarFinder) values(p map[string]any) []any {
	if p["x-documented-enum"] == false {
		return nil
	}
	if items := object(p["items"]); items != nil {
		p = items
	}
	if all := list(p["allOf"]); len(all) == 1 {
		p = object(all[0])
	}
	if s := resolve(f.doc, p); s["x-helper"] == true {
		return list(s["enum"])
	}
	return nil
}

func list(node any) []any {
	l, _ := node.([]any)
	return l
}
