package polaraccesslink

// Direction is a word of the vendor's list; others are kept as they come.
type Direction string

// The values of Direction.
const (
	DirectionNoDirection Direction = "NO_DIRECTION"
	DirectionLeft        Direction = "LEFT"
	DirectionRight       Direction = "RIGHT"
)

// RoundaboutOrientation is a word of the vendor's list; others are kept as they come.
type RoundaboutOrientation string

// The values of RoundaboutOrientation.
const (
	RoundaboutOrientationUnknown          RoundaboutOrientation = "UNKNOWN"
	RoundaboutOrientationClockwise        RoundaboutOrientation = "CLOCKWISE"
	RoundaboutOrientationCounterclockwise RoundaboutOrientation = "COUNTERCLOCKWISE"
)

// TurnType is a word of the vendor's list; others are kept as they come.
type TurnType string

// The values of TurnType.
const (
	TurnTypeRegular TurnType = "REGULAR"
	TurnTypeSlight  TurnType = "SLIGHT"
	TurnTypeSharp   TurnType = "SHARP"
)
