package oauth

import (
	"container/list"
	"slices"
	"time"
)

// family is all that follows from one consent of a person: the tokens of a code
// and of every refresh after it. It ends as a whole.
type family struct {
	id      uint64
	client  string
	user    User
	scopes  []string
	access  []accessToken  // oldest first
	refresh []refreshToken // oldest first
	place   *list.Element  // in tokens.recent
}

type accessToken struct {
	value, id string
	scopes    []string
	issued    time.Time
	expires   time.Time
}

type refreshToken struct {
	value   string
	expires time.Time // zero: never
	spent   bool
}

func (r refreshToken) expired(now time.Time) bool {
	return !r.expires.IsZero() && !now.Before(r.expires)
}

// touch makes a refresh token the last to be forgotten.
func (f *family) touch(i int) {
	held := f.refresh[i]
	f.refresh = append(slices.Delete(f.refresh, i, i+1), held)
}

// perFamily bounds the tokens of either kind in one family: the oldest give way.
const perFamily = 256

// tokens are the families by their tokens. Those that were issued to last come
// last to be forgotten.
type tokens struct {
	max       int
	count     int
	byID      map[uint64]*family
	byAccess  map[string]*family
	byRefresh map[string]*family
	recent    list.List // of *family, latest first
	sweepAt   int       // number of tokens at which expired families are looked for
}

func newTokens(most int) *tokens {
	t := &tokens{max: most, byID: map[uint64]*family{}, byAccess: map[string]*family{}, byRefresh: map[string]*family{}, sweepAt: min(minSweep, most)}
	t.recent.Init()
	return t
}

// open adds an empty family.
func (t *tokens) open(f *family) {
	f.place = t.recent.PushFront(f)
	t.byID[f.id] = f
}

// add puts new tokens into a family; refresh may be empty. Memory is made first.
func (t *tokens) add(f *family, access accessToken, refresh refreshToken, now time.Time) {
	t.makeRoom(f, now)
	t.recent.MoveToFront(f.place)
	if len(f.access) >= perFamily {
		delete(t.byAccess, f.access[0].value)
		f.access = withoutFirst(f.access)
		t.count--
	}
	f.access = append(f.access, access)
	t.byAccess[access.value] = f
	t.count++
	if refresh.value == "" {
		return
	}
	if len(f.refresh) >= perFamily {
		delete(t.byRefresh, f.refresh[0].value)
		f.refresh = withoutFirst(f.refresh)
		t.count--
	}
	f.refresh = append(f.refresh, refresh)
	t.byRefresh[refresh.value] = f
	t.count++
}

// withoutFirst forgets the oldest, and moves the others only when there is no
// more room behind them.
func withoutFirst[T any](s []T) []T {
	clear(s[:1])
	return s[1:]
}

// makeRoom forgets families that are worth nothing any more, and where that is
// not enough those that were used longest ago, but never keep.
func (t *tokens) makeRoom(keep *family, now time.Time) {
	if t.count+2 <= t.sweepAt {
		return
	}
	for e := t.recent.Back(); e != nil; {
		f := e.Value.(*family)
		e = e.Prev()
		if f != keep {
			t.trim(f, now)
			if len(f.access)+len(f.refresh) == 0 {
				t.end(f)
			}
		}
	}
	for e := t.recent.Back(); e != nil && t.count+2 > t.max; {
		f := e.Value.(*family)
		e = e.Prev()
		if f != keep {
			t.end(f)
		}
	}
	t.sweepAt = min(t.max, max(minSweep, 2*t.count+2))
}

// trim forgets the expired tokens of a family.
func (t *tokens) trim(f *family, now time.Time) {
	before := len(f.access) + len(f.refresh)
	f.access = slices.DeleteFunc(f.access, func(a accessToken) bool {
		over := !now.Before(a.expires)
		if over {
			delete(t.byAccess, a.value)
		}
		return over
	})
	f.refresh = slices.DeleteFunc(f.refresh, func(r refreshToken) bool {
		over := r.expired(now)
		if over {
			delete(t.byRefresh, r.value)
		}
		return over
	})
	t.count -= before - len(f.access) - len(f.refresh)
}

// end revokes a family: none of its tokens is known from then on.
func (t *tokens) end(f *family) {
	for _, a := range f.access {
		delete(t.byAccess, a.value)
	}
	for _, r := range f.refresh {
		delete(t.byRefresh, r.value)
	}
	t.count -= len(f.access) + len(f.refresh)
	t.recent.Remove(f.place)
	delete(t.byID, f.id)
}

// revokeAll ends the families that of says, and counts them.
func (t *tokens) revokeAll(of func(client, user string) bool) int {
	n := 0
	for e := t.recent.Front(); e != nil; {
		f := e.Value.(*family)
		e = e.Next()
		if of(f.client, f.user.ID) {
			t.end(f)
			n++
		}
	}
	return n
}

func (t *tokens) clone() *tokens {
	c := newTokens(t.max)
	for e := t.recent.Back(); e != nil; e = e.Prev() {
		f := *e.Value.(*family)
		f.access, f.refresh = slices.Clone(f.access), slices.Clone(f.refresh)
		c.open(&f)
		for _, a := range f.access {
			c.byAccess[a.value] = &f
		}
		for _, r := range f.refresh {
			c.byRefresh[r.value] = &f
		}
	}
	c.count, c.sweepAt = t.count, t.sweepAt
	return c
}
