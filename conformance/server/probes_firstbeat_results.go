package server

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// pollGap is what the vendor asks for between two attempts, and a little more.
const pollGap = 6 * time.Second

// ready asks for results until they are computed.
func (a *Asker) ready(options ...Option) *Answer {
	for range 6 {
		r := a.Get(fbResults, options...)
		switch r.Status {
		case http.StatusAccepted:
			a.Wait(pollGap)
		case http.StatusNoContent:
			a.Lack("the first measurement has no results")
		default:
			return r.OK()
		}
	}
	a.Lack("the first measurement's results are being computed all the time")
	return nil
}

func firstbeatResults() []Probe {
	f := family{api: "firstbeat"}
	warm := conformance.World{Switches: map[string]map[string]string{"firstbeat": {"cold": "none"}}}
	sim := f.sim("it changes the state of an analysis")
	return []Probe{
		f.must("SRV-FB-FILT-003", "sends heavy series only when they are asked for by name", fbDocument+", Decoding Time Series Vectors", []string{"FB-R-033"}, func(a *Asker) {
			const heavy = "heartRateSeries1s"
			plain, asked := a.ready(), a.ready(Query("var", heavy))
			a.Want("unasked", variable(plain, heavy) == nil, "no "+heavy, "one", plain)
			a.Want("asked", variable(asked, heavy) != nil, "the "+heavy+" that was asked for", "none", asked)
		}).in(warm),
		f.must("SRV-FB-VEC-001", "packs series in the way that it says, with the numbers that it lists", fbDocument+", Decoding Time Series Vectors", []string{"FB-R-036", "FB-R-037", "FB-R-040"}, func(a *Asker) {
			names := []string{"heartRateSeries", "rriSeries", "rmssd1MinSeries", "heartRatePercentageSeries"}
			packed := a.ready(Query("var", strings.Join(names, ",")), Query("format", "binary"))
			listed := a.ready(Query("var", strings.Join(names, ",")), Query("format", "list"))
			wide := 0
			for _, name := range names {
				v := variable(packed, name)
				if v == nil {
					continue
				}
				got, err := unpack(v)
				a.Want("unpacks-"+name, err == nil, "base64 of zlib of big-endian numbers", fmt.Sprint(err), packed)
				want := numbers(variable(listed, name))
				a.Want("same-"+name, slices.EqualFunc(got, want, alike(member(v, "bits"))), "the same numbers packed and listed", fmt.Sprintf("%d packed, %d listed, not all the same", len(got), len(want)), packed, listed)
				if member(v, "bits") != "8" {
					wide++
				}
			}
			if wide == 0 {
				a.Lack("no series of the first measurement has values wider than a byte")
			}
		}).in(warm),
		f.must("SRV-FB-VEC-002", "names type and bits of what it packs", fbDocument+", Decoding Time Series Vectors", []string{"FB-R-035", "FB-R-043"}, func(a *Asker) {
			r := a.ready(Query("var", "heartRateSeries"))
			v := variable(r, "heartRateSeries")
			a.Want("type", member(v, "type") == "Unsigned" || member(v, "type") == "Float", "Unsigned or Float", fmt.Sprintf("%q", member(v, "type")), r)
			a.Want("bits", member(v, "bits") != "", "a number of bits", "none", r)
			_, isText := v["value"].(string)
			a.Want("value", isText, "a value of text", kindOf(v["value"]), r)
		}).in(warm),
		f.must("SRV-FB-DATA-004", "writes single numbers as numbers", fbDocument+", Results", []string{"FB-R-034"}, func(a *Asker) {
			r := a.ready()
			n := 0
			for _, item := range r.List("/variables") {
				v, _ := item.(map[string]any)
				if member(v, "type") != "" {
					continue
				}
				n++
				if _, ok := v["value"].(json.Number); !ok {
					a.Want("number", false, "a number", kindOf(v["value"]), r)
					return
				}
			}
			a.Want("some", n > 0, "at least one single number", "none", r)
		}).in(warm),
		f.must("SRV-FB-ENC-001", "codes a body only in a way that was offered, and says which", "RFC 9110, sections 8.4 and 12.5.3", []string{"FB-R-055", "FB-R-056"}, func(a *Asker) {
			plain := a.Get(fbMeasurements).OK()
			a.Want("plain", plain.Header.Get("Content-Encoding") == "", "no coding where none was offered", plain.Header.Get("Content-Encoding"), plain)
			coded := a.Get(fbMeasurements, Header("Accept-Encoding", "gzip")).OK()
			body, err := undone(coded)
			a.Want("coded", err == nil && bytes.Equal(body, plain.Body), "the same body, plain or as gzip", fmt.Sprint(coded.Header.Get("Content-Encoding"), " ", err), plain, coded)
		}).rests(conformance.RFC),
		sim.must("SRV-FB-POLL-001", "answers 202 while it computes, and the results afterwards", fbTroubles+", Processing", []string{"FB-R-021", "FB-R-023"}, func(a *Asker) {
			a.Step("firstbeat/measurements/"+a.find("measurement")+"/cold", nil)
			a.Get(fbResults).Is(http.StatusAccepted)
			a.Wait(5 * time.Minute)
			a.Get(fbResults).Is(http.StatusOK)
		}),
		sim.must("SRV-FB-POLL-002", "computes results of sessions too", fbTroubles+", Processing", []string{"FB-R-022"}, func(a *Asker) {
			session := fbAccounts + "/{account}/teams/{team}/sessions/{session}/results"
			a.Step("firstbeat/sessions/"+a.find("session")+"/cold", nil)
			a.Get(session).Is(http.StatusAccepted)
			a.Wait(5 * time.Minute)
			a.Get(session).OK().Has("/measurements", "list")
		}),
		sim.must("SRV-FB-NODATA-001", "answers 204, and nothing else, when the analysis failed", fbTroubles+", No Content", []string{"FB-R-024", "FB-R-059"}, func(a *Asker) {
			a.Step("firstbeat/measurements/"+a.find("measurement")+"/failed", nil)
			r := a.Get(fbResults).Is(http.StatusNoContent)
			a.Want("empty", len(r.Body) == 0, "no body", "a body", r)
		}),
		f.sim("a real account need not have so large an answer").must("SRV-FB-SIZE-001", "answers 413 to a query whose answer is too large", fbTroubles+", Payload too large", []string{"FB-R-025", "FB-R-026"}, func(a *Asker) {
			a.Get(fbResults, Query("var", "heartRateSeries")).Is(http.StatusRequestEntityTooLarge)
			a.Get(fbResults, Query("var", "trimp")).Is(http.StatusOK)
		}).in(conformance.World{Switches: map[string]map[string]string{"firstbeat": {"cold": "none", "size-limit": "1000"}}}),
	}
}

