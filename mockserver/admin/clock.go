package admin

import (
	"errors"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// clockChange is what PATCH clock may say. Members are applied in this order.
type clockChange struct {
	Freeze  *bool      `json:"freeze"`
	Rate    *float64   `json:"rate"`
	Set     *time.Time `json:"set"`
	Advance *duration  `json:"advance"`
}

// duration is written as time.ParseDuration reads it.
type duration time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return errors.New(`use a duration such as "6m" or "1h30m"`)
	}
	*d = duration(v)
	return nil
}

func (p *plane) getClock(w *world.World, _ *httpx.Request) (any, error) {
	return w.Clock.State(), nil
}

func (p *plane) setClock(w *world.World, r *httpx.Request) (any, error) {
	var in clockChange
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if in == (clockChange{}) {
		return nil, &world.Invalid{Field: "body", Reason: `say what to change: "advance", "set", "rate" or "freeze"`}
	}
	state, err := w.Clock.Apply(clock.Change{Freeze: in.Freeze, Rate: in.Rate, Set: in.Set, Advance: (*time.Duration)(in.Advance)})
	if err != nil {
		return nil, err
	}
	return state, nil
}
