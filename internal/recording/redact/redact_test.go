package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// fixed is a key that is the same in every run.
func fixed() Key { return Key{1, 2, 3} }

func redactor() *Redactor { return New(fixed(), NewOriginals(fixed(), nil)) }

func body(t require.TestingT, r *Redactor, contentType, s string) string {
	var out bytes.Buffer
	_, err := r.Body(&out, strings.NewReader(s), contentType)
	require.NoError(t, err)
	return out.String()
}

func TestAPersonStaysTheSamePersonEverywhere(t *testing.T) {
	r := redactor()
	r.Template = func(_, _ string) string { return "/v1/sports/accounts/{accountId}/athletes/{athleteId}" }
	list := body(t, r, "application/json", `{"athletes":[{"athleteId":356255,"firstName":"Jonna","lastName":"Virtanen","email":"jonna.v@club.fi"}],"more":false}`)
	one := body(t, r, "application/json", `{"id":"356255","name":"Jonna Virtanen","notes":"knee","title":"x"}`)
	var a struct {
		Athletes []struct {
			AthleteID                  int
			FirstName, LastName, Email string
		}
	}
	var b struct{ ID, Name, Notes string }
	require.NoError(t, json.Unmarshal([]byte(list), &a))
	require.NoError(t, json.Unmarshal([]byte(one), &b))
	who := a.Athletes[0]
	require.NotEqual(t, 356255, who.AthleteID)
	require.Len(t, b.ID, 6)
	require.Equal(t, fmt.Sprint(who.AthleteID), b.ID)
	require.Equal(t, who.FirstName+" "+who.LastName, b.Name)
	require.True(t, strings.HasSuffix(who.Email, "@redacted.example"))
	require.Equal(t, "xxxx", b.Notes)
	require.Equal(t, "http://h.example/v1/sports/accounts/"+r.p.id("3-4925")+"/athletes/"+b.ID+"?ids="+b.ID+","+r.p.id("12"),
		strings.ReplaceAll(r.URL("GET", "http://h.example/v1/sports/accounts/3-4925/athletes/356255?ids=356255,12"), "%2C", ","))
	require.Equal(t, "see "+b.Name+" of "+b.ID, r.text("see Jonna Virtanen of 356255"))
	require.Equal(t, "hello "+who.FirstName, r.text("hello Jonna"), "a word of a name is known alone")
}

func TestWhatIsNotSensitiveStaysByteByByte(t *testing.T) {
	for _, s := range []string{
		`{ "heartRateAverage" : 1.40e2,"list":[1, 2,3 ],"sport":"SOCCER","sportId":27,"variables":[{"name":"trimp","value":5.40}]} `,
		`{"message":"Too Many Requests","type":"TEAM","start_time":"2017-04-14T09:20:06","escaped":"a\u00e4\/b"}`,
		"\n[]\n", `"text"`, `{"a":{}}` + "\n" + `{"a":null}` + "\n",
		`{"sports":[{"id":{"id":4},"parentSport":{"id":1}}],"favoriteSports":[{"id":"43"}],"deviceSettings":[{"name":"wearing_hand","value":"LEFT"}]}`,
		`{"sports":[{"id":"1","name":"Running"}],"eventTypes":[{"id":3,"name":"game"}]}`,
	} {
		require.Equal(t, s, body(t, redactor(), "application/json", s))
	}
}

