package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Check is one demand: the name of a check function, its arguments, and
// optionally an ID of its own and a level below the case's. In YAML it is a map
// with the function's name as a key:
//
//   - gap_at_least: {after: {operation: getMeasurementResults, status: 202}, min: 5s}
//     id: waits
//     level: SHOULD
type Check struct {
	ID    string // what known-failures files write after "#"; default the function's name, numbered when it repeats
	Name  string // the function
	Level Level  // empty: the case's
	Args  any    // what Registry.Decode made of the arguments
	node  ast.Node
	file  string
}

// Registry knows the check functions by name. Package checks has the one.
type Registry interface {
	// Decode reads the arguments of the named function into its own type.
	// Unknown names and unknown or ill-typed arguments are errors.
	Decode(name string, unmarshal func(into any) error) (args any, err error)
	// Stimulus reports whether the function may stand under stimulus.
	Stimulus(name string) bool
	// Wire reports whether the function needs nothing but exchanges.
	Wire(name string, args any) bool
	// Judge runs the function on decoded arguments.
	Judge(e *Evidence, name string, args any) Outcome
}

// UnmarshalYAML reads a check. The arguments are read later, by Bind.
func (c *Check) UnmarshalYAML(node ast.Node) error {
	m, ok := node.(ast.MapNode)
	if !ok {
		return fmt.Errorf("%s: a check is a map with the function's name as a key", position(node))
	}
	for it := m.MapRange(); it.Next(); {
		key := it.Key().GetToken().Value
		switch key {
		case "id":
			c.ID = scalar(it.Value())
		case "level":
			c.Level = Level(scalar(it.Value()))
			if !c.Level.Valid() {
				return fmt.Errorf("%s: level %q is not MUST, SHOULD, MAY or INFO", position(it.Value()), c.Level)
			}
		default:
			if c.Name != "" {
				return fmt.Errorf("%s: a check names one function, this one has %q and %q", position(it.Key()), c.Name, key)
			}
			c.Name, c.node = key, it.Value()
		}
	}
	if c.Name == "" {
		return fmt.Errorf("%s: a check without a function", position(node))
	}
	return nil
}

func scalar(n ast.Node) string {
	if t := n.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// bind reads the arguments with the registry's type for the function.
func (c *Check) bind(r Registry) error {
	args, err := r.Decode(c.Name, func(into any) error {
		if c.node == nil || c.node.Type() == ast.NullType {
			return nil
		}
		return yaml.NodeToValue(c.node, into, yaml.Strict())
	})
	if err != nil {
		return fmt.Errorf("%s:%s: check %s: %w", c.file, position(c.node), c.Name, plain(err))
	}
	c.Args = args
	return nil
}

// Bind numbers checks that stand in a document other than a case, and reads their
// arguments. file is for messages.
func Bind(file string, list []Check, r Registry) error {
	number(list)
	for i := range list {
		list[i].file = file
		if err := list[i].bind(r); err != nil {
			return err
		}
	}
	return nil
}

// Text is the arguments as YAML on one line, for people.
func (c *Check) Text() string {
	if c.node == nil {
		return ""
	}
	return strings.Join(strings.Fields(c.node.String()), " ")
}

// number gives checks without an ID one: the function's name, and from the
// second on a number.
func number(checks []Check) {
	var taken []string
	for i := range checks {
		id := checks[i].ID
		if id == "" {
			id = checks[i].Name
			for n := 2; slices.Contains(taken, id); n++ {
				id = fmt.Sprintf("%s-%d", checks[i].Name, n)
			}
			checks[i].ID = id
		}
		taken = append(taken, id)
	}
}

// UnmarshalYAML reads "ok", "any", a class or a list of classes.
func (e *Expect) UnmarshalYAML(node ast.Node) error {
	var words []string
	switch n := node.(type) {
	case *ast.SequenceNode:
		for _, v := range n.Values {
			words = append(words, scalar(v))
		}
	default:
		words = []string{scalar(node)}
	}
	*e = Expect{}
	for _, w := range words {
		class := subject.Class(w)
		switch {
		case w == "ok" && len(words) == 1:
		case w == "any" && len(words) == 1:
			e.Any = true
		case class.Valid():
			e.Classes = append(e.Classes, class)
		default:
			return fmt.Errorf("%s: expect %q is not ok, any or an error class", position(node), w)
		}
	}
	return nil
}

// UnmarshalYAML reads a reply, or the word pass.
func (r *Reply) UnmarshalYAML(node ast.Node) error {
	if s, ok := node.(*ast.StringNode); ok {
		if s.Value != "pass" {
			return fmt.Errorf("%s: reply %q is neither a map nor the word pass", position(node), s.Value)
		}
		*r = Reply{Pass: true}
		return nil
	}
	type fields Reply // without this method
	var f fields
	if err := yaml.NodeToValue(node, &f, yaml.Strict()); err != nil {
		return err
	}
	*r = Reply(f)
	return nil
}

func position(n ast.Node) string {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return "?"
	}
	p := n.GetToken().Position
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}
