package shape

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// The rules: what a difference is called.
const (
	RuleStatus  = "status-changed"
	RuleAnother = "status-new"
	RuleHeaderP = "header-added"
	RuleHeaderM = "header-gone"
	RuleHeaderC = "header-changed"
	RuleMedia   = "media-type-changed"
	RuleAdded   = "member-added"
	RuleGone    = "member-gone"
	RuleRenamed = "member-renamed"
	RuleAbsent  = "member-absent-at-times"
	RuleNull    = "null-appeared"
	RuleType    = "type-changed"
	RuleForm    = "form-changed"
	RuleMore    = "type-added"
	RuleWord    = "value-new"
	RuleUnit    = "magnitude-changed"
	RuleColumnP = "column-added"
	RuleColumnM = "column-gone"
	RuleColumnC = "column-type-changed"
)

// How sure a comparison must be.
const (
	chance  = 1e-4 // that something is missing by chance
	decades = 2.5  // by which a mean must have moved: units differ by a thousand, people do not
	enough  = 5    // numbers, to speak of a mean
	beyond  = 1    // decades outside of all that there was
	often   = 20   // times that something stood at a place, to say that it always does
)

// Compare lists what is different in now, where both have asked the same.
func Compare(old, now *Book) []drift.Finding {
	var out []drift.Finding
	for _, key := range slices.Sorted(maps.Keys(now.Requests)) {
		before := old.Requests[key]
		if before == nil {
			continue
		}
		c := comparison{request: key, operation: now.Requests[key].Operation}
		c.statuses(before, now.Requests[key])
		out = append(out, c.found...)
	}
	return out
}

type comparison struct {
	request, operation string
	status             string
	of                 int
	found              []drift.Finding
}

func (c *comparison) find(class drift.Class, rule, where string, count int, format string, args ...any) {
	f := drift.Finding{Class: class, Rule: rule, Operation: c.operation, Where: strings.TrimSpace(c.status + " " + where), What: fmt.Sprintf(format, args...), Count: count, Of: c.of}
	if c.request != c.operation {
		f.Request = c.request
	}
	c.found = append(c.found, f)
}

func (c *comparison) statuses(old, now *Request) {
	before := strings.Join(slices.Sorted(maps.Keys(old.Answers)), ", ")
	common := false
	for status := range now.Answers {
		common = common || old.Answers[status] != nil
	}
	for _, status := range slices.Sorted(maps.Keys(now.Answers)) {
		a := now.Answers[status]
		c.status, c.of = status, a.Count
		switch was := old.Answers[status]; {
		case was != nil:
			c.header(was, a)
			c.columns(was, a)
			c.places(was, a)
		case !common:
			c.find(drift.Breaking, RuleStatus, "", a.Count, "status %s in the place of %s", status, before)
		default:
			c.find(drift.Risky, RuleAnother, "", a.Count, "a new status beside %s", before)
		}
	}
}

func (c *comparison) header(old, now *Answer) {
	for _, name := range slices.Sorted(maps.Keys(now.Header)) {
		f, was := now.Header[name], old.Header[name]
		switch {
		case was == nil && name == "Retry-After": // programs act upon it
			c.find(drift.Risky, RuleHeaderP, "header "+name, f.Count(), "a new header: %s", words(f.Kinds))
		case was == nil:
			c.find(drift.Benign, RuleHeaderP, "header "+name, f.Count(), "a new header")
		case name == "Content-Type":
			c.media(was, f)
		case !overlaps(was.Kinds, f.Kinds):
			c.find(drift.Risky, RuleHeaderC, "header "+name, f.Count(), "%s in the place of %s", words(f.Kinds), words(was.Kinds))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old.Header)) {
		if was := old.Header[name]; now.Header[name] == nil && was.Count() == old.Count {
			c.find(drift.Risky, RuleHeaderM, "header "+name, 0, "a header that always came is gone")
		}
	}
}

