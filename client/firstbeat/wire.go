package firstbeat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// The types in this package are this client's reading of the vendor's
// documents. The simulator has its own, on purpose: if the two were one, a
// misread field name would agree with itself in every test.

// Times are when something began and ended. A time that the vendor did not
// send is zero. [confirmed: OpenAPI 1.1.0; the Local ones are missing from older answers]
type Times struct {
	StartTime      time.Time `json:"startTime,omitzero"`      // in UTC
	EndTime        time.Time `json:"endTime,omitzero"`        // in UTC
	StartTimeLocal time.Time `json:"startTimeLocal,omitzero"` // with the offset of the place
	EndTimeLocal   time.Time `json:"endTimeLocal,omitzero"`   // with the offset of the place
}

// utc makes the instants comparable by ==, whatever zero offset they came with.
func (t *Times) utc() {
	t.StartTime, t.EndTime = t.StartTime.UTC(), t.EndTime.UTC()
}

// What a body that is not results may hold: an empty object is two bytes of
// JSON and hundreds once it is read. A page of 1,000 sessions of 128 laps each
// has half as many objects.
const (
	maxObjects  = 1 << 18
	maxElements = 8 << 20 // and members
)

// decode reads JSON strictly: one value and nothing after it, and not null.
func decode(body []byte, v any) error {
	if len(body) == 0 {
		return errors.New("the body is empty")
	}
	if string(bytes.TrimSpace(body)) == "null" {
		return errors.New("the body is null")
	}
	switch {
	case bytes.Count(body, []byte{'{'}) > maxObjects:
		return fmt.Errorf("the body holds more than %d objects", maxObjects)
	case bytes.Count(body, []byte{','}) > maxElements:
		return fmt.Errorf("the body holds more than %d elements and members", maxElements)
	}
	return json.Unmarshal(body, v)
}

// get makes a call whose answer is one JSON value.
func get[T any](ctx context.Context, c *Client, k call) (*T, error) {
	v := new(T)
	if err := c.into(ctx, k, v); err != nil {
		return nil, err
	}
	return v, nil
}

// nothing is the error of a 200 whose body is something else: a message, or
// what the call used to answer under another name.
func (c *Client) nothing(k call, want string) error {
	return c.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: http.StatusOK, Message: "OK, but something else in the place of " + want})
}

// into is get without a type of its own: a program has it once.
func (c *Client) into(ctx context.Context, k call, v any) error {
	r, err := c.do(ctx, k)
	if err != nil {
		return err
	}
	defer r.Release()
	if err := decode(r.Body, v); err != nil {
		return c.undecodable(k, r, err)
	}
	return nil
}

// account starts the path of whatever belongs to an account.
func account(operation, accountID string) (string, error) {
	if accountID == "" || accountID == "." || accountID == ".." {
		return "", invalid(operation, "account ID %q cannot be part of a path", accountID)
	}
	return "/v1/sports/accounts/" + url.PathEscape(accountID), nil
}

// in appends a collection and the number of one of its members.
func in(path, collection string, id int64) string {
	return path + "/" + collection + "/" + strconv.FormatInt(id, 10)
}
