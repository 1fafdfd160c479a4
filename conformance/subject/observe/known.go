package observe

import (
	"os"
	"path/filepath"
	"strings"
)

// Known names a command for reports: that of the script, when a runtime that is known
// runs one, and the runtime.
func Known(argv []string) (name, language string) {
	name = filepath.Base(argv[0])
	language = "unknown"
	for prefix, runtime := range map[string]string{
		"python": "python", "node": "node", "java": "java", "ruby": "ruby", "php": "php", "bash": "shell", "sh": "shell", "perl": "perl", "deno": "deno", "bun": "bun",
	} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && strings.Trim(rest, "0123456789.") == "" {
			language = runtime
		}
	}
	if language == "unknown" {
		return name, language
	}
	for _, word := range argv[1:] {
		if info, err := os.Stat(word); err == nil && info.Mode().IsRegular() {
			return filepath.Base(word), language
		}
	}
	return name, language
}
