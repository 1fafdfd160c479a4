// Package consent is what authorization servers have in common where a person decides: the frame of their pages, and
// decisions that somebody took beforehand.
package consent

import "sync"

// Order is what a person does when the next authorization request comes, without a
// browser: the control plane says so beforehand.
type Order struct {
	Client  string
	User    string   // empty: the first who can
	Scopes  []string // nil: all that is asked for
	Decline bool
	Times   int
	Why     string
}

// MaxOrders bounds the orders that wait.
const MaxOrders = 1_000

// Orders wait for authorization requests, in the order of their arrival.
type Orders struct {
	mu   sync.Mutex
	list []Order
}

// Add puts an order at the end. It answers false when there are too many.
func (o *Orders) Add(next Order) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.list) >= MaxOrders {
		return false
	}
	o.list = append(o.list, next)
	return true
}

// Take uses up the first order for a client that fits.
func (o *Orders) Take(client string, fits func(Order) bool) (Order, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.list {
		if found := o.list[i]; found.Client == client && fits(found) {
			if o.list[i].Times--; o.list[i].Times <= 0 {
				o.list = append(o.list[:i:i], o.list[i+1:]...)
			}
			return found, true
		}
	}
	return Order{}, false
}

// Clear forgets all orders.
func (o *Orders) Clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = nil
}

// All are the orders that wait.
func (o *Orders) All() []Order {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]Order(nil), o.list...)
}

// Fork is a copy that goes its own way.
func (o *Orders) Fork() *Orders { return &Orders{list: o.All()} }
