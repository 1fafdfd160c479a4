package conformance

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Load reads every .yaml file below root. A file holds one case a document.
// All errors are reported together, each with file and line.
func Load(fsys fs.FS, root string, r Registry) ([]*Case, error) {
	var (
		cases []*Case
		errs  []error
	)
	err := fs.WalkDir(fsys, root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		found, err := Parse(name, raw, r)
		cases, errs = append(cases, found...), append(errs, err)
		return nil
	})
	sort.SliceStable(cases, func(i, j int) bool { return cases[i].ID < cases[j].ID })
	return cases, errors.Join(append(errs, err)...)
}

// Parse reads the cases of one file. name is only for messages.
func Parse(name string, raw []byte, r Registry) ([]*Case, error) {
	docs, err := documents(name, string(raw))
	if err != nil {
		return nil, err
	}
	var (
		cases []*Case
		errs  []error
	)
	for i, doc := range docs {
		if doc == nil {
			continue
		}
		c, err := parseCase(name, string(raw), i, doc, r)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		cases = append(cases, c)
	}
	return cases, errors.Join(errs...)
}

func documents(name, text string) ([]ast.Node, error) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, located(name, err)
	}
	var out []ast.Node
	for _, d := range file.Docs {
		out = append(out, d.Body)
	}
	return out, nil
}

// parameters is the part of a case that says what $(name) stands for.
type parameters struct {
	Vars     map[string]any `yaml:"vars"`
	Variants []Variant      `yaml:"variants"`
}

func parseCase(name, text string, i int, doc ast.Node, r Registry) (*Case, error) {
	var p parameters
	if err := yaml.NodeToValue(doc, &p); err != nil {
		return nil, located(name, err)
	}
	if len(p.Variants) == 0 {
		c, err := parseRun(name, text, i, Variant{Set: p.Vars}, r, doc)
		if err == nil {
			c.runs = []*Case{c}
		}
		return c, err
	}
	var c *Case
	bare := withoutVariants(text)
	for n, v := range p.Variants {
		set := maps.Clone(p.Vars)
		if set == nil {
			set = map[string]any{}
		}
		maps.Copy(set, v.Set)
		if v.Name == "" {
			return nil, fmt.Errorf("%s:%s: variant %d has no name", name, position(doc), n+1)
		}
		run, err := parseRun(name, bare, i, Variant{Name: v.Name, Set: set}, r, nil)
		if err != nil {
			return nil, fmt.Errorf("variant %s: %w", v.Name, err)
		}
		if c == nil {
			first := *run
			first.Variant, first.Variants = "", p.Variants
			c = &first
		}
		c.runs = append(c.runs, run)
	}
	return c, nil
}

// withoutVariants blanks the lists of variants, line by line: a run knows its own
// values, and reading all of them again for each would be quadratic.
func withoutVariants(text string) string {
	lines := strings.Split(text, "\n")
	inside := false
	for i, line := range lines {
		belongs := line == "" || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "#")
		inside = inside && belongs || strings.HasPrefix(line, "variants:")
		if inside {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}

// parseRun reads the i-th document of text with a variant's values in place. It is bare
// where no values are to be put in; nil is a document that is still to be parsed.
func parseRun(name, text string, i int, v Variant, r Registry, bare ast.Node) (*Case, error) {
	filled, err := substitute(text, v.Set)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	doc := bare
	if bare == nil || filled != text {
		docs, err := documents(name, filled)
		if err != nil {
			return nil, err
		}
		if i >= len(docs) || docs[i] == nil {
			return nil, fmt.Errorf("%s: document %d holds no case once its variables have their values", name, i+1)
		}
		doc = docs[i]
	}
	c := &Case{}
	if err := yaml.NodeToValue(doc, c, yaml.Strict()); err != nil {
		return nil, located(name, err)
	}
	c.Variant = v.Name
	c.File = name + ":" + strings.SplitN(position(doc), ":", 2)[0]
	if c.Op != nil {
		c.Ops = append([]Step{{Call: c.Op}}, c.Ops...)
		c.Op = nil
	}
	for _, list := range [][]Check{c.Stimulus, c.Checks} {
		number(list)
		for k := range list {
			list[k].file = name
			if err := list[k].bind(r); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

var reference = lazyregexp.New(`\$\(([a-z0-9_]+)\)`)

// substitute replaces $(name) by a value: strings as they are, the rest as JSON.
// Names it does not know are left alone; Lint reports them.
func substitute(text string, set map[string]any) (string, error) {
	var bad error
	out := reference.ReplaceAllStringFunc(text, func(ref string) string {
		v, ok := set[ref[2:len(ref)-1]]
		if !ok {
			return ref
		}
		if s, ok := v.(string); ok {
			return s
		}
		raw, err := json.Marshal(v)
		if err != nil {
			bad = fmt.Errorf("value of %s: %w", ref, err)
		}
		return string(raw)
	})
	return out, bad
}

// Runs lists the concrete runs of a case: one, or one a variant.
func (c *Case) Runs() []*Case {
	if c.runs == nil {
		return []*Case{c}
	}
	return c.runs
}

// Name is the ID, with the variant's name in brackets when there is one.
func (c *Case) Name() string {
	if c.Variant == "" {
		return c.ID
	}
	return c.ID + "[" + c.Variant + "]"
}

// Area is the ID without its number: "FB-POLL".
func (c *Case) Area() string {
	if i := strings.LastIndexByte(c.ID, '-'); i > 0 {
		return c.ID[:i]
	}
	return c.ID
}

// InProfiles lists the profiles that the case counts for.
func (c *Case) InProfiles() []string {
	if len(c.Profiles) > 0 {
		return c.Profiles
	}
	return []string{c.API + "-read"}
}

// ServiceName is the service that the client of this run is for.
func (c *Case) ServiceName() string { return cmp.Or(c.Service, c.API) }

// Services lists the services of all runs.
func (c *Case) Services() []string {
	var out []string
	for _, run := range c.Runs() {
		if s := run.ServiceName(); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Core reports whether every subject of the API must meet the case.
func (c *Case) Core() bool { return len(c.Features) == 0 }

// located puts the file's name and the line before a YAML error.
func located(name string, err error) error {
	if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil && e.GetToken().Position != nil {
		p := e.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %s", name, p.Line, p.Column, e.GetMessage())
	}
	return fmt.Errorf("%s:%w", name, err)
}

// plain is a YAML error without its excerpt of the source.
func plain(err error) error {
	if e, ok := errors.AsType[yaml.Error](err); ok {
		return errors.New(e.GetMessage())
	}
	return err
}