// media compares media types; parameters alone are a small thing.
func (c *comparison) media(was, is *Field) {
	if overlaps(was.Kinds, is.Kinds) {
		return
	}
	bare := func(kinds map[string]int) map[string]int {
		out := map[string]int{}
		for k := range kinds {
			media, _, _ := strings.Cut(k, ";")
			out[strings.ToLower(strings.TrimSpace(media))]++
		}
		return out
	}
	class := drift.Risky
	if overlaps(bare(was.Kinds), bare(is.Kinds)) {
		class = drift.Benign
	}
	c.find(class, RuleMedia, "header Content-Type", is.Count(), "%s in the place of %s", words(is.Kinds), words(was.Kinds))
}

func (c *comparison) columns(old, now *Answer) {
	if len(old.Columns) == 0 || len(now.Columns) == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(now.Columns)) {
		switch was := old.Columns[name]; {
		case was == nil:
			c.find(drift.Benign, RuleColumnP, "column "+name, total(now.Columns[name]), "a new column")
		case !overlaps(was, now.Columns[name]):
			c.find(drift.Risky, RuleColumnC, "column "+name, total(now.Columns[name]), "%s in the place of %s", words(now.Columns[name]), words(was))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old.Columns)) {
		if now.Columns[name] == nil && missing(total(old.Columns[name]), old.Count, now.Count) {
			c.find(drift.Breaking, RuleColumnM, "column "+name, 0, "a column is gone")
		}
	}
}

func (c *comparison) places(old, now *Answer) {
	gone, added := map[string]bool{}, map[string]bool{}
	for place, was := range old.Places {
		if now.Places[place] == nil && outermost(now, place) && missing(was.Count(), old.of(place), now.of(place)) && !strings.HasSuffix(place, "/*") {
			gone[place] = true
		}
	}
	for place := range now.Places {
		if old.Places[place] == nil && outermost(old, place) && !strings.HasSuffix(place, "/*") && !strings.HasSuffix(place, "]") && old.of(place) > 0 {
			added[place] = true
		}
	}
	c.renamed(old, now, gone, added)
	for _, place := range slices.Sorted(maps.Keys(gone)) {
		c.find(drift.Breaking, RuleGone, place, 0, "is gone; it was %s", words(old.Places[place].Kinds))
	}
	for _, place := range slices.Sorted(maps.Keys(added)) {
		c.find(drift.Benign, RuleAdded, place, now.Places[place].Count(), "is new: %s", words(now.Places[place].Kinds))
	}
	for _, place := range slices.Sorted(maps.Keys(now.Places)) {
		if was := old.Places[place]; was != nil {
			c.place(place, was, now.Places[place], old.of(place), now.of(place))
		}
	}
}

// outermost says whether what is around a place is there, so that the place is what
// is missing.
func outermost(a *Answer, place string) bool {
	i := strings.LastIndexByte(place, '/')
	return i < 0 || a.Places[place[:i]] != nil
}

// renamed joins what is gone and what is new in the same object.
func (c *comparison) renamed(old, now *Answer, gone, added map[string]bool) {
	for _, from := range slices.Sorted(maps.Keys(gone)) {
		parent := from[:strings.LastIndexByte(from, '/')+1]
		var to []string
		for place := range added {
			if rest, ok := strings.CutPrefix(place, parent); ok && !strings.Contains(rest, "/") {
				to = append(to, place)
			}
		}
		if len(to) != 1 {
			continue
		}
		what := fmt.Sprintf("is called %s", to[0][len(parent):])
		if !overlaps(old.Places[from].Kinds, now.Places[to[0]].Kinds) {
			what += fmt.Sprintf(", and is %s in the place of %s", words(now.Places[to[0]].Kinds), words(old.Places[from].Kinds))
		}
		c.find(drift.Breaking, RuleRenamed, from, now.Places[to[0]].Count(), "%s", what)
		delete(gone, from)
		delete(added, to[0])
	}
}

