package polarteampro

import (
	"context"
	"io"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// stream answers with a session and its samples while they are made: the table
// of an hour has 36,000 rows, and one day of one team comes to some 78 MB.
// [confirmed: a public client]
func (t *tenant) stream(d *details, want selection) httpx.Response {
	return httpx.Response{ContentType: mediaJSON, Stream: func(ctx context.Context, w io.Writer) error {
		s := sink{w: w}
		s.b = append(make([]byte, 0, flushAt+flushAt/4), `{"data":`...)
		o := t.open(s.b)
		d.appendMembers(t, &o)
		tab := newTable(d.effort, t.set, t.x, want)
		if want.table {
			o.key("samples")
			o.b = append(o.b, `{"fields":`...)
			o.b = tab.appendFields(o.b)
			o.b = append(o.b, `,"values":[`...)
			s.b = o.b
			for second := range tab.seconds() {
				s.b = tab.appendSecond(s.b, second)
				if err := s.flush(ctx, flushAt); err != nil {
					return err
				}
			}
			o.b = append(s.b, "]}"...)
		}
		if want.rr {
			o.key("rr_intervals")
			s.b = append(o.b, '[')
			if err := s.intervals(ctx, tab); err != nil {
				return err
			}
			o.b = append(s.b, ']')
		}
		s.b = append(o.close(), '}')
		return s.flush(ctx, 0)
	}}
}

// flushAt is how much is gathered before it is sent.
const flushAt = 64 << 10

// sink gathers what is made and sends it in pieces.
type sink struct {
	w io.Writer
	b []byte
}

// flush sends what there is once it is more than some.
func (s *sink) flush(ctx context.Context, least int) error {
	if len(s.b) <= least {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := s.w.Write(s.b)
	s.b = s.b[:0]
	return err
}

func (s *sink) intervals(ctx context.Context, tab *table) error {
	const step = 4096
	clock := 0.0
	for from, n := 0, len(tab.effort.record.RawRR); from < n; from += step {
		s.b, clock = tab.appendIntervals(s.b, from, min(from+step, n), clock)
		if err := s.flush(ctx, flushAt); err != nil {
			return err
		}
	}
	return nil
}
