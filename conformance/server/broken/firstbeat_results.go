package broken

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

func firstbeatResultMutants() []Mutant {
	const api = "firstbeat"
	unlimited := of(api, "fb-no-size-limit", "sends an answer of any size", "SRV-FB-SIZE-001")
	unlimited.world = func(w *conformance.World) {
		if w.Switches[api] != nil {
			w.Switches[api] = map[string]string{"cold": "none"}
		}
	}
	return []Mutant{
		of(api, "fb-series-unasked", "sends heavy series to everybody", "SRV-FB-FILT-003").asked(func(_ stage.Simulator, r *http.Request) {
			if q := r.URL.Query(); within(r, "/results") && !q.Has("var") {
				q.Set("var", "heartRateSeries1s")
				setQuery(r, q)
			}
		}),
		of(api, "fb-little-endian", "packs series with the low byte first", "SRV-FB-VEC-001").answered(repacked(func(raw []byte, width int) []byte {
			for i := 0; i+width <= len(raw); i += width {
				slices.Reverse(raw[i : i+width])
			}
			return raw
		})),
		of(api, "fb-last-value-lost", "packs all of a series but its last value", "SRV-FB-VEC-001").answered(repacked(func(raw []byte, width int) []byte {
			return raw[:max(len(raw)-width, 0)]
		})),
		of(api, "fb-no-bits", "does not say how wide packed numbers are", "SRV-FB-VEC-002").answered(func(_ *http.Request, a *reply) {
			a.objects(func(o map[string]any) { delete(o, "bits") })
		}),
		of(api, "fb-numbers-as-text", "writes numbers as text", "SRV-FB-DATA-004").answered(edited("value", func(v any) any {
			if n, ok := v.(json.Number); ok {
				return n.String()
			}
			return v
		})),
		of(api, "fb-gzip-unasked", "sends gzip to those who did not offer it", "SRV-FB-ENC-001").answered(func(_ *http.Request, a *reply) {
			if a.body.Len() > 0 && a.header.Get("Content-Encoding") == "" {
				a.compress()
				a.header.Set("Content-Encoding", "gzip")
			}
		}),
		of(api, "fb-gzip-unsaid", "sends gzip and does not say so", "SRV-FB-ENC-001").answered(func(r *http.Request, a *reply) {
			if r.Header.Get("Accept-Encoding") == "gzip" && a.header.Get("Content-Encoding") == "" {
				a.compress()
			}
			a.header.Del("Content-Encoding")
		}),
		of(api, "fb-202-never-ends", "computes for ever", "SRV-FB-POLL-001", "SRV-FB-POLL-002").switched(api, "ready-after", "24h"),
		of(api, "fb-204-is-empty-result", "answers with no variables where the analysis failed", "SRV-FB-NODATA-001").answered(func(_ *http.Request, a *reply) {
			if a.status == http.StatusNoContent {
				a.says(http.StatusOK, `{"variables":[]}`)
			}
		}),
		unlimited,
		of(api, "fb-413-is-400", "answers 400 to what is too large", "SRV-FB-SIZE-001").answered(func(_ *http.Request, a *reply) {
			if a.status == http.StatusRequestEntityTooLarge {
				a.says(http.StatusBadRequest, "{}")
			}
		}),
	}
}

func (a *reply) compress() {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(a.body.Bytes()) // memory takes everything
	_ = z.Close()
	a.body = b
}

// repacked changes the bytes of every packed series.
func repacked(edit func(raw []byte, width int) []byte) func(*http.Request, *reply) {
	return func(_ *http.Request, a *reply) {
		a.objects(func(o map[string]any) {
			value, isText := o["value"].(string)
			bits, err := strconv.Atoi(text(o["bits"]))
			packed, err2 := base64.StdEncoding.DecodeString(value)
			if !isText || err != nil || err2 != nil {
				return
			}
			z, err := zlib.NewReader(bytes.NewReader(packed))
			if err != nil {
				return
			}
			raw, err := io.ReadAll(z)
			if err != nil {
				return
			}
			var b bytes.Buffer
			w := zlib.NewWriter(&b)
			_, _ = w.Write(edit(raw, max(bits/8, 1))) // memory takes everything
			_ = w.Close()
			o["value"] = base64.StdEncoding.EncodeToString(b.Bytes())
		})
	}
}
