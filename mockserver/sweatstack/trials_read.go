package sweatstack

import "github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"

func listTests(t *tenant, c *caller) (any, error) {
	f := c.dates(t)
	f.sports, f.tags = c.sports(t, false), c.query.Texts("tags")
	creator, by := c.query.Text("created_by")
	limit, offset := c.page(t, usualTests, mostTests)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	var chosen []value
	for _, x := range t.trials(&c.user, c.Call.Now) {
		if f.has(t, x.start, x.zone, x.sport, x.tags) && (!by || x.creator == creator) {
			chosen = append(chosen, &trialView{trial: x})
		}
	}
	return list(t, c, cut(chosen, limit, offset)), nil
}

// theTest finds the one that the path names.
func (t *tenant) theTest(c *caller) (trial, error) { return t.testOf(c, c.Vars["test_id"]) }

// ownTest is theTest for who may change it: what an app has made, that app alone
// may. [confirmed: notes of the vendor's client; inferred: the status and the words]
func (t *tenant) ownTest(c *caller) (trial, error) {
	x, err := t.theTest(c)
	if err == nil && x.creator != "" && x.creator != c.app() {
		c.Call.Exchange.Decide("app", "refuse", "the test was made by the app "+x.creator)
		return x, forbidden("Test belongs to another application")
	}
	return x, err
}

func (t *tenant) testOf(c *caller, id string) (trial, error) {
	for _, x := range t.trials(&c.user, c.Call.Now) {
		if x.id == id {
			return x, nil
		}
	}
	c.Call.Exchange.Decide("test", "refuse", "the user has no test with this identifier")
	return trial{}, notFound("Test")
}

// getTest shows a test with the activities that it overlaps and its traces: those
// that name it or, naming none, lie within; or the former alone. [confirmed: the
// vendor's client]
func getTest(t *tenant, c *caller) (any, error) {
	resolution := c.query.Word("traces", fastapi.Enum, []string{"auto", "linked"})
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	x, err := t.theTest(c)
	if err != nil {
		return nil, err
	}
	v := &trialView{trial: x, details: true}
	for _, tr := range t.traces(&c.user, c.Call.Now) {
		if tr.testID == x.id || resolution != "linked" && tr.testID == "" && x.has(tr.at) {
			v.traces = append(v.traces, tr)
		}
	}
	for _, a := range t.activities(&c.user, c.Call.Now) {
		if a.start.Before(x.until()) && x.start.Before(a.end) {
			v.activities = append(v.activities, a)
		}
	}
	return answer(t, c, v), nil
}

// deleteTest answers with words, other than elsewhere. [confirmed: notes of the
// vendor's client]
func deleteTest(t *tenant, c *caller) (any, error) {
	x, err := t.ownTest(c)
	if err != nil {
		return nil, err
	}
	if err := t.change(c, recordKey{c.user.id, aboutTest, x.id}, nil, "Test"); err != nil {
		return nil, err
	}
	return said("Test deleted"), nil
}

func testTarget(t *tenant, c *caller) (metaKey, error) {
	x, err := t.theTest(c)
	return metaKey{c.app(), aboutTest, x.id}, err
}
