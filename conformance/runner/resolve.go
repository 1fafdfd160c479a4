package runner

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// forEach reads arguments out of an earlier value.
func (p *performance) forEach(f *conformance.ForEach) []map[string]any {
	list, err := p.valueOf(f.Call, f.Path)
	if err != nil {
		return nil // the subject failed before; its record says so
	}
	items, _ := list.([]any)
	if f.Max > 0 && len(items) > f.Max {
		items = items[:f.Max]
	}
	var out []map[string]any
	for _, item := range items {
		args := map[string]any{}
		for name, pointer := range f.Args {
			v, err := subject.Pointer(item, pointer)
			if err != nil {
				return nil
			}
			args[name] = subject.Argument(v)
		}
		out = append(out, args)
	}
	return out
}

func (p *performance) valueOf(label, pointer string) (any, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stopped, ok := p.went[label]; ok {
		return subject.Pointer(stopped, pointer)
	}
	for i := len(p.calls) - 1; i >= 0; i-- {
		if r := p.calls[i]; r.Label == label && r.OK() {
			return subject.Pointer(r.Value, pointer)
		}
	}
	return nil, fmt.Errorf("no call %q returned a value", label)
}

// resolve replaces $(value:LABEL#/pointer) and $(world:NAME) in strings, at any
// depth. A string that is nothing but a reference becomes the value itself.
func (p *performance) resolve(v any) (any, error) {
	switch t := v.(type) {
	case string:
		return p.resolveString(t)
	case []any:
		out := make([]any, len(t))
		for i := range t {
			item, err := p.resolve(t[i])
			if err != nil {
				return nil, err
			}
			out[i] = item
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(t))
		for k := range t {
			item, err := p.resolve(t[k])
			if err != nil {
				return nil, err
			}
			out[k] = item
		}
		return out, nil
	case uint64:
		if t <= 1<<63-1 {
			return int64(t), nil // YAML reads whole numbers as unsigned
		}
		return strconv.FormatUint(t, 10), nil
	case int:
		return int64(t), nil
	}
	return v, nil
}

func (p *performance) resolveString(s string) (any, error) {
	for {
		from := strings.Index(s, "$(")
		if from < 0 {
			return s, nil
		}
		to := strings.IndexByte(s[from:], ')')
		if to < 0 {
			return s, nil
		}
		ref := s[from+2 : from+to]
		v, err := p.lookUp(ref)
		if err != nil {
			return nil, err
		}
		if from == 0 && from+to+1 == len(s) {
			return v, nil
		}
		s = s[:from] + fmt.Sprint(subject.Spell(v)) + s[from+to+1:]
	}
}

func (p *performance) lookUp(ref string) (any, error) {
	if rest, ok := strings.CutPrefix(ref, "value:"); ok {
		label, pointer, _ := strings.Cut(rest, "#")
		v, err := p.valueOf(label, pointer)
		if err != nil {
			// The subject has not delivered what a later step needs. The step goes
			// on with nothing, and the subject's own record shows why.
			return "", nil //nolint:nilerr // see above
		}
		return subject.Argument(v), nil
	}
	name, ok := strings.CutPrefix(ref, "world:")
	if ok && name == "now" {
		return p.stage.Sim.Clock().Now().UTC().Format(time.RFC3339), nil
	}
	if !ok || !slices.Contains(members(), name) {
		return nil, fmt.Errorf("$(%s) is unknown", ref)
	}
	given := p.stage.Given()
	return sheetOf(given.Credentials, given.Tokens)[name], nil
}
