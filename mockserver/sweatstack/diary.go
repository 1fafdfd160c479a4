package sweatstack

import (
	"iter"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// diary keeps what lists choose by, for the athletes that were asked for: to make
// all events of years anew takes longer than all else. It follows from the
// population, and only grows; forks share it.
type diary struct {
	mu    sync.Mutex
	pages map[int]*diaryPage
	count int // entries of all
	brief briefs
	tests map[int][]trial // of athletes, the oldest first
}

type diaryPage struct {
	until   time.Time  // all that began before is in
	entries []activity // the oldest first
}

// maxEntries bounds what is kept: some twenty megabytes.
const maxEntries = 64 << 10

// workouts are an athlete's, the oldest first, among them such that have not been
// synced yet. The slice is shared.
func (t *tenant) workouts(athlete int, now time.Time) []activity {
	t.set.syncLatency.In(t.x) // of what is kept, too
	d := t.diary
	d.mu.Lock()
	defer d.mu.Unlock()
	page := d.pages[athlete]
	if page == nil {
		page = &diaryPage{until: t.beginning()}
	}
	if page.until.Before(now) {
		// A day more than is asked for: by a clock that runs, the next request is later.
		next := &diaryPage{until: now.AddDate(0, 0, 1), entries: slices.Clip(page.entries)}
		for e := range t.data.Events(athlete, page.until, next.until) {
			if recorded(&e) {
				next.entries = append(next.entries, t.generated(&e))
			}
		}
		if d.pages == nil || d.count > maxEntries {
			d.pages, d.count = map[int]*diaryPage{}, 0
		}
		d.pages[athlete] = next
		d.count += len(next.entries) - len(page.entries)
		page = next
	}
	end := len(page.entries)
	for end > 0 && !page.entries[end-1].start.Before(now) { // still to come, or the clock went back
		end--
	}
	return page.entries[:end]
}

// beginning is before anything there is.
func (t *tenant) beginning() time.Time { return t.data.Config().FirstDay.AddDate(0, 0, -2) }

// newest are all of a user's activities that are there at a time, the newest first.
// They are not to be changed: most are shared.
func (t *tenant) newest(u *user, now time.Time) iter.Seq[*activity] {
	earliest := t.store.loadedUntil(u.id, now)
	var done []activity
	if u.athlete != none {
		done = t.workouts(u.athlete, now)
	}
	added := slices.DeleteFunc(slices.Clone(t.store.added(u.id)), func(a activity) bool { return a.synced.After(now) })
	if len(added) > 1 {
		sort.SliceStable(added, func(i, j int) bool { return added[i].start.After(added[j].start) })
	}
	return func(yield func(*activity) bool) {
		i, k := len(done)-1, 0
		for i >= 0 || k < len(added) {
			if i < 0 || k < len(added) && added[k].start.After(done[i].start) {
				if !yield(&added[k]) {
					return
				}
				k++
				continue
			}
			if a := &done[i]; !a.synced.After(now) && !a.start.Before(earliest) && !yield(a) {
				return
			}
			i--
		}
	}
}

// activities are copies of all of them.
func (t *tenant) activities(u *user, now time.Time) []activity {
	var all []activity
	for a := range t.newest(u, now) {
		all = append(all, *a)
	}
	return all
}

// activity finds one of a user's.
func (t *tenant) activity(u *user, id string, now time.Time) (activity, bool) {
	if n, ok := t.ids.number(ofActivity, id); ok {
		ref := unplace(n)
		if ref.Athlete != u.athlete || ref.Slot >= dataset.SlotsPerDay {
			return activity{}, false
		}
		e, ok := t.data.Event(ref)
		if !ok || !recorded(&e) {
			return activity{}, false
		}
		a := t.generated(&e)
		return a, a.id == id && !a.synced.After(now) && !a.start.Before(t.store.loadedUntil(u.id, now))
	}
	for _, a := range t.store.added(u.id) {
		if a.id == id {
			return a, !a.synced.After(now)
		}
	}
	return activity{}, false
}

// theActivity finds the one that the path names.
func (t *tenant) theActivity(c *caller) (activity, error) {
	a, ok := t.activity(&c.user, c.Vars["activity_id"], c.Call.Now)
	if !ok {
		c.Call.Exchange.Decide("activity", "refuse", "the user has no activity with this identifier, or it has not been synced yet")
		return a, notFound("Activity")
	}
	return a, nil
}
