package sweatstack

import "time"

// Trace is a measurement of a moment, such as a lactate value, that a user or a
// coach entered. [confirmed: TraceDetails in the Activities page]
type Trace struct {
	Tags      []string  `json:"tags"`
	ID        string    `json:"id"`
	TestID    string    `json:"test_id,omitempty"`
	Timestamp time.Time `json:"timestamp,omitzero"`
	Lactate   *float64  `json:"lactate,omitempty"` // mmol/l
	RPE       *int      `json:"rpe,omitempty"`
	Notes     string    `json:"notes,omitempty"`
	Power     *int      `json:"power,omitempty"`      // W
	Speed     *float64  `json:"speed,omitempty"`      // m/s
	HeartRate *int      `json:"heart_rate,omitempty"` // beats a minute
	VO2       *float64  `json:"vo2,omitempty"`
	Lap       *Lap      `json:"lap,omitempty"`
	// Activity may hold traces again, as deep as the service sends them.
	Activity       *Activity `json:"activity,omitempty"`
	Test           *Test     `json:"test,omitempty"`
	TestMatch      string    `json:"test_match,omitempty"` // explicit, window
	Sport          Sport     `json:"sport,omitempty"`
	AppMetadata    Extra     `json:"app_metadata,omitempty"`
	TimestampLocal LocalTime `json:"timestamp_local,omitzero"`
	Extra          Extra     `json:"extra,omitempty"`
}

// Test is what traces were taken in. [confirmed: TestSummary in the Activities page]
type Test struct {
	Tags        []string     `json:"tags"`
	ID          string       `json:"id"`
	CreatedBy   string       `json:"created_by,omitempty"`
	Title       string       `json:"title,omitempty"`
	Sport       Sport        `json:"sport,omitempty"`
	Start       time.Time    `json:"start,omitzero"`
	End         time.Time    `json:"end,omitzero"`
	Results     *TestResults `json:"results,omitempty"`
	AppMetadata Extra        `json:"app_metadata,omitempty"`
	StartLocal  LocalTime    `json:"start_local,omitzero"`
	EndLocal    LocalTime    `json:"end_local,omitzero"`
	Extra       Extra        `json:"extra,omitempty"`
}

// TestResults are what a test found. [confirmed: TestResults in the Activities
// page; units: models of the vendor's Python client]
type TestResults struct {
	FirstThreshold  *Marker  `json:"first_threshold,omitempty"`
	SecondThreshold *Marker  `json:"second_threshold,omitempty"`
	FatMax          *Marker  `json:"fatmax,omitempty"`
	LT1             *Marker  `json:"lt1,omitempty"`
	LT2             *Marker  `json:"lt2,omitempty"`
	VT1             *Marker  `json:"vt1,omitempty"`
	VT2             *Marker  `json:"vt2,omitempty"`
	MLSS            *Marker  `json:"mlss,omitempty"`
	VO2Max          *float64 `json:"vo2max,omitempty"`  // ml/min
	VO2Peak         *float64 `json:"vo2peak,omitempty"` // ml/min
	VLaMax          *float64 `json:"vlamax,omitempty"`  // mmol/l/s
	HeartRateMax    *int     `json:"heart_rate_max,omitempty"`
	CriticalPower   *int     `json:"critical_power,omitempty"` // W
	CriticalSpeed   *float64 `json:"critical_speed,omitempty"` // m/s
	WPrime          *float64 `json:"w_prime,omitempty"`        // kJ
	DPrime          *float64 `json:"d_prime,omitempty"`        // m
	Economy         *float64 `json:"economy,omitempty"`
	Efficiency      *float64 `json:"efficiency,omitempty"`
	Extra           Extra    `json:"extra,omitempty"`
}

// Marker is a point of a test.
type Marker struct {
	Power     *int     `json:"power,omitempty"`
	Speed     *float64 `json:"speed,omitempty"`
	HeartRate *int     `json:"heart_rate,omitempty"`
	Lactate   *float64 `json:"lactate,omitempty"`
	VO2       *float64 `json:"vo2,omitempty"`
	Extra     Extra    `json:"extra,omitempty"`
}
