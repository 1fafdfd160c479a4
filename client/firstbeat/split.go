package firstbeat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// Format is how the vendor writes series. The client reads both alike; list
// is several times larger. [confirmed: OpenAPI 1.1.0]
type Format string

// The formats.
const (
	FormatBinary Format = "binary" // the vendor's default
	FormatList   Format = "list"
)

// ResultsOptions say what to return.
type ResultsOptions struct {
	// Variables names the variables to return; nil means the vendor's default
	// set. Most series are only returned if they are named. A name that the
	// vendor does not know is left out of the answer without a word.
	Variables []string
	// Format is how series travel; "" leaves it to the vendor. An answer that
	// is too large as a list is fetched as binary: the values are the same.
	Format Format
}

// single fetches the results of one measurement or lap.
func (c *Client) single(ctx context.Context, k call, opts *ResultsOptions) (*Results, error) {
	list, err := c.results(ctx, k, value(opts), func(d *Decoder, body []byte) ([]Results, error) {
		r, err := d.Results(body)
		if r == nil {
			return nil, err
		}
		return []Results{*r}, err
	})
	if len(list) == 0 {
		return nil, err
	}
	return &list[0], err
}

// several fetches the results of a session or session lap.
func (c *Client) several(ctx context.Context, k call, opts *ResultsOptions) ([]Results, error) {
	return c.results(ctx, k, value(opts), (*Decoder).SessionResults)
}

// reading decodes a body; with an error, a list that is not nil is what could be read.
type reading func(d *Decoder, body []byte) ([]Results, error)

// results fetches results in as many parts as the vendor's limit makes
// necessary. No URL is sent again once it was refused as too large.
func (c *Client) results(ctx context.Context, k call, o ResultsOptions, read reading) ([]Results, error) {
	if err := names(k.operation, o.Variables); err != nil {
		return nil, err
	}
	if o.Format != "" && o.Format != FormatBinary && o.Format != FormatList {
		return nil, invalid(k.operation, "format %.20q is neither binary nor list", o.Format)
	}
	k.results = true
	o.Variables = unique(o.Variables)
	return c.part(ctx, k, o, read)
}

// part fetches the results for some variables.
func (c *Client) part(ctx context.Context, k call, o ResultsOptions, read reading) ([]Results, error) {
	var q query
	q.list("var", o.Variables)
	q.text("format", string(o.Format))
	k.query = q.String()
	r, err := c.do(ctx, k)
	if err == nil {
		defer r.Release()
		return c.read(k, r, read)
	}
	if !tooLarge(err) {
		return nil, err
	}
	if o.Format == FormatList {
		o.Format = FormatBinary
		return c.part(ctx, k, o, read)
	}
	if len(o.Variables) < 2 {
		e, _ := errors.AsType[*apierr.Error](err)
		if len(o.Variables) == 1 {
			e.Remedy = fmt.Sprintf("variable %.64s is too large by itself", o.Variables[0])
		} else {
			e.Remedy = "name the variables to return, so that the answer can be had in parts"
		}
		return nil, e
	}
	half := len(o.Variables) / 2
	var all []Results
	var faults []error
	for _, names := range [][]string{o.Variables[:half], o.Variables[half:]} {
		o.Variables = names
		list, err := c.part(ctx, k, o, read)
		if list == nil {
			return nil, err // a part that is missing is not a result
		}
		all = merge(all, list)
		if parts(all) > maxParts {
			return nil, c.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: http.StatusOK, Message: fmt.Sprintf("OK, but more than %d measurements and variables", maxParts)})
		}
		faults = append(faults, err)
	}
	return all, combined(faults)
}

// read decodes an answer. A fault of a variable becomes an error beside the others.
func (c *Client) read(k call, r *transport.Response, read reading) ([]Results, error) {
	d, ok := c.decoders.Get().(*Decoder)
	if !ok {
		d = NewDecoder()
	}
	defer c.decoders.Put(d)
	list, err := read(d, r.Body)
	if err != nil {
		return list, c.undecodable(k, r, err)
	}
	return list, nil
}

// tooLarge reports whether asking for less can help. A gateway that gave up
// is how a heavy query ended before there was a status for it.
// [confirmed: OpenAPI 1.0.0]
func tooLarge(err error) bool {
	e, ok := errors.AsType[*apierr.Error](err)
	return ok && (e.Kind == apierr.ErrTooLarge || e.StatusCode == http.StatusGatewayTimeout)
}

// merge adds the variables of a part to the measurements that are there.
func merge(all, part []Results) []Results {
	type key struct{ measurement, athlete, lap int64 }
	of := func(r *Results) key { return key{r.MeasurementID, r.AthleteID, r.LapID} }
	places := make(map[key]int, len(all))
	for i := range all {
		places[of(&all[i])] = i
	}
	for i := range part {
		r := &part[i]
		at, there := places[of(r)]
		if !there {
			places[of(r)] = len(all)
			all = append(all, *r)
			continue
		}
		all[at].Variables = all[at].Variables.with(r.Variables)
	}
	return all
}

// parts counts what is bounded in one body, over several.
func parts(all []Results) int {
	n := len(all)
	for i := range all {
		n += len(all[i].Variables)
	}
	return n
}

// with adds the variables of names that are not there.
func (v Variables) with(more Variables) Variables {
	names := make(map[string]bool, len(v)+len(more))
	for _, x := range v {
		names[x.Name] = true
	}
	for _, x := range more {
		if !names[x.Name] {
			v = append(v, x)
		}
		names[x.Name] = true
	}
	return v
}

// combined joins the faults of parts in one error of the first one's kind.
func combined(faults []error) error {
	faults = slices.DeleteFunc(faults, func(err error) bool { return err == nil })
	if len(faults) == 0 {
		return nil
	}
	first, ok := errors.AsType[*apierr.Error](faults[0])
	if !ok || len(faults) == 1 {
		return faults[0]
	}
	joined := *first
	var causes []error
	for _, f := range faults {
		if e, ok := errors.AsType[*apierr.Error](f); ok {
			causes = append(causes, e.Err)
		}
	}
	joined.Err = errors.Join(causes...)
	return &joined
}

// names refuses names that would be taken for several, or for none.
func names(operation string, list []string) error {
	for _, name := range list {
		if name == "" || strings.ContainsAny(name, ", ") {
			return invalid(operation, "%.64q is no name: it is empty or has a comma or a space", name)
		}
	}
	return nil
}

// unique returns the names in their order, each once.
func unique(list []string) []string {
	var out []string
	for _, name := range list {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
