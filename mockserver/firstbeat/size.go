package firstbeat

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

const (
	// usualSize is the largest answer, in bytes; that of results is a world's.
	// The vendor says 6 MB; this is the payload limit of the platform that its
	// other words point to. [inferred: AWS Lambda quotas].
	usualSize = 6 << 20
	// leastSize leaves room for every refusal.
	leastSize = 1_000
	mostSize  = 100_000_000
	// maxPlain is from where an answer is measured before it is coded: memory is
	// finite.
	maxPlain = 64 << 20
)

// seal refuses finished answers above the vendor's bound, which is measured
// after content coding: codings are among the vendor's ways out.
// [confirmed: troubleshooting page; the place of the measure is inferred].
func seal(t *tenant, r *httpx.Request, resp *httpx.Response) error {
	if t.set.measurePlain.In(t.x) {
		return nil // the encoder has done it
	}
	return t.checkSize(r, len(resp.Body), "after content coding")
}

func (t *tenant) checkSize(r *httpx.Request, size int, measured string) error {
	most := usualSize
	if r.Vars["measurementId"] != "" || r.Vars["sessionId"] != "" {
		most = t.set.sizeLimit.In(t.x) // only results list the refusal [confirmed: OpenAPI 1.1.0]
	}
	if size <= most {
		return nil
	}
	r.Call.Exchange.Decide("size", "refuse", fmt.Sprintf("the body has %d bytes %s, at most %d are sent; "+
		"ask for fewer variables, for format=binary, or with Accept-Encoding", size, measured, most))
	return tooLarge(t.set.tooLarge.In(t.x))
}