func TestSecretsAreReplaced(t *testing.T) {
	const jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjMTIzNDU2Nzg5MCIsImlhdCI6MTc3MjM2NjQwMCwiZXhwIjoxNzcyMzY2NzAwfQ.c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWxvbmctZm9yLUhT"
	r := redactor()
	h := r.Header(http.Header{
		"Authorization": {"Bearer " + jwt, "Basic " + base64.StdEncoding.EncodeToString([]byte("client-12345:s3cr3t-value"))},
		"X-Api-Key":     {"kEy-0123456789"}, "Cookie": {"sid=abcdef0123456789; theme=dark-blue-0"}, "Set-Cookie": {"sid=abcdef0123456789; Path=/; HttpOnly"},
		"Location":            {"https://app.example/cb?code=authcode-12345&state=st-98765432#access_token=tok-1234567890"},
		"Content-Disposition": {`attachment; filename="Jonna_2026.fit"`}, "Content-Type": {"application/json"},
	})
	form := body(t, r, "application/x-www-form-urlencoded", "grant_type=password&client_id=client-12345&client_secret=s3cr3t-value&username=jonna%40club.fi")
	tokens := body(t, r, "application/json", `{"access_token":"`+jwt+`","refresh_token":"refresh-123456789","expires_in":3600,"token_type":"bearer","x_user_id":1234567}`)
	all := fmt.Sprint(h) + form + tokens
	for _, original := range []string{jwt, "c2lnbmF0dXJl", "client-12345", "s3cr3t-value", "kEy-0123456789", "abcdef0123456789", "authcode", "st-98765432", "tok-1234567890", "Jonna", "jonna", "refresh-123456789", "1234567,"} {
		require.NotContains(t, all, original)
	}
	bearer := strings.TrimPrefix(h["Authorization"][0], "Bearer ")
	require.Contains(t, tokens, bearer, "a token joins")
	claims, err := base64.RawURLEncoding.DecodeString(strings.Split(bearer, ".")[1])
	require.NoError(t, err)
	require.Regexp(t, `^{"iss":"[a-z0-9]{11}","iat":1772366400,"exp":1772366700}$`, string(claims))
	basic, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(h["Authorization"][1], "Basic "))
	require.NoError(t, err)
	user, password, _ := strings.Cut(string(basic), ":")
	require.Contains(t, form, "client_id="+user+"&client_secret="+password, "a client joins")
	require.Equal(t, strings.Split(h["Cookie"][0], ";")[0], strings.Split(h["Set-Cookie"][0], ";")[0])
	require.Contains(t, h["Set-Cookie"][0], "; Path=/; HttpOnly")
	require.Regexp(t, `filename="[A-Z][a-z]+_\d{4}.fit"`, h["Content-Disposition"][0])
}

func TestFieldsOfFormsInHTML(t *testing.T) {
	r := redactor()
	got := body(t, r, "text/html; charset=utf-8", "<form>\n<input type=hidden name=\"csrf_token\" value=\"tok&amp;0123456789\"><input name=state value='s-98765432'><input name=\"sport\" value=\"running\">\n<p>jonna@club.fi</p>")
	require.NotContains(t, got, "0123456789")
	require.NotContains(t, got, "98765432")
	require.NotContains(t, got, "jonna")
	require.Contains(t, got, `<input name="sport" value="running">`)
	require.Contains(t, got, `value="`+r.p.secret("tok&0123456789")+`"`)
}

func TestWordsThatMayBeAnythingAreNotSearchedFor(t *testing.T) {
	r := redactor()
	_ = r.Header(http.Header{"Cookie": {"theme=english; sport=running"}})
	_ = body(t, r, "application/json", `{"notes":"summary","id":"cycling","full_name":"Summary Treadmill"}`)
	const other = `{"summary":{"language":"english"},"kind":"running","treadmill":1,"steps":12345}`
	require.Equal(t, other, body(t, r, "application/json", other))
	require.Equal(t, other, body(t, r.Again(), "application/json", other))
}

func TestTracksAndBirthdays(t *testing.T) {
	r := redactor()
	got := body(t, r, "application/json", `{"birthday":"1990-05-17","lat":60.123456,"fields":["time","lat","lon","hr"],"values":[["PT0S",60.1234567,24.98765,94],["PT1S",null,null,95],["PT2S",60.1234567,24.1,96]],"start_latlng":[60.5,24.5],"route":{"location":{"latitude":-33.1,"longitude":0.0}}}`)
	require.Regexp(t, `^{"birthday":"19[789]\d-01-01","lat":0.000\d{3},"fields":\["time","lat","lon","hr"\],"values":\[\["PT0S",0.000\d{4},0.00\d{3},94\],\["PT1S",null,null,95\],\["PT2S",0.000\d{4},0.0,96\]\],"start_latlng":\[0.0,0.0\],"route":{"location":{"latitude":0.0,"longitude":0.0}}}$`, got)
	var v struct{ Values [][]any }
	require.NoError(t, json.Unmarshal([]byte(got), &v))
	require.Equal(t, v.Values[0][1], v.Values[2][1], "the same place stays the same place")
	require.Equal(t, "a,latitude,b\n1,"+r.p.coordinate("60.123456")+",x\n", body(t, r, "text/csv", "a,latitude,b\n1,60.123456,x\n"))
}

