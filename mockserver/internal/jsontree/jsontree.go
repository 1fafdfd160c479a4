// Package jsontree holds JSON as it was spelled: the order of members and the digits of numbers survive.
package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Node is a JSON value that keeps the order of its members and the spelling of
// its numbers and strings: what nobody touches goes out as it came, but for white
// space.
type Node struct {
	Kind    byte // '{', '[' or 's' for a scalar
	Raw     []byte
	Members []Member
	Items   []*Node
}

// Member is one member of an object.
type Member struct {
	Key   []byte // as written, with quotes
	Name  string
	Value *Node
}

// maxDepth bounds how deep Parse follows a body.
const maxDepth = 1000

// Parse reads exactly one JSON value.
func Parse(data []byte) (*Node, error) {
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

func (p *treeParser) value(tok json.Token, raw []byte, depth int) (*Node, error) {
	delim, ok := tok.(json.Delim)
	if !ok {
		return &Node{Kind: 's', Raw: raw}, nil
	}
	if depth == maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	n := &Node{Kind: byte(delim)}
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
			n.Members = append(n.Members, Member{key, name, child})
		} else {
			n.Items = append(n.Items, child)
		}
	}
	_, _, err := p.next() // the closing delimiter
	return n, err
}

// Append writes n compactly.
func (n *Node) Append(b []byte) []byte {
	switch n.Kind {
	case '{':
		b = append(b, '{')
		for i, m := range n.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = m.Value.Append(append(append(b, m.Key...), ':'))
		}
		return append(b, '}')
	case '[':
		b = append(b, '[')
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.Append(b)
		}
		return append(b, ']')
	}
	return append(b, n.Raw...)
}

// Size is about how much memory n takes.
func (n *Node) Size() int {
	total := len(n.Raw) + 128
	for _, m := range n.Members {
		total += len(m.Key) + 64 + m.Value.Size()
	}
	for _, item := range n.Items {
		total += item.Size()
	}
	return total
}

// Clone is a copy that shares nothing that may be changed but Raw.
func (n *Node) Clone() *Node {
	c := &Node{Kind: n.Kind, Raw: n.Raw}
	for _, m := range n.Members {
		c.Members = append(c.Members, Member{m.Key, m.Name, m.Value.Clone()})
	}
	for _, item := range n.Items {
		c.Items = append(c.Items, item.Clone())
	}
	return c
}

// Get is the last member called name, as most readers take it.
func (n *Node) Get(name string) *Node {
	for i := len(n.Members) - 1; i >= 0; i-- {
		if n.Members[i].Name == name {
			return n.Members[i].Value
		}
	}
	return nil
}

// Set replaces a member or adds it at the end.
func (n *Node) Set(name string, v *Node) {
	for i := len(n.Members) - 1; i >= 0; i-- {
		if n.Members[i].Name == name {
			n.Members[i].Value = v
			return
		}
	}
	n.Members = append(n.Members, Member{Quote(name), name, v})
}

// Text is the value of a string.
func (n *Node) Text() (string, bool) {
	if n == nil || n.Kind != 's' || len(n.Raw) == 0 || n.Raw[0] != '"' {
		return "", false
	}
	var s string
	err := json.Unmarshal(n.Raw, &s)
	return s, err == nil
}

// Quote spells s as JSON without escaping what HTML would mind.
func Quote(s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes, to memory that never fails
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Scalar is a number, a string, true, false or null, as it is spelled.
func Scalar(raw []byte) *Node { return &Node{Kind: 's', Raw: raw} }
