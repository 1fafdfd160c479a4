// Package shape keeps what answers are made of - places, kinds, forms, magnitudes, words of the vendor - and nobody's values.
package shape

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Book is the signature of a service: what its answers were made of, by request.
type Book struct {
	Requests map[string]*Request `json:"requests"`

	Masked bool `json:"-"` // keep masked examples
}

// Request is what one kind of request was answered.
type Request struct {
	Operation string             `json:"operation"`
	Answers   map[string]*Answer `json:"answers"` // by status
}

// Answer is what answers of one status were made of.
type Answer struct {
	Count   int                       `json:"count"`
	Header  map[string]*Field         `json:"header"`
	Places  map[string]*Field         `json:"places"`
	Columns map[string]map[string]int `json:"columns,omitempty"` // of tables: name -> type -> how often
}

// Field is what stood at one place.
type Field struct {
	Of    int            `json:"of"` // how often it could have stood there
	Kinds map[string]int `json:"kinds"`
	// Words are the values of a place where the vendor's own words stand.
	Words map[string]int `json:"words,omitempty"`
	// Numbers is how many numbers that are not zero stood there, Decades the sum of
	// their decimal logarithms, Low and High the bounds of those.
	Numbers int     `json:"numbers,omitempty"`
	Decades float64 `json:"decades,omitempty"`
	Low     float64 `json:"low,omitempty"`
	High    float64 `json:"high,omitempty"`
	// Examples are values by kind, with every letter and digit masked; only where a
	// book is asked to keep them, and never written.
	Examples map[string]string `json:"-"`
}

// Count is how often something stood there.
func (f *Field) Count() int {
	n := 0
	for _, k := range f.Kinds {
		n += k
	}
	return n
}

// New is an empty book.
func New() *Book { return &Book{Requests: map[string]*Request{}} }

// The bounds upon one answer.
const (
	maxDepth  = 40
	maxPlaces = 5000
	maxWord   = 64
	maxWords  = 200 // different ones at one place
)

// Exchange is one answer to be noted.
type Exchange struct {
	Request   string // what kind of request it answers
	Operation string
	Status    int
	Header    http.Header
	Body      []byte // without content coding
}

// Note adds an answer. Words are kept of those strings that words says are the
// vendor's own; nil is of none.
func (b *Book) Note(x *Exchange, words func(place, text string) bool) {
	r := b.Requests[x.Request]
	if r == nil {
		r = &Request{Operation: x.Operation, Answers: map[string]*Answer{}}
		b.Requests[x.Request] = r
	}
	status := strconv.Itoa(x.Status)
	a := r.Answers[status]
	if a == nil {
		a = &Answer{Header: map[string]*Field{}, Places: map[string]*Field{}}
		r.Answers[status] = a
	}
	w := &walker{answer: a, words: words, masked: b.Masked}
	w.header(x.Header)
	w.body(x.Header.Get("Content-Type"), x.Body)
	a.Count++
	a.level()
}

// level says of every header and place at the top how often it could have stood
// there: once an answer.
func (a *Answer) level() {
	for _, f := range a.Header {
		f.Of = a.Count
	}
	if f := a.Places[""]; f != nil {
		f.Of = a.Count
	}
}

type walker struct {
	answer *Answer
	words  func(place, text string) bool
	masked bool
}

func (w *walker) header(h http.Header) {
	for name, values := range h {
		if volatile(name) {
			continue
		}
		f := w.answer.Header[name]
		if f == nil {
			f = &Field{Kinds: map[string]int{}}
			w.answer.Header[name] = f
		}
		value := strings.Join(values, ", ")
		switch {
		case name == "Location":
			f.Kinds[target(value)]++
		case telling(name):
			f.Kinds[value]++
		default:
			f.Kinds[formOf(value)]++
		}
	}
}

// volatile headers say how an answer came, not what it is.
func volatile(name string) bool {
	return slices.Contains([]string{"Date", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Keep-Alive", "Vary", "Etag", "Last-Modified", "Set-Cookie", "Server", "Via", "Age", "X-Cache", "Alt-Svc"}, name)
}

// telling headers say something of the protocol, and of nobody.
func telling(name string) bool {
	return slices.Contains([]string{"Content-Type", "Cache-Control", "Pragma", "Allow", "Www-Authenticate", "X-Amzn-Errortype"}, name)
}

func (w *walker) body(media string, body []byte) {
	switch {
	case len(body) == 0:
	case bytes.HasPrefix(body, []byte("PAR1")):
		w.table(body)
	case strings.Contains(media, "ndjson"):
		for line := range bytes.Lines(body) {
			w.json(line)
		}
	default:
		w.json(body)
	}
}

func (w *walker) json(body []byte) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		w.field("").Kinds["bytes: "+sniffed(body)]++
		return
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		w.field("").Kinds["JSON with a tail"]++
		return
	}
	w.walk(v, "", 0)
}

