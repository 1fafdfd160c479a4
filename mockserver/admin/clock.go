package admin

import (
	"errors"
	"fmt"
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
	var c clockChange
	if err := decode(r, &c); err != nil {
		return nil, err
	}
	if err := c.check(w.Clock.Now()); err != nil {
		return nil, err
	}
	if c.Freeze != nil && *c.Freeze {
		w.Clock.Freeze()
	}
	if c.Rate != nil {
		if err := w.Clock.SetRate(*c.Rate); err != nil {
			return nil, &world.Invalid{Field: "rate", Reason: err.Error()}
		}
	}
	if c.Set != nil {
		w.Clock.Set(*c.Set)
	}
	if c.Advance != nil {
		w.Clock.Advance(time.Duration(*c.Advance))
	}
	if c.Freeze != nil && !*c.Freeze {
		w.Clock.Thaw()
	}
	return w.Clock.State(), nil
}

// check refuses a change before any part of it is made.
func (c *clockChange) check(now time.Time) error {
	if c.Freeze == nil && c.Rate == nil && c.Set == nil && c.Advance == nil {
		return &world.Invalid{Field: "body", Reason: `say what to change: "advance", "set", "rate" or "freeze"`}
	}
	if c.Rate != nil && !(*c.Rate > 0 && *c.Rate <= clock.MaxRate) {
		return &world.Invalid{Field: "rate", Reason: fmt.Sprintf("must be above 0 and at most %g; freeze the clock to stop it", float64(clock.MaxRate))}
	}
	field := "advance"
	if c.Set != nil {
		field, now = "set", *c.Set
	}
	if c.Advance != nil {
		now = now.Add(time.Duration(*c.Advance))
	}
	if now = now.UTC(); now.Year() < 1 || now.Year() > 9999 {
		return &world.Invalid{Field: field, Reason: "the clock shows the years 1 to 9999"}
	}
	return nil
}
