package oauth

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestACodeIsRedeemedAtMostOnce(t *testing.T) {
	s := newServer(t, nil)
	for range 20 {
		code := approve(t, s, nil, start)
		var won atomic.Int32
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				if _, e := s.Token(exchange(code), start); e == nil {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 1, won.Load())
	}
}

func TestARotatedTokenIsSpentAtMostOnce(t *testing.T) {
	s := newServer(t, func(c *Config) { c.Policy.Refresh = RefreshRotate })
	tokens, e := s.Token(exchange(approve(t, s, nil, start)), start)
	require.Nil(t, e)
	for range 20 {
		var won atomic.Pointer[Tokens]
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				if got, e := s.Token(again(tokens.RefreshToken), start); e == nil && won.Swap(&got) != nil {
					t.Error("two refreshes have won")
				}
			})
		}
		wg.Wait()
		require.NotNil(t, won.Load())
		tokens = *won.Load()
	}
}

// model is what a property test knows about the server.
type model struct {
	codes   map[string]time.Time // unredeemed
	access  map[string]time.Time
	refresh map[string]time.Time
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newServer(t, func(c *Config) { c.Policy.Refresh = RefreshRotate })
		now, m := start, model{map[string]time.Time{}, map[string]time.Time{}, map[string]time.Time{}}
		pick := func(of map[string]time.Time) string {
			keys := make([]string, 0, len(of))
			for k := range of {
				keys = append(keys, k)
			}
			if len(keys) == 0 {
				rt.Skip("nothing to pick")
			}
			return rapid.SampledFrom(sorted(keys)).Draw(rt, "which")
		}
		take := func(tokens Tokens, e *Error, ok bool) {
			require.Equal(rt, ok, e == nil, "%v", e)
			if ok {
				m.access[tokens.AccessToken] = now.Add(12 * time.Hour)
				m.refresh[tokens.RefreshToken] = now.Add(30 * 24 * time.Hour)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"approve": func(*rapid.T) { m.codes[approve(t, s, nil, now)] = now.Add(10 * time.Minute) },
			"redeem": func(*rapid.T) {
				code := pick(m.codes)
				tokens, e := s.Token(exchange(code), now)
				take(tokens, e, now.Before(m.codes[code]))
				if e == nil {
					m.codes[code] = time.Time{} // never again
				}
			},
			"refresh": func(*rapid.T) {
				old := pick(m.refresh)
				tokens, e := s.Token(again(old), now)
				take(tokens, e, now.Before(m.refresh[old]))
				if e == nil {
					m.refresh[old] = time.Time{}
				}
			},
			"wait": func(rt *rapid.T) {
				now = now.Add(time.Duration(rapid.SampledFrom([]int{1, 599, 600, 43_199, 43_200, 86_400 * 29}).Draw(rt, "seconds")) * time.Second)
			},
			"": func(*rapid.T) {
				for token, until := range m.access {
					_, e := s.Introspect(token, now)
					require.Equal(rt, now.Before(until), e == nil)
				}
				for _, f := range s.tokens.byID {
					live := 0
					for _, r := range f.refresh {
						if !r.spent && !r.expired(now) {
							live++
						}
					}
					require.LessOrEqual(rt, live, 1, "one family has at most one live refresh token")
				}
			},
		})
	})
}
