package sweatstack

import (
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// readTest reads a body in the order of the vendor's models. [confirmed: models of
// the vendor's client]
func (t *tenant) readTest(c *caller) (trial, error) {
	f, err := c.body.Model()
	if err != nil {
		return trial{}, err
	}
	x := trial{owner: c.user.id, creator: c.app(), zone: c.user.zone, tags: []string{}}
	x.title, _ = f.Text("title", false)
	x.sport = t.readSport(f, true)
	x.start, _ = f.Instant("start", t.naive(c), true)
	end, ends := f.Instant("end", t.naive(c), false)
	if r := f.Sub("results"); r != nil {
		x.results = readResults(r)
	}
	if tags := f.Texts("tags"); tags != nil {
		x.tags = tags
	}
	if err := f.Err(); err != nil {
		return x, err
	}
	if ends {
		x.end = end
	}
	x.zone = ownZone(x.start, x.zone)
	return x, nil
}

// readResults reads the results into the JSON that shows them.
func readResults(f *fastapi.Form) []byte {
	o := open(nil)
	for _, name := range markers() {
		m := f.Sub(name)
		if m == nil {
			o.null(name)
			continue
		}
		o.key(name)
		in := open(o.b)
		in.intOr("power", optional(m.Int("power", nil, false)))
		in.floatOr("speed", optional(m.Float("speed", nil, false)))
		in.intOr("heart_rate", optional(m.Int("heart_rate", nil, false)))
		in.floatOr("lactate", optional(m.Float("lactate", nil, false)))
		in.floatOr("vo2", optional(m.Float("vo2", nil, false)))
		o.b = in.close()
	}
	for _, name := range resultNumbers() {
		if name == "heart_rate_max" || name == "critical_power" {
			o.intOr(name, optional(f.Int(name, nil, false)))
		} else {
			o.floatOr(name, optional(f.Float(name, nil, false)))
		}
	}
	return o.close()
}

// createTest keeps a test; one that says no end lasts three hours. [confirmed: notes
// of the vendor's client]
func createTest(t *tenant, c *caller) (any, error) {
	x, err := t.readTest(c)
	if err != nil {
		return nil, err
	}
	x.end = x.until()
	x.id = ofTest.prefix() + t.ids.natural(ofAdded, c.Call.Now, uint64(ofTest)<<56|t.store.number())
	if !t.store.put(recordKey{c.user.id, aboutTest, x.id}, x) {
		return nil, full(c)
	}
	return answer(t, c, &trialView{trial: x}), nil
}

// replaceTest replaces everything but who made it; what is left out is cleared, the
// end, too. [confirmed: notes of the vendor's client]
func replaceTest(t *tenant, c *caller) (any, error) {
	x, err := t.readTest(c)
	if err != nil {
		return nil, err
	}
	old, err := t.ownTest(c)
	if err != nil {
		return nil, err
	}
	x.id, x.creator = old.id, old.creator
	if err := t.change(c, recordKey{c.user.id, aboutTest, x.id}, x, "Test"); err != nil {
		return nil, err
	}
	return said("Test updated"), nil
}
