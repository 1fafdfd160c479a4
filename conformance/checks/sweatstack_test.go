package checks

import (
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

func TestSweatStackRequests(t *testing.T) {
	t.Parallel()
	form := "--x\r\nContent-Disposition: form-data; name=\"sport\"\r\n\r\ncycling\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\none\ntwo\r\n--x--\r\n"
	posted := func(body string) *conformance.Evidence {
		return wireOf(x(0, "POST /up", 200, header("Content-Type", "multipart/form-data; boundary=x"), func(e *conformance.Exchange) { e.Body = []byte(body) }))
	}
	up := posted(form)
	judgeRows(t, []row{
		{"finds each value", "query_repeated: {path: /a, name: sport, values: [running, 'a,b']}", wireOf(x(0, "GET /a?sport=a%2Cb&sport=running", 200)), "met", ""},
		{"refuses a joined list", "query_repeated: {path: /a, name: sport, values: [running, cycling]}", wireOf(x(0, "GET /a?sport=running,cycling", 200)), "unmet", "running,cycling"},
		{"has nothing to look at", "query_repeated: {path: /b, name: sport, values: [running]}", wireOf(x(0, "GET /a", 200)), "unreached", ""},
		{"compares files", "form_files: {path: /up, part: files, files: [{name: a.csv, text: \"one\\ntwo\"}], fields: {sport: cycling}}", up, "met", ""},
		{"compares bytes", "form_files: {path: /up, part: files, files: [{name: a.csv, base64: b25l}]}", up, "unmet", "other bytes"},
		{"counts files", "form_files: {path: /up, part: files, files: [{name: a.csv, text: \"one\\ntwo\"}, {name: b.fit, text: x}]}", up, "unmet", "1 files"},
		{"looks at the part's name", "form_files: {path: /up, part: file, files: [{name: a.csv, text: x}]}", up, "unmet", "part \"files\""},
		{"looks at fields", "form_files: {path: /up, part: files, files: [{name: a.csv, text: \"one\\ntwo\"}], fields: {sport: running}}", up, "unmet", "cycling"},
		{"refuses a form that ends early", "form_files: {path: /up, part: files, files: [{name: a.csv, text: x}]}", posted(form[:len(form)-8]), "unmet", "form"},
		{"refuses what is no form", "form_files: {path: /a, part: files, files: [{name: a.csv, text: x}]}", wireOf(x(0, "POST /a", 200)), "unmet", "no form"},
	})
}

func TestSweatStackReadings(t *testing.T) {
	t.Parallel()
	decode, network := &subject.Error{Class: subject.Decode}, &subject.Error{Class: subject.Network}
	at := func(s string) subject.Instant {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			panic(err)
		}
		return subject.Instant{Time: v}
	}
	var times []any
	for _, s := range []string{"32:00", "32:01", "32:02", "32:03", "32:04", "32:05"} {
		times = append(times, at("2026-05-18T15:"+s+"Z"))
	}
	second := subject.Dur(time.Second)
	frame := func(power any) m {
		return m{"rows": 6, "columns": m{
			"duration": []any{second, second, second, second, second, second}, "power": []any{201, 180, power, 194, 201, 201},
			"speed": []any{8.125, 8, 8.625, 8.875, 9.5, nil}, "heart_rate": []any{120, 120, 124, 126, 124, 125}, "timestamp": times,
		}}
	}
	update := m{"backfill_loaded_until": subject.Local{Wall: "2026-04-01T00:00:00"}, "more": 1}
	const plain = "reads_as: {call: c, fixture: sweatstack-parquet/y_001_plain}"
	const half = "reads_as: {call: c, fixture: sweatstack-parquet/n_002_half}"
	const cut = "reads_as: {call: c, fixture: sweatstack-ndjson/n_004_cut_in_object}"
	const failed = "reads_as: {call: c, fixture: sweatstack-ndjson/y_003_error_last}"
	const days = "reads_as: {call: c, fixture: sweatstack-activity/y_duration_days}"
	judgeRows(t, []row{
		{"reads a frame", plain, saying(callOf("c", frame(nil))), "met", ""},
		{"sees a gap that is zero", plain, saying(callOf("c", frame(0))), "unmet", "power"},
		{"sees a refusal", plain, saying(callOf("c", decode)), "unmet", "decode"},
		{"wants a refusal", half, saying(callOf("c", decode)), "met", ""},
		{"wants the right class", half, saying(callOf("c", network)), "unmet", "network"},
		{"wants no value", half, saying(callOf("c", frame(nil))), "unmet", "nothing can be read"},
		{"may be read or refused: read", "reads_as: {call: c, fixture: sweatstack-parquet/i_001_codec_lz4}", saying(callOf("c", frame(nil))), "met", ""},
		{"may be read or refused: refused", "reads_as: {call: c, fixture: sweatstack-parquet/i_001_codec_lz4}", saying(callOf("c", decode)), "met", ""},
		{"hears that a stream broke", cut, saying(callOf("c", m{"updates": []any{update}, "broken": true})), "met", ""},
		{"hears it as an error", cut, saying(callOf("c", network)), "met", ""},
		{"hears nothing of it", cut, saying(callOf("c", m{"updates": []any{update}})), "unmet", "broken"},
		{"reads an error in a stream", failed, saying(callOf("c", m{"updates": []any{update, m{"error": "Could not read the  status"}}, "broken": false})), "met", ""},
		{"hears it as the vendor's", failed, saying(callOf("c", &subject.Error{Class: subject.Server})), "met", ""},
		{"misses an error in a stream", failed, saying(callOf("c", m{"updates": []any{update}})), "unmet", ""},
		{"reads a duration", days, saying(callOf("c", m{"duration": subject.Dur(26 * time.Hour)})), "met", ""},
		{"reads another", days, saying(callOf("c", m{"duration": subject.Dur(time.Hour)})), "unmet", "/duration"},
		{"reads none", days, saying(callOf("c", m{})), "unmet", "nothing at /duration"},
		{"finds what must be absent", "reads_as: {call: c, fixture: sweatstack-activity/y_no_lists}", saying(callOf("c", m{"summary": m{"power": m{"mean": 0}}, "laps": []any{m{}}, "traces": []any{m{}}})), "unmet", ""},
		{"was not asked", plain, saying(), "unreached", ""},
	})
}
