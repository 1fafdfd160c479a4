package openapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// ForProfile returns the specification as one version of the vendor's documents has it, in JSON.
//
// Parts whose x-profile does not list the version are left out, and with them what refers to them; so are enum values
// by their entry in x-enum-values. It fails when x-profiles does not list the version.
func ForProfile(doc []byte, profile string) ([]byte, error) {
	var root map[string]any
	if err := yaml.Unmarshal(doc, &root); err != nil {
		return nil, fmt.Errorf("openapi: cannot read the specification: %w", err)
	}
	known, _ := root["x-profiles"].([]any)
	if !lists(known, profile) {
		return nil, fmt.Errorf("openapi: no profile %q in x-profiles %v", profile, known)
	}
	dropped := map[string]bool{}
	prune(root, profile, "#", dropped)
	pruneRefs(root, dropped)
	if info, ok := root["info"].(map[string]any); ok {
		info["version"] = profile
	}
	out, err := json.Marshal(root)
	if err != nil {
		return nil, fmt.Errorf("openapi: cannot write the specification: %w", err)
	}
	return out, nil
}

// prune removes what another profile has and notes the reference of each removed part.
func prune(node any, profile, ref string, dropped map[string]bool) {
	switch n := node.(type) {
	case map[string]any:
		filterEnum(n, profile)
		for key, child := range n {
			if isElsewhere(child, profile) {
				delete(n, key)
				dropped[ref+"/"+key] = true
				continue
			}
			if list, ok := child.([]any); ok {
				n[key] = slices.DeleteFunc(list, func(item any) bool { return isElsewhere(item, profile) })
			}
			prune(n[key], profile, ref+"/"+key, dropped)
		}
		filterRequired(n)
	case []any:
		for _, child := range n {
			prune(child, profile, ref, dropped)
		}
	}
}

// isElsewhere tells whether a part names profiles and not this one.
func isElsewhere(node any, profile string) bool {
	part, ok := node.(map[string]any)
	if !ok {
		return false
	}
	profiles, ok := part["x-profile"].([]any)
	return ok && !lists(profiles, profile)
}

func filterEnum(schema map[string]any, profile string) {
	enum, ok := schema["enum"].([]any)
	if !ok {
		return
	}
	values, _ := schema["x-enum-values"].(map[string]any)
	schema["enum"] = slices.DeleteFunc(enum, func(v any) bool {
		return isElsewhere(values[fmt.Sprint(v)], profile)
	})
}

// filterRequired drops the names of properties that are gone.
func filterRequired(schema map[string]any) {
	required, ok := schema["required"].([]any)
	properties, isObject := schema["properties"].(map[string]any)
	if !ok || !isObject {
		return
	}
	schema["required"] = slices.DeleteFunc(required, func(name any) bool {
		_, there := properties[fmt.Sprint(name)]
		return !there
	})
}

// pruneRefs removes every {$ref: …} that points at something dropped.
func pruneRefs(node any, dropped map[string]bool) {
	m, ok := node.(map[string]any)
	if !ok {
		return
	}
	for key, child := range m {
		if isDangling(child, dropped) {
			delete(m, key)
			continue
		}
		if list, ok := child.([]any); ok {
			list = slices.DeleteFunc(list, func(item any) bool { return isDangling(item, dropped) })
			for _, item := range list {
				pruneRefs(item, dropped)
			}
			m[key] = list
			continue
		}
		pruneRefs(child, dropped)
	}
}

func isDangling(node any, dropped map[string]bool) bool {
	m, ok := node.(map[string]any)
	if !ok {
		return false
	}
	ref, ok := m["$ref"].(string)
	return ok && strings.HasPrefix(ref, "#/") && dropped[ref]
}

func lists(values []any, want string) bool {
	return slices.ContainsFunc(values, func(v any) bool { return fmt.Sprint(v) == want })
}
