package journal_test

import (
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/journal"
)

func Example() {
	j := journal.New(journal.Options{})
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	r := httptest.NewRequest("GET", "/v1/sports/accounts", nil)
	r.Header.Set("Authorization", "Bearer eyJhbGciOi")
	e := j.Open(now, "firstbeat", "/firstbeat", r)
	e.Operation = "listAccounts"
	e.Decide("quota", "refuse", "rate allows 60 requests at once")
	j.Close(e, journal.Answer{Now: now, Status: 429, Body: []byte(`{"message":"Too Many Requests"}`)})

	for _, e := range j.Exchanges(journal.Filter{Status: 4}) {
		fmt.Println(e.Method, e.URL, e.RequestHeader.Get("Authorization"), e.Status, e.Decisions[0].Reason)
	}
	fmt.Println(j.Verify([]journal.Expectation{{Operation: "listAccounts", Status: 200}}).Missing[0].Got)
	// Output:
	// GET /firstbeat/v1/sports/accounts Bearer <redacted> 429 rate allows 60 requests at once
	// 0
}
