package firstbeat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"time"
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

// decode reads JSON strictly: one value and nothing after it, and not null.
func decode(body []byte, v any) error {
	if len(body) == 0 {
		return errors.New("the body is empty")
	}
	if string(bytes.TrimSpace(body)) == "null" {
		return errors.New("the body is null")
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
