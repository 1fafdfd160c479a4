package world

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/ergodrome/ergodrome/mockserver/internal/strictjson"
)

// DecodeStrict reads one JSON value into what v points to, an empty body as
// nothing at all: what the control plane and steps make of what people write. It
// is as strict as strictjson. Its errors are *Invalid; Field is "body" for the
// whole.
func DecodeStrict(body []byte, v any) error { return decode("", "body", body, v) }

// DecodePins is DecodeStrict for the pins of one service: Field begins with
// "pins." and the service's name.
func DecodePins(service string, raw json.RawMessage, v any) error {
	at := "pins." + service
	return decode(at, at, raw, v)
}

func decode(root, whole string, body []byte, v any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	err := strictjson.Decode(root, body, v)
	if bad, ok := errors.AsType[*strictjson.Error](err); ok {
		if bad.Field == "" {
			bad.Field = whole
		}
		return &Invalid{Field: bad.Field, Reason: bad.Reason}
	}
	return err
}
