package sets

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"a-2026.11.yaml": {Data: Render("a", "2026.11", []string{"A-X-001"})},
		"a-2026.12.yaml": {Data: Render("a", "2026.12", []string{"A-X-002", "A-X-001"})},
		"b-2026.10.yaml": {Data: Render("b", "2026.10", []string{"B-X-001"})},
		"retired.yaml":   {Data: []byte("[]")},
	}
	newest, err := find(fsys, "")
	require.NoError(t, err)
	require.Equal(t, Set{"a-2026.12 b-2026.10", []string{"A-X-001", "A-X-002", "B-X-001"}}, newest)
	old, err := find(fsys, "a-2026.11")
	require.NoError(t, err)
	require.True(t, old.Has("A-X-001"))
	require.False(t, old.Has("A-X-002"))
	_, err = find(fsys, "c-1")
	require.EqualError(t, err, `there is no set "c-1"; there are: a-2026.11, a-2026.12, b-2026.10`)
	fsys["c-1.yaml"] = &fstest.MapFile{Data: Render("a", "2", nil)}
	_, err = find(fsys, "")
	require.EqualError(t, err, "sets/c-1.yaml holds set a-2.yaml")
	fsys["c-1.yaml"] = &fstest.MapFile{Data: []byte("cases: 7")}
	_, err = find(fsys, "")
	require.ErrorContains(t, err, "sets/c-1.yaml")
}

func TestRetiredIDsHaveAReason(t *testing.T) {
	t.Parallel()
	gone, err := retired(fstest.MapFS{"retired.yaml": {Data: []byte("- {id: A-X-001, reason: said the same as A-X-002}\n")}})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"A-X-001": "said the same as A-X-002"}, gone)
	for _, wrong := range []string{"- {id: A-X-001}\n", "- {reason: x}\n", "- {id: A, reason: x}\n- {id: A, reason: y}\n", "- {id: A, reason: x, why: y}\n", "7"} {
		_, err := retired(fstest.MapFS{"retired.yaml": {Data: []byte(wrong)}})
		require.ErrorContains(t, err, "sets/retired.yaml", wrong)
	}
}
