package sweatstack

// The things that are drawn for an identifier.
const (
	saltSync = iota + 1
	saltTag
	saltTrace
	saltTest
	saltDaily
	saltFounded
	saltIntegration
)
