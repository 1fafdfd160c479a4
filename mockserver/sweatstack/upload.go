package sweatstack

import "github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"

// upload is a file that became an activity.
type upload struct {
	series *effort.Series
	laps   []span
	file   *sourceFile
}

// sourceFile is a file as it was sent.
type sourceFile struct {
	id, name, user string
	content        []byte
}
