package polarteampro

import "slices"

// page is where in a list an answer is. [confirmed: document 1.0.2,
// paginationResponse]
type page struct {
	number, size, total int
}

func (p *page) appendJSON(t *tenant, b []byte) []byte {
	pages := (p.total + p.size - 1) / p.size
	if p.total == 0 && t.set.onePage.In(t.x) {
		pages = 1
	}
	o := t.open(b)
	o.int("per_page", p.size)
	o.int("total_elements", p.total)
	o.int("page_number", p.number)
	o.int("total_pages", pages)
	return o.close()
}

// paged is a part of a list of things, with where it is. A page past the end is
// empty, with the true totals. [inferred]
type paged[T value] struct {
	page
	list []T
}

func (p paged[T]) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	o.array("data", len(p.list), func(i int, b []byte) []byte { return p.list[i].appendJSON(t, b) })
	o.key("page")
	o.b = p.page.appendJSON(t, o.b)
	return o.close()
}

// cut is the part of a list of n that a page has.
func (p *page) cut(n int) (from, to int) {
	p.total = n
	from = min(min(p.number, n)*p.size, n) // which does not overflow, however far past the end
	return from, min(from+p.size, n)
}

// paginate cuts a list that is in ascending order, and looks up what is on the page.
func paginate[T value](t *tenant, p page, all []entry, look func(e entry) (T, bool)) paged[T] {
	if t.set.newestFirst.In(t.x) {
		slices.Reverse(all)
	}
	from, to := p.cut(len(all))
	list := make([]T, 0, to-from)
	for _, e := range all[from:to] {
		if x, ok := look(e); ok {
			list = append(list, x)
		}
	}
	return paged[T]{p, list}
}
