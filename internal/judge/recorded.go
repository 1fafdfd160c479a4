package judge

import (
	"context"
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/recorded"
	"github.com/ergodrome/ergodrome/specs"
)

// Recorded says what a recording shows of changes: against an earlier one, unless
// that is "", and against the descriptions. hosts are the vendors' own names.
func Recorded(ctx context.Context, name, earlier string, described bool, hosts map[string][]string) (*drift.Report, error) {
	o := recorded.Options{Recording: name, Earlier: earlier, Specs: described}
	for service, names := range hosts {
		spec, err := specs.Read(service)
		if err != nil {
			return nil, err
		}
		o.Services = append(o.Services, recorded.Service{Name: service, Hosts: names, Spec: spec, Words: func() (map[string]bool, error) { return wordsOf(spec) }})
	}
	return recorded.Compare(ctx, o)
}

// wordsOf are the words that a description lists.
func wordsOf(spec []byte) (map[string]bool, error) {
	var doc any
	if err := yaml.Unmarshal(spec, &doc); err != nil {
		return nil, err
	}
	found := map[string]bool{}
	collect(doc, found)
	return found, nil
}

func collect(node any, found map[string]bool) {
	switch n := node.(type) {
	case map[string]any:
		if list, ok := n["enum"].([]any); ok {
			for _, v := range list {
				found[fmt.Sprint(v)] = true
			}
		}
		for _, v := range n {
			collect(v, found)
		}
	case []any:
		for _, v := range n {
			collect(v, found)
		}
	}
}
