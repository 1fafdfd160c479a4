package world

import (
	"fmt"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// ReadProfile is how an exchange notes that its answer turned on the world's profile of the service.
const ReadProfile = journal.Reads(1) << 63

// ReadSwitch is how it notes a switch, by its place among the service's.
func ReadSwitch(i int) journal.Reads { return 1 << i }

// Choice is a value of a switch on its way into settings.
type Choice struct {
	Value string
	reads journal.Reads
}

// OfProfile is the choice where the profile decides what it means.
func (c Choice) OfProfile() Choice {
	c.reads |= ReadProfile
	return c
}

// Profile is the choice of a profile.
func Profile(name string) Choice { return Choice{name, ReadProfile} }

// Chosen is one of a world's settings, which an exchange can note that it has read. It is written
// once, before the world answers.
type Chosen[T any] struct {
	value T
	reads journal.Reads
}

// Put sets it. Where several choices make one setting, who reads it reads all of them.
func (x *Chosen[T]) Put(value T, by Choice) { x.value, x.reads = value, x.reads|by.reads }

// In is the setting as an exchange reads it; without one nobody notes it.
func (x *Chosen[T]) In(e *journal.Exchange) T {
	if e != nil {
		e.Reads |= x.reads
	}
	return x.value
}

// Plain is the setting where no exchange reads it: when a world begins.
func (x *Chosen[T]) Plain() T { return x.value }

// Met is a tenant as an exchange meets it: where its world chose something, a copy in which note
// enters the exchange; else the tenant itself, which has nothing to note.
func Met[T any](tenant *T, chose bool, by *journal.Exchange, note func(met *T)) *T {
	if !chose || by == nil {
		return tenant
	}
	met := *tenant
	note(&met)
	return &met
}

// What a switch may set is mostly one of these; S is what field finds its place in.

// OnOff enters whether it is the second of two values.
func OnOff[S any](_, on string, field func(*S) *Chosen[bool]) func(*S, Choice) error {
	return func(s *S, c Choice) error { field(s).Put(c.Value == on, c); return nil }
}

// Word enters a value as it is.
func Word[S any](field func(*S) *Chosen[string]) func(*S, Choice) error {
	return func(s *S, c Choice) error { field(s).Put(c.Value, c); return nil }
}

// OneOf enters what a value stands for.
func OneOf[S, T any](values map[string]T, field func(*S) *Chosen[T]) func(*S, Choice) error {
	return func(s *S, c Choice) error { field(s).Put(values[c.Value], c); return nil }
}

// Whole enters a whole number in a range.
func Whole[S any](least, most int, field func(*S) *Chosen[int]) func(*S, Choice) error {
	return func(s *S, c Choice) error {
		n, err := strconv.Atoi(c.Value)
		if err != nil || n < least || n > most {
			return fmt.Errorf("%q is not a whole number from %d to %d", c.Value, least, most)
		}
		field(s).Put(n, c)
		return nil
	}
}

// Duration enters a duration in a range, of which example is one.
func Duration[S any](least, most time.Duration, example string, field func(*S) *Chosen[time.Duration]) func(*S, Choice) error {
	return func(s *S, c Choice) error {
		d, err := time.ParseDuration(c.Value)
		if err != nil || d < least || d > most {
			return fmt.Errorf("%q is not a duration from %s to %s, such as %s", c.Value, least, most, example)
		}
		field(s).Put(d, c)
		return nil
	}
}
