package polaraccesslink

import (
	"encoding/binary"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

// remembered answers as made does, or as it did: made's answer follows from what
// people are like, the athlete, the range, and the moments that it notes in span. It
// must not look at anything else of the request, such as its features.
func (t *tenant) remembered(c *caller, what string, made func(*tenant, *caller, *memo.Span) (any, error)) (any, error) {
	var room [128]byte
	key := binary.BigEndian.AppendUint64(room[:0], t.people.now())
	key = binary.BigEndian.AppendUint64(key, uint64(c.athlete))
	for _, end := range []time.Time{c.within.from, c.within.to} {
		key = binary.BigEndian.AppendUint64(key, uint64(end.Unix()))
		key = binary.BigEndian.AppendUint32(key, uint32(end.Nanosecond()))
	}
	key = append(key, what...)
	body, err := t.answers.Of(key, c.Call.Now, t.x, func(span *memo.Span) ([]byte, error) {
		v, err := made(t, c, span)
		if err != nil {
			return nil, err
		}
		resp, err := encode(t, c.Request, v)
		return resp.Body, err
	})
	if err != nil {
		return nil, err
	}
	return httpx.Response{ContentType: mediaJSON, Body: body, Shared: true}, nil
}
