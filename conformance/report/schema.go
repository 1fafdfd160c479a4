package report

import _ "embed"

//go:embed results.schema.json
var schema string

// Schema is the JSON Schema of results.json.
func Schema() []byte { return []byte(schema) }
