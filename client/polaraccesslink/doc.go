// Package polaraccesslink is a client of the Polar AccessLink Dynamic API,
// version 4.
//
// A [Client] acts for one user who logged in. It renews tokens, keeps to the
// vendor's limits, asks long ranges in the pieces that each operation allows,
// and reads what the service sends, as documented and as observed:
//
//	client, err := polaraccesslink.New(polaraccesslink.WithTokens(keeper))
//	for night, err := range client.Sleep.All(ctx, from, to, polaraccesslink.SleepScoreFeature) { … }
//
// # Logging in
//
// [AuthServer] and [Scopes] are what package token needs. A user may grant
// fewer scopes than were asked for; a call that lacks its own fails with
// apierr.ErrForbidden and names it.
//
// # Ranges
//
// A range is [from, to) in dates of the user's calendar. List is one request,
// and refuses a range that the operation does not allow; All walks any range
// in pieces, a day at a time where features demand it, and gives every item
// once. Without features many items are dates and no more.
//
// # Values
//
// A number that the vendor may leave out is a pointer: nil is not zero. Whole
// numbers are exact, whether they come as numbers or in quotes. Times of the
// user's clock are [LocalTime], nights have their offset from UTC
// ([OffsetTime]), lengths are [Duration], and a subscription's [Period] stays
// one of months. An enumerated word that is not in the vendor's list is kept as
// it came; members that are not in it, and values that are not what was
// promised, are in Extra.
//
// # Errors
//
// Every error is an *apierr.Error. It never holds a credential.
package polaraccesslink
