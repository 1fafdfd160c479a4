package report

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// Static Analysis Results Interchange Format, OASIS standard 2.1.0 (schema of
// errata 01): what code hosts show beside a file.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		URI   string      `json:"informationUri"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID   string    `json:"id"`
		Text sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID     string            `json:"ruleId"`
		RuleIndex  int               `json:"ruleIndex"`
		Level      string            `json:"level"`
		Baseline   string            `json:"baselineState,omitempty"` // in comparison with an earlier run
		Message    sarifText         `json:"message"`
		Locations  []sarifLocation   `json:"locations"`
		Properties map[string]any    `json:"properties"`
		Prints     map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region struct {
			StartLine int `json:"startLine"`
		} `json:"region"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

func sarif(r *drift.Report) ([]byte, error) {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "ergodrome drift", URI: "https://github.com/ergodrome/ergodrome", Rules: []sarifRule{}}
	state := ""
	if !r.Since.IsZero() {
		state = "new"
	}
	for i := range r.Finding {
		run.add(&r.Finding[i], level(r.Finding[i].Class), state)
	}
	for i := range r.Known {
		run.add(&r.Known[i], "note", "unchanged")
	}
	out, err := json.MarshalIndent(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}, "", "  ")
	return append(out, '\n'), err
}

// add adds a finding, and its rule where that is new.
func (run *sarifRun) add(f *drift.Finding, level, state string) {
	rules := &run.Tool.Driver.Rules
	at := slices.IndexFunc(*rules, func(s sarifRule) bool { return s.ID == f.Rule })
	if at < 0 {
		at = len(*rules)
		*rules = append(*rules, sarifRule{f.Rule, sarifText{strings.ReplaceAll(f.Rule, "-", " ")}})
	}
	location := sarifLocation{Logical: []sarifLogical{{Name: strings.Join(place(f), " "), Kind: "member"}}}
	if f.File != "" {
		p := &sarifPhysical{}
		p.Artifact.URI, p.Region.StartLine = (&url.URL{Path: filepath.ToSlash(f.File)}).String(), max(f.Line, 1)
		location.Physical = p
	}
	properties := map[string]any{"class": f.Class}
	if len(f.Cases) > 0 {
		properties["cases"] = f.Cases
	}
	if len(f.Clients) > 0 {
		properties["clients"] = f.Clients
	}
	run.Results = append(run.Results, sarifResult{
		RuleID: f.Rule, RuleIndex: at, Level: level, Baseline: state, Message: sarifText{f.What + counted(f)}, Locations: []sarifLocation{location}, Properties: properties,
		Prints: map[string]string{"place/v1": strings.Join(append(place(f), f.Rule), " ")},
	})
}

func level(c drift.Class) string {
	switch c {
	case drift.Breaking, drift.Unknown:
		return "error"
	case drift.Risky:
		return "warning"
	}
	return "note"
}
