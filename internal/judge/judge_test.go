package judge_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/judge"
)

func TestAnswersAreHeldAgainstTheirDescription(t *testing.T) {
	t.Parallel()
	check, err := judge.New([]string{"firstbeat", "toy"})
	require.NoError(t, err)
	for _, test := range []struct{ name, service, target, body, want string }{
		{"a good answer", "firstbeat", "/v1/sports/accounts", `{"accounts":[]}`, ""},
		{"a wrong answer", "firstbeat", "/v1/sports/accounts", `{"accounts":7}`, "response body /accounts"},
		{"a wrong request that was let pass", "firstbeat", "/v1/sports/accounts?limit=1", `{"accounts":[]}`, ""},
		{"a service without a description", "toy", "/v1/sports/accounts", `7`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+test.target, http.NoBody)
			err := check(test.service, r, nil, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, []byte(test.body))
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
}
