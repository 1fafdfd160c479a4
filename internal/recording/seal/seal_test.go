package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
	. "github.com/ergodrome/ergodrome/internal/recording/seal"
)

const (
	person   = "Jonna Virtanen"
	number   = "356255"
	document = `{"athleteId":356255,"fullName":"Jonna Virtanen","email":"jonna.v@club.fi","latitude":60.1234567}`
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// recorded is a recording of one person that nobody has sealed, with a body in a
// file and one in the archive; extra is in the first, which came before the person
// was known.
func recorded(t *testing.T, extra string) (dir string, key redact.Key) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "rec")
	w, err := recording.Create(dir, recording.Options{})
	require.NoError(t, err)
	key = redact.NewKey()
	require.NoError(t, key.WriteFile(filepath.Join(dir, KeyName)))
	file, err := os.Create(filepath.Join(dir, OriginalsName))
	require.NoError(t, err)
	o := redact.NewOriginals(key, file)
	r := redact.New(key, o)
	for i, body := range []string{`{"text":"` + extra + `"}`, document} {
		var out bytes.Buffer
		_, err := r.Body(&out, strings.NewReader(body), "application/json")
		require.NoError(t, err)
		e := &recording.Entry{Request: recording.Request{Method: "GET", URL: "http://h.example/a"}}
		e.Response.Content = recording.Content{MimeType: "application/json", Text: out.String()}
		if i == 0 {
			b, err := w.Body("application/json")
			require.NoError(t, err)
			z, err := recording.Encode("gzip", b)
			require.NoError(t, err)
			_, err = z.Write(out.Bytes())
			require.NoError(t, err)
			require.NoError(t, z.Close())
			require.NoError(t, b.Commit())
			e.Response.Content = recording.Content{MimeType: "application/json", Stored: recording.Stored{File: b.Name, Coding: "gzip"}}
		}
		require.NoError(t, w.Append(e))
	}
	require.NoError(t, o.Flush())
	require.NoError(t, file.Close())
	require.NoError(t, w.Close())
	return dir, key
}

func TestARecordingIsSealedAndTheKeyIsGone(t *testing.T) {
	dir, key := recorded(t, "nothing")
	_, err := Verify(dir, nil)
	require.ErrorContains(t, err, "it is not sealed")
	s, err := Close(dir, key, false, now)
	require.NoError(t, err)
	require.Equal(t, 2, s.Entries)
	require.Zero(t, s.Swept)
	require.Equal(t, "thrown away", s.Key)
	require.NoFileExists(t, filepath.Join(dir, KeyName))
	got, err := Verify(dir, nil)
	require.NoError(t, err)
	require.Equal(t, s, got)
	_, err = Verify(dir, &key)
	require.NoError(t, err, "the fingerprints are those of the key")
}

func TestWhatWasKnownLateIsSwept(t *testing.T) {
	dir, key := recorded(t, "a run with "+person+", see /athletes/"+number)
	s, err := Close(dir, key, true, now)
	require.NoError(t, err)
	require.Equal(t, 1, s.Swept)
	_, err = Verify(dir, &key)
	require.NoError(t, err)
	r, err := recording.Open(dir, recording.Limits{})
	require.NoError(t, err)
	defer r.Close()
	var bodies []string
	for e, err := range r.Entries() {
		require.NoError(t, err)
		b, err := r.ResponseBody(e)
		require.NoError(t, err)
		var out bytes.Buffer
		_, err = out.ReadFrom(b)
		require.NoError(t, err)
		require.NoError(t, b.Close())
		bodies = append(bodies, out.String())
	}
	who := strings.Split(bodies[1], `"`)[5]
	require.Contains(t, bodies[0], "a run with "+who+",", "swept as everywhere")
}

