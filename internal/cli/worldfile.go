package cli

import (
	"bytes"
	"encoding/json"
	"os"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

const maxWorldFile = 4 << 20

// readWorld reads the description of a world: the members of POST worlds, as
// YAML or JSON. Unknown members are refused.
func readWorld(path string) (world.Config, error) {
	var c world.Config
	info, err := os.Stat(path)
	if err != nil {
		return c, usage("--world: %w", err)
	}
	if info.Size() > maxWorldFile {
		return c, usage("--world %s: %d bytes are more than the %d that a world's description may have", path, info.Size(), maxWorldFile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, usage("--world: %w", err)
	}
	object, err := yaml.YAMLToJSON(text)
	if err != nil {
		return c, usage("--world %s: %w", path, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(object))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return c, usage("--world %s: %w", path, err)
	}
	return c, nil
}
