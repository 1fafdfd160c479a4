package firstbeat

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

const (
	// maxBody is the largest answer, in bytes. The vendor says 6 MB; this is
	// the payload limit of the platform that its other words point to.
	// [inferred: AWS Lambda quotas].
	maxBody = 6 << 20
	// maxPlain is where an answer is given up while it is made: memory is finite.
	maxPlain = 64 << 20
)

// seal refuses finished answers above the vendor's bound, which is measured
// after content coding: codings are among the vendor's ways out.
// [confirmed: troubleshooting page; the place of the measure is inferred].
func seal(t *tenant, r *httpx.Request, resp *httpx.Response) error {
	if t.set.measurePlain {
		return nil // the encoder has done it
	}
	return t.checkSize(r, len(resp.Body), "after content coding")
}

func (t *tenant) checkSize(r *httpx.Request, size int, measured string) error {
	if size <= maxBody {
		return nil
	}
	r.Call.Exchange.Decide("size", "refuse", fmt.Sprintf("the body has %d bytes %s, at most %d are sent; "+
		"ask for fewer variables, for format=binary, or with Accept-Encoding", size, measured, maxBody))
	return tooLarge(t.set.tooLarge)
}
