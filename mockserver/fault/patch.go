package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
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
		if _, err := parseTree(o.Value); err != nil {
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
func applyPatch(root *node, ops []Operation) (*node, error) {
	holder := &node{kind: '[', items: []*node{root}} // so that the root has a place too
	most := max(maxPatched, 2*holder.size())
	for i := range ops {
		if err := ops[i].apply(holder, most); err != nil {
			return nil, fmt.Errorf("patch[%d] (%s %s): %w", i, ops[i].Op, ops[i].Path, err)
		}
	}
	if len(holder.items) == 0 {
		return nil, errors.New("patch removes the whole body")
	}
	return holder.items[0], nil
}

func (o *Operation) apply(holder *node, most int) error {
	to, err := find(holder, o.Path)
	if err != nil {
		return err
	}
	switch o.Op {
	case "remove":
		return to.remove()
	case "add":
		v, err := parseTree(o.Value)
		if err != nil {
			return err
		}
		return to.add(v)
	case "replace", "test":
		v, err := parseTree(o.Value)
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
			return fmt.Errorf("the body has %s", shorten(old.append(nil)))
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
		if holder.size()+v.size() > most {
			return fmt.Errorf("the body grows beyond %d bytes of memory", most)
		}
		return to.add(v.clone())
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
	parent *node
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
func find(holder *node, pointer string) (place, error) {
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
		switch v.kind {
		case '{':
			at = place{parent: v, name: t}
		case '[':
			i := len(v.items)
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

func (p place) value() *node {
	if p.parent.kind == '{' {
		return p.parent.get(p.name)
	}
	if p.index < len(p.parent.items) {
		return p.parent.items[p.index]
	}
	return nil
}

func (p place) remove() error {
	if p.value() == nil {
		return errMissing
	}
	if p.parent.kind == '{' {
		p.parent.members = slices.DeleteFunc(p.parent.members, func(m member) bool { return m.name == p.name })
	} else {
		p.parent.items = slices.Delete(p.parent.items, p.index, p.index+1)
	}
	return nil
}

func (p place) add(v *node) error {
	switch {
	case p.parent.kind == '{':
		p.parent.set(p.name, v)
	case p.root:
		p.parent.items = []*node{v}
	case p.index > len(p.parent.items):
		return fmt.Errorf("the array has only %d items", len(p.parent.items))
	default:
		p.parent.items = slices.Insert(p.parent.items, p.index, v)
	}
	return nil
}

// equal compares as RFC 6902, section 4.6 does.
func equal(a, b *node) bool {
	if a.kind != b.kind || len(a.members) != len(b.members) || len(a.items) != len(b.items) {
		return false
	}
	for _, m := range a.members {
		other := b.get(m.name)
		if other == nil || !equal(a.get(m.name), other) {
			return false
		}
	}
	for i := range a.items {
		if !equal(a.items[i], b.items[i]) {
			return false
		}
	}
	if a.kind != 's' || string(a.raw) == string(b.raw) {
		return true
	}
	if s, ok := a.text(); ok {
		t, ok := b.text()
		return ok && s == t
	}
	x, _, errX := big.ParseFloat(string(a.raw), 10, 512, big.ToNearestEven)
	y, _, errY := big.ParseFloat(string(b.raw), 10, 512, big.ToNearestEven)
	return errX == nil && errY == nil && x.Cmp(y) == 0
}

func shorten(b []byte) string {
	if len(b) > 60 {
		return string(b[:60]) + "…"
	}
	return string(b)
}