func pack(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// TestAPlantedSurvivorIsRefused plants originals into a sealed recording, in every
// encoding and place, with and without the key.
func TestAPlantedSurvivorIsRefused(t *testing.T) {
	for encoding, spell := range map[string]func(string) string{
		"plain":            func(s string) string { return s },
		"URL escapes":      func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, " ", "%20"), "5", "%35") },
		"Base64":           func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s + "!")) },
		"Base64 for URLs":  func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("\xff?>" + s + "??")) },
		"hexadecimal":      func(s string) string { return hex.EncodeToString([]byte(s)) },
		"JSON escapes":     func(s string) string { return strings.NewReplacer("J", `\u004a`, "3", `\u0033`).Replace(s) },
		"zlib in a vector": pack,
	} {
		for _, original := range []string{person, number} {
			for place, plant := range map[string]func(dir, text string) error{
				"the archive": func(dir, text string) error {
					name := filepath.Join(dir, recording.ArchiveName)
					whole, err := os.ReadFile(name)
					if err != nil {
						return err
					}
					return os.WriteFile(name, bytes.Replace(whole, []byte(`"comment":`), []byte(`"comment":"`+text+`","_x":`), 1), 0o600)
				},
				"a body": func(dir, text string) error {
					var z bytes.Buffer
					w := gzip.NewWriter(&z)
					_, _ = w.Write([]byte(`{"x":"` + text + `"}`))
					_ = w.Close()
					return os.WriteFile(filepath.Join(dir, recording.BodyFolder, "000001.json"), z.Bytes(), 0o600)
				},
				"a file of its own": func(dir, text string) error {
					return os.WriteFile(filepath.Join(dir, "notes.txt"), []byte(text), 0o600)
				},
			} {
				t.Run(encoding+"/"+original+"/"+place, func(t *testing.T) {
					dir, key := recorded(t, "nothing")
					if place == "the archive" { // a member to plant beside
						name := filepath.Join(dir, recording.ArchiveName)
						whole, err := os.ReadFile(name)
						require.NoError(t, err)
						require.NoError(t, os.WriteFile(name, bytes.Replace(whole, []byte(`"cache":`), []byte(`"comment":"c","cache":`), 1), 0o600))
					}
					_, err := Close(dir, key, true, now)
					require.NoError(t, err)
					require.NoError(t, plant(dir, spell(original)))
					_, err = Verify(dir, nil)
					var refusal *Refusal
					require.ErrorAs(t, err, &refusal, "without the key: it is not what was sealed")
					_, err = Verify(dir, &key)
					require.ErrorAs(t, err, &refusal)
					require.Greater(t, len(refusal.Problems), 1, "with the key: it has changed, and why that matters")
					require.NotContains(t, err.Error(), original, "nor does the refusal tell")
				})
			}
		}
	}
}

func TestASealSeesEveryChange(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(dir string) error
		want   string
	}{
		{"a file more", func(dir string) error { return os.WriteFile(filepath.Join(dir, "x"), nil, 0o600) }, "x came after"},
		{"a file less", func(dir string) error { return os.Remove(filepath.Join(dir, recording.BodyFolder, "000001.json")) }, "is missing"},
		{"a link", func(dir string) error { return os.Symlink("/etc/passwd", filepath.Join(dir, "l")) }, "l came after"},
		{"the key", func(dir string) error { k := redact.NewKey(); return k.WriteFile(filepath.Join(dir, KeyName)) }, "with the key one can try"},
		{"a seal of noise", func(dir string) error { return os.WriteFile(filepath.Join(dir, SealName), []byte("x"), 0o600) }, "cannot be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, key := recorded(t, "nothing")
			_, err := Close(dir, key, false, now)
			require.NoError(t, err)
			require.NoError(t, test.change(dir))
			_, err = Verify(dir, nil)
			if test.name == "a file less" {
				require.Error(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
	_, err := Verify(t.TempDir(), nil)
	require.ErrorContains(t, err, "no recording of ergodrome")
}

func TestAKilledRecordingIsSealedLater(t *testing.T) {
	dir, key := recorded(t, person)
	name := filepath.Join(dir, recording.ArchiveName)
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, whole[:len(whole)-20], 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, recording.BodyFolder, "000009.bin.part"), []byte(person), 0o600))
	_, err = Verify(dir, nil)
	require.Error(t, err)
	s, err := Close(dir, key, false, now)
	require.NoError(t, err)
	require.Equal(t, 1, s.Entries)
	_, err = Verify(dir, nil)
	require.NoError(t, err)
}
