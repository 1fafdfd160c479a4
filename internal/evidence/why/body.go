package why

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/evidence"
)

// body grades what the answer's body has in it.
func (q *question) body(above evidence.Part, answer *evidence.Answer) {
	b, body := &q.a.Body, q.e.ResponseBody
	kind := media(q.e.ResponseHeader)
	if q.e.ResponseNote != "" {
		b.Note = "the journal's copy is not whole (" + q.e.ResponseNote + "): what follows is what was kept of it"
	}
	if len(body) == 0 && q.e.ResponseBytes == 0 {
		return
	}
	b.Form = kind
	into := &walk{q: q, into: &b.Members}
	schema := content(answer, kind)
	switch {
	case kind == "application/vnd.apache.parquet" || bytes.HasPrefix(body, []byte("PAR1")):
		b.Form = "parquet"
		q.table(above, answer)
	case schema == nil:
		q.undescribed("body of type " + kind)
	case answer.Lines:
		b.Form = "lines of json"
		forms := q.s.Forms(above, schema, q.profile)
		for _, f := range forms { // described as a list, of which a line is an item
			forms = append(forms, q.s.Forms(f.Part, f.Items, q.profile)...)
		}
		into.read(body, forms, true)
	case looksLikeJSON(body):
		b.Form = "json"
		into.read(body, q.s.Forms(above, schema, q.profile), false)
	}
	if q.full {
		b.Note = strings.TrimPrefix(b.Note+fmt.Sprintf("; only the first %d parts are listed", mostParts), "; ")
	}
}

// content is the schema of a media type, or the only one that there is.
func content(a *evidence.Answer, kind string) *evidence.Member {
	if m := a.Content[kind]; m != nil {
		return m
	}
	if m := a.Content["*/*"]; m != nil {
		return m
	}
	for described, m := range a.Content {
		if len(a.Content) == 1 && strings.HasSuffix(kind, "json") == strings.HasSuffix(described, "json") {
			return m
		}
	}
	return nil
}

func looksLikeJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && strings.IndexByte(`{["`, body[0]) >= 0
}

// mostParts bounds the distinct parts that are listed of a body; mostDeep how deep it is followed.
const (
	mostParts = 2000
	mostDeep  = 64
)

// walk notes the parts of one body in a list.
type walk struct {
	q      *question
	into   *[]*Fact
	prefix string // tells parts of the request from those of the answer
}

// read goes through JSON, as far as it goes: a body may be cut.
func (w *walk) read(body []byte, forms []evidence.Node, lines bool) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	for {
		if !w.any(dec, "", forms, 0) || !lines {
			return
		}
	}
}

// any reads one value; false means that nothing can be read any more.
func (w *walk) any(dec *json.Decoder, path string, forms []evidence.Node, depth int) bool {
	token, err := dec.Token()
	if err != nil {
		return false
	}
	if d, ok := token.(json.Delim); ok && depth > mostDeep {
		return d == ']' || d == '}' || skip(dec)
	}
	switch token {
	case json.Delim('{'):
		for dec.More() {
			name, err := dec.Token()
			if err != nil {
				return false
			}
			going := true
			w.member(path, brief(fmt.Sprint(name)), forms, func(child []evidence.Node, path string) {
				going = w.any(dec, path, child, depth+1)
			})
			if !going {
				return false
			}
		}
	case json.Delim('['):
		var items []evidence.Node
		for _, f := range forms {
			items = append(items, w.q.s.Forms(f.Part, f.Items, w.q.profile)...)
		}
		for dec.More() {
			if !w.any(dec, path+"[]", items, depth+1) {
				return false
			}
		}
	default:
		w.scalar(path, forms, token)
		return true
	}
	_, err = dec.Token() // the end of it
	return err == nil
}

// skip reads on to the end of what has just begun.
func skip(dec *json.Decoder) bool {
	for open := 1; open > 0; {
		token, err := dec.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
	}
	return true
}

