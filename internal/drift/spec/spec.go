// Package spec compares two OpenAPI descriptions as a client of the first one sees it.
//
// It is the only package that imports oasdiff, which finds the differences; what
// they mean to a client is severity.yaml's to say. Only cmd/ergodrome-full is
// linked with it.
package spec

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// Document is one description.
type Document struct {
	Name string // a file, or a service of specs/
	Text []byte // YAML or JSON
}

// CannotCompare reports a document that no comparison can be made with.
type CannotCompare struct {
	Document string
	Err      error
}

func (e *CannotCompare) Error() string { return e.Document + ": " + e.Err.Error() }
func (e *CannotCompare) Unwrap() error { return e.Err }

// Compare finds what is different in to. When a document cannot be read as
// OpenAPI 3, that is the finding.
func Compare(from, to Document) (*drift.Report, error) {
	severities, err := readTable()
	if err != nil {
		return nil, err
	}
	r := &drift.Report{Mode: "spec", From: from.Name, To: to.Name}
	defer r.Finish()
	old, err := read(from)
	if err != nil {
		r.Finding = []drift.Finding{unreadable(err)}
		return r, nil
	}
	now, err := read(to)
	if err != nil {
		r.Finding = []drift.Finding{unreadable(err)}
		return r, nil
	}
	for _, item := range old.Spec.Paths.Map() {
		r.Looked += len(item.Operations())
	}
	config := diff.NewConfig()
	config.PathPrefixBase, config.PathPrefixRevision = base(old.Spec), base(now.Spec)
	found, sources, err := diff.GetWithOperationsSourcesMap(config, old, now)
	if err != nil {
		r.Finding = []drift.Finding{unreadable(&CannotCompare{to.Name, err})}
		return r, nil
	}
	checks := checker.NewConfig(checker.GetAllChecks())
	words := checker.NewDefaultLocalizer()
	seen := map[string]bool{}
	for _, c := range checker.CheckBackwardCompatibilityUntilLevel(checks, found, sources, checker.INFO) {
		if strings.Contains(c.GetId(), "version-") {
			continue // advice to who publishes, about numbers
		}
		f := finding(c, words, severities)
		f.Operation = operation(old.Spec, now.Spec, config, c)
		key := f.Rule + f.Request + f.What
		if !seen[key] {
			seen[key] = true
			r.Finding = append(r.Finding, f)
		}
	}
	return r, nil
}

func finding(c checker.Change, words checker.Localizer, severities table) drift.Finding {
	class, why := severities.class(c.GetId(), c.GetLevel())
	f := drift.Finding{Class: class, Rule: c.GetId(), What: c.GetUncolorizedText(words)}
	if why != "" {
		f.What += " (" + why + ")"
	}
	if c.GetPath() != "" {
		f.Request = strings.TrimSpace(c.GetOperation() + " " + c.GetPath())
	}
	at := c.GetRevisionSource()
	if at == nil || at.Line == 0 {
		at = c.GetBaseSource()
	}
	if at != nil {
		f.File, f.Line = at.File, at.Line
	}
	return f
}

// operation is the operationId that the older document has, or else the newer.
func operation(old, now *openapi3.T, config *diff.Config, c checker.Change) string {
	for _, side := range []struct {
		doc    *openapi3.T
		prefix string
	}{{old, config.PathPrefixBase}, {now, config.PathPrefixRevision}} {
		item := side.doc.Paths.Value(strings.TrimPrefix(c.GetPath(), side.prefix))
		if item == nil {
			continue
		}
		if op := item.Operations()[c.GetOperation()]; op != nil {
			return op.OperationID
		}
	}
	return c.GetOperationId()
}

func unreadable(err error) drift.Finding {
	return drift.Finding{Class: drift.Unknown, Rule: "unreadable-document", What: err.Error()}
}

// read loads a document. What it refers to in other files is not fetched.
func read(d Document) (*load.SpecInfo, error) {
	if bytes.Contains(d.Text[:min(len(d.Text), 4096)], []byte("swagger")) && !bytes.Contains(d.Text, []byte("openapi")) {
		return nil, &CannotCompare{d.Name, errors.New("this is Swagger 2; convert it to OpenAPI 3 first")}
	}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = false
	loader.IncludeOrigin = true
	info, err := load.NewSpecInfoFromData(loader, d.Text, d.Name)
	if err != nil {
		return nil, &CannotCompare{d.Name, err}
	}
	switch {
	case !strings.HasPrefix(info.Spec.OpenAPI, "3."):
		return nil, &CannotCompare{d.Name, fmt.Errorf("openapi: %q is not a version 3 that could be compared", info.Spec.OpenAPI)}
	case info.Spec.Paths.Len() == 0:
		return nil, &CannotCompare{d.Name, errors.New("the description has no paths")}
	}
	return info, nil
}

// base is the path that a document's first server puts before all others, so that
// /v1/teams of one is /teams of another whose server ends in /v1.
func base(doc *openapi3.T) string {
	if len(doc.Servers) == 0 {
		return ""
	}
	address := doc.Servers[0].URL
	for _, name := range slices.Sorted(maps.Keys(doc.Servers[0].Variables)) {
		address = strings.ReplaceAll(address, "{"+name+"}", doc.Servers[0].Variables[name].Default)
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Path, "/")
}
