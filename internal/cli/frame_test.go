package cli

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/sweatstack"
)

func TestCellsOfAFrame(t *testing.T) {
	time1 := time.Date(2026, 5, 18, 15, 32, 0, 250e6, time.UTC)
	for _, test := range []struct {
		name        string
		column      sweatstack.Column
		csv, asJSON string
	}{
		{"an integer that a float cannot hold", sweatstack.Column{Kind: sweatstack.KindInt, Ints: []int64{math.MaxInt64}}, "9223372036854775807", "9223372036854775807"},
		{"yes", sweatstack.Column{Kind: sweatstack.KindBool, Ints: []int64{1}}, "true", "true"},
		{"a number", sweatstack.Column{Kind: sweatstack.KindFloat, Floats: []float64{0.1}}, "0.1", "0.1"},
		{"a large number", sweatstack.Column{Kind: sweatstack.KindFloat, Floats: []float64{3862000}}, "3862000", "3862000"},
		{"what is no number", sweatstack.Column{Kind: sweatstack.KindFloat, Floats: []float64{math.NaN()}}, "NaN", "null"},
		{"what is not there", sweatstack.Column{Kind: sweatstack.KindFloat, Floats: []float64{0}, Valid: []bool{false}}, "", "null"},
		{"an instant", sweatstack.Column{Kind: sweatstack.KindTime, Unit: time.Millisecond, UTC: true, Ints: []int64{time1.UnixMilli()}}, "2026-05-18T15:32:00.25Z", `"2026-05-18T15:32:00.25Z"`},
		{"what a clock showed", sweatstack.Column{Kind: sweatstack.KindTime, Unit: time.Second, Ints: []int64{time1.Unix()}}, "2026-05-18T15:32:00", `"2026-05-18T15:32:00"`},
		{"a duration", sweatstack.Column{Kind: sweatstack.KindDuration, Unit: time.Second, Ints: []int64{90}}, "90", "90"},
		{"a part of a second", sweatstack.Column{Kind: sweatstack.KindDuration, Unit: time.Millisecond, Ints: []int64{1100}}, "1.1", "1.1"},
		{"a duration of ages", sweatstack.Column{Kind: sweatstack.KindDuration, Unit: time.Second, Ints: []int64{1e11}}, "100000000000", "100000000000"},
		{"a word", sweatstack.Column{Kind: sweatstack.KindText, Dict: []string{`a "b"`}, Codes: []int32{0}}, `a "b"`, `"a \"b\""`},
		{"of a kind that is not read", sweatstack.Column{Kind: sweatstack.KindUnknown, Type: "group"}, "", "null"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := appendCell(nil, &test.column, 0, false)
			require.NoError(t, err)
			assert.Equal(t, test.csv, string(text))
			text, err = appendCell(nil, &test.column, 0, true)
			require.NoError(t, err)
			assert.Equal(t, test.asJSON, string(text))
		})
	}
}

func TestTimesBeyondRFC3339AreErrors(t *testing.T) {
	for _, seconds := range []int64{math.MaxInt64, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()} {
		c := sweatstack.Column{Name: "timestamp", Kind: sweatstack.KindTime, Unit: time.Second, UTC: true, Ints: []int64{seconds}}
		_, err := appendCell(nil, &c, 0, false)
		assert.ErrorContains(t, err, `column "timestamp", row 0`)
	}
}

func TestAFrameWithoutColumnsIsRowsOfNothing(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, frameForm{format: "ndjson"}.print(&out, &sweatstack.Frame{Rows: 2}))
	assert.Equal(t, "{}\n{}\n", out.String())
}

func TestColumnsThatCannotBeReadAreNamed(t *testing.T) {
	f := &sweatstack.Frame{Rows: 1, Columns: []sweatstack.Column{{Name: "power", Kind: sweatstack.KindInt, Ints: []int64{1}}, {Name: "list", Kind: sweatstack.KindUnknown, Type: "group"}}}
	assert.Equal(t, []string{"list (group)"}, unread(f))
	var out bytes.Buffer
	require.NoError(t, frameForm{format: "ndjson"}.print(&out, f))
	assert.Equal(t, "{\"power\":1,\"list\":null}\n", out.String())
}

// A name that no item has would be left out in silence.
func TestUsualColumnsExist(t *testing.T) {
	for _, test := range []struct {
		item    reflect.Type
		rows    string
		columns []string
	}{
		{reflect.TypeFor[polaraccesslink.TrainingSession](), "exercises", sessionColumns()},
		{reflect.TypeFor[polaraccesslink.NightSleep](), "", nightColumns()},
		{reflect.TypeFor[polaraccesslink.Test](), "", testColumns()},
		{reflect.TypeFor[polaraccesslink.Account](), "", accountColumns()},
		{reflect.TypeFor[sweatstack.Activity](), "", activityColumns()},
	} {
		p, err := newPlan(test.item, test.rows)
		require.NoError(t, err)
		assert.Subset(t, p.header, test.columns)
		assert.Less(t, len(test.columns), 31, "that is wide")
	}
}

// The columns of another list than the usual one stand beside the usual columns.
func TestColumnsOfAnotherList(t *testing.T) {
	p, err := newPlan(reflect.TypeFor[sweatstack.Activity](), "laps")
	require.NoError(t, err)
	require.NoError(t, p.choose(nil, printed{columns: []string{"sport", "id"}}, "laps"))
	assert.Equal(t, []string{"sport", "id", "laps.power.mean"}, p.header[:3])
	assert.Equal(t, "laps.end_local", p.header[len(p.header)-1])
}

func TestAFileThatIsSavedReplacesNone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ride.fit")
	content := func() []string {
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		var names []string
		for _, f := range files {
			names = append(names, f.Name())
		}
		return names
	}
	_, err := saveNew(path, iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("whole"))))
	require.ErrorIs(t, err, iotest.ErrTimeout)
	assert.Empty(t, content())

	n, err := saveNew(path, strings.NewReader("whole"))
	require.NoError(t, err)
	assert.EqualValues(t, 5, n)

	// Somebody was faster, and both were sure that there was none.
	_, err = saveNew(path, strings.NewReader("another"))
	require.ErrorContains(t, err, "is not overwritten")
	assert.Equal(t, []string{"ride.fit"}, content())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "whole", string(text))
}

func TestTheFileOfTheLastAnswerIsKept(t *testing.T) {
	count := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count++
		assert.Equal(t, "identity", r.Header.Get("Accept-Encoding"))
		if count == 2 {
			w.Header().Set("Content-Encoding", "gzip")
		}
		_, _ = w.Write([]byte(strings.Repeat("x", count)))
	}))
	defer server.Close()
	k := &keeping{next: http.DefaultTransport}
	ask := func() {
		resp, err := (&http.Client{Transport: k}).Get(server.URL)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, resp.Body)
		require.NoError(t, errors.Join(err, resp.Body.Close()))
	}
	ask()
	assert.Equal(t, "x", k.body.String())
	ask()
	assert.Equal(t, "gzip", k.coding)
	ask()
	assert.Equal(t, "xxx", k.body.String())
	assert.Empty(t, k.coding)
}

func TestServicesThatAreTheirOwnAuthorizationServerHaveOneURL(t *testing.T) {
	for _, s := range oauthServices() {
		a := account{env: Env{Getenv: func(string) string { return "" }}, service: s}
		cmd := newLoginService(a.env, s)
		assert.Equal(t, s.alone(), cmd.Flags().Lookup("auth-url") == nil, s.name)
		assert.Equal(t, s.alone(), cmd.Flags().Lookup("url") != nil, s.name)
	}
}
