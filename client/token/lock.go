package token

import (
	"context"
	"errors"
	"os"
	"time"
)

// Locker is a [Store] that several processes share: only who holds its lock asks
// for another token. Without one, two that ask at the same time use one refresh
// token twice, which some servers take for theft and end the login.
type Locker interface {
	Store
	// Lock waits until nobody else holds the lock, and returns what gives it back.
	// The lock of a process that ends is given back.
	Lock(ctx context.Context) (unlock func(), err error)
}

// How long to wait before another look at a lock that somebody holds.
const (
	firstLook = 2 * time.Millisecond
	lastLook  = 250 * time.Millisecond
)

// errHeld says that somebody else has the lock.
var errHeld = errors.New("token: somebody else holds the lock")

// Lock holds a file beside the token's, of its name and ".lock", which stays there.
// Where the system or the file system has no locks, it holds nothing.
func (f File) Lock(ctx context.Context) (unlock func(), err error) {
	file, err := os.OpenFile(string(f)+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for wait := firstLook; ; wait = min(2*wait, lastLook) {
		switch err := hold(file); {
		case err == nil, errors.Is(err, errors.ErrUnsupported):
			return func() { _ = file.Close() }, nil // which gives it back
		case !errors.Is(err, errHeld):
			_ = file.Close()
			return nil, err
		}
		select {
		case <-ctx.Done():
			_ = file.Close()
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}
