package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// Operation is one step of a JSON patch (RFC 6902).
type Operation struct {
	Op    string          `json:"op"`             // add, remove, replace, move, copy or test
	Path  string          `json:"path"`           // a JSON pointer (RFC 6901)
	From  string          `json:"from,omitempty"` // for move and copy
	Value json.RawMessage `json:"value,omitempty"`
}

// maxPatched bounds the memory that a chain of copies can fill; a larger body
// may double.
const maxPatched = 32 << 20

// check returns the member that is wrong and why.
func (o *Operation) check() (at string, err error) {
	if _, err := parsePointer(o.Path); err != nil {
		return ".path", err
	}
	switch o.Op {
	case "add", "replace", "test":
		if _, err := jsontree.Parse(o.Value); err != nil {
			return ".value", fmt.Errorf("%s needs a JSON value", o.Op)
		}
	case "move", "copy":
		if _, err := parsePointer(o.From); err != nil {
			return ".from", err
		}
		if o.Op == "move" && strings.HasPrefix(o.Path, o.From+"/") {
			return ".from", errors.New("cannot be moved into itself")
		}
	case "remove":
	default:
		return ".op", fmt.Errorf("%q is not add, remove, replace, move, copy or test", o.Op)
	}
	return "", nil
}

// applyPatch runs all operations on root and returns the new root. After an
// error root is in an undefined state: parse it again.
func applyPatch(root *jsontree.Node, ops []Operation) (*jsontree.Node, error) {
	holder := &jsontree.Node{Kind: '[', Items: []*jsontree.Node{root}} // so that the root has a place too
	most := max(maxPatched, 2*holder.Size())
	for i := range ops {
		if err := ops[i].apply(holder, most); err != nil {
			return nil, fmt.Errorf("patch[%d] (%s %s): %w", i, ops[i].Op, ops[i].Path, err)
		}
	}
	if len(holder.Items) == 0 {
		return nil, errors.New("patch removes the whole body")
	}
	return holder.Items[0], nil
}

func (o *Operation) apply(holder *jsontree.Node, most int) error {
	to, err := find(holder, o.Path)
	if err != nil {
		return err
	}
	switch o.Op {
	case "remove":
		return to.remove()
	case "add":
		v, err := jsontree.Parse(o.Value)
		if err != nil {
			return err
		}
		return to.add(v)
	case "replace", "test":
		v, err := jsontree.Parse(o.Value)
		if err != nil {
			return err
		}
		old := to.value()
		switch {
		case old == nil:
			return errMissing
		case o.Op == "replace":
			*old = *v
		case !equal(old, v):
			return fmt.Errorf("the body has %s", shorten(old.Append(nil)))
		}
		return nil
	}
	from, err := find(holder, o.From)
	if err != nil {
		return fmt.Errorf("from %s: %w", o.From, err)
	}
	v := from.value()
	if v == nil {
		return fmt.Errorf("from %s: %w", o.From, errMissing)
	}
	if o.Op == "copy" {
		if holder.Size()+v.Size() > most {
			return fmt.Errorf("the body grows beyond %d bytes of memory", most)
		}
		return to.add(v.Clone())
	}
	if o.From == o.Path {
		return nil
	}
	if err := from.remove(); err != nil {
		return err
	}
	// Removing may have shifted what Path counts, and RFC 6902 counts after it.
	if to, err = find(holder, o.Path); err != nil {
		return err
	}
	return to.add(v)
}

var errMissing = errors.New("no such value in the body")

// place is a child, present or not, of an object or array.
type place struct {
	parent *jsontree.Node
	root   bool   // the whole body: adding replaces it
	name   string // of a member
	index  int    // of an item; the array's length means after the last
}

// parsePointer splits a JSON pointer into its decoded tokens.
func parsePointer(s string) ([]string, error) {
	if s == "" {
		return nil, nil
	}
	if s[0] != '/' {
		return nil, fmt.Errorf("%q is no JSON pointer: it does not start with /", s)
	}
	tokens := strings.Split(s[1:], "/")
	for i, t := range tokens {
		for j := range len(t) {
			if t[j] == '~' && (j+1 == len(t) || t[j+1] != '0' && t[j+1] != '1') {
				return nil, fmt.Errorf("%q is no JSON pointer: ~ must be ~0 or ~1", s)
			}
		}
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(t, "~1", "/"), "~0", "~")
	}
	return tokens, nil
}

// find leads to the place that a pointer names. Only the last token may name
// something that does not exist yet.
func find(holder *jsontree.Node, pointer string) (place, error) {
	tokens, err := parsePointer(pointer)
	if err != nil {
		return place{}, err
	}
	at := place{parent: holder, root: true}
	for _, t := range tokens {
		v := at.value()
		if v == nil {
			return place{}, errMissing
		}
		switch v.Kind {
		case '{':
			at = place{parent: v, name: t}
		case '[':
			i := len(v.Items)
			if t != "-" {
				n, err := strconv.ParseUint(t, 10, 31)
				if err != nil || len(t) > 1 && t[0] == '0' || t[0] == '+' {
					return place{}, fmt.Errorf("%q is no array index", t)
				}
				i = int(n)
			}
			at = place{parent: v, index: i}
		default:
			return place{}, errMissing
		}
	}
	return at, nil
}

func (p place) value() *jsontree.Node {
	if p.parent.Kind == '{' {
		return p.parent.Get(p.name)
	}
	if p.index < len(p.parent.Items) {
		return p.parent.Items[p.index]
	}
	return nil
}

func (p place) remove() error {
	if p.value() == nil {
		return errMissing
	}
	if p.parent.Kind == '{' {
		p.parent.Members = slices.DeleteFunc(p.parent.Members, func(m jsontree.Member) bool { return m.Name == p.name })
	} else {
		p.parent.Items = slices.Delete(p.parent.Items, p.index, p.index+1)
	}
	return nil
}

func (p place) add(v *jsontree.Node) error {
	switch {
	case p.parent.Kind == '{':
		p.parent.Set(p.name, v)
	case p.root:
		p.parent.Items = []*jsontree.Node{v}
	case p.index > len(p.parent.Items):
		return fmt.Errorf("the array has only %d items", len(p.parent.Items))
	default:
		p.parent.Items = slices.Insert(p.parent.Items, p.index, v)
	}
	return nil
}

// equal compares as RFC 6902, section 4.6 does.
func equal(a, b *jsontree.Node) bool {
	if a.Kind != b.Kind || len(a.Members) != len(b.Members) || len(a.Items) != len(b.Items) {
		return false
	}
	for _, m := range a.Members {
		other := b.Get(m.Name)
		if other == nil || !equal(a.Get(m.Name), other) {
			return false
		}
	}
	for i := range a.Items {
		if !equal(a.Items[i], b.Items[i]) {
			return false
		}
	}
	if a.Kind != 's' || string(a.Raw) == string(b.Raw) {
		return true
	}
	if s, ok := a.Text(); ok {
		t, ok := b.Text()
		return ok && s == t
	}
	x, _, errX := big.ParseFloat(string(a.Raw), 10, 512, big.ToNearestEven)
	y, _, errY := big.ParseFloat(string(b.Raw), 10, 512, big.ToNearestEven)
	return errX == nil && errY == nil && x.Cmp(y) == 0
}

func shorten(b []byte) string {
	if len(b) > 60 {
		return string(b[:60]) + "…"
	}
	return string(b)
}