// variable finds a variable of results; nil when it is not there.
func variable(r *Answer, name string) map[string]any {
	for _, v := range r.List("/variables") {
		if o, ok := v.(map[string]any); ok && member(o, "name") == name {
			return o
		}
	}
	return nil
}

func numbers(v map[string]any) []float64 {
	list, _ := v["value"].([]any)
	var out []float64
	for _, item := range list {
		n, _ := item.(json.Number)
		f, err := n.Float64()
		if err != nil {
			return nil
		}
		out = append(out, f)
	}
	return out
}

// alike compares a packed number with a listed one, as far as so many bits tell
// numbers apart.
func alike(bits string) func(a, b float64) bool {
	return func(a, b float64) bool { return a == b || bits == "32" && float32(a) == float32(b) }
}

// unpack decodes a series [confirmed: Sports Cloud API document, Decoding Time Series Vectors].
func unpack(v map[string]any) ([]float64, error) {
	packed, err := base64.StdEncoding.DecodeString(member(v, "value"))
	if err != nil {
		return nil, err
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(z, maxBody))
	if err != nil {
		return nil, err
	}
	kind := member(v, "type") + member(v, "bits")
	width := map[string]int{"Float64": 8, "Float32": 4, "Unsigned16": 2, "Unsigned8": 1, "Signed16": 2}[kind]
	if width == 0 || len(raw)%width != 0 {
		return nil, fmt.Errorf("%d bytes of %q", len(raw), kind)
	}
	var out []float64
	for ; len(raw) > 0; raw = raw[width:] {
		switch kind {
		case "Float64":
			out = append(out, math.Float64frombits(binary.BigEndian.Uint64(raw)))
		case "Float32":
			out = append(out, float64(math.Float32frombits(binary.BigEndian.Uint32(raw))))
		case "Unsigned16":
			out = append(out, float64(binary.BigEndian.Uint16(raw)))
		case "Unsigned8":
			out = append(out, float64(raw[0]))
		default:
			out = append(out, float64(int16(binary.BigEndian.Uint16(raw)))) //nolint:gosec // two's complement
		}
	}
	return out, nil
}

// undone is a body without its content coding.
func undone(r *Answer) ([]byte, error) {
	switch coding := strings.ToLower(r.Header.Get("Content-Encoding")); coding {
	case "", "identity":
		return r.Body, nil
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(r.Body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.LimitReader(z, maxBody))
	default:
		return nil, fmt.Errorf("the coding was not offered: %q", coding)
	}
}

func firstbeatLimits() []Probe {
	f := family{api: "firstbeat"}.sim("it would use up a real consumer's requests")
	limited := conformance.World{Limits: "vendor"}
	return []Probe{
		f.must("SRV-FB-RATE-001", "lets sixty requests of a minute pass, and answers 429 to more", fbDocument+", API usage limits", []string{"FB-R-014", "FB-R-018"}, func(a *Asker) {
			passed := 0
			for range 70 {
				r := a.Get(fbAccounts)
				if r.Status == http.StatusTooManyRequests {
					break
				}
				passed++
			}
			a.Want("sixty", passed >= 59 && passed <= 62, "about sixty requests to pass", fmt.Sprintf("%d passed", passed))
			a.Wait(time.Minute)
			a.Get(fbAccounts).Is(http.StatusOK)
		}).in(limited),
		f.must("SRV-FB-RATE-002", "answers 429 when the day's requests are used up, until the next day", fbDocument+", API usage limits", []string{"FB-R-015", "FB-R-018"}, func(a *Asker) {
			a.Get(fbAccounts).Is(http.StatusOK)
			a.Step("firstbeat/consumers/"+a.Keys().ConsumerID+"/quota", map[string]any{"dayUsed": 5000})
			a.Get(fbAccounts).Is(http.StatusTooManyRequests)
			a.Wait(time.Hour)
			a.Get(fbAccounts).Is(http.StatusTooManyRequests)
			a.Wait(24 * time.Hour)
			a.Get(fbAccounts).Is(http.StatusOK)
		}).in(limited),
	}
}
