package mockserver

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFlusherTellsOfTheLastByte(t *testing.T) {
	for name, tt := range map[string]struct {
		stated int64
		writes []string
		sent   []int // how much was out at each call of last
	}{
		"before the write that ends it": {5, []string{"abc", "de"}, []int{3}},
		"once, when more is written":    {4, []string{"abc", "de", "f"}, []int{3}},
		"never, when less is written":   {6, []string{"abc", "de"}, nil},
		"never, when none is stated":    {-1, []string{"abc", "de"}, nil},
	} {
		t.Run("it tells "+name, func(t *testing.T) {
			out := httptest.NewRecorder()
			var sent []int
			f := &flusher{Writer: out, rc: http.NewResponseController(out), left: tt.stated, last: func() { sent = append(sent, out.Body.Len()) }}
			for _, s := range tt.writes {
				_, err := f.Write([]byte(s))
				require.NoError(t, err)
			}
			require.Equal(t, tt.sent, sent)
		})
	}
}
