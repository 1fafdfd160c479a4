package token_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
)

func keep(t *testing.T, s *server, tok *token.Token) (*token.Keeper, *token.Memory) {
	t.Helper()
	store := new(token.Memory)
	k := s.client(t).Keeper(store)
	require.NoError(t, k.Set(t.Context(), tok))
	return k, store
}

func TestKeeperRenewsBeforeTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		k, _ := keep(t, s, first(12*time.Hour))
		use := func(want token.Secret) {
			t.Helper()
			got, err := k.Token(t.Context())
			require.NoError(t, err)
			require.True(t, got.Access == want)
		}
		use("access-0")
		time.Sleep(12*time.Hour - 61*time.Second)
		use("access-0")
		require.Empty(t, s.requests())
		time.Sleep(2 * time.Second)
		use("access-1")
		time.Sleep(12 * time.Hour)
		use("access-2")
		got := s.requests()
		require.Len(t, got, 2)
		require.Equal(t, "grant_type=refresh_token&refresh_token=refresh-0", got[0].body)
		require.Equal(t, "grant_type=refresh_token&refresh_token=refresh-1", got[1].body)
		require.NotEmpty(t, got[0].basic)
	})
}

func TestKeeperKeepsTheRefreshTokenThatWasNotReplaced(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, func(int, url.Values) (int, string) {
			return 200, `{"access_token":"a","token_type":"Bearer","expires_in":"3599"}`
		})
		k, store := keep(t, s, first(0))
		got, err := k.Token(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, "refresh-0", got.Refresh)
		require.Equal(t, []string{"team_read"}, got.Scopes)
		require.Equal(t, time.Hour-time.Second, time.Until(got.Expiry).Round(time.Second))
		stored, err := store.LoadToken(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, "refresh-0", stored.Refresh)
	})
}

func TestKeeperAsksOnceForAll(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		s.raw = func(int, http.ResponseWriter) bool { time.Sleep(time.Second); return false }
		k, _ := keep(t, s, first(0))
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				ctx := t.Context()
				if i == 0 {
					c, cancel := context.WithTimeout(ctx, time.Millisecond)
					defer cancel()
					if _, err := k.Token(c); !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("the impatient one got %v", err)
					}
					return
				}
				if got, err := k.Token(ctx); err != nil || got.Access != "access-1" {
					t.Errorf("Token: %v", err)
				}
			})
		}
		wg.Wait()
		require.Len(t, s.requests(), 1)
	})
}

func TestRenewAfterA401(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		k, _ := keep(t, s, &token.Token{Access: "access-0", Refresh: "refresh-0"}) // nobody said when it ends
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if got, err := k.Renew(t.Context(), "access-0"); err != nil || got.Access != "access-1" {
					t.Errorf("Renew: %v", err)
				}
			})
		}
		wg.Wait()
		got, err := k.Renew(t.Context(), "access-0") // late, and already solved
		require.NoError(t, err)
		require.True(t, got.Access == "access-1")
		require.Len(t, s.requests(), 1)
	})
}

func TestInvalidGrantIsFinal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, func(int, url.Values) (int, string) { return 400, `{"error":"invalid_grant"}` })
		k, _ := keep(t, s, first(0))
		for range 3 {
			_, err := k.Token(t.Context())
			require.ErrorIs(t, err, apierr.ErrAuth)
			e, _ := errors.AsType[*apierr.Error](err)
			require.Equal(t, token.CodeInvalidGrant, e.Code)
			require.Contains(t, err.Error(), "log in again")
		}
		require.Len(t, s.requests(), 1)
		require.NoError(t, k.Set(t.Context(), first(time.Hour)))
		_, err := k.Token(t.Context())
		require.NoError(t, err)
	})
}

func TestMissingExpiresInIsNotZero(t *testing.T) {
	for _, expires := range []string{"", `,"expires_in":0`, `,"expires_in":-1`, `,"expires_in":null`, `,"expires_in":"soon"`} {
		t.Run(expires, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := start(t, func(int, url.Values) (int, string) {
					return 200, `{"access_token":"a","token_type":"bearer"` + expires + `}`
				})
				k, _ := keep(t, s, first(0))
				for range 5 {
					got, err := k.Token(t.Context())
					require.NoError(t, err)
					require.True(t, got.Expiry.IsZero())
					time.Sleep(24 * time.Hour)
				}
				require.Len(t, s.requests(), 1)
			})
		})
	}
}

