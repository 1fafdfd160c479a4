package specs_test

import (
	"fmt"
	"slices"
	"strings"
)

// sweatStackFacts lists what the specification has of the vendor's page in the words of the inventory, sorted. Operations that
// other sources describe are left out: only those below /activities are the page's.
func sweatStackFacts(doc map[string]any) []string {
	f := pageFinder{doc: doc, reached: map[string]bool{}}
	for path, item := range object(doc["paths"]) {
		if !strings.HasPrefix(path, "/api/v1/activities/") {
			continue
		}
		for method, op := range object(item) {
			f.operation(strings.ToUpper(method)+" "+path, object(op))
		}
	}
	for name := range f.reached {
		f.schema(name, schema(doc, name))
	}
	for name, s := range object(object(doc["components"])["securitySchemes"]) {
		if s := object(s); s["type"] == "http" {
			f.add("security %s %v", name, s["scheme"])
		}
	}
	slices.Sort(f.out)
	return slices.Compact(f.out)
}

// pageFinder collects facts, and the schemas that the page's operations reach.
type pageFinder struct {
	doc     map[string]any
	out     []string
	reached map[string]bool
}

func (f *pageFinder) add(format string, args ...any) {
	f.out = append(f.out, fmt.Sprintf(format, args...))
}

func (f *pageFinder) onPage(part map[string]any) bool {
	profiles, ok := part["x-profile"].([]any)
	return part["x-evidence"] != "inferred" && (!ok || slices.Contains(profiles, f.doc["x-default-profile"]))
}

func (f *pageFinder) operation(at string, op map[string]any) {
	f.add("operation %s", at)
	f.add("parameter %s header HTTPBearer string", at) // the page lists the scheme among the parameters
	for _, p := range list(op["parameters"]) {
		p := resolve(f.doc, p)
		if !f.onPage(p) {
			continue
		}
		s := object(p["schema"])
		fact := fmt.Sprintf("parameter %s %v %v %s", at, p["in"], p["name"], kindOf(s))
		if d := s["default"]; d != nil {
			fact += " " + strings.NewReplacer("[", "", "]", "", " ", ",").Replace(fmt.Sprint(d))
		}
		f.add("%s", fact)
		if p["deprecated"] == true {
			f.add("deprecated %s %v", at, p["name"])
		}
		if p["name"] == "durations" {
			f.add("comma-separated %s %v", at, p["name"])
		}
		f.reach(p["schema"])
	}
	for _, body := range object(object(op["requestBody"])["content"]) {
		s := object(object(body)["schema"])
		f.add("request %s %s", at, f.typeOf(s))
		f.reach(s)
	}
	for status, r := range object(op["responses"]) {
		f.answer(at, status, resolve(f.doc, r))
	}
}

func (f *pageFinder) answer(at, status string, r map[string]any) {
	switch {
	case status == "422":
		f.add("refusal %s HTTPValidationError", at)
		f.reach(ref("schemas/HTTPValidationError"))
	case r["x-declared"] != nil:
		f.add("answer %s %v", at, r["x-declared"])
	case status == "200":
		for _, content := range object(r["content"]) {
			f.add("answer %s %s", at, f.typeOf(object(object(content)["schema"])))
		}
	}
	if r["x-declared"] != "any" && status == "200" {
		f.reach(r["content"])
	}
}

// reach notes the schemas that a part refers to.
func (f *pageFinder) reach(node any) {
	switch n := node.(type) {
	case map[string]any:
		name, ok := strings.CutPrefix(fmt.Sprint(n["$ref"]), "#/components/schemas/")
		if ok {
			s := schema(f.doc, name)
			if f.reached[name] || !f.onPage(s) {
				return
			}
			f.reached[name] = true
			f.reach(s)
		}
		for _, child := range n {
			f.reach(child)
		}
	case []any:
		for _, child := range n {
			f.reach(child)
		}
	}
}

// printed are the schemas that the page prints in full, apart from the table that it has of each.
var printed = [...]string{"ActivityDetails", "HTTPValidationError", "Body_upload_activity_file_api_v1_activities_upload_post"}

func (f *pageFinder) schema(name string, s map[string]any) {
	if s["x-helper"] == true || name == "TestMatch" {
		return // the page names no type of test_match
	}
	f.add("schema %s", name)
	if len(object(s["properties"])) == 0 {
		f.add("type %s string", name)
		first := list(s["enum"])
		if name == "Sport" {
			first = list(schema(f.doc, "ListedSport")["enum"])
		}
		f.add("value %s %v", name, first[0])
	}
	inFull := slices.Contains(printed[:], name)
	for property, node := range object(s["properties"]) {
		p := object(node)
		if !f.onPage(p) {
			continue
		}
		f.add("property %s.%s %s", name, property, f.inTable(p))
		if !inFull {
			continue
		}
		f.add("declared %s.%s %s", name, property, f.typeOf(p))
		if p["readOnly"] == true {
			f.add("read-only %s.%s", name, property)
		}
		if p["maxItems"] != nil {
			f.add("max-items %s.%s %v", name, property, p["maxItems"])
		}
		if slices.Contains(list(s["required"]), any(property)) {
			f.add("required %s.%s", name, property)
		}
	}
}

// kindOf is a parameter's type as the page's tables have it: nothing for what may be null.
func kindOf(s map[string]any) string {
	if s["nullable"] == true {
		return "?"
	}
	return fmt.Sprint(s["type"])
}

// inTable is a property's type as the page's tables have it.
func (f *pageFinder) inTable(p map[string]any) string {
	text := f.typeOf(p)
	if inner, ok := strings.CutPrefix(text, "array("); ok && !strings.HasSuffix(text, "|null") {
		if strings.Contains(inner, "|") {
			inner = "?)"
		}
		return "Array<" + strings.TrimSuffix(inner, ")") + ">"
	}
	if strings.Contains(text, "|") {
		return "?"
	}
	return text
}

// typeOf spells a schema as the page's JSON does.
func (f *pageFinder) typeOf(s map[string]any) string {
	var text string
	switch {
	case s["$ref"] != nil:
		_, text, _ = strings.Cut(fmt.Sprint(s["$ref"]), "schemas/")
		if target := schema(f.doc, text); target["x-helper"] == true {
			text = fmt.Sprint(target["type"])
			if target["x-declared"] != nil {
				text = fmt.Sprint(target["x-declared"])
			}
		}
	case s["allOf"] != nil:
		text = f.typeOf(object(list(s["allOf"])[0]))
	case s["anyOf"] != nil:
		var parts []string
		for _, part := range list(s["anyOf"]) {
			parts = append(parts, f.typeOf(object(part)))
		}
		text = strings.Join(parts, "|")
	case s["type"] == "array":
		text = "array(" + f.typeOf(object(s["items"])) + ")"
	default:
		text = fmt.Sprint(s["type"])
		if s["format"] != nil {
			text += fmt.Sprintf("(%v)", s["format"])
		}
	}
	if s["nullable"] == true {
		text += "|null"
	}
	return text
}
