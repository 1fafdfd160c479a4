package token

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

const (
	// spare is how long before its end a token is renewed whose whole life is unknown.
	spare = time.Minute
	// renewal bounds one renewal, whoever waits for it.
	renewal = 5 * time.Minute
)

// Keeper keeps one user's token: it renews it before it expires, once however
// many ask, and stores what it got before anybody uses it. It is a [Source],
// safe for concurrent use, and should be shared by all that act for the user.
//
// Two processes may share a store: a keeper looks there for a token that the
// other got before it asks for one itself. Where the store is a [Locker], as
// [File] is, only one of them asks at a time.
type Keeper struct {
	client *Client
	store  Store

	mu      sync.Mutex
	token   *Token
	unsaved bool   // the store does not have token yet
	dead    Secret // a refresh token that the server will not take
	deadErr error
	flight  *flight
}

// flight is a renewal in progress.
type flight struct {
	done  chan struct{}
	token *Token
	err   error
}

// Keeper returns the keeper of the token in a store.
func (c *Client) Keeper(store Store) *Keeper { return &Keeper{client: c, store: store} }

// Set stores the token of a login, and uses it from now on.
func (k *Keeper) Set(ctx context.Context, t *Token) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.token, k.unsaved, k.dead, k.deadErr = clone(t), true, "", nil
	return k.save(ctx)
}

// Token returns a token whose life is not about to end.
func (k *Keeper) Token(ctx context.Context) (*Token, error) {
	return k.get(ctx, func(t *Token) bool { return k.fresh(t) })
}

// Renew returns a token that is not the one that was refused.
func (k *Keeper) Renew(ctx context.Context, refused Secret) (*Token, error) {
	return k.get(ctx, func(t *Token) bool { return t != nil && t.Access != refused && t.Access != "" && !t.Expired(k.now()) })
}

func (k *Keeper) now() time.Time { return k.client.opts.now() }

func (k *Keeper) fresh(t *Token) bool {
	if t == nil || t.Access == "" {
		return false
	}
	margin := t.margin
	if margin == 0 {
		margin = spare
	}
	return t.Expiry.IsZero() || k.now().Before(t.Expiry.Add(-margin))
}

// get returns the token at hand if it will do, and else the next. A renewal
// that another caller began may end with what this one cannot use.
func (k *Keeper) get(ctx context.Context, good func(*Token) bool) (*Token, error) {
	for {
		mine, t, err := k.join(ctx, good)
		if mine || err != nil || good(t) {
			return t, err
		}
	}
}

// join returns what the renewal in progress ends with, or one that it begins.
func (k *Keeper) join(ctx context.Context, good func(*Token) bool) (mine bool, _ *Token, _ error) {
	k.mu.Lock()
	if k.flight == nil && good(k.token) && !k.unsaved {
		defer k.mu.Unlock()
		return true, clone(k.token), nil
	}
	f := k.flight
	if mine = f == nil; mine {
		f = &flight{done: make(chan struct{})}
		k.flight = f
		// Nobody's impatience ends a renewal: its answer may hold the only refresh
		// token that still works.
		go k.renew(context.WithoutCancel(ctx), f, good)
	}
	k.mu.Unlock()
	select {
	case <-ctx.Done():
		return mine, nil, ctx.Err()
	case <-f.done:
		return mine, clone(f.token), f.err
	}
}

// renew finds a good token: in the store, or at the server.
func (k *Keeper) renew(ctx context.Context, f *flight, good func(*Token) bool) {
	ctx, cancel := context.WithTimeout(ctx, renewal)
	defer cancel()
	f.token, f.err = k.next(ctx, good)
	k.mu.Lock()
	k.flight = nil
	k.mu.Unlock()
	close(f.done)
}

func (k *Keeper) next(ctx context.Context, good func(*Token) bool) (*Token, error) {
	if t, err := k.look(ctx, good); t != nil || err != nil {
		return t, err
	}
	if store, ok := k.store.(Locker); ok {
		unlock, err := store.Lock(ctx)
		if err != nil {
			return nil, k.broken("the token store cannot be locked", err)
		}
		defer unlock()
		if t, err := k.look(ctx, good); t != nil || err != nil { // who had the lock may have renewed it
			return t, err
		}
	}
	return k.ask(ctx, good)
}

// look returns the token at hand or in the store if it will do, an error if none
// can be had, and nothing if the server has to be asked.
func (k *Keeper) look(ctx context.Context, good func(*Token) bool) (*Token, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.unsaved {
		if err := k.save(ctx); err != nil {
			return nil, err
		}
	} else {
		stored, err := k.store.LoadToken(ctx)
		if err != nil {
			return nil, k.broken("the token store cannot be read", err)
		}
		if stored != nil && (k.token == nil || stored.Access != k.token.Access || stored.Refresh != k.token.Refresh) {
			k.token = stored
		}
	}
	switch {
	case k.token == nil:
		e := k.client.fail("RefreshToken", apierr.ErrAuth, "the store holds no token")
		e.Remedy = "the user has to log in"
		return nil, e
	case good(k.token):
		return k.token, nil
	case k.token.Refresh == "":
		e := k.client.fail("RefreshToken", apierr.ErrAuth, "the access token is over, and there is no refresh token")
		e.Remedy = "the user has to log in again"
		return nil, e
	case k.token.Refresh == k.dead:
		return nil, k.deadErr
	}
	return nil, nil //nolint:nilnil // neither a token nor a reason why there is none
}

// ask gets the next token from the server, and stores it.
func (k *Keeper) ask(ctx context.Context, good func(*Token) bool) (*Token, error) {
	k.mu.Lock()
	old := *k.token
	k.mu.Unlock()
	t, err := k.client.Refresh(ctx, old.Refresh)
	// The store may have another by now: of another process that was first, or of
	// a login.
	stored, lost := k.store.LoadToken(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	replaced := lost == nil && stored != nil && stored.Refresh != old.Refresh
	if err != nil {
		e, ok := errors.AsType[*apierr.Error](err)
		switch {
		case !ok || e.Kind != apierr.ErrAuth:
		case replaced && good(stored): // whatever the words of the refusal: not all are OAuth2's
			k.token = stored
			return stored, nil
		case e.Code == CodeInvalidGrant:
			k.dead, k.deadErr = old.Refresh, err
		}
		return nil, err
	}
	if len(t.Scopes) == 0 {
		t.Scopes = old.Scopes // unchanged if unsaid [RFC 6749 5.1]
	}
	if t.UserID == "" {
		t.UserID = old.UserID
	}
	switch {
	case k.token.Refresh != old.Refresh:
		return k.token, nil // the user has logged in meanwhile
	case replaced && good(stored):
		k.token = stored
		return stored, nil
	}
	k.token, k.unsaved = t, true
	if err := k.save(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// Wait waits until a renewal that is in progress has ended. A program that ends
// before loses the token that it would have got, and with it, perhaps, the login.
func (k *Keeper) Wait(ctx context.Context) error {
	k.mu.Lock()
	f := k.flight
	k.mu.Unlock()
	if f == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.done:
		return nil
	}
}

// save stores the token. One that could not be stored is kept, and stored
// before it is used. The caller holds the lock.
func (k *Keeper) save(ctx context.Context) error {
	if err := k.store.SaveToken(ctx, clone(k.token)); err != nil {
		return k.broken("the token store cannot be written", err)
	}
	k.unsaved = false
	return nil
}

func (k *Keeper) broken(message string, err error) error {
	e := k.client.fail("RefreshToken", apierr.ErrOther, message)
	e.Err = err
	return e
}