func TestTokenAnswers(t *testing.T) {
	tests := []struct {
		name, body string
		kind       apierr.Kind // "" for good
	}{
		{"accepts lower case", `{"access_token":"a","token_type":"bearer"}`, ""},
		{"accepts upper case", `{"access_token":"a","token_type":"BEARER"}`, ""},
		{"accepts no type", `{"access_token":"a"}`, ""},
		{"accepts what it does not know", `{"access_token":"a","token_type":"bearer","x_user_id":12345,"new":{"a":[1]}}`, ""},
		{"refuses other types", `{"access_token":"a","token_type":"mac"}`, apierr.ErrDecode},
		{"refuses no token", `{"token_type":"bearer"}`, apierr.ErrDecode},
		{"refuses a token that cannot be sent", `{"access_token":"a\r\nx: y","token_type":"bearer"}`, apierr.ErrDecode},
		{"refuses a page", `<html>access-1</html>`, apierr.ErrDecode},
		{"refuses a torn answer", `{"access_token":"a"`, apierr.ErrDecode},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := start(t, func(int, url.Values) (int, string) { return 200, tt.body })
				got, err := s.client(t).Refresh(t.Context(), "refresh-0")
				require.Equal(t, tt.kind, apierr.KindOf(err), "%v", err)
				if tt.kind == "" {
					require.EqualValues(t, "a", got.Access)
				}
				require.Len(t, s.requests(), 1)
			})
		})
	}
}

// brittle is a store that fails when told to.
type brittle struct {
	token.Memory
	fail error
	seen []token.Secret
}

func (b *brittle) SaveToken(ctx context.Context, t *token.Token) error {
	if b.fail != nil {
		return b.fail
	}
	b.seen = append(b.seen, t.Refresh)
	return b.Memory.SaveToken(ctx, t)
}

func TestATokenIsStoredBeforeItIsUsed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		store := new(brittle)
		k := s.client(t).Keeper(store)
		require.NoError(t, k.Set(t.Context(), first(0)))
		store.fail = errors.New("disk full")
		for range 2 {
			_, err := k.Token(t.Context())
			require.ErrorContains(t, err, "disk full")
		}
		require.Len(t, s.requests(), 1, "the new token is not lost, nor asked for again")
		store.fail = nil
		got, err := k.Token(t.Context())
		require.NoError(t, err)
		require.True(t, got.Access == "access-1")
		require.Len(t, store.seen, 2)
		require.True(t, store.seen[1] == "refresh-1")
	})
}

func TestAKeeperSeesWhatAnotherProcessStored(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		file := token.File(filepath.Join(t.TempDir(), "polar.json"))
		one, two := s.client(t).Keeper(file), s.client(t).Keeper(file)
		require.NoError(t, one.Set(t.Context(), first(time.Hour)))
		_, err := two.Token(t.Context())
		require.NoError(t, err)
		time.Sleep(time.Hour)
		_, err = one.Token(t.Context())
		require.NoError(t, err)
		got, err := two.Token(t.Context())
		require.NoError(t, err)
		require.True(t, got.Access == "access-1")
		require.Len(t, s.requests(), 1)
	})
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	f := token.File(filepath.Join(dir, "polar.json"))
	got, err := f.LoadToken(t.Context())
	require.NoError(t, err)
	require.Nil(t, got)

	want := &token.Token{Access: "a", Refresh: "r", Expiry: time.Date(2026, 6, 13, 0, 0, 0, 0, time.UTC), Scopes: []string{"sleep:read"}, UserID: "7"}
	for range 2 {
		require.NoError(t, f.SaveToken(t.Context(), want))
		info, err := os.Stat(string(f))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	got, err = f.LoadToken(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "no temporary file is left")

	for _, text := range []string{"", "{}", "[1]", "a secret"} {
		require.NoError(t, os.WriteFile(string(f), []byte(text), 0o600))
		_, err = f.LoadToken(t.Context())
		require.ErrorContains(t, err, "does not hold a token")
		require.NotContains(t, err.Error(), "secret")
	}
	require.Error(t, token.File(filepath.Join(dir, "no", "polar.json")).SaveToken(t.Context(), want))
}

// unlocked is a store that has no lock.
type unlocked struct{ token.Store }

