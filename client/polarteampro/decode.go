package polarteampro

import "github.com/ergodrome/ergodrome/client/internal/transport/wirejson"

// Decode reads the value in an answer's member data into what v points to, as
// the client does: with unknown members and unfit values in Extra, which
// encoding/json knows nothing of.
func Decode(body []byte, v any) error {
	if err := wirejson.Check(body); err != nil {
		return err
	}
	raw, ok := wirejson.Member(body, "data")
	if !ok {
		return errNoData
	}
	return new(wirejson.Decoder).Value(raw, v)
}
