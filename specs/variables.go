package specs

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml"
)

// Variable is one row of x-variables: a result variable as the documents have it and as it is seen on the wire.
type Variable struct {
	Name         string   `yaml:"name"`
	Kind         string   `yaml:"kind"`         // "scalar" or "series"
	Unit         string   `yaml:"unit"`         // as the documents spell it; empty for an empty cell
	SamplingRate string   `yaml:"samplingRate"` // as documented, in Hz; "-" for none; empty for scalars
	Type         string   `yaml:"type"`         // "Float", "Unsigned" or "Signed"; empty for scalars
	Bits         int      `yaml:"bits"`         // 8, 16, 32 or 64; 0 for scalars
	Wire         Wire     `yaml:"wire"`
	WireEvidence string   `yaml:"wireEvidence"` // "recorded" or "inferred"
	Default      bool     `yaml:"default"`      // comes back when var is not given
	FirstText    bool     `yaml:"firstText"`    // the oldest text of 1.0.0 has it already
	Integer      bool     `yaml:"integer"`      // scalars that are whole numbers
	Limits       []string `yaml:"limits"`       // when it is not to be had, in words
	Description  string   `yaml:"description"`
	Source       string   `yaml:"x-source"`
	Evidence     string   `yaml:"x-evidence"` // "confirmed", "recorded" or "inferred"
	Profiles     []string `yaml:"x-profile"`  // versions that have it; empty for all
}

// Wire is what stands beside a variable's name and value in a response; an empty member is left out there.
type Wire struct {
	Unit         string `yaml:"unit"`
	SamplingRate string `yaml:"samplingRate"`
	Type         string `yaml:"type"`
	Bits         int    `yaml:"bits"`
}

// Variables returns the result variables of the description called name that profile has, in the order of the file.
// An empty profile keeps all. It fails when the description is missing or has no x-variables.
func Variables(name, profile string) ([]Variable, error) {
	raw, err := Read(name)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Variables []Variable `yaml:"x-variables"`
	}
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("specs: %s.yaml: %w", name, err)
	}
	if len(doc.Variables) == 0 {
		return nil, fmt.Errorf("specs: %s.yaml has no x-variables", name)
	}
	return slices.DeleteFunc(doc.Variables, func(v Variable) bool {
		return profile != "" && len(v.Profiles) > 0 && !slices.Contains(v.Profiles, profile)
	}), nil
}
