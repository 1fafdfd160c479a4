package sweatstack

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// overheard is a body whose beginning is kept as it is read.
type overheard struct {
	io.ReadCloser
	said *[]byte
}

func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.ReadCloser.Read(p)
	if len(*o.said) < 64<<10 {
		*o.said = append(*o.said, p[:n]...)
	}
	return n, err
}

// explained adds the vendor's words to a refusal: a sentence, or a list of what is
// wrong with the request.
func (c *Client) explained(err error, heard []byte) error {
	e, ok := errors.AsType[*caller.Error](err)
	if !ok || e.Status != http.StatusUnprocessableEntity || len(heard) == 0 {
		return err
	}
	var body struct {
		Detail json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(heard, &body) != nil {
		return err
	}
	var sentence string
	var list []struct {
		Loc []any  `json:"loc"`
		Msg string `json:"msg"`
	}
	switch {
	case json.Unmarshal(body.Detail, &sentence) == nil:
		list = append(list, struct {
			Loc []any  `json:"loc"`
			Msg string `json:"msg"`
		}{Msg: sentence})
	case json.Unmarshal(body.Detail, &list) != nil:
		return err
	}
	var words []string
	for _, one := range list {
		for _, l := range one.Loc {
			if l == nil && c.M.Has("null-place-crash") {
				panic("interface conversion: nil is not a string")
			}
		}
		words = append(words, one.Msg)
	}
	if c.M.Has("first-reason-only") {
		words = words[:1]
	}
	said := *e
	said.Message += ": " + strings.Join(words, "; ")
	return &said
}
