package dataset

// Sport is the kind of exercise, in our own neutral spelling; vendors have
// theirs. Dots separate a discipline from its sport: "cycling.indoor".
type Sport string
