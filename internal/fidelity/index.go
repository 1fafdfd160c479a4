package fidelity

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/internal/evidence"
)

// Index reads what a description says of its own evidence. It fails when a part names a grade that there is not, or a
// source that x-sources has no kind or date of.
func Index(spec []byte) (*evidence.Service, error) {
	doc, err := read(spec)
	if err != nil {
		return nil, err
	}
	return index(doc)
}

func read(spec []byte) (doc map[string]any, err error) {
	if err := yaml.Unmarshal(spec, &doc); err != nil {
		return nil, fmt.Errorf("cannot read the description: %w", err)
	}
	return doc, nil
}

func index(doc map[string]any) (*evidence.Service, error) {
	b := &builder{
		doc: doc, sources: object(doc["x-sources"]),
		out: &evidence.Service{Profiles: texts(doc["x-profiles"]), Operations: map[string]*evidence.Operation{}},
	}
	b.out.Default, _ = doc["x-default-profile"].(string)
	if b.out.Info = b.own("info", object(doc["info"])); b.out.Info.Own == nil {
		return nil, errors.New("info has no x-source and x-evidence")
	}
	b.shared(object(doc["components"]))
	for path, item := range sorted(object(doc["paths"])) {
		for method, op := range sorted(object(item)) {
			b.operation(path, method, object(op))
		}
	}
	b.document()
	if len(b.problems) > 0 {
		slices.Sort(b.problems)
		return nil, errors.New(strings.Join(b.problems, "; "))
	}
	return b.out, nil
}

type builder struct {
	doc      map[string]any
	sources  map[string]any
	out      *evidence.Service
	problems []string
}

// document reads what is said of the service as a whole.
func (b *builder) document() {
	for status, name := range object(b.doc["x-undocumented"]) {
		if b.out.Strays == nil {
			b.out.Strays = map[string]string{}
		}
		b.out.Strays[status] = fmt.Sprint(name)
	}
	b.out.Columns = b.members("x-columns", object(b.doc["x-columns"]))
	b.out.Common = b.members("x-headers", object(b.doc["x-headers"]))
	if rows := list(b.doc["x-variables"]); rows != nil {
		b.out.Variables = map[string]*evidence.Member{}
		for _, v := range rows {
			name := fmt.Sprint(object(v)["name"])
			b.out.Variables[name] = b.variable(name, object(v))
		}
	}
	for _, v := range list(b.doc["x-limits"]) {
		b.out.Limits = append(b.out.Limits, b.limit(fmt.Sprint(object(v)["name"]), object(v), "429"))
	}
	lives := object(b.doc["x-lifetimes"])
	for _, name := range slices.Sorted(maps.Keys(lives)) {
		b.out.Limits = append(b.out.Limits, b.limit("life of "+name, object(lives[name]), "400", "401"))
	}
	if h := object(b.doc["x-history-days"]); h != nil {
		b.out.Limits = append(b.out.Limits, b.limit("history-days", h))
	}
}

// variable is a name that stands in answers as a value; what stands beside it there may be known less well.
func (b *builder) variable(name string, v map[string]any) *evidence.Member {
	out := &evidence.Member{Held: b.own("x-variables/"+name, v), Mask: b.mask(v)}
	wire := map[string]any{"x-source": v["x-source"], "x-evidence": v["wireEvidence"]}
	out.Props = map[string]*evidence.Member{"form": {Held: b.own("x-variables/"+name+"/wire", wire)}}
	return out
}

func (b *builder) shared(components map[string]any) {
	b.out.Security = b.members("components/securitySchemes", object(components["securitySchemes"]))
	b.out.Headers = b.members("components/headers", object(components["headers"]))
	b.out.Schemas = b.members("components/schemas", object(components["schemas"]))
	for name, p := range sorted(object(components["parameters"])) {
		if b.out.Parameters == nil {
			b.out.Parameters = map[string]*evidence.Member{}
		}
		b.out.Parameters[name] = b.parameter("components/parameters/"+name, object(p))
	}
	for name, r := range sorted(object(components["responses"])) {
		if b.out.Answers == nil {
			b.out.Answers = map[string]*evidence.Answer{}
		}
		b.out.Answers[name] = b.answer("components/responses/"+name, object(r))
	}
}

func (b *builder) operation(path, method string, op map[string]any) {
	id, at := fmt.Sprint(op["operationId"]), "paths/"+path+"/"+method
	o := &evidence.Operation{
		Held: b.own(at, op), Mask: b.mask(op), Method: strings.ToUpper(method), Path: path, Answers: map[string]*evidence.Answer{},
	}
	for _, p := range list(op["parameters"]) {
		o.Parameters = append(o.Parameters, b.parameter(at+"/parameters", object(p)))
	}
	features := object(op["x-features"])
	for _, p := range o.Parameters {
		if p.Name == "features" && p.Ref == "" && features != nil {
			p.Values = b.members(at+"/x-features", features)
		}
	}
	if body := object(op["requestBody"]); body != nil {
		o.Body = b.answer(at+"/requestBody", body)
	}
	for status, r := range sorted(object(op["responses"])) {
		o.Answers[status] = b.answer(at+"/responses/"+status, object(r))
	}
	security := op["security"]
	if security == nil {
		security = b.doc["security"]
	}
	for _, one := range list(security) {
		for _, name := range slices.Sorted(maps.Keys(object(one))) {
			if !slices.Contains(o.Security, name) {
				o.Security = append(o.Security, name)
			}
		}
	}
	for _, key := range [...]string{
		"x-limits", "x-max-range-days", "x-max-range-days-with-features", "x-horizon-days", "x-compared-with", "x-date-forms", "x-seconds",
	} {
		if v := op[key]; v != nil {
			o.Limits = append(o.Limits, b.limit(strings.TrimPrefix(key, "x-"), v, "400", "413", "422"))
		}
	}
	b.out.Operations[id] = o
}

// limit reads a bound: members beside its grounds are what it says.
func (b *builder) limit(name string, v any, at ...string) *evidence.Member {
	m := object(v)
	if m == nil {
		return &evidence.Member{Name: name, Bounds: fmt.Sprint(v), At: at}
	}
	l := &evidence.Member{Name: name, Held: b.own(name, m), Mask: b.mask(m), At: at}
	if m["status"] != nil {
		l.At = texts(m["status"])
	}
	if member, ok := m["member"].(string); ok {
		l.Member, l.At = member, texts(m["status"])
	}
	var words []string
	if kind, ok := m["kind"].(string); ok {
		words = append(words, kind)
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if strings.HasPrefix(key, "x-") || key == "name" || key == "kind" || key == "status" || key == "member" {
			continue
		}
		words = append(words, key+" "+strings.Trim(fmt.Sprint(m[key]), "[]"))
	}
	l.Bounds = strings.Join(words, ", ")
	return l
}

// sorted goes through a mapping in the order of its keys, so that the same description gives the same index.
func sorted(m map[string]any) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}

// object is a mapping, or nil.
func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func texts(v any) []string {
	var out []string
	for _, one := range list(v) {
		out = append(out, fmt.Sprint(one))
	}
	return out
}