// TestTwoProcessesRenewAtOnce lets a second one be refused, in whichever words, and
// find what the first one stored, where the store has no lock.
func TestTwoProcessesRenewAtOnce(t *testing.T) {
	for status, refusal := range map[int]string{400: `{"error":"invalid_grant"}`, 401: `{"detail":"Invalid refresh token"}`} {
		bubble(t, func(t *testing.T) {
			s := start(t, func(n int, form url.Values) (int, string) {
				if status, body := rotating(n, form); status == 200 {
					return status, body
				}
				return status, refusal
			})
			s.raw = func(n int, _ http.ResponseWriter) bool {
				time.Sleep(time.Duration(n+1) * time.Second) // both have asked before the first is answered, and the second answer is late
				return false
			}
			file := token.File(filepath.Join(t.TempDir(), "polar.json"))
			require.NoError(t, file.SaveToken(t.Context(), first(-time.Minute)))
			var wg sync.WaitGroup
			for range 2 {
				k := s.client(t).Keeper(unlocked{file})
				wg.Go(func() {
					if got, err := k.Token(t.Context()); err != nil || got.Access != "access-1" {
						t.Errorf("Token: %v", err)
					}
				})
			}
			wg.Wait()
			require.Len(t, s.requests(), 2)
		})
	}
}

// slow is a server that takes a second for an answer, and which a second use of a
// refresh token makes end the login.
func slow(int, http.ResponseWriter) bool { time.Sleep(time.Second); return false }

func TestProcessesThatShareAFileRenewOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		s.raw = slow
		file := token.File(filepath.Join(t.TempDir(), "polar.json"))
		require.NoError(t, file.SaveToken(t.Context(), first(-time.Minute)))
		var wg sync.WaitGroup
		for range 5 {
			k := s.client(t).Keeper(file)
			wg.Go(func() {
				if got, err := k.Token(t.Context()); err != nil || got.Access != "access-1" {
					t.Errorf("Token: %v", err)
				}
			})
		}
		wg.Wait()
		require.Len(t, s.requests(), 1)
	})
}

func TestALoginElsewhereIsNotOverwritten(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		s.raw = slow
		file := token.File(filepath.Join(t.TempDir(), "polar.json"))
		require.NoError(t, file.SaveToken(t.Context(), first(-time.Minute)))
		login := &token.Token{Access: "another", Refresh: "login", Expiry: time.Now().Add(time.Hour)}
		time.AfterFunc(500*time.Millisecond, func() { _ = s.client(t).Keeper(file).Set(t.Context(), login) })
		got, err := s.client(t).Keeper(file).Token(t.Context())
		require.NoError(t, err)
		require.True(t, got.Access == "another")
		stored, err := file.LoadToken(t.Context())
		require.NoError(t, err)
		require.True(t, stored.Refresh == "login")
	})
}

func TestWhoCannotStoreDoesNotAsk(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		file := token.File(filepath.Join(t.TempDir(), "polar.json"))
		require.NoError(t, file.SaveToken(t.Context(), first(-time.Minute)))
		require.NoError(t, os.Mkdir(string(file)+".lock", 0o700)) // nothing can be created under this name
		_, err := s.client(t).Keeper(file).Token(t.Context())
		require.ErrorContains(t, err, "the token store cannot be locked")
		require.Empty(t, s.requests())
	})
}

func TestALockIsWaitedForNoLongerThanTheCallerWants(t *testing.T) {
	bubble(t, func(t *testing.T) {
		file := token.File(filepath.Join(t.TempDir(), "polar.json"))
		unlock, err := file.Lock(t.Context())
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = file.Lock(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		unlock()
		again, err := file.Lock(t.Context())
		require.NoError(t, err)
		again()
	})
}

func TestWaitLetsARenewalEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		s.raw = slow
		file := token.File(filepath.Join(t.TempDir(), "polar.json"))
		require.NoError(t, file.SaveToken(t.Context(), first(-time.Minute)))
		k := s.client(t).Keeper(file)
		require.NoError(t, k.Wait(t.Context()), "there is nothing to wait for")
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := k.Token(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, k.Wait(ctx), context.DeadlineExceeded)
		require.NoError(t, k.Wait(t.Context()))
		stored, err := file.LoadToken(t.Context())
		require.NoError(t, err)
		require.True(t, stored.Access == "access-1")
	})
}
