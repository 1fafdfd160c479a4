package cases

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"slices"

	"github.com/ergodrome/ergodrome/conformance"
)

// generate fills in bodies that are too large to be written down: a reply whose
// base64 member is "generated:bomb", "generated:nesting" or "generated:activities FROM COUNT".
func generate(c *conformance.Case) {
	for _, run := range c.Runs() {
		for i := range run.World.Script {
			for k := range run.World.Script[i].Replies {
				reply := &run.World.Script[i].Replies[k]
				switch reply.Base64 {
				case "generated:bomb":
					reply.Base64 = bomb()
				case "generated:nesting":
					reply.Base64 = base64.StdEncoding.EncodeToString(nesting())
				default:
					var from, count int
					if n, _ := fmt.Sscanf(reply.Base64, "generated:activities %d %d", &from, &count); n == 2 {
						reply.Base64 = base64.StdEncoding.EncodeToString(activities(from, count))
					}
				}
			}
		}
	}
}

// nesting is a value within a value, far deeper than any vendor sends, in every member
// that is asked for: one that nobody has heard of may be ignored.
func nesting() []byte {
	const depth = 100_000
	deep := slices.Concat(bytes.Repeat([]byte("["), depth), bytes.Repeat([]byte("]"), depth))
	return slices.Concat([]byte(`{"data":`), deep, []byte(`,"accounts":`), deep, []byte(`,"favoriteTarget":`), deep, []byte("}"))
}

// activities is a page of a SweatStack list, from the from-th activity on.
func activities(from, count int) []byte {
	var b bytes.Buffer
	b.WriteString("[")
	for i := from; i < from+count; i++ {
		if i > from {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"tags":[],"id":"act_%03d","sport":"cycling","start":"2026-02-01T10:00:00+01:00","end":"2026-02-01T11:00:00+01:00","metrics":["power"],`+
			`"source_id":"src_%03d","summary":null,"laps":null,"traces":null,"app_metadata":null,"duration":"PT1H","start_local":"2026-02-01T10:00:00","end_local":"2026-02-01T11:00:00"}`, i, i)
	}
	b.WriteString("]")
	return b.Bytes()
}

// bombSize is what the bomb unpacks to.
const bombSize = 1 << 30

// bomb is a gzip of valid JSON, nearly all of it blanks, in base64. It is made
// of members that are the same, so that making it is cheap.
func bomb() string {
	member := func(b []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write(b) // a buffer takes everything
		_ = w.Close()
		return out.Bytes()
	}
	const block = 16 << 20
	blanks := member(bytes.Repeat([]byte(" "), block))
	var out bytes.Buffer
	to64 := base64.NewEncoder(base64.StdEncoding, &out)
	parts := [][]byte{member([]byte(`{"athleteId":356255,"measurementId":15218998,"variables":[{"name":"trimp","value":5.4}]`))}
	for range bombSize / block {
		parts = append(parts, blanks)
	}
	for _, p := range append(parts, member([]byte("}"))) {
		_, _ = io.Copy(to64, bytes.NewReader(p))
	}
	_ = to64.Close()
	return out.String()
}
