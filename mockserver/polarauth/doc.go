// Package polarauth answers as Polar's authorization server, auth.polar.com, does.
//
// Both of Polar's services take its tokens: they ask this package's tenant as an
// oauth.Introspector, by the name Name. Facts carry their evidence where they are
// enacted: confirmed (documented, or seen in programs that ran against the
// service), inferred (our reading; a switch in quirks.go turns it). Where the
// documents are silent, the server's answers elsewhere look like those of Spring
// Security OAuth2, whose habits are followed.
package polarauth
