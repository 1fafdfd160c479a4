package sweatstack

import (
	"encoding/binary"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

// remembered is the list of activities. It follows from which they are, whose they
// are and who asks, from what callers have added, and from the tests that are there,
// which traces are shown with.
func (t *tenant) remembered(c *caller, shown []*activity) httpx.Response {
	var room [2048]byte
	key := binary.BigEndian.AppendUint64(room[:0], t.store.now())
	key = append(append(key, c.user.id...), 0)
	key = append(append(key, c.app()...), 0)
	for _, a := range shown {
		key = append(append(key, a.id...), 0)
	}
	body, _ := t.answers.Of(key, c.Call.Now, t.x, func(span *memo.Span) ([]byte, error) {
		views := make([]*activityView, len(shown))
		for i, a := range shown {
			views[i] = &activityView{activity: *a, traces: !t.set.nakedTraces.In(t.x)}
		}
		t.turns(&c.user, c.Call.Now, span)
		return list(t, c, views).Body, nil
	})
	resp := reply(0, body)
	resp.Shared = true
	return resp
}
