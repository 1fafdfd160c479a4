package change

import (
	"math/big"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// Rename gives the members at a place another name.
func Rename(at, to string) Edit {
	return objects(at, func(object *jsontree.Node, member string) bool {
		found := false
		for i := range object.Members {
			if object.Members[i].Name == member {
				object.Members[i].Name, object.Members[i].Key, found = to, jsontree.Quote(to), true
			}
		}
		return found
	})
}

// Drop takes the members at a place away.
func Drop(at string) Edit {
	return objects(at, func(object *jsontree.Node, member string) bool {
		before := len(object.Members)
		object.Members = slices.DeleteFunc(object.Members, func(m jsontree.Member) bool { return m.Name == member })
		return len(object.Members) < before
	})
}

// DropNull takes the members at a place away whose value is null.
func DropNull(at string) Edit {
	return objects(at, func(object *jsontree.Node, member string) bool {
		v := object.Get(member)
		if v == nil || string(v.Raw) != "null" {
			return false
		}
		object.Members = slices.DeleteFunc(object.Members, func(m jsontree.Member) bool { return m.Name == member })
		return true
	})
}

// Add gives the objects at a place a member, given as JSON, unless they have it.
func Add(at, value string) Edit {
	return objects(at, func(object *jsontree.Node, member string) bool {
		if object.Get(member) != nil {
			return false
		}
		v, err := jsontree.Parse([]byte(value))
		if err != nil {
			return false
		}
		object.Set(member, v)
		return true
	})
}

// Value replaces a string at a place by another one.
func Value(at, from, to string) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		text, ok := n.Text()
		if !ok || text != from {
			return false
		}
		n.Raw = jsontree.Quote(to)
		return true
	})
}

// Text makes another string of each string at a place; false leaves it.
func Text(at string, alter func(string) (string, bool)) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		text, ok := n.Text()
		if !ok {
			return false
		}
		if text, ok = alter(text); ok {
			n.Raw = jsontree.Quote(text)
		}
		return ok
	})
}

// JSON makes other JSON of each string at a place; false leaves it.
func JSON(at string, alter func(string) (string, bool)) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		text, ok := n.Text()
		if !ok {
			return false
		}
		if text, ok = alter(text); ok {
			n.Raw = []byte(text)
		}
		return ok
	})
}

// Quoted puts the numbers at a place in quotes.
func Quoted(at string) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		if !number(n) {
			return false
		}
		n.Raw = jsontree.Quote(string(n.Raw))
		return true
	})
}

// Unquoted takes the quotes of the numbers at a place away.
func Unquoted(at string) Edit {
	return JSON(at, func(text string) (string, bool) {
		return text, number(jsontree.Scalar([]byte(text))) && !strings.ContainsAny(text, " \t\r\n")
	})
}

// Scale multiplies the numbers at a place by a fraction.
func Scale(at string, by, per int64) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		if !number(n) {
			return false
		}
		v, ok := new(big.Rat).SetString(string(n.Raw))
		if !ok {
			return false
		}
		v.Mul(v, big.NewRat(by, per))
		const decimals = 6
		text := v.FloatString(decimals)
		if v.IsInt() {
			text = v.Num().String()
		}
		n.Raw = []byte(text)
		return true
	})
}

// Wrap puts each value at a place into an object, as its only member.
func Wrap(at, member string) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		inner := *n
		*n = jsontree.Node{Kind: '{', Members: []jsontree.Member{{Key: jsontree.Quote(member), Name: member, Value: &inner}}}
		return true
	})
}

// Unwrap puts in the place of each object at a place the value of its member.
func Unwrap(at, member string) Edit {
	return Map(at, func(n *jsontree.Node) bool {
		inner := n.Get(member)
		if inner == nil {
			return false
		}
		*n = *inner
		return true
	})
}

// Map alters each value at a place; it returns whether it did.
func Map(at string, alter func(*jsontree.Node) bool) Edit {
	p := parsePlace(at)
	return func(a *Answer) {
		root := a.Body()
		if root == nil {
			return
		}
		p.values(root, func(n *jsontree.Node) {
			if alter(n) {
				a.Touch()
			}
		})
	}
}

func objects(at string, alter func(object *jsontree.Node, member string) bool) Edit {
	p := parsePlace(at)
	return func(a *Answer) {
		root := a.Body()
		if root == nil {
			return
		}
		p.objects(root, func(object *jsontree.Node, member string) {
			if alter(object, member) {
				a.Touch()
			}
		})
	}
}

func number(n *jsontree.Node) bool {
	return n.Kind == 's' && len(n.Raw) > 0 && (n.Raw[0] == '-' || n.Raw[0] >= '0' && n.Raw[0] <= '9')
}
