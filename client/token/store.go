package token

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Store keeps one user's token where it survives the process. A refresh token
// that was replaced and then lost cannot be had back: the user would have to
// log in again.
type Store interface {
	// LoadToken returns what was saved last, and nil if nothing was.
	LoadToken(ctx context.Context) (*Token, error)
	// SaveToken replaces what is stored, durably, before it returns.
	SaveToken(ctx context.Context, t *Token) error
}

// File is a Store in a JSON file that only its owner can read.
type File string

// maxFile bounds what is read of a token file.
const maxFile = 1 << 20

// LoadToken reads the file; one that does not exist holds nothing.
func (f File) LoadToken(context.Context) (*Token, error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxFile))
	if err != nil {
		return nil, err
	}
	t := new(Token)
	if err := json.Unmarshal(raw, t); err != nil || t.Access == "" && t.Refresh == "" {
		return nil, fmt.Errorf("%s does not hold a token as this package writes it", string(f))
	}
	return t, nil
}

// SaveToken replaces the file in one step: a crash leaves the old or the new.
func (f File) SaveToken(_ context.Context, t *Token) (err error) {
	raw, err := json.Marshal(t)
	if err != nil {
		return err
	}
	dir := filepath.Dir(string(f))
	tmp, err := os.CreateTemp(dir, filepath.Base(string(f))+".*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	_, err = tmp.Write(raw)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), string(f)); err != nil {
		return err
	}
	if d, e := os.Open(dir); e == nil { // the name is durable once its folder is
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}

// Memory is a Store that lasts as long as the process. Its zero value is empty.
type Memory struct {
	mu sync.Mutex
	t  *Token
}

// LoadToken returns the token.
func (m *Memory) LoadToken(context.Context) (*Token, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return clone(m.t), nil
}

// SaveToken keeps the token.
func (m *Memory) SaveToken(_ context.Context, t *Token) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.t = clone(t)
	return nil
}

func clone(t *Token) *Token {
	if t == nil {
		return nil
	}
	c := *t
	return &c
}
