package polarteampro

import (
	"fmt"
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Steps are what happens behind the scenes: how full a client's bucket is.
func (t *tenant) Steps() []world.Step {
	return []world.Step{{
		Method: http.MethodPost, Path: service + "/clients/{clientId}/quota", Handle: t.setQuota,
		Summary: `Sets how many requests are in a client's bucket: {"burstUsed":99}`,
	}}
}

// maxClient bounds the length of a client's identifier.
const maxClient = 200

func (t *tenant) setQuota(vars map[string]string, body []byte) (any, error) {
	var in struct {
		BurstUsed *int `json:"burstUsed"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	client := vars["clientId"]
	if client == "" || len(client) > maxClient {
		return nil, &world.Missing{What: fmt.Sprintf("client %.40q", client)}
	}
	if in.BurstUsed != nil {
		if *in.BurstUsed < 0 || *in.BurstUsed > t.set.bucket.In(t.x) {
			return nil, &world.Invalid{Field: "burstUsed", Reason: fmt.Sprintf("%d is not in 0 … %d", *in.BurstUsed, t.set.bucket.In(t.x))}
		}
		if err := t.limits.Set(client, ruleBucket, *in.BurstUsed); err != nil {
			return nil, &world.Invalid{Field: "burstUsed", Reason: err.Error()}
		}
	}
	out := map[string]any{"clientId": client}
	for _, u := range t.limits.Usage(client, t.world.Clock.Now()) {
		out["burstUsed"] = u.Used
	}
	return out, nil
}