func TestBodiesThatCannotBeRedactedAreWithheld(t *testing.T) {
	for _, test := range []struct{ contentType, body, want string }{
		{"application/json", `{"a":1`, "ends"},
		{"application/json", `{"a":tru}`, "tru"},
		{"application/json", `[}`, "too many"},
		{"application/json", `{"a":"\q"}`, "wrong escape"},
		{"application/json", strings.Repeat("[", 600), "nested more than 500 deep"},
		{"application/octet-stream", "\x00\x01\x02", "cannot look into"},
		{"text/plain", "a\x00b", "binary"},
		{"multipart/form-data", "--x", "without a boundary"},
		{"multipart/form-data; boundary=x", "--y\r\n", "called multipart"},
		{"application/x-any", "PAR1....PAR1", "Parquet"},
		{"application/x-any", "\x0e\x10\x00\x00\xff\xff\xff\x7f.FIT\x00\x00", "called FIT"},
		{"application/gpx+xml", `<gpx><trkpt lat="60.1234567" lon="24.7654321"/></gpx>`, "XML is not looked into"},
		{"text/plain", `<?xml version="1.0"?><TrainingCenterDatabase><LatitudeDegrees>60.1234567`, "XML is not looked into"},
		{"image/png", "\x89PNG\r\n\x1a\n\x00", "cannot look into"},
	} {
		_, err := redactor().Body(&bytes.Buffer{}, strings.NewReader(test.body), test.contentType)
		var w *Withheld
		require.ErrorAs(t, err, &w, test.body)
		require.Contains(t, w.Reason, test.want)
	}
}

func TestNumbersArePermuted(t *testing.T) {
	p := newPseudonyms(fixed())
	for _, n := range []int{1, 2, 3} {
		seen := map[string]bool{}
		from, to := int(pow10(n-1)), int(pow10(n))
		for x := from; x < to; x++ {
			v := fmt.Sprint(x)
			out := p.digits(v)
			require.Len(t, out, n)
			require.NotEqual(t, v, out)
			seen[out] = true
		}
		require.Len(t, seen, to-from, "no two meet")
	}
	for _, v := range []string{"2147483647", "2147483648", "9223372036854775807", "99999999999999999999", "007", "3-4925"} {
		out := p.digits(v)
		require.NotEqual(t, v, out)
		require.Len(t, out, len(v))
	}
	require.LessOrEqual(t, parseInt(p.digits("2147483647")), int64(1<<31-1), "it still fits 32 bits")
}

func TestWhatFollowsFromOneKeyDoesNotFromAnother(t *testing.T) {
	a, b := newPseudonyms(fixed()), newPseudonyms(Key{9})
	for _, f := range []func(p *pseudonyms) string{
		func(p *pseudonyms) string { return p.id("356255") }, func(p *pseudonyms) string { return p.id("act_01JVJ0M4Q8RIDE00000001") },
		func(p *pseudonyms) string { return p.id("9b2e7f0a-1111-4222-8333-444455556666") }, func(p *pseudonyms) string { return p.words("Anna Ek") },
		func(p *pseudonyms) string { return p.email("a@b.fi") }, func(p *pseudonyms) string { return p.secret("0123456789abcdef0123") },
		func(p *pseudonyms) string { return p.coordinate("60.123456") },
	} {
		require.Equal(t, f(a), f(a))
		require.NotEqual(t, f(a), f(b))
	}
	require.True(t, strings.HasPrefix(a.id("act_01JVJ0M4Q8RIDE00000001"), "act_"))
	require.NotContains(t, fmt.Sprintf("%v %+v %#v %s", fixed(), fixed(), fixed(), fixed()), "1, 2")
}