func sniffed(body []byte) string {
	media, _, _ := strings.Cut(http.DetectContentType(body), ";")
	return media
}

func (w *walker) field(place string) *Field {
	f := w.answer.Places[place]
	if f == nil {
		f = &Field{Kinds: map[string]int{}}
		w.answer.Places[place] = f
	}
	return f
}

func (w *walker) walk(v any, place string, depth int) {
	if depth > maxDepth || len(w.answer.Places) > maxPlaces {
		return
	}
	f := w.field(place)
	if w.masked {
		defer f.example(v, maps.Clone(f.Kinds))
	}
	switch v := v.(type) {
	case nil:
		f.Kinds["null"]++
	case bool:
		f.Kinds["boolean"]++
	case json.Number:
		f.number(v.String())
	case string:
		f.text(place, v, w.words)
	case []any:
		f.Kinds["list"]++
		for _, item := range v {
			at := place + "/*"
			if name := variable(item); name != "" {
				at = place + "/" + name
			}
			w.walk(item, at, depth+1)
		}
	case map[string]any:
		f.Kinds["object"]++
		for name, item := range v {
			at := place + "/" + memberName(name)
			w.walk(item, at, depth+1)
			w.constant(at, name, item)
		}
		w.page(place, v)
	}
}

// constant keeps numbers that are the vendor's own choice: how long a page is unless
// one asks, how long a token lives, how wide the numbers of a vector are.
func (w *walker) constant(place, name string, v any) {
	n, ok := v.(json.Number)
	if ok && (name == "per_page" || name == "expires_in" || name == "bits") {
		w.field(place).word(n.String())
	}
}

// page keeps how long a list is that says that there is more: as long as a page.
func (w *walker) page(place string, object map[string]any) {
	if more, ok := object["more"].(bool); !ok || !more {
		return
	}
	for name, v := range object {
		if list, ok := v.([]any); ok {
			f := w.field(place + "/" + memberName(name) + " (length of a page)")
			f.Kinds["integer"]++
			f.word(strconv.Itoa(len(list)))
		}
	}
}

// variable is the name of an item that says what it is and in which unit or form,
// so that each has a place of its own: a Firstbeat variable.
func variable(item any) string {
	o, ok := item.(map[string]any)
	if !ok {
		return ""
	}
	name, isText := o["name"].(string)
	_, value := o["value"]
	if !isText || !value || !word(name) {
		return ""
	}
	return "[" + name + "]"
}

// example keeps a masked value of a kind that has just appeared.
func (f *Field) example(v any, before map[string]int) {
	for kind := range f.Kinds {
		if before[kind] > 0 {
			continue
		}
		if f.Examples == nil {
			f.Examples = map[string]string{}
		}
		f.Examples[kind] = Mask(v)
	}
}

func (f *Field) number(text string) {
	kind := "integer"
	if strings.ContainsAny(text, ".eE") {
		kind = "number"
	}
	f.Kinds[kind]++
	v, err := strconv.ParseFloat(text, 64)
	if v = math.Abs(v); err == nil && v > 0 && !math.IsInf(v, 0) {
		d := math.Round(math.Log10(v)*10) / 10 // near enough, and nobody's number
		f.bound(d, d)
		f.Numbers++
		f.Decades += d
	}
}

// bound widens the bounds.
func (f *Field) bound(low, high float64) {
	if f.Numbers == 0 {
		f.Low, f.High = low, high
	}
	f.Low, f.High = min(f.Low, low), max(f.High, high)
}

func (f *Field) text(place, text string, words func(place, text string) bool) {
	if words != nil && word(text) && words(place, text) {
		f.Kinds["string"]++
		f.word(text)
		return
	}
	if strings.HasSuffix(place, "]/value") {
		f.Kinds[packing(text)]++
		return
	}
	f.Kinds[formOf(text)]++
}

