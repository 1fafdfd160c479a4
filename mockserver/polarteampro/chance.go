package polarteampro

// The things that are drawn for an identifier.
const (
	saltFeeling = iota + 1
	saltRecord
	saltEdit
	saltFounded
)
