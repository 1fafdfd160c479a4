// Package polarteampro is a client of the Polar Team Pro API, version 1.
//
// A [Client] acts for one coach who logged in. It renews tokens, keeps to the
// vendor's limit of one request a second after a burst of a hundred, walks
// pages by what the answers say, and decodes samples to columns:
//
//	client, err := polarteampro.New(polarteampro.WithTokens(keeper))
//	for team, err := range client.Teams.All(ctx) { … }
//	session, err := client.PlayerSessions.Get(ctx, id, polarteampro.AllSamples)
//	hr := session.Samples.Column("hr")
//
// # Logging in
//
// [AuthServer] and [Scope] are what package token needs. A token is good for
// twelve hours, and is renewed on the way.
//
// # Lists
//
// List returns one page; All walks the pages. A window is [From, To), in the
// clock of the place, so that windows side by side give every session once.
// The vendor's own since and until are both exclusive.
//
// # Values
//
// No member of an answer is promised. A number that was not sent is nil, and a
// sample that was not measured is NaN; neither is zero. Times without a zone
// are [LocalTime]; an enumerated word that is not in the vendor's list is kept
// as it came, and members that are not in it are in Extra.
//
// # Samples
//
// [PlayerSessionsService.Get] holds a session's samples in memory, about three
// megabytes of JSON an hour; [PlayerSessionsService.Rows] reads them row by
// row in constant memory.
//
// # Errors
//
// Every error is an *apierr.Error. It never holds a credential.
package polarteampro
