package fault

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// longest bounds every duration, maxRules every set.
const (
	longest  = 10 * 365 * 24 * time.Hour
	maxRules = 1000
)

// check returns the first thing wrong with r as an *Invalid below field.
func (r *Rule) check(field string) error {
	bad := func(at, format string, args ...any) error {
		return &Invalid{field + at, fmt.Sprintf(format, args...)}
	}
	if r.After < 0 {
		return bad(".after", "%d is negative", r.After)
	}
	if r.Times < 0 {
		return bad(".times", "%d is negative; 0 means every time", r.Times)
	}
	if p := r.Probability; p != nil && !(*p > 0 && *p <= 1) {
		return bad(".probability", "%v is not in (0, 1]", *p)
	}
	if _, err := parseGlob(r.Match.Path); err != nil {
		return bad(".match.path", "%v", err)
	}
	if m := r.Match.Method; m != "" && (!token(m) || m != strings.ToUpper(m)) {
		return bad(".match.method", "%q is not a method in capitals", m)
	}
	return r.Do.check(bad)
}

type complain = func(at, format string, args ...any) error

func (d *Do) check(bad complain) error {
	if !d.answers() && !d.damages() && !d.frames() && !d.Reset && d.Delay == 0 && len(d.Headers) == 0 && d.Coding == "" {
		return bad(".do", "does nothing: say what goes wrong")
	}
	for _, step := range []func(complain) error{d.checkAnswer, d.checkFraming, d.checkTimes, d.checkDamage} {
		if err := step(bad); err != nil {
			return err
		}
	}
	return nil
}

func (d *Do) checkAnswer(bad complain) error {
	if d.Status != 0 && (d.Status < 200 || d.Status > 599) {
		return bad(".do.status", "%d is not in [200, 599]", d.Status)
	}
	if d.Body != nil && d.BodyBase64 != "" {
		return bad(".do.bodyBase64", "there is a body already: give one of the two")
	}
	if d.Body != nil && !json.Valid(d.Body) {
		return bad(".do.body", "is not JSON; write raw text as a JSON string")
	}
	if _, err := base64.StdEncoding.DecodeString(d.BodyBase64); err != nil {
		return bad(".do.bodyBase64", "is not base64: %v", err)
	}
	if (len(d.Body) > 0 || d.BodyBase64 != "") && (d.Status == 204 || d.Status == 304) {
		return bad(".do.body", "an answer with status %d has no body", d.Status)
	}
	for name, value := range d.Headers {
		at := fmt.Sprintf(".do.headers[%q]", name)
		switch {
		case !token(name):
			return bad(at, "is not a header name")
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			return bad(at, "has a control character in its value")
		case strings.EqualFold(name, "Content-Length"), strings.EqualFold(name, "Transfer-Encoding"):
			return bad(at, "is framing: use contentLength, truncateAt or cutChunked")
		}
	}
	return nil
}

func (d *Do) checkFraming(bad complain) error {
	first := ""
	for _, f := range []struct {
		name string
		n    *int64
	}{{"truncateAt", d.TruncateAt}, {"resetAfter", d.ResetAfter}, {"cutChunked", d.CutChunked}, {"contentLength", d.ContentLength}} {
		switch {
		case f.n == nil:
			continue
		case *f.n < 0:
			return bad(".do."+f.name, "%d is negative", *f.n)
		case first != "":
			return bad(".do."+f.name, "cannot be combined with %s", first)
		case d.Reset:
			return bad(".do."+f.name, "cannot be combined with reset, which sends nothing")
		}
		first = f.name
	}
	if d.DropLast < 0 {
		return bad(".do.dropLast", "%d is negative", d.DropLast)
	}
	if d.Reset && (d.answers() || d.damages() || d.frames() || d.Coding != "" || len(d.Headers) > 0) {
		return bad(".do.reset", "sends nothing: it can be combined with delay only")
	}
	switch name, claim := strings.CutPrefix(d.Coding, "claim:"); {
	case d.Coding == "", d.Coding == "gzip", d.Coding == "deflate", d.Coding == "raw-deflate":
	case claim && token(name):
	default:
		return bad(".do.coding", "%q is not gzip, deflate, raw-deflate or claim:NAME", d.Coding)
	}
	return nil
}

func (d *Do) checkTimes(bad complain) error {
	times := map[string]Duration{"delay": d.Delay, "slowHeaders": d.SlowHeaders}
	if s := d.Slow; s != nil {
		times["slow.stallFor"] = s.StallFor
		switch {
		case s.BytesPerSecond != 0 && !(s.BytesPerSecond >= 1e-3 && s.BytesPerSecond <= 1e12):
			return bad(".do.slow.bytesPerSecond", "%v is not in [0.001, 1e12]", s.BytesPerSecond)
		case s.StallAt != nil && *s.StallAt < 0:
			return bad(".do.slow.stallAt", "%d is negative", *s.StallAt)
		case s.StallAt == nil && s.StallFor != 0:
			return bad(".do.slow.stallFor", "needs stallAt")
		case s.StallAt == nil && s.BytesPerSecond == 0:
			return bad(".do.slow", "does nothing: give bytesPerSecond or stallAt")
		}
	}
	for at, v := range times {
		if v < 0 || time.Duration(v) > longest {
			return bad(".do."+at, "%v is not in [0, %v]", time.Duration(v), longest)
		}
	}
	return nil
}

func (d *Do) checkDamage(bad complain) error {
	for i := range d.Patch {
		if at, err := d.Patch[i].check(); err != nil {
			return bad(fmt.Sprintf(".do.patch[%d]%s", i, at), "%v", err)
		}
	}
	for i, c := range d.Corrupt {
		at := fmt.Sprintf(".do.corrupt[%d]", i)
		value, whole := valueDamage(c.Kind) != nil, bodyDamage(c.Kind) != nil
		switch {
		case !value && !whole:
			return bad(at+".kind", "%q is no kind of damage", c.Kind)
		case whole && (c.Member != "" || c.Name != ""):
			return bad(at+".member", "%s damages the whole body", c.Kind)
		case c.Bytes < 0:
			return bad(at+".bytes", "%d is negative", c.Bytes)
		case c.Bytes != 0 && c.Kind != ZlibTruncate && c.Kind != JSONTruncate && c.Kind != TrailingBytes:
			return bad(at+".bytes", "%s takes no number of bytes", c.Kind)
		case c.Bytes > 1<<20:
			return bad(at+".bytes", "%d is more than %d", c.Bytes, 1<<20)
		case c.Bits != 0 && c.Kind != Bits:
			return bad(at+".bits", "only the kind bits claims a width")
		case c.Kind == Type && c.Type == "":
			return bad(at+".type", "is missing: say what to claim")
		case c.Kind != Type && c.Type != "":
			return bad(at+".type", "only the kind type claims a type")
		}
	}
	return nil
}

// token says whether s is a token of RFC 9110, section 5.6.2.
func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
