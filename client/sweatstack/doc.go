// Package sweatstack is a client of the SweatStack API, version 1: the
// activities of a user.
//
// A [Client] acts for one user who logged in. It renews tokens, walks pages,
// reads frames of samples to columns, follows a backfill, and sends files:
//
//	client, err := sweatstack.New(sweatstack.WithTokens(keeper))
//	for activity, err := range client.Activities.All(ctx, nil) { … }
//	frame, err := client.Activities.Data(ctx, id, &sweatstack.DataOptions{Metrics: []sweatstack.Metric{sweatstack.MetricPower}})
//	power := frame.Column("power").Series()
//
// # Logging in
//
// [AuthServer] and the scopes are what package token needs. Logins use PKCE. An
// application without a secret has to ask for [ScopeOfflineAccess] to get a
// refresh token. An access token is good for a quarter of an hour, and is
// renewed on the way.
//
// # Two generations
//
// The service has changed since its page on activities was written. Answers of
// both generations are understood: times with an offset and in UTC, sports of
// both taxonomies, curves with and without an index. What differs in requests
// is chosen by [WithProfile].
//
// # Values
//
// What is null or was not sent is nil; neither is zero. Times without a zone
// are [LocalTime]. A word that is not in the vendor's list is kept as it came,
// and members that are not in it are in Extra.
//
// # Frames
//
// Time series and curves are Parquet files. A [Frame] holds one as columns, as
// it came: with the rows that have a value, and with columns that nobody
// promised. A file is read within bounds, whatever it claims: see [WithMaxBody]
// and [WithMaxFrame].
//
// # Errors
//
// Every error is an *apierr.Error. It never holds a credential. What the
// service finds wrong with a request is a [ValidationError] within it.
package sweatstack
