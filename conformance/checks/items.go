package checks

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Items demands that calls report every item exactly once: those of Values, or
// those that the answers on the wire held.
type Items struct {
	Calls  []string `yaml:"calls"` // labels; one label means all its calls
	Path   string   `yaml:"path"`  // JSON pointer to the reported list
	Key    string   `yaml:"key"`   // JSON pointer inside a reported item
	Values []any    `yaml:"values"`
	// The wire's side, when Values is absent.
	Sent     *conformance.Match `yaml:"sent"`
	SentPath string             `yaml:"sent_path"` // JSON pointer to the list in an answer
	SentKey  string             `yaml:"sent_key"`
}

// Reply demands that a call reports what an answer held.
type Reply struct {
	Call      string            `yaml:"call"`
	Path      string            `yaml:"path"`
	Sent      conformance.Match `yaml:"sent"` // the last answer of this kind
	SentPath  string            `yaml:"sent_path"`
	Tolerance float64           `yaml:"tolerance"`
}

func (a *Items) validate() error {
	switch {
	case len(a.Calls) == 0:
		return errors.New("names no calls")
	case (a.Sent == nil) == (len(a.Values) == 0):
		return errors.New("needs either values or sent: {match}")
	}
	return errors.Join(checkPointer(a.Path), checkPointer(a.Key), checkPointer(a.SentPath), checkPointer(a.SentKey))
}

func (a *Reply) validate() error {
	return errors.Join(checkPointer(a.Path), checkPointer(a.SentPath), checkMatch(a.Sent))
}

func items() []Spec {
	return []Spec{
		define("items_once", "Calls report every item exactly once: {calls, path, key, values | sent: {match}, sent_path, sent_key}.", itemsOnce),
		define("value_equals_reply", "A call reports what the last answer of a kind held: {call, path, sent: {match}, sent_path, tolerance}.", valueEqualsReply),
	}
}

// itemsOf is the list that a JSON answer holds at a pointer.
func itemsOf(x *conformance.Exchange, pointer string) ([]any, error) {
	v, err := replyAt(x, pointer)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("the answer to #%d has no list at %s", x.N, pointer)
	}
	return list, nil
}

func replyAt(x *conformance.Exchange, pointer string) (any, error) {
	raw, err := conformance.Decoded(x)
	if err != nil {
		return nil, err
	}
	doc, err := readJSON(raw)
	if err != nil {
		return nil, fmt.Errorf("the answer to #%d is not JSON: %w", x.N, err)
	}
	v, found, err := subject.At(doc, pointer)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("the answer to #%d has nothing at %s", x.N, pointer)
	}
	return v, nil
}

// tally counts keys of items.
func tally(list []any, key string, into map[string]int) error {
	for _, item := range list {
		k, found, err := subject.At(item, key)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("an item has nothing at %s", key)
		}
		into[fmt.Sprint(subject.Spell(subject.Whole(k)))]++
	}
	return nil
}

func itemsOnce(e *conformance.Evidence, a *Items) conformance.Outcome {
	want := "every item once in what " + strings.Join(a.Calls, ", ") + " report"
	wanted, fault := a.wanted(e)
	if fault != "" {
		return conformance.Outcome{Fault: fault}
	}
	if len(wanted) == 0 {
		return unreached(want, "no items were sent")
	}
	got := map[string]int{}
	for _, label := range a.Calls {
		all := e.ByLabel(label)
		if len(all) == 0 {
			return unreached(want, quoted(label)+" was not made")
		}
		for _, c := range all {
			if !c.OK() {
				return conformance.Outcome{Want: want, Saw: label + ": " + came(c), Reached: true}
			}
			v, _, err := subject.At(c.Value, a.Path)
			list, ok := v.([]any)
			if err != nil || !ok && v != nil {
				return conformance.Outcome{Want: want, Saw: fmt.Sprintf("%s has no list at %q", label, a.Path), Reached: true}
			}
			if err := tally(list, a.Key, got); err != nil {
				return conformance.Outcome{Want: want, Saw: err.Error(), Reached: true}
			}
		}
	}
	return compareItems(want, wanted, got)
}

func (a *Items) wanted(e *conformance.Evidence) (map[string]int, string) {
	wanted := map[string]int{}
	for _, v := range a.Values {
		v, err := subject.Normalize(v)
		if err != nil {
			return nil, err.Error()
		}
		wanted[fmt.Sprint(subject.Spell(v))] = 1
	}
	if a.Sent == nil {
		return wanted, ""
	}
	for _, x := range e.Select(*a.Sent) {
		list, err := itemsOf(x, a.SentPath)
		if err == nil {
			err = tally(list, a.SentKey, wanted)
		}
		if err != nil {
			return nil, err.Error()
		}
	}
	return wanted, ""
}

func compareItems(want string, wanted, got map[string]int) conformance.Outcome {
	var wrong []string
	for _, k := range slices.Sorted(maps.Keys(wanted)) {
		switch n := got[k]; {
		case n == 0:
			wrong = append(wrong, k+" is missing")
		case n > 1:
			wrong = append(wrong, fmt.Sprintf("%s came %d times", k, n))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(got)) {
		if wanted[k] == 0 {
			wrong = append(wrong, k+" came from nowhere")
		}
	}
	out := conformance.Outcome{Want: want, Saw: listed(wrong), Met: len(wrong) == 0, Reached: true}
	if out.Met {
		out.Saw = fmt.Sprintf("all %d", len(wanted))
	}
	return out
}

func valueEqualsReply(e *conformance.Evidence, a *Reply) conformance.Outcome {
	want := fmt.Sprintf("%s to report at %q what %s held at %q", quoted(a.Call), a.Path, describe(a.Sent), a.SentPath)
	sent := e.Select(a.Sent)
	if len(sent) == 0 {
		return unreached(want, "no "+describe(a.Sent))
	}
	wanted, err := replyAt(sent[len(sent)-1], a.SentPath)
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	return withValue(e, a.Call, a.Path, want, func(v any, found bool) conformance.Outcome {
		if !found {
			return conformance.Outcome{Saw: "nothing there"}
		}
		if d := subject.Equal(wanted, v, subject.Rules{Tolerance: a.Tolerance, Subset: true}); d != "" {
			return conformance.Outcome{Saw: d}
		}
		return conformance.Outcome{Met: true, Saw: "so"}
	})
}
