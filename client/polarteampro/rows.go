package polarteampro

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Rows returns the samples of a player's session row by row, as they arrive:
// memory does not grow with the session. samples are those of
// [PlayerSessionsService.Get], and are all if none is named. A row is valid
// until the next.
//
// If the answer breaks off, the range ends with an error; the rows before it
// are a part, and cannot be had again but from the start.
//
// GET /v1/training_sessions/{player_session_id}
func (s *PlayerSessionsService) Rows(ctx context.Context, playerSessionID string, samples ...string) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		if len(samples) == 0 {
			samples = []string{AllSamples}
		}
		k, err := detail("GetPlayerSession", playerSessionID, samples)
		if err != nil {
			yield(nil, err)
			return
		}
		k.stream = true
		r, err := s.client.do(ctx, k)
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.Release()
		err = rows(stream(r.Stream), yield)
		if err == nil || errors.Is(err, errStopped) {
			return
		}
		if e, ok := errors.AsType[*apierr.Error](err); ok {
			yield(nil, s.client.name(k, e))
			return
		}
		yield(nil, s.client.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: http.StatusOK, Err: err}))
	}
}

var (
	errStopped  = errors.New("the caller has enough")
	errNoFields = errors.New("the samples have values before fields")
	errNoData   = errors.New("the answer has no data")
)

// rows finds data.samples in an answer and yields its rows.
func rows(in *input, yield func(*Row, error) bool) error {
	var t *table
	var data bool
	table := func(key string) error {
		switch {
		case key == "fields" && in.peek() == '[':
			var fields []string
			err := in.array(func() error {
				kind, raw, err := in.cell()
				if err == nil && kind != '"' {
					err = in.wrong("a field has no name")
				}
				fields = append(fields, string(raw))
				return err
			})
			t = newTable(fields)
			return err
		case key == "values" && in.peek() == '[':
			if t == nil {
				return errNoFields
			}
			return in.array(func() error {
				row, err := t.read(in)
				if err == nil && !yield(row, nil) {
					err = errStopped
				}
				return err
			})
		}
		return in.skip(0)
	}
	err := in.object(func(key string) error {
		if key != "data" || in.peek() != '{' {
			return in.skip(0)
		}
		data = true
		return in.object(func(key string) error {
			if key != "samples" || in.peek() != '{' {
				return in.skip(0)
			}
			return in.object(table)
		})
	})
	if err == nil {
		err = in.end()
	}
	if err == nil && !data {
		err = errNoData
	}
	return err
}
