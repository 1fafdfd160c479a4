package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// node is a JSON value that keeps the order of its members and the spelling of
// its numbers and strings: what damage does not touch goes out as the vendor
// wrote it, but for white space.
type node struct {
	kind    byte // '{', '[' or 's' for a scalar
	raw     []byte
	members []member
	items   []*node
}

type member struct {
	key   []byte // as written, with quotes
	name  string
	value *node
}

// maxDepth bounds how deep parseTree follows a body.
const maxDepth = 1000

// parseTree reads exactly one JSON value.
func parseTree(data []byte) (*node, error) {
	p := &treeParser{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	p.dec.UseNumber()
	tok, raw, err := p.next()
	if err != nil {
		return nil, fmt.Errorf("the body is not JSON: %w", err)
	}
	root, err := p.value(tok, raw, 0)
	if err == nil {
		if _, _, tail := p.next(); tail == nil {
			err = errors.New("more follows the first value")
		} else if !errors.Is(tail, io.EOF) {
			err = tail
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the body is not JSON: %w", err)
	}
	return root, nil
}

type treeParser struct {
	data []byte
	dec  *json.Decoder
}

// next is the next token and its spelling.
func (p *treeParser) next() (json.Token, []byte, error) {
	from := p.dec.InputOffset()
	tok, err := p.dec.Token()
	if err != nil {
		return nil, nil, err
	}
	return tok, bytes.TrimLeft(p.data[from:p.dec.InputOffset()], " \t\r\n,:"), nil
}

func (p *treeParser) value(tok json.Token, raw []byte, depth int) (*node, error) {
	delim, ok := tok.(json.Delim)
	if !ok {
		return &node{kind: 's', raw: raw}, nil
	}
	if depth == maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	n := &node{kind: byte(delim)}
	for p.dec.More() {
		tok, raw, err := p.next()
		if err != nil {
			return nil, err
		}
		var key []byte
		name, _ := tok.(string)
		if delim == '{' {
			key = raw
			if tok, raw, err = p.next(); err != nil {
				return nil, err
			}
		}
		child, err := p.value(tok, raw, depth+1)
		if err != nil {
			return nil, err
		}
		if delim == '{' {
			n.members = append(n.members, member{key, name, child})
		} else {
			n.items = append(n.items, child)
		}
	}
	_, _, err := p.next() // the closing delimiter
	return n, err
}

// append writes n compactly.
func (n *node) append(b []byte) []byte {
	switch n.kind {
	case '{':
		b = append(b, '{')
		for i, m := range n.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = m.value.append(append(append(b, m.key...), ':'))
		}
		return append(b, '}')
	case '[':
		b = append(b, '[')
		for i, item := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.append(b)
		}
		return append(b, ']')
	}
	return append(b, n.raw...)
}

// size is about how much memory n takes.
func (n *node) size() int {
	total := len(n.raw) + 128
	for _, m := range n.members {
		total += len(m.key) + 64 + m.value.size()
	}
	for _, item := range n.items {
		total += item.size()
	}
	return total
}

func (n *node) clone() *node {
	c := &node{kind: n.kind, raw: n.raw}
	for _, m := range n.members {
		c.members = append(c.members, member{m.key, m.name, m.value.clone()})
	}
	for _, item := range n.items {
		c.items = append(c.items, item.clone())
	}
	return c
}

// get is the last member called name, as most readers take it.
func (n *node) get(name string) *node {
	for i := len(n.members) - 1; i >= 0; i-- {
		if n.members[i].name == name {
			return n.members[i].value
		}
	}
	return nil
}

// set replaces a member or adds it at the end.
func (n *node) set(name string, v *node) {
	for i := len(n.members) - 1; i >= 0; i-- {
		if n.members[i].name == name {
			n.members[i].value = v
			return
		}
	}
	n.members = append(n.members, member{quote(name), name, v})
}

// text is the value of a string.
func (n *node) text() (string, bool) {
	if n == nil || n.kind != 's' || len(n.raw) == 0 || n.raw[0] != '"' {
		return "", false
	}
	var s string
	err := json.Unmarshal(n.raw, &s)
	return s, err == nil
}

// quote spells s as JSON without escaping what HTML would mind.
func quote(s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes, to memory that never fails
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func scalar(raw []byte) *node { return &node{kind: 's', raw: raw} }