func (c *comparison) place(place string, was, is *Field, ofOld, ofNow int) {
	before := len(c.found)
	fresh := map[string]int{}
	for k, n := range is.Kinds {
		if !covered(was.Kinds, k) {
			fresh[k] = n
		}
	}
	switch nulls := fresh["null"]; {
	case len(fresh) == 0, len(types(was.Kinds)) == 0: // what was always null may be anything
	case len(fresh) == 1 && nulls > 0 && !wholly(is.Kinds, "null", was.Kinds):
		c.find(drift.Risky, RuleNull, place, nulls, "may be null; it was %s", words(was.Kinds))
	case nulls > 0 && len(fresh) == 1:
		c.find(drift.Risky, RuleNull, place, nulls, "is null; it was %s", words(was.Kinds))
	case !overlaps(types(was.Kinds), types(is.Kinds)):
		c.find(drift.Breaking, RuleType, place, is.Count(), "is %s; it was %s", words(is.Kinds), words(was.Kinds))
	case !common(was.Kinds, is.Kinds):
		c.find(drift.Breaking, RuleForm, place, is.Count(), "is %s; it was %s", words(is.Kinds), words(was.Kinds))
	default:
		c.find(drift.Risky, RuleMore, place, total(fresh), "may be %s; it was %s", words(fresh), words(was.Kinds))
	}
	if len(fresh) == 0 && ofNow > 0 && is.Count() < ofNow && ofOld >= often && was.Count() == ofOld && !strings.HasSuffix(place, "]") && !strings.HasSuffix(place, "/*") {
		c.find(drift.Risky, RuleAbsent, place, ofNow-is.Count(), "is absent at times; it always stood there")
	}
	c.words(place, was, is)
	c.unit(place, was, is)
	for i := before; i < len(c.found); i++ {
		c.found[i].Example = example(is, fresh)
	}
}

// example is a masked value, of a kind that is new where there is one.
func example(f *Field, fresh map[string]int) string {
	for _, kinds := range []map[string]int{fresh, f.Kinds} {
		for _, k := range slices.Sorted(maps.Keys(kinds)) {
			if e := f.Examples[k]; e != "" {
				return e
			}
		}
	}
	return ""
}

// unit compares magnitudes: by their means where there are some numbers, and by their
// bounds where the older ones are many.
func (c *comparison) unit(place string, was, is *Field) {
	if was.Numbers == 0 || is.Numbers == 0 {
		return
	}
	apart := is.Decades/float64(is.Numbers) - was.Decades/float64(was.Numbers)
	means := was.Numbers >= enough && is.Numbers >= enough && math.Abs(apart) >= decades
	bounds := was.Numbers >= often && (is.High < was.Low-beyond || is.Low > was.High+beyond)
	if means || bounds {
		c.find(drift.Breaking, RuleUnit, place, is.Numbers, "has numbers of another magnitude, about 10^%.0f times those that it had", apart)
	}
}

// words compares the vendor's own words.
func (c *comparison) words(place string, was, is *Field) {
	if len(was.Words) == 0 {
		return
	}
	var fresh []string
	n := 0
	for _, w := range slices.Sorted(maps.Keys(is.Words)) {
		if was.Words[w] == 0 {
			fresh = append(fresh, w)
			n += is.Words[w]
		}
	}
	if len(fresh) > 0 {
		c.find(drift.Risky, RuleWord, place, n, "has a value that it never had: %s", strings.Join(fresh, ", "))
	}
}

// missing says whether something that stood count times of so many is not among so
// many others for another reason than chance.
func missing(count, of, now int) bool {
	if of == 0 || now == 0 || count == 0 {
		return false
	}
	share := float64(count) / float64(of)
	if share >= 1 {
		return of >= enough || of >= now
	}
	return math.Pow(1-share, float64(now)) < chance
}
