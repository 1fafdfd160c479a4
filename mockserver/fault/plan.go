package fault

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Plan is what goes wrong with one exchange. It belongs to one goroutine.
// Methods of a nil Plan do what a faultless exchange needs.
type Plan struct {
	Rules []string      // names of the rules at work, in order
	Delay time.Duration // world time to wait before anything else
	// Reset tells Write to reset the connection: nothing needs to be answered.
	Reset bool
	// Last, where it is set, is called once, right before Write releases what
	// lets the caller take the answer as over: the last bytes that it needs, the
	// end of the connection or its reset. Sent then tells what will have been
	// sent. It is not called when Write fails earlier.
	Last func()

	set     *Set
	hits    []*hit
	settled bool

	answer  *Do
	framing *Do // which has one of the four that break framing
	slow    *Slow
	headers time.Duration // SlowHeaders
	drop    *hit
	coding  *hit

	sentHeader http.Header
	sentBody   []byte
	halt       int64 // the part of the body after which nothing more comes
	ending     bool  // Last was called
}

// hit is one rule's part in a plan.
type hit struct {
	rule    *active
	do      *Do
	waiting bool // damage was asked for and has not been tried
	miss    string
}

// takes says whether what d does can be combined with what is planned.
func (p *Plan) takes(d *Do) bool {
	delayOnly := !d.answers() && !d.damages() && !d.frames() && !d.Reset && len(d.Headers) == 0 && d.Coding == ""
	switch {
	case delayOnly:
		return true
	case p.Reset:
		return false
	case d.Reset:
		return !p.acts()
	case d.answers() && p.answer != nil, d.breaks() && p.framing != nil, d.Slow != nil && p.slow != nil,
		d.SlowHeaders != 0 && p.headers != 0, d.DropLast != 0 && p.drop != nil, d.Coding != "" && p.coding != nil:
		return false
	}
	return true
}

// acts says whether anything but a delay is planned.
func (p *Plan) acts() bool {
	for _, h := range p.hits {
		if d := h.do; d.answers() || d.damages() || d.frames() || d.Reset || len(d.Headers) > 0 || d.Coding != "" {
			return true
		}
	}
	return false
}

// breaks says whether one of the four that break framing is set.
func (d *Do) breaks() bool {
	return d.TruncateAt != nil || d.ResetAfter != nil || d.CutChunked != nil || d.ContentLength != nil
}

func (p *Plan) add(a *active) {
	d := &a.Do
	h := &hit{rule: a, do: d, waiting: d.damages()}
	p.hits = append(p.hits, h)
	p.Rules = append(p.Rules, a.Name)
	p.Delay = min(p.Delay+time.Duration(d.Delay), longest)
	p.Reset = p.Reset || d.Reset
	if d.answers() {
		p.answer = d
	}
	if d.breaks() {
		p.framing = d
	}
	if d.Slow != nil {
		p.slow = d.Slow
	}
	if d.SlowHeaders != 0 {
		p.headers = time.Duration(d.SlowHeaders)
	}
	if d.DropLast != 0 {
		p.drop = h
	}
	if d.Coding != "" {
		p.coding = h
	}
}

// Answer is what to send instead of asking the vendor, damage included; ok is
// false when the vendor is to answer.
func (p *Plan) Answer() (status int, header http.Header, body []byte, ok bool) {
	if p == nil || p.answer == nil {
		return 0, nil, nil, false
	}
	d := p.answer
	status, header = d.Status, http.Header{}
	if status == 0 {
		status = http.StatusOK
	}
	var text string
	switch {
	case d.BodyBase64 != "":
		body, _ = base64.StdEncoding.DecodeString(d.BodyBase64) // checked by Put
		header.Set("Content-Type", "application/octet-stream")
	case d.Body != nil && json.Unmarshal(d.Body, &text) == nil && d.Body[0] == '"':
		body = []byte(text)
		header.Set("Content-Type", "text/plain; charset=utf-8")
	case d.Body != nil:
		body = d.Body
		header.Set("Content-Type", "application/json")
	}
	p.override(header)
	if damage := p.DamageFunc(); damage != nil && len(body) > 0 {
		body = damage(header.Get("Content-Type"), body)
	}
	return status, header, body, true
}

// DamageFunc spoils a body before any content coding; nil when no rule asks for
// it. It returns the body as it was where nothing in it can be damaged so, and
// Misses then tells why.
func (p *Plan) DamageFunc() func(mediaType string, body []byte) []byte {
	if p == nil {
		return nil
	}
	var wanting []*hit
	for _, h := range p.hits {
		if h.waiting {
			wanting = append(wanting, h)
		}
	}
	if wanting == nil {
		return nil
	}
	return func(_ string, body []byte) []byte {
		for _, h := range wanting {
			h.waiting = false
			if spoilt, err := h.do.damage(body); err == nil {
				body = spoilt
			} else {
				h.miss = err.Error()
			}
		}
		return body
	}
}

// Identity says that Coding will be applied to the body, so that the vendor
// should be asked for an answer without content coding.
func (p *Plan) Identity() bool { return p != nil && p.coding != nil }

// Misses tells which rules could not do what they should, and why.
func (p *Plan) Misses() []string {
	if p == nil {
		return nil
	}
	var list []string
	for _, h := range p.hits {
		if h.miss != "" {
			list = append(list, fmt.Sprintf("%s: %s", h.rule.Name, h.miss))
		}
	}
	return list
}

// Settle counts the plan's rules as applied or missed. Write does so before the
// first byte is sent; a plan that is given up needs it too. Only the first call
// counts.
func (p *Plan) Settle() {
	if p == nil || p.settled {
		return
	}
	p.settled = true
	p.set.mu.Lock()
	defer p.set.mu.Unlock()
	for _, h := range p.hits {
		if h.waiting {
			h.miss = "no body came to be damaged"
		}
		h.rule.pending--
		if h.miss == "" {
			h.rule.Applied++
		} else {
			h.rule.Missed++
			h.rule.LastMiss = h.miss
		}
	}
}

// override sets and takes away headers as the rules say.
func (p *Plan) override(header http.Header) {
	for _, h := range p.hits {
		for name, value := range h.do.Headers {
			if header.Del(name); value != "" {
				header.Set(name, value)
			}
		}
	}
}

// end says that no more than body is sent, or less if it halts, and that the
// caller is about to have what it needs of it.
func (p *Plan) end(body []byte) {
	if p.ending {
		return
	}
	p.ending = true
	p.sentBody = body[:min(int64(len(body)), p.halt)]
	if p.Last != nil {
		p.Last()
	}
}

// Sent is what Write has handed over: the header as it was completed, and the
// body before framing, up to where it was cut. They must not be changed.
func (p *Plan) Sent() (header http.Header, body []byte) {
	if p == nil {
		return nil, nil
	}
	return p.sentHeader, p.sentBody
}

// Wordless tells whether the planned answer is a status alone, so that whoever
// knows the vendor may find its words.
func (p *Plan) Wordless() bool {
	return p != nil && p.answer != nil && p.answer.Status != 0 && p.answer.Body == nil && p.answer.BodyBase64 == "" && p.answer.Coding == ""
}
