package openapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
)

func TestARepeatedKeyIsAList(t *testing.T) {
	v, err := openapi.New([]byte(`
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: one, in: query, schema: {type: string}}
        - {name: many, in: query, schema: {type: array, items: {type: string, enum: [x, y]}}}
        - {name: joined, in: query, explode: false, schema: {type: array, items: {type: string, enum: [x, y]}}}
      responses: {"204": {description: d}}
`))
	require.NoError(t, err)
	for _, test := range []struct{ name, query, want string }{
		{"accepts one item", "many=x", ""},
		{"accepts several items", "many=x&many=y", ""},
		{"accepts a joined list", "joined=x,y", ""},
		{"refuses commas in a list whose key is repeated", "many=x,y", "query many"},
		{"refuses an unknown item", "many=x&many=z", "query many"},
		{"refuses a repeated key of a joined list", "joined=x&joined=y", "query joined: occurs 2 times"},
		{"refuses a repeated key that is no list", "one=x&one=y", "query one: occurs 2 times"},
	} {
		t.Run("it "+test.name, func(t *testing.T) {
			err := exchange{method: "GET", target: "/a?" + test.query, status: 204}.validate(v)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
}
