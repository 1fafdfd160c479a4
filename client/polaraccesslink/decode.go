package polaraccesslink

import "github.com/ergodrome/ergodrome/client/internal/transport/wirejson"

// Decode reads JSON into what v points to as the client reads answers: numbers
// in quotes, decimals in whole numbers, unknown members. encoding/json is
// stricter, and knows nothing of Extra.
func Decode(body []byte, v any) error { return new(wirejson.Decoder).Decode(body, v) }

// DecodeList reads the list in an answer, in the documented message or bare.
// member is what the list is called, such as heartRateSamplesPerDay, and
// envelope what the message around it is called, or empty.
func DecodeList[T any](body []byte, envelope, member string) ([]T, error) {
	if err := wirejson.Check(body); err != nil {
		return nil, err
	}
	if inner, ok := wirejson.Member(body, envelope); ok && wirejson.Kind(inner) == '{' {
		body = inner
	}
	if wirejson.Kind(body) != '{' {
		return nil, &wirejson.Error{Want: "an object", Got: "something else"}
	}
	items := []T{}
	raw, ok := wirejson.Member(body, member)
	if !ok || wirejson.Kind(raw) == 'n' {
		return items, nil
	}
	if err := new(wirejson.Decoder).Value(raw, &items); err != nil {
		return nil, err
	}
	return items, nil
}
