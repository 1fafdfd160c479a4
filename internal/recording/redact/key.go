package redact

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// keySize is the size of a Key in bytes.
const keySize = 32

// Key is what pseudonyms and fingerprints follow from. Who has it can try whether a
// value was in a recording: it is as sensitive as the values that can be guessed.
type Key [keySize]byte

// NewKey draws a key.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails: see crypto/rand
	return k
}

// String hides the key from logs.
func (k Key) String() string { return "<redacted>" }

// GoString hides the key from %#v.
func (k Key) GoString() string { return "<redacted>" }

// derive returns a key for one purpose.
func (k Key) derive(purpose string, n int) []byte {
	out, err := hkdf.Key(sha256.New, k[:], nil, "ergodrome recording 1: "+purpose, n)
	if err != nil { // n is a small constant
		panic(err)
	}
	return out
}

func (k Key) block(purpose string) cipher.Block {
	b, err := aes.NewCipher(k.derive(purpose, 16))
	if err != nil { // 16 is a size of AES
		panic(err)
	}
	return b
}

// keyLine begins the line of a key file.
const keyLine = "ergodrome-recording-key-1 "

// WriteFile keeps the key in a new file that its owner alone may read.
func (k Key) WriteFile(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("redact: %w", err)
	}
	_, err = f.WriteString(keyLine + base64.StdEncoding.EncodeToString(k[:]) + "\n")
	return errors.Join(err, f.Close())
}

// ReadKey reads a file that WriteFile made. One that others may read is refused.
func ReadKey(name string) (Key, error) {
	var k Key
	info, err := os.Stat(name)
	if err != nil {
		return k, fmt.Errorf("redact: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 && info.Mode()&fs.ModeType == 0 {
		return k, fmt.Errorf("redact: others may read the key %s (%v): chmod 600 it, and think about who has", name, info.Mode().Perm())
	}
	f, err := os.Open(name)
	if err != nil {
		return k, fmt.Errorf("redact: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 4<<10))
	if err != nil {
		return k, fmt.Errorf("redact: %w", err)
	}
	code, ok := strings.CutPrefix(strings.TrimSpace(string(text)), keyLine)
	raw, err := base64.StdEncoding.DecodeString(code)
	if !ok || err != nil || len(raw) != keySize {
		return k, fmt.Errorf("redact: %s is no key of a recording", name)
	}
	return Key(raw), nil
}