// word counts a word of the vendor's.
func (f *Field) word(text string) {
	if f.Words == nil {
		f.Words = map[string]int{}
	}
	if _, known := f.Words[text]; known || len(f.Words) < maxWords {
		f.Words[text]++
	}
}

// Merge adds what another book has noted.
func (b *Book) Merge(o *Book) {
	for key, r := range o.Requests {
		mine := b.Requests[key]
		if mine == nil {
			mine = &Request{Operation: r.Operation, Answers: map[string]*Answer{}}
			b.Requests[key] = mine
		}
		for status, a := range r.Answers {
			if mine.Answers[status] == nil {
				mine.Answers[status] = &Answer{Header: map[string]*Field{}, Places: map[string]*Field{}}
			}
			mine.Answers[status].merge(a)
		}
	}
}

func (a *Answer) merge(o *Answer) {
	a.Count += o.Count
	for from, into := range map[*map[string]*Field]map[string]*Field{&o.Header: a.Header, &o.Places: a.Places} {
		for place, f := range *from {
			if into[place] == nil {
				into[place] = &Field{Kinds: map[string]int{}}
			}
			into[place].merge(f)
		}
	}
	for column, types := range o.Columns {
		for t, n := range types {
			a.column(column, t, n)
		}
	}
	a.level()
}

func (f *Field) merge(o *Field) {
	f.Of += o.Of
	if o.Numbers > 0 {
		f.bound(o.Low, o.High)
	}
	f.Numbers += o.Numbers
	f.Decades += o.Decades
	for k, n := range o.Kinds {
		f.Kinds[k] += n
	}
	for word, n := range o.Words {
		if f.Words == nil {
			f.Words = map[string]int{}
		}
		f.Words[word] += n
	}
}

func (a *Answer) column(name, kind string, n int) {
	if a.Columns == nil {
		a.Columns = map[string]map[string]int{}
	}
	if a.Columns[name] == nil {
		a.Columns[name] = map[string]int{}
	}
	a.Columns[name][kind] += n
}

// of is how often something could have stood at a place: as often as there was an
// object around it.
func (a *Answer) of(place string) int {
	i := strings.LastIndexByte(place, '/')
	if i < 0 {
		return a.Count
	}
	parent := a.Places[place[:i]]
	switch {
	case parent == nil:
		return 0
	case strings.HasSuffix(place, "/*") || strings.HasSuffix(place, "]"):
		return parent.Kinds["list"]
	}
	return parent.Kinds["object"]
}

// Settle forgets words of places where other texts stood too: those are no places of
// the vendor's words. Where the words that stood at a place are all of one of the
// vendor's lists, any other of that list would have been no news.
func (b *Book) Settle(lists [][]string) {
	for _, r := range b.Requests {
		for _, a := range r.Answers {
			for _, f := range a.Places {
				texts := 0
				for kind, n := range f.Kinds {
					if strings.HasPrefix(kind, "string") {
						texts += n
					}
				}
				if total(f.Words) < texts {
					f.Words = nil
				}
				for _, list := range lists {
					f.complete(list)
				}
			}
		}
	}
}

// complete enters a list of words, when what stood there is of it.
func (f *Field) complete(list []string) {
	if len(f.Words) == 0 || f.Kinds["string"] == 0 {
		return
	}
	for w := range f.Words {
		if !slices.Contains(list, w) {
			return
		}
	}
	for _, w := range list {
		f.Words[w]++
	}
}

// Sound says whether a book that was read has no holes.
func (b *Book) Sound() bool {
	if b == nil || b.Requests == nil {
		return false
	}
	for _, r := range b.Requests {
		if r == nil || r.Answers == nil {
			return false
		}
		for _, a := range r.Answers {
			if a == nil || a.Header == nil || a.Places == nil {
				return false
			}
			for _, fields := range []map[string]*Field{a.Header, a.Places} {
				for _, f := range fields {
					if f == nil || f.Kinds == nil {
						return false
					}
				}
			}
		}
	}
	return true
}

// Worded says whether the vendor's own words stand at a place.
func (b *Book) Worded(request string, status int, place string) bool {
	if b == nil || b.Requests[request] == nil {
		return false
	}
	a := b.Requests[request].Answers[strconv.Itoa(status)]
	return a != nil && a.Places[place] != nil && len(a.Places[place].Words) > 0
}
