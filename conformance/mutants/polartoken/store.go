package polartoken

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Memory is a Store that lasts as long as the process.
type Memory struct {
	mu sync.Mutex
	t  Tokens
}

// Load returns what was saved last.
func (m *Memory) Load() (Tokens, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.t, nil
}

// Save keeps the tokens.
func (m *Memory) Save(t Tokens) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.t = t
	return nil
}

// File is a Store in a file that only its owner can read.
type File struct {
	Path string
	M    *defect.Switches
}

// Load reads the file; one that does not exist holds nothing.
func (f File) Load() (t Tokens, err error) {
	raw, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &t)
	}
	return t, err
}

// Save writes the file.
func (f File) Save(t Tokens) error {
	raw, err := json.Marshal(t)
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o600)
	if f.M.Has("token-file-for-all") {
		mode = 0o644
	}
	if err := os.WriteFile(f.Path, raw, mode); err != nil {
		return err
	}
	return os.Chmod(f.Path, mode)
}
