package runner

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/conformance"
)

// unexplained is the reason of an entry that a program wrote.
const unexplained = "nobody has said why yet"

// KnownUpdate is what UpdateKnown changed.
type KnownUpdate struct {
	Added   []string // entries that a person has to give a reason
	Removed []string // entries whose cases now pass
}

// UpdateKnown is the known-failures file that would make a run pass: the present
// entries but for those that the run has shown to be over, and one for every
// other failing check. Entries keep their text and their comments. What the run
// did not judge it leaves alone; so it does what has expired, which is for a
// person to prolong.
func UpdateKnown(r *conformance.Results, present []Known) ([]byte, KnownUpdate, error) {
	var (
		u     KnownUpdate
		added []Known
		b     strings.Builder
	)
	for i := range r.Cases {
		added = append(added, missing(r, &r.Cases[i], present)...)
	}
	present = slices.Clone(present)
	for i := range present {
		k := &present[i]
		if renewed := slices.IndexFunc(added, func(a Known) bool { return a.Case == k.Case }); renewed >= 0 {
			k.Expect, k.text = added[renewed].Expect, "" // another failure of the same check: its reason is a person's to read again
			added = slices.Delete(added, renewed, renewed+1)
		}
		if passes(r, k) {
			u.Removed = append(u.Removed, k.Case)
			continue
		}
		if err := k.write(&b); err != nil {
			return nil, u, err
		}
	}
	for i := range added {
		u.Added = append(u.Added, added[i].Case)
		if err := added[i].write(&b); err != nil {
			return nil, u, err
		}
	}
	if b.Len() == 0 {
		return []byte("# No known failures.\n"), u, nil
	}
	return []byte(b.String()), u, nil
}

// missing are the entries that a case lacks.
func missing(r *conformance.Results, c *conformance.CaseResult, present []Known) []Known {
	var out []Known
	for _, ch := range c.Unmet() {
		fails := ch.Verdict == conformance.Fail || ch.Verdict == conformance.SubjectError || r.Strict && ch.Verdict == conformance.Warn
		name := c.ID + "#" + ch.ID
		known := slices.ContainsFunc(out, func(k Known) bool { return k.Case == name })
		expired := slices.ContainsFunc(present, func(k Known) bool {
			return k.covers(c.ID) && (k.checkID() == "" || k.checkID() == ch.ID) && k.over(r.Started)
		})
		if fails && !known && !expired {
			out = append(out, Known{Case: name, Expect: KnownExpect{Class: ch.Verdict}, Reason: unexplained})
		}
	}
	return out
}

// passes reports whether every case of an entry was judged, and passed.
func passes(r *conformance.Results, k *Known) bool {
	judged, over := 0, 0
	for i := range r.Cases {
		if c := &r.Cases[i]; k.covers(c.ID) {
			judged++
			if c.Verdict == conformance.XPass {
				over++
			}
		}
	}
	return judged > 0 && over == judged
}

// write adds the entry's own text, or a new one.
func (k *Known) write(b *strings.Builder) error {
	text := k.text
	if text == "" {
		raw, err := yaml.Marshal([]Known{*k})
		if err != nil {
			return err
		}
		text = string(raw)
	}
	b.WriteString(strings.TrimRight(text, "\n") + "\n")
	return nil
}

// entries are the texts of the items of a list that is written one item after
// the other, each with the comments before it; nil for any other form.
func entries(text string) []string {
	var out []string
	begun := false // the item at the end has its first line
	for line := range strings.Lines(text) {
		first := strings.HasPrefix(line, "- ")
		aside := strings.HasPrefix(line, "#") || strings.TrimSpace(line) == ""
		if strings.HasPrefix(line, "---") || !first && !aside && (len(out) == 0 || !strings.HasPrefix(line, " ")) {
			return nil
		}
		if len(out) == 0 || begun && (first || strings.HasPrefix(line, "#")) {
			out, begun = append(out, ""), false
		}
		out[len(out)-1] += line
		begun = begun || first
	}
	if n := len(out); n > 1 && !begun { // comments after the last item
		out[n-2] += out[n-1]
		out = out[:n-1]
	}
	return out
}
