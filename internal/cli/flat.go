package cli

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// plan is how items of one type become rows of CSV. Each column is a value of the
// item, named by its path in JSON; lists of numbers and words are one cell. Of
// lists of objects at most one is followed, level by level: each of its elements
// is a row, beside what it belongs to. The others are left out: JSON has all.
type plan struct {
	header []string
	levels []level
	width  int
	keep   []int // columns, if not all
}

// level is what one kind of object gives to a row.
type level struct {
	columns []column
	list    []int // where the objects of the next level are
}

type column struct {
	at   []int // indexes of fields, through pointers
	omit bool  // a zero value is one that was not sent
}

// nested is a list of objects in an object.
type nested struct {
	name string
	at   []int
	of   reflect.Type
}

// newPlan makes the plan for items of type t. along is the path of the list whose
// elements are rows, such as "exercises.laps.laps"; "" makes a row of each item.
func newPlan(t reflect.Type, along string) (*plan, error) {
	p := &plan{}
	prefix := ""
	for {
		var l level
		var lists []nested
		p.collect(pointed(t), prefix, nil, &l, &lists)
		if along+"." == prefix || along == "" {
			p.levels, p.width = append(p.levels, l), len(p.header)
			return p, nil
		}
		i := slices.IndexFunc(lists, func(n nested) bool { return strings.HasPrefix(along+".", n.name+".") })
		if i < 0 {
			var names []string
			for _, n := range lists {
				names = append(names, n.name)
			}
			if len(names) == 0 {
				return nil, usage("--rows %q: there is no list of objects to make rows of", along)
			}
			return nil, usage("--rows %q: want a list of objects, such as %s", along, strings.Join(names, ", "))
		}
		l.list = lists[i].at
		p.levels = append(p.levels, l)
		prefix, t = lists[i].name+".", lists[i].of
	}
}

// choose keeps the columns that were asked for: without a wish the usual ones,
// and those of a list that is not the usual one.
func (p *plan) choose(asked []string, usual printed, rows string) error {
	switch {
	case slices.Equal(asked, []string{allColumns}):
		return nil
	case asked != nil || usual.columns == nil:
		return p.only(asked)
	}
	own := len(p.header) - len(p.levels[len(p.levels)-1].columns)
	if rows == usual.rows || rows == "" {
		own = len(p.header)
	}
	var names []string
	for _, name := range usual.columns {
		if slices.Contains(p.header, name) { // what another list has is not there
			names = append(names, name)
		}
	}
	for _, name := range p.header[own:] {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return p.only(names)
}

// allColumns is the word for every column that there is.
const allColumns = "all"

// only keeps some columns, in the order given.
func (p *plan) only(names []string) error {
	for _, name := range names {
		i := slices.Index(p.header, name)
		if i < 0 {
			return usage("--columns %q: there are %s", name, strings.Join(p.header, ", "))
		}
		p.keep = append(p.keep, i)
	}
	p.header = p.pick(p.header)
	return nil
}

func (p *plan) pick(row []string) []string {
	if p.keep == nil {
		return row
	}
	out := make([]string, len(p.keep))
	for i, at := range p.keep {
		out[i] = row[at]
	}
	return out
}

// collect finds the columns of an object, and its lists of objects.
func (p *plan) collect(t reflect.Type, prefix string, at []int, l *level, lists *[]nested) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		here := append(slices.Clone(at), i)
		of := pointed(f.Type)
		switch {
		case f.Anonymous && tag == "":
			p.collect(of, prefix, here, l, lists)
		case tag == "" || tag == "-": // not JSON's
		case single(of) || of.Kind() == reflect.Slice && single(pointed(of.Elem())):
			p.header = append(p.header, prefix+tag)
			// What a pointer leads to was sent, also if it is zero.
			l.columns = append(l.columns, column{here, strings.Contains(options, "omit") && f.Type.Kind() != reflect.Pointer})
		case of.Kind() == reflect.Struct:
			p.collect(of, prefix+tag+".", here, l, lists)
		case of.Kind() == reflect.Slice && pointed(of.Elem()).Kind() == reflect.Struct:
			*lists = append(*lists, nested{prefix + tag, here, pointed(of.Elem())})
		}
	}
}

func pointed(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// single tells whether a value of a type stands in one cell.
func single(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64:
		return true
	case reflect.Struct:
		return t.Implements(reflect.TypeFor[json.Marshaler]())
	}
	return t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64
}

// rows are those of one item.
func (p *plan) rows(item any) ([][]string, error) {
	var out [][]string
	err := p.walk(0, reflect.ValueOf(item), nil, &out)
	return out, err
}

func (p *plan) walk(depth int, v reflect.Value, before []string, out *[][]string) error {
	l := p.levels[depth]
	row := slices.Clone(before)
	for _, c := range l.columns {
		text := ""
		if f, ok := member(v, c.at); ok && (!c.omit || !f.IsZero()) {
			var err error
			if text, err = cell(f); err != nil {
				return err
			}
		}
		row = append(row, text)
	}
	if l.list != nil {
		if list, ok := member(v, l.list); ok && list.Len() > 0 {
			for i := range list.Len() {
				if err := p.walk(depth+1, list.Index(i), row, out); err != nil {
					return err
				}
			}
			return nil
		}
	}
	// Nothing follows: what there is is a row all the same.
	*out = append(*out, p.pick(append(row, make([]string, p.width-len(row))...)))
	return nil
}

// member follows indexes of fields; ok is false if a pointer on the way is nil.
func member(v reflect.Value, at []int) (_ reflect.Value, ok bool) {
	for i := 0; ; i++ {
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		if i == len(at) {
			return v, true
		}
		v = v.Field(at[i])
	}
}

// cell is a value as text.
func cell(v reflect.Value) (string, error) {
	switch kind := v.Kind(); {
	case kind == reflect.Slice:
		words := make([]string, v.Len())
		for i := range words {
			e, ok := member(v.Index(i), nil)
			if !ok {
				continue
			}
			var err error
			if words[i], err = cell(e); err != nil {
				return "", err
			}
		}
		return strings.Join(words, " "), nil
	case v.Type().Implements(reflect.TypeFor[json.Marshaler]()):
		return marshalled(v)
	case kind == reflect.String:
		return v.String(), nil
	case kind == reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case v.CanFloat():
		return decimal(v.Float()), nil
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), nil
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), nil
	}
	return "", fmt.Errorf("no CSV form of %s", v.Type())
}

// marshalled is a date, a duration or the like as JSON has it, without quotes.
func marshalled(v reflect.Value) (string, error) {
	if v.IsZero() && v.Kind() == reflect.Struct {
		return "", nil
	}
	raw, err := json.Marshal(v.Interface())
	if err != nil {
		return "", err
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, nil
	}
	return string(raw), nil
}
