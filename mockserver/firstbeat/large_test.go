//go:build !race

// One goroutine asks for bodies of many megabytes, which the race detector makes ten times as slow.

package firstbeat

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func TestTooLarge(t *testing.T) {
	t.Parallel()
	heavy := "?format=list&var=" + strings.Join(Variables()[101:], ",") // all series
	crowd := withPeople(dataset.Config{Athletes: 80, Teams: 1})
	s := hot(t, crowd)
	list := s.all(s.teamPath(0) + "/sessions")
	var path string
	var a answer
	for i := len(list) - 1; i >= max(0, len(list)-30); i-- { // the latest that is long enough, and not too long
		path = fmt.Sprintf("%s/sessions/%d/results", s.teamPath(0), list[i].SessionID)
		if a = s.get(path + heavy); a.status() == 413 &&
			s.get(path+heavy, "Accept-Encoding", "gzip").status() == 200 {
			break
		}
	}
	wantRefusal(t, a, 413, `{"message":"Response Too Large"}`, "")
	require.Contains(t, a.reasons(), "at most 6291456")
	require.Equal(t, 200, s.get(path+"?format=list&var=heartRateSeries").status(), "fewer variables")
	require.Equal(t, 200, s.get(path).status(), "binary")
	for _, coding := range []string{"zstd", "br", "gzip", "deflate"} {
		a := s.get(path+heavy, "Accept-Encoding", coding)
		require.Equal(t, 200, a.status(), "%s: %s", coding, a.reasons())
		require.Equal(t, coding, a.Header.Get("Content-Encoding"))
		require.LessOrEqual(t, len(a.Body), usualBody)
	}
}
