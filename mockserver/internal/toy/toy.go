// Package toy is the smallest service that uses every part of the machinery, for the tests of that machinery.
package toy

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Host is the name of the service's imagined vendor.
const Host = "api.toy.example"

// KeyHeader carries the caller's key.
const KeyHeader = "Toy-Key"

// Service makes toys. Each world's key is made of its seed.
func Service() world.Service {
	router := newRouter()
	return world.Service{
		Name:  "toy",
		Hosts: []string{Host},
		Plan: func(c *world.Config) error {
			if p := c.Profile["toy"]; p != "" && p != "plain" {
				return &world.Invalid{Field: "profile.toy", Reason: fmt.Sprintf("%q is not a profile; use \"plain\"", p)}
			}
			return nil
		},
		New: func(w *world.World) (world.Tenant, error) {
			return &Tenant{world: w, router: router, key: "toy-key-" + strconv.FormatUint(w.Seed, 36), items: map[string]string{}}, nil
		},
	}
}

// Tenant is a box of named items.
type Tenant struct {
	world  *world.World
	router *httpx.Router[*Tenant]
	key    string

	mu    sync.Mutex
	items map[string]string
	calls int
}

// Match implements world.Tenant.
func (t *Tenant) Match(r *http.Request) *httpx.Match { return t.router.Match(r) }

// Answer implements world.Tenant.
func (t *Tenant) Answer(m *httpx.Match, r *http.Request, call httpx.Call) httpx.Response {
	return t.router.Answer(t, m, r, call)
}

// Credentials implements world.Tenant.
func (t *Tenant) Credentials() any { return map[string]string{"key": t.key} }

// Knows implements world.Tenant.
func (t *Tenant) Knows(r *http.Request) bool { return r.Header.Get(KeyHeader) == t.key }

// Secrets implements world.Tenant.
func (t *Tenant) Secrets() []string { return []string{t.key} }

// Steps implements world.Tenant: one that puts an item into the box.
func (t *Tenant) Steps() []world.Step {
	return []world.Step{{
		Method: http.MethodPost, Path: "toy/items/{name}/put", Summary: "Put an item into the box",
		Handle: func(vars map[string]string, body []byte) (any, error) {
			var in struct{ Value string }
			if err := json.Unmarshal(body, &in); err != nil {
				return nil, &world.Invalid{Field: "value", Reason: "send {\"value\":\"...\"}"}
			}
			return map[string]string{"name": vars["name"]}, t.put(vars["name"], in.Value)
		},
	}}
}

func (t *Tenant) put(name, value string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.items[name]; ok {
		return &world.Conflict{Reason: name + " is in the box already"}
	}
	t.items[name] = value
	return nil
}

// Fork implements world.Tenant.
func (t *Tenant) Fork(w *world.World) (world.Tenant, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &Tenant{world: w, router: t.router, key: t.key, items: maps.Clone(t.items), calls: t.calls}, nil
}
