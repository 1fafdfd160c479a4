package sweatstack

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Local is a wall-clock time whose zone is unknown.
type Local struct{ Wall string }

// Duration is a length of time.
type Duration time.Duration

// activity gives the members of an activity their types, and drops nulls.
func (c *Client) activity(a Item) (Item, error) {
	out, err := c.tidy(a)
	if err != nil {
		return nil, err
	}
	if c.M.Has("closed-sports") {
		known := []string{"cycling", "running", "walking", "rowing", "swimming", "generic", "cross_country_skiing", "unknown"}
		sport, _ := out["sport"].(string)
		if root, _, _ := strings.Cut(sport, "."); !slices.Contains(known, root) {
			delete(out, "sport")
		}
	}
	return out, nil
}

func (c *Client) tidy(o Item) (Item, error) {
	for name, v := range o {
		switch v := v.(type) {
		case nil:
			if c.M.Has("null-is-empty-object") {
				o[name] = Item{"mean": json.Number("0"), "max": json.Number("0")}
				continue
			}
			delete(o, name)
		case string:
			typed, err := c.word(name, v)
			if err != nil {
				return nil, err
			}
			o[name] = typed
		case Item:
			if name == "app_metadata" {
				continue
			}
			if _, err := c.tidy(v); err != nil {
				return nil, err
			}
		case []any:
			for i := range v {
				if inner, ok := v[i].(Item); ok {
					if _, err := c.tidy(inner); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return o, nil
}

func (c *Client) word(name, v string) (any, error) {
	switch {
	case name == "duration":
		return c.duration(v)
	case name == "start" || name == "end" || name == "timestamp":
		if c.M.Has("millis-only") {
			if t, err := time.Parse("2006-01-02T15:04:05.000Z07:00", v); err == nil {
				return t, nil
			}
			return nil, nil
		}
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t, nil
		}
	case strings.HasSuffix(name, "_local"):
		if t, err := time.Parse(clock+".999999999", v); err == nil {
			if c.M.Has("wall-clock-as-utc") {
				return t, nil
			}
			return Local{t.Format(clock + ".999999999")}, nil
		}
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil { // one with a zone shows its clock
			return Local{t.Format(clock + ".999999999")}, nil
		}
	}
	return v, nil
}

const clock = "2006-01-02T15:04:05"

var iso = lazyregexp.New(`^([-+]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)

// duration reads an ISO 8601 duration exactly. A year has 365 days and a month 30,
// as the vendor's software writes them.
func (c *Client) duration(s string) (any, error) {
	if c.M.Has("durations-without-days") && strings.Contains(s, "D") {
		return Duration(0), nil
	}
	m := iso.FindStringSubmatch(s)
	if m == nil || strings.HasSuffix(s, "P") || strings.HasSuffix(s, "T") {
		return nil, caller.Undecodable("a duration is not ISO 8601")
	}
	total := new(big.Rat)
	const day = 24 * 60 * 60
	for i, seconds := range []int64{365 * day, 30 * day, 7 * day, day, 3600, 60, 1} {
		if n, ok := new(big.Rat).SetString(m[2+i]); ok && m[2+i] != "" {
			total.Add(total, n.Mul(n, new(big.Rat).SetInt64(seconds)))
		}
	}
	if c.M.Has("whole-seconds") {
		total = new(big.Rat).SetInt(new(big.Int).Quo(total.Num(), total.Denom()))
	}
	total.Mul(total, new(big.Rat).SetInt64(int64(time.Second)))
	text := new(big.Int).Quo(total.Num(), total.Denom()).String()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, caller.Undecodable("a duration is too long")
	}
	if m[1] == "-" {
		n = -n
	}
	return Duration(n), nil
}
