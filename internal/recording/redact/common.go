package redact

import "strings"

// common tells whether a word of a name says nothing about whom it names: it stands
// in the vendors' own vocabulary, and replacing it everywhere would break what is
// not about people.
func common(word string) bool {
	switch strings.ToLower(word) {
	case "team", "club", "first", "second", "demo", "test", "group", "user", "athlete", "player", "coach", "sport", "sports", "training", "session",
		"running", "cycling", "swimming", "rowing", "soccer", "football", "futsal", "hockey", "basketball", "handball", "volleyball", "tennis", "rugby",
		"strength", "recovery", "morning", "evening", "afternoon", "night", "lunch", "long", "easy", "interval", "intervals", "tempo", "race", "game",
		"match", "rehab", "warm", "cool", "down", "walk", "walking", "ride", "road", "trail", "track", "indoor", "outdoor", "stationary", "other",
		"exercise", "workout", "workouts", "test1", "junior", "juniors", "senior", "seniors", "women", "girls", "boys", "academy", "united", "city",
		"north", "south", "east", "west", "high", "performance", "centre", "center", "laboratory", "university", "school", "national", "association",
		"default", "unknown", "null", "none", "true", "false", "active", "male", "female", "left", "right", "read", "write", "data", "heart", "rate",
		"power", "speed", "distance", "account", "consumer", "client", "application", "example", "redacted", "with", "from", "this", "that", "your",
		"name", "type", "time", "date", "value", "values", "lake", "hill", "park", "bike", "core", "free", "gold", "grey", "green", "black", "white",
		"summer", "winter", "spring", "autumn", "march", "april", "june", "july", "august", "sunday", "monday", "level", "phase", "start", "stop", "half":
		return true
	}
	return false
}
