package sweatstack

import "sync"

// order is what a person does when the next authorization request comes, without
// a browser: the control plane says so beforehand.
type order struct {
	client  string
	user    string   // empty: the first who can
	scopes  []string // nil: all that is asked for
	decline bool
	times   int
	why     string
}

// maxOrders bounds the orders that wait.
const maxOrders = 1_000

// orders wait for authorization requests, in the order of their arrival.
type orders struct {
	mu   sync.Mutex
	list []order
}

// add puts an order at the end. It answers false when there are too many.
func (o *orders) add(next order) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.list) >= maxOrders {
		return false
	}
	o.list = append(o.list, next)
	return true
}

// take uses up the first order for a client that fits.
func (o *orders) take(client string, fits func(order) bool) (order, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.list {
		if found := o.list[i]; found.client == client && fits(found) {
			if o.list[i].times--; o.list[i].times <= 0 {
				o.list = append(o.list[:i:i], o.list[i+1:]...)
			}
			return found, true
		}
	}
	return order{}, false
}

func (o *orders) clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = nil
}

func (o *orders) all() []order {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]order(nil), o.list...)
}

func (o *orders) fork() *orders { return &orders{list: o.all()} }
