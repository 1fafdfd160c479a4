// Package firstbeat is a client of the Firstbeat Sports Cloud API.
//
// A [Client] acts as one API consumer. It mints the five-minute tokens, fetches
// the API key, keeps to the vendor's limits, waits for results that are being
// computed, and decodes series to numbers:
//
//	client, err := firstbeat.New(firstbeat.WithCredentials(id, secret))
//	for a, err := range client.Athletes.All(ctx, "3-4925") { … }
//	results, err := client.Measurements.Results(ctx, "3-4925", athleteID, measurementID,
//		&firstbeat.ResultsOptions{Variables: []string{"trimp", "heartRateSeries1s"}})
//	hr, err := results.Variables.Series("heartRateSeries1s")
//
// # Becoming a consumer
//
// [AccountService.Register] answers an ID and a shared secret. The vendor then
// approves the consumer by hand, and a coach of each account grants it access;
// until both have happened, [AccountsService.List] is empty or refused.
//
// # Lists
//
// List returns one page; All walks the pages, and ends with an error in the
// middle of the range if a page cannot be had. A window is [From, To), by start
// time, so that windows side by side give every item once. The vendor tells
// nobody of late uploads, edits and deletions: pull a trailing window again.
//
// # Results
//
// A result that is not ready is asked for again after five seconds and more,
// within [WithPolling]. Where the answer would be too large for the vendor, the
// named variables are fetched in parts. An analysis that failed is an error of
// kind apierr.ErrNoData. A variable that is missing has no value, not zero.
//
// # Limits
//
// A consumer may send 60 requests at once, then one a second, and 5,000 a UTC
// day. Calls wait for the former, for as long as their context allows, and fail
// with apierr.ErrRateLimited and the time of the reset for the latter. A Client
// counts its own requests. Those that the same consumer makes elsewhere it meets
// as refusals: of the minute it waits them out within [WithRetry], of the day it fails.
//
// # Errors
//
// Every error is an *apierr.Error. It never holds a credential.
package firstbeat
