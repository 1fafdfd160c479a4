package checks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/ergodrome/ergodrome/fixtures"
)

// expected reads what a decoding fixture says of itself.
func expected(fixture string, into any) error {
	raw, err := fs.ReadFile(fixtures.Decode(), "decode/"+fixture+".expect.json")
	if err != nil {
		return fmt.Errorf("there is no fixture %q", fixture)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("fixture %s: %w", fixture, err)
	}
	return nil
}