// member notes a member and goes on inside of it. One that no form has is undescribed, and so is what it has inside.
func (w *walk) member(path, name string, forms []evidence.Node, inside func(child []evidence.Node, path string)) {
	full := strings.TrimPrefix(path+"."+name, ".")
	var child []evidence.Node
	var best *evidence.Part
	for _, f := range forms {
		m := f.Props[name]
		shown := full
		if m == nil || !w.q.s.Has(m.Mask, w.q.profile) {
			if m = f.More; m == nil {
				continue
			}
			shown = strings.TrimPrefix(path+".*", ".")
		}
		p := f.Under(shown, m.Own)
		if best == nil || p.Grade > best.Grade {
			best = &p
		}
		child = append(child, w.q.s.Forms(p, m, w.q.profile)...)
	}
	switch {
	case best != nil:
		if w.prefix == "" {
			w.q.seen["member "+name]++
		}
		w.q.add(w.into, "property", w.named(*best))
		full = best.Name
	case len(forms) > 0:
		w.q.undescribed(strings.TrimPrefix(w.prefix+" member "+full, " "))
	}
	inside(child, full)
}

func (w *walk) named(p evidence.Part) evidence.Part {
	p.Name = strings.TrimPrefix(w.prefix+" "+p.Name, " ")
	return p
}

// scalar notes a value that is known by itself.
func (w *walk) scalar(path string, forms []evidence.Node, v any) {
	w.q.value(w.into, strings.TrimPrefix(w.prefix+" "+path, " "), forms, fmt.Sprint(v))
}

// value notes a value that one of the forms lists, or a name that the service lists, with what is known of such.
func (q *question) value(into *[]*Fact, at string, forms []evidence.Node, v string) {
	for _, form := range forms {
		known := form.Values[v]
		if form.Named {
			known = q.s.Variables[v]
		}
		if known == nil {
			continue
		}
		p := form.Under(at+" = "+v, known.Own)
		q.add(into, "value", p)
		for _, name := range sortedKeys(known.Props) {
			q.add(into, "property", p.Under(v+": its "+name, known.Props[name].Own))
		}
		return
	}
}

// add notes a part, or that it is there once more.
func (q *question) add(into *[]*Fact, part string, p evidence.Part) {
	key := part + "\x00" + p.Name
	if at := q.seen[key]; at > 0 {
		f := (*into)[at-1]
		f.Count = max(f.Count, 1) + 1
		return
	}
	if len(*into) >= mostParts {
		q.full = true
		return
	}
	*into = append(*into, fact(part, p))
	q.seen[key] = len(*into)
}

// table grades the columns of a frame: those described, as far as the file's own footer has their names.
func (q *question) table(above evidence.Part, answer *evidence.Answer) {
	footer := footerOf(q.e.ResponseBody)
	if footer == nil {
		q.a.Body.Note = strings.TrimPrefix(q.a.Body.Note+"; the end of the file is not here, so the columns are those that the description has", "; ")
	}
	for _, frame := range answer.Frames {
		if !q.s.Has(frame.Mask, q.profile) {
			continue
		}
		p := above.Under("columns", frame.Own)
		q.add(&q.a.Body.Members, "column", p)
		for _, name := range q.columns(frame.Columns, footer) {
			if footer == nil || bytes.Contains(footer, []byte(name)) {
				q.column(p, name)
			}
		}
	}
}

func (q *question) column(above evidence.Part, name string) {
	if m := q.s.Columns[name]; m != nil && q.s.Has(m.Mask, q.profile) {
		q.add(&q.a.Body.Members, "column", above.Under(name, m.Own))
	}
}

// columns puts the metrics that were asked for in the place of the words for them; without a question, all that a footer
// may have.
func (q *question) columns(described []string, footer []byte) []string {
	var out []string
	for _, name := range described {
		if name != "metric" && name != "metrics" {
			out = append(out, name)
			continue
		}
		var asked []string
		for _, v := range append(q.query["metrics"], q.query["metric"]...) {
			asked = append(asked, strings.Split(v, ",")...)
		}
		if len(asked) == 0 && footer != nil {
			asked = sortedKeys(q.s.Columns)
		}
		for _, one := range asked {
			if !slices.Contains(described, one) {
				out = append(out, one)
			}
		}
	}
	return out
}

// footerOf is the metadata at the end of a Parquet file, or nil when the file is not whole.
func footerOf(file []byte) []byte {
	const magic = "PAR1"
	if len(file) < 12 || !bytes.HasSuffix(file, []byte(magic)) {
		return nil
	}
	end := len(file) - 8
	n := int(file[end]) | int(file[end+1])<<8 | int(file[end+2])<<16 | int(file[end+3])<<24
	if n < 0 || n > end {
		return nil
	}
	return file[end-n : end]
}

// sortedKeys lists the keys of a map in order.
func sortedKeys[V any, M ~map[string]V](m M) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
