package firstbeat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// Secret is text that does not print itself: fmt and slog show a placeholder.
// Convert it to string to use it. As JSON it is the text, so that it can be stored.
type Secret string

const hidden = "[redacted]"

// Format prints the placeholder for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// LogValue is the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// Secrets are what a consumer signs with.
type Secrets struct {
	Current Secret `json:"current"`
	// Pending has been issued, and may or may not have been confirmed: a
	// rotation was interrupted. The client tries it if Current is refused.
	Pending Secret `json:"pending,omitempty"`
}

// SecretStore keeps a consumer's secrets where they survive the process. A
// lost secret cannot be had back: the consumer would have to register anew.
// [confirmed: OpenAPI 1.0.0]
type SecretStore interface {
	// LoadSecrets returns what was saved last, and zero Secrets if nothing was.
	LoadSecrets(ctx context.Context) (Secrets, error)
	// SaveSecrets replaces what is stored, durably, before it returns.
	SaveSecrets(ctx context.Context, s Secrets) error
}

// SecretFile is a SecretStore in a JSON file that only its owner can read.
type SecretFile string

// LoadSecrets reads the file; one that does not exist holds nothing.
func (f SecretFile) LoadSecrets(context.Context) (Secrets, error) {
	raw, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return Secrets{}, nil
	}
	if err != nil {
		return Secrets{}, err
	}
	var s Secrets
	if err := json.Unmarshal(raw, &s); err != nil {
		return Secrets{}, fmt.Errorf("%s does not hold secrets as this package writes them", string(f))
	}
	return s, nil
}

// SaveSecrets replaces the file in one step: a crash leaves the old or the new.
func (f SecretFile) SaveSecrets(_ context.Context, s Secrets) (err error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(string(f)), filepath.Base(string(f))+".*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	_, err = tmp.Write(raw)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), string(f))
}