func TestOriginalsAreKeptWithoutBeingThere(t *testing.T) {
	var file bytes.Buffer
	o := NewOriginals(fixed(), &file)
	o.add(name, "Jonna Virtanen", "Bakodin Lufares")
	o.add(id, "356255", "907213")
	o.add(position, "60.1234567", "0.0001234")
	require.NoError(t, o.Flush())
	require.NotContains(t, file.String(), "onna")
	read, err := ReadOriginals(fixed(), bytes.NewReader(file.Bytes()[:file.Len()-3]))
	require.NoError(t, err)
	require.Equal(t, o.Len()-1, read.Len(), "half a record is left out")
	read, err = ReadOriginals(fixed(), &file)
	require.NoError(t, err)
	other, err := ReadOriginals(Key{7}, bytes.NewReader(append([]byte(originalsHead), make([]byte, recordSize)...)))
	require.NoError(t, err)
	for _, test := range []struct {
		text string
		want int
	}{
		{"Hello JONNA virtanen!", 1},
		{"x356255", 0},
		{"/athletes/356255/356255?", 2},
		{`{"lat":-60.1234567}`, 1},
		{"Bakodin Lufares 907213", 0},
		{"Jonna", 0},
	} {
		got := 0
		(&finder{o: read}).in([]byte(test.text), minToken, func(finding) bool { got++; return true })
		require.Equal(t, test.want, got, test.text)
		(&finder{o: other}).in([]byte(test.text), minToken, func(finding) bool { t.Error("found with another key"); return true })
	}
	_, err = ReadOriginals(fixed(), strings.NewReader("x"))
	require.ErrorContains(t, err, "no fingerprints")
}

func TestAgainReplacesWhatWasNotKnownYet(t *testing.T) {
	r := redactor()
	first := body(t, r, "application/json", `{"summary":"a run with Jonna Virtanen","id":123456}`)
	require.Contains(t, first, "Jonna")
	_ = body(t, r, "application/json", `{"full_name":"Jonna Virtanen"}`)
	second := body(t, r.Again(), "application/json", first)
	require.NotContains(t, second, "Jonna")
	require.Contains(t, second, `"id":`+r.p.id("123456")+`}`, "replacements stay")
}

// TestNoSensitiveMemberSurvives puts values at sensitive places of JSON of any form.
func TestNoSensitiveMemberSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[A-Z][a-z]{6,12}[0-9]{3}`).Draw(t, "value")
		member := rapid.SampledFrom([]string{"firstName", "userId", "access_token", "email", "notes", "x_secret", "athlete_id"}).Draw(t, "member")
		var v any = value
		for range rapid.IntRange(0, 3).Draw(t, "lists") {
			v = []any{v}
		}
		v = map[string]any{member: v}
		for range rapid.IntRange(0, 4).Draw(t, "depth") {
			v = map[string]any{"a": []any{1, "x", v}}
		}
		text, err := json.Marshal(v)
		require.NoError(t, err)
		require.NotContains(t, body(t, redactor(), "application/json", string(text)), value)
	})
}

func FuzzBody(f *testing.F) {
	for _, s := range []string{`{"id":1,"lat":[1.5,"2.5"],"fields":["lat"],"values":[[1]]}`, "a=b&token=c", "a,lat\n1,2", "--x\r\n\r\nabc\r\n--x--\r\n", "data: {\"id\":5}\n", "PAR1", "\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00"} {
		for _, media := range []string{"application/json", "text/csv", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/event-stream", ""} {
			f.Add([]byte(s), media)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, media string) {
		r := redactor()
		var out bytes.Buffer
		changed, err := r.Body(&out, bytes.NewReader(data), media)
		var w *Withheld
		if err != nil {
			require.ErrorAs(t, err, &w)
			return
		}
		if !changed {
			require.Equal(t, string(data), out.String(), "what was not replaced stays byte by byte")
		}
		if json.Valid(data) && !strings.HasPrefix(media, "multipart") && !strings.HasPrefix(media, "text/") && !strings.Contains(media, "form") {
			require.True(t, json.Valid(out.Bytes()), "%s became %s", data, out.Bytes())
		}
	})
}

func FuzzURL(f *testing.F) {
	f.Add("GET", "https://u:p@h.example/a/12345?x=1&token=abc#code=d")
	f.Add("", "%zz?%zz=%zz#%zz")
	f.Fuzz(func(_ *testing.T, method, raw string) { _ = redactor().URL(method, raw) })
}
