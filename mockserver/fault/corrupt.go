package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// damage edits and then spoils body as d says, all or nothing: an error means
// that body is as it was, because something it needs is not there.
func (d *Do) damage(body []byte) ([]byte, error) {
	if len(d.Patch) > 0 {
		root, err := jsontree.Parse(body)
		if err != nil {
			return nil, err
		}
		if root, err = applyPatch(root, d.Patch); err != nil {
			return nil, err
		}
		body = root.Append(nil)
	}
	for i := range d.Corrupt {
		spoilt, err := d.Corrupt[i].apply(body)
		if err != nil {
			return nil, fmt.Errorf("corrupt[%d] (%s): %w", i, d.Corrupt[i].Kind, err)
		}
		body = spoilt
	}
	return body, nil
}

func (c *Corrupt) apply(body []byte) ([]byte, error) {
	if f := bodyDamage(c.Kind); f != nil {
		return f(c, body)
	}
	root, err := jsontree.Parse(body)
	if err != nil {
		return nil, err
	}
	h := hunt{corrupt: c, member: c.Member, damage: valueDamage(c.Kind)}
	if h.member == "" {
		h.member = "value"
	}
	h.walk(root)
	if h.hits == 0 {
		if h.why == nil {
			h.why = fmt.Errorf("no array holds an object with the string member %q", h.member)
			if c.Name != "" {
				h.why = fmt.Errorf("%w and the name %q", h.why, c.Name)
			}
		}
		return nil, h.why
	}
	return root.Append(nil), nil
}

// hunt looks for objects to damage.
type hunt struct {
	corrupt *Corrupt
	member  string
	damage  func(c *Corrupt, object, value *jsontree.Node) error
	hits    int
	why     error // why the last candidate stayed as it was
}

func (h *hunt) walk(n *jsontree.Node) {
	for _, m := range n.Members {
		h.walk(m.Value)
	}
	for _, item := range n.Items {
		h.walk(item)
		h.try(item)
	}
}

func (h *hunt) try(object *jsontree.Node) {
	value := object.Get(h.member)
	if _, ok := value.Text(); !ok {
		return
	}
	name, _ := object.Get("name").Text()
	if h.corrupt.Name != "" && name != h.corrupt.Name {
		return
	}
	if err := h.damage(h.corrupt, object, value); err != nil {
		h.why = fmt.Errorf("%q: %w", name, err)
		return
	}
	h.hits++
}

// valueDamage is how one object is damaged; nil for other kinds. Each function
// fails, and changes nothing, when its damage would not show.
func valueDamage(k Kind) func(c *Corrupt, object, value *jsontree.Node) error {
	switch k {
	case Base64Cut:
		return onText(base64Cut)
	case Base64Alphabet:
		return onText(base64Alphabet)
	case Base64Unpadded:
		return onText(base64Unpadded)
	case ZlibChecksum:
		return onStream(zlibChecksum)
	case ZlibTruncate:
		return onStream(zlibTruncate)
	case NotZlib:
		return onStream(notZlib)
	case RawDeflate:
		return onStream(rawDeflate)
	case TrailingBytes:
		return onStream(trailingBytes)
	case LittleEndian:
		return onValues(littleEndian)
	case Ragged:
		return onValues(ragged)
	case Bits:
		return func(c *Corrupt, object, _ *jsontree.Node) error {
			return claim(object, "bits", jsontree.Scalar(strconv.AppendInt(nil, int64(c.Bits), 10)))
		}
	case Type:
		return func(c *Corrupt, object, _ *jsontree.Node) error {
			return claim(object, "type", jsontree.Scalar(jsontree.Quote(c.Type)))
		}
	}
	return nil
}

func claim(object *jsontree.Node, name string, v *jsontree.Node) error {
	if old := object.Get(name); old != nil && equal(old, v) {
		return fmt.Errorf("%s is %s already", name, v.Raw)
	}
	object.Set(name, v)
	return nil
}

// bodyDamage is how a whole body is damaged; nil for other kinds.
func bodyDamage(k Kind) func(c *Corrupt, body []byte) ([]byte, error) {
	switch k {
	case JSONTruncate:
		return jsonTruncate
	case JSONGarbage:
		return jsonGarbage
	case UTF8BOM:
		return func(_ *Corrupt, body []byte) ([]byte, error) { return append([]byte("\xef\xbb\xbf"), body...), nil }
	case HTML:
		return func(*Corrupt, []byte) ([]byte, error) {
			return []byte("<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>\n"), nil
		}
	}
	return nil
}

func jsonTruncate(c *Corrupt, body []byte) ([]byte, error) {
	body = bytes.TrimRight(body, " \t\r\n")
	n := c.Bytes
	if n == 0 {
		n = len(body) / 2
	}
	if n >= len(body) {
		return nil, fmt.Errorf("the body has only %d bytes", len(body))
	}
	if json.Valid(body[:n]) {
		return nil, fmt.Errorf("the first %d bytes of the body are JSON by themselves", n)
	}
	return bytes.Clone(body[:n]), nil
}

func jsonGarbage(_ *Corrupt, body []byte) ([]byte, error) {
	if len(body) == 0 {
		return nil, errors.New("the body is empty")
	}
	spoilt := append([]byte{body[0]}, "\x00}]?garbage"...) // no JSON text has a NUL in it
	return append(spoilt, body[1:]...), nil
}
