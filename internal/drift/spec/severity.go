package spec

import (
	"embed"
	"fmt"
	"path"

	"github.com/goccy/go-yaml"
	"github.com/oasdiff/oasdiff/checker"

	"github.com/ergodrome/ergodrome/internal/drift"
)

//go:embed severity.yaml
var files embed.FS

// severity is one row of the table.
type severity struct {
	Class drift.Class `yaml:"class"`
	Rules []string    `yaml:"rules"`
	Why   string      `yaml:"why"`
}

type table []severity

func readTable() (table, error) {
	severities, err := files.ReadFile("severity.yaml")
	if err != nil {
		return nil, err
	}
	var t table
	if err := yaml.UnmarshalWithOptions(severities, &t, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("drift/spec/severity.yaml: %w", err)
	}
	return t, nil
}

// class is what a kind of difference means, and why where the table says so.
func (t table) class(rule string, level checker.Level) (drift.Class, string) {
	for _, row := range t {
		for _, pattern := range row.Rules {
			if ok, err := path.Match(pattern, rule); ok && err == nil {
				return row.Class, row.Why
			}
		}
	}
	switch level {
	case checker.ERR:
		return drift.Breaking, ""
	case checker.WARN:
		return drift.Risky, ""
	}
	return drift.Benign, ""
}
