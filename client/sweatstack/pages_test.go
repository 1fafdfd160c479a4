package sweatstack_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// listed answers for a service that has n activities and a maximum of most a page.
func listed(n, most int) func(int, *http.Request) reply {
	return func(_ int, r *http.Request) reply {
		limit, _ := strconv.Atoi(r.FormValue("limit"))
		offset, _ := strconv.Atoi(r.FormValue("offset"))
		var items []string
		for i := offset; i < min(n, offset+min(limit, most)); i++ {
			items = append(items, fmt.Sprintf(`{"id":"act_%d","duration":"PT1S"}`, i))
		}
		return ok("[" + strings.Join(items, ",") + "]")
	}
}

func TestAll(t *testing.T) {
	tests := map[string]struct {
		n, most, limit int
		requests       int
	}{
		"walks pages":                                        {120, 1000, 50, 3},
		"asks once more after a full page":                   {100, 1000, 50, 3},
		"goes on where pages are cut":                        {60, 25, 0, 3},
		"asks once more after a first page that is not full": {3, 1000, 0, 2},
		"finds nothing":                                      {0, 1000, 0, 1},
	}
	for name, tt := range tests {
		t.Run("it "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, listed(tt.n, tt.most))
				var got []string
				for a, err := range v.client().Activities.All(t.Context(), &sweatstack.ListOptions{Limit: tt.limit}) {
					require.NoError(t, err)
					got = append(got, a.ID)
				}
				require.Len(t, got, tt.n)
				for i, id := range got {
					require.Equal(t, fmt.Sprint("act_", i), id)
				}
				require.Len(t, v.requests(), tt.requests)
			})
		})
	}
}

func TestAllIsLazy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, listed(500, 1000))
		n := 0
		for range v.client().Activities.All(t.Context(), nil) {
			if n++; n == 100 {
				break
			}
		}
		require.Equal(t, []string{"/sweatstack/api/v1/activities/?limit=100"}, v.targets())
	})
}

func TestAllTellsNothingTwice(t *testing.T) {
	bubble(t, func(t *testing.T) {
		added := 0
		v := start(t, func(n int, r *http.Request) reply {
			if n == 1 {
				added = 2 // two more arrive while the second page is fetched: the rest moves back
			}
			offset, _ := strconv.Atoi(r.FormValue("offset"))
			var items []string
			for i := offset; i < min(25+added, offset+10); i++ {
				items = append(items, fmt.Sprintf(`{"id":"act_%d","duration":"PT1S"}`, i-added))
			}
			return ok("[" + strings.Join(items, ",") + "]")
		})
		seen := map[string]bool{}
		for a, err := range v.client().Activities.All(t.Context(), &sweatstack.ListOptions{Limit: 10}) {
			require.NoError(t, err)
			require.False(t, seen[a.ID], a.ID)
			seen[a.ID] = true
		}
		require.Len(t, seen, 25)
	})
}

func TestAllEndsWithAnError(t *testing.T) {
	page := `[{"id":"act_1","duration":"PT1S"}]`
	for name, tt := range map[string]struct {
		replies  []reply
		kind     apierr.Kind
		items    int
		requests int
	}{
		"a page that fails":            {[]reply{ok(page), {status: 404}}, apierr.ErrNotFound, 1, 2},
		"the same page again":          {[]reply{ok(page)}, apierr.ErrDecode, 1, 2},
		"a page that is no list":       {[]reply{ok(page), ok(`{}`)}, apierr.ErrDecode, 1, 2},
		"an activity without duration": {[]reply{ok(`[{"id":"a","duration":"PT0S"},{"id":"b","duration":"1"}]`)}, apierr.ErrDecode, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.replies...))
				items := 0
				var last error
				for _, err := range v.client().Activities.All(t.Context(), nil) {
					if last = err; err == nil {
						items++
					}
				}
				require.ErrorIs(t, last, tt.kind)
				require.Equal(t, tt.items, items)
				require.Len(t, v.requests(), tt.requests)
			})
		})
	}
}

func TestListIsNeverNil(t *testing.T) {
	for _, body := range []string{`[]`, `null`} {
		bubble(t, func(t *testing.T) {
			list, err := start(t, script(ok(body))).client().Activities.List(t.Context(), nil)
			require.NoError(t, err)
			require.NotNil(t, list)
			require.Empty(t, list)
		})
	}
}
