package world

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"

	"github.com/ergodrome/ergodrome/mockserver/clock"
)

// Config is what the world was made from, defaults filled in and enlarged by
// its services' plans. The copy is the caller's own.
func (w *World) Config() Config { return w.config.clone() }

// Services are those that live here, in the order they were given.
func (w *World) Services() []Service { return w.services }

// Service finds one of the world's services by name.
func (w *World) Service(name string) (Service, bool) {
	for _, s := range w.services {
		if s.Name == name {
			return s, true
		}
	}
	return Service{}, false
}

// Tenant is the service called name as it stands in this world, made when
// first asked for. Its error is a *Missing when there is no such service;
// any other means that the service could not start.
func (w *World) Tenant(name string) (Tenant, error) {
	if t := w.live(name); t != nil {
		return t, nil
	}
	s, ok := w.Service(name)
	if !ok {
		return nil, &Missing{What: fmt.Sprintf("service %.80q", name)}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if t := w.live(name); t != nil {
		return t, nil
	}
	t, err := w.begin(&s)
	if err != nil {
		return nil, fmt.Errorf("world %s: %s: %w", w.Name, name, err)
	}
	w.settle(name, t)
	return t, nil
}

// begin makes the tenant of s as it is at first. That of a fork is a copy of the
// one with which its origin began, so that the credentials are the same.
func (w *World) begin(s *Service) (Tenant, error) {
	if w.origin == "" {
		return s.New(w)
	}
	o := &World{
		Name: w.origin, Seed: w.Seed, Limits: w.Limits, Clock: w.Clock, Data: w.Data, Journal: w.Journal, Faults: w.Faults, Changes: w.Changes,
		config: w.Config(), services: w.services,
	}
	o.config.Name = o.Name
	t, err := s.New(o)
	if err != nil {
		return nil, err
	}
	return t.Fork(w)
}

// Ask finds the service called name in w as the interface T that it and the
// caller both know: what one service wants of another that it must not import.
// It is for the time when a request is answered; while a Service's New runs,
// nothing can be asked yet. Its errors are those of Tenant, and one that says
// that the service is no T.
func Ask[T any](w *World, name string) (T, error) {
	var none T
	tenant, err := w.Tenant(name)
	if err != nil {
		return none, err
	}
	t, ok := tenant.(T)
	if !ok {
		return none, fmt.Errorf("world %s: %s is a %T, which is no %v", w.Name, name, tenant, reflect.TypeFor[T]())
	}
	return t, nil
}

// live is the tenant called name if it has been made, nil otherwise.
func (w *World) live(name string) Tenant {
	if m := w.tenants.Load(); m != nil {
		return (*m)[name]
	}
	return nil
}

// settle publishes a tenant, whose secrets the journal learns first; w.mu is
// held. Readers take no lock, so the map is replaced instead of changed.
func (w *World) settle(name string, t Tenant) {
	next := map[string]Tenant{}
	if m := w.tenants.Load(); m != nil {
		next = maps.Clone(*m)
	}
	next[name] = t
	w.Journal.Redactor().KeepSecrets(t.Secrets()...)
	w.tenants.Store(&next)
}

// Credentials are those of every service that has its own, by service or the
// name that it gives them, ready to use.
func (w *World) Credentials() (map[string]any, error) {
	all := make(map[string]any, len(w.services))
	for _, s := range w.services {
		t, err := w.Tenant(s.Name)
		if err != nil {
			return nil, err
		}
		if c := t.Credentials(); c != nil {
			all[cmp.Or(s.Login, s.Name)] = c
		}
	}
	return all, nil
}

// Reset puts the world back to its beginning: the configured time, the first
// credentials and no other callers, no faults, an empty journal. A fork goes back
// to where its origin began. Exchanges under way finish in the old state; those that
// wait there for a time do so at once.
func (w *World) Reset() error {
	start, err := newClock(w.config)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := start.State()
	w.Clock.Interrupt()
	w.tenants.Store(nil)
	w.Faults.Clear()
	w.Journal.Clear()
	w.Journal.Redactor().Reset()
	_, err = w.Clock.Apply(clock.Change{Freeze: &now.Frozen, Rate: &now.Rate, Set: &now.Now})
	return err
}

// Fork returns a world called name that is a copy of this one: same people,
// time, quotas, faults, credentials and journal, all of its own.
func (w *World) Fork(name string) (*World, error) {
	if err := checkName("name", name); err != nil {
		return nil, err
	}
	f := &World{Name: name, Seed: w.Seed, Limits: w.Limits, Data: w.Data, Changes: w.Changes, config: w.config.clone(), services: w.services}
	f.config.Name, f.origin = name, cmp.Or(w.origin, w.Name)
	w.mu.Lock() // no tenant may appear or vanish half-way
	defer w.mu.Unlock()
	f.Clock = w.Clock.Fork()
	f.Journal, f.Faults = w.Journal.Clone(), w.Faults.Clone()
	m := w.tenants.Load()
	if m == nil {
		return f, nil
	}
	for name, t := range *m {
		copied, err := t.Fork(f)
		if err != nil {
			return nil, fmt.Errorf("world %s: fork %s: %w", w.Name, name, err)
		}
		f.settle(name, copied)
	}
	return f, nil
}

// URLs are the base URLs of the world's services on a server that is reached at
// base ("http://127.0.0.1:8787"): what stands before the vendor's own path.
func (w *World) URLs(base string) map[string]string {
	if w.Name != DefaultName {
		base += worldPath + w.Name
	}
	urls := make(map[string]string, len(w.services))
	for _, s := range w.services {
		urls[s.Name] = base + "/" + s.Name
	}
	return urls
}
