package archtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceFile is how modules name what they may be used under.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying)`)

// Licences lists the modules from outside that packages, and if wanted their tests, are linked with, each with the licences that
// its own files grant, one a line. A module without one, or with one that is not known here, is an error: somebody has to
// read it.
func Licences(ctx context.Context, dir string, tests bool, packages ...string) (string, error) {
	args := append([]string{"list", "-deps", fmt.Sprintf("-test=%t", tests), "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}"}, packages...)
	cmd := command(ctx, dir, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("archtest: go list: %w\n%s", err, stderr.String())
	}
	modules := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(modules)
	var lines []string
	var unknown error
	for _, module := range slices.Compact(modules) {
		path, folder, ok := strings.Cut(module, " ")
		if !ok {
			continue
		}
		granted, err := licencesIn(folder)
		if err != nil {
			unknown = errors.Join(unknown, fmt.Errorf("archtest: %s: %w", path, err))
		}
		lines = append(lines, path+" "+strings.Join(granted, " AND "))
	}
	return strings.Join(append(lines, ""), "\n"), unknown
}

// licencesIn are those of a module's folder.
func licencesIn(folder string) ([]string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, f := range files {
		if f.IsDir() || !licenceFile.MatchString(f.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			return nil, err
		}
		found := licencesOf(string(text))
		if len(found) == 0 {
			return all, fmt.Errorf("%s is of a licence that is not known: read it, and name it in licences.go if it may be linked", f.Name())
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, errors.New("it has no licence, and must not be linked")
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// licencesOf recognizes licences by what only they say, under the names of SPDX. One text may have several.
func licencesOf(text string) []string {
	text = strings.Join(strings.Fields(text), " ")
	has := func(s string) bool { return strings.Contains(text, s) }
	var out []string
	if has("Apache License") && has("Version 2.0") {
		out = append(out, "Apache-2.0")
	}
	if has("Permission is hereby granted, free of charge, to any person obtaining a copy") {
		out = append(out, "MIT")
	}
	switch {
	case !has("Redistribution and use in source and binary forms"):
	case has("endorse or promote products"):
		out = append(out, "BSD-3-Clause")
	default:
		out = append(out, "BSD-2-Clause")
	}
	if has("Permission to use, copy, modify, and/or distribute this software for any purpose") {
		out = append(out, "ISC")
	}
	if has("Flexible and Interoperable Data Transfer (FIT) Protocol License") { // of the tables of FIT's profile: free to use, not open source
		out = append(out, "LicenseRef-FIT-Protocol")
	}
	if has("Mozilla Public License") && has("2.0") {
		out = append(out, "MPL-2.0")
	}
	return out
}
