// Package seal proves that nothing of what a recording replaced survives in it, and tells later whether that still holds.
package seal

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// Names of what is kept beside a recording.
const (
	SealName      = "seal.json"
	OriginalsName = "originals.fp"
	KeyName       = "recording.key" // while a recording is open, and nowhere after
)

// Seal says what was proven, when, and of which bytes.
type Seal struct {
	Version      int               `json:"version"`
	Time         time.Time         `json:"time"`
	Entries      int               `json:"entries"`
	Fingerprints int               `json:"fingerprints"` // that were looked for
	Swept        int               `json:"swept"`        // entries that had to be redacted again, for what was only known later
	Key          string            `json:"key"`          // "kept" or "thrown away"
	Files        map[string]string `json:"files"`        // SHA-256 by name
}

// Refusal lists why a recording must not be shared.
type Refusal struct{ Problems []string }

// Error is one problem a line.
func (r *Refusal) Error() string {
	text := "it must not be shared:"
	for i, p := range r.Problems {
		if i == 20 {
			return text + fmt.Sprintf("\n  … and %d more", len(r.Problems)-i)
		}
		text += "\n  " + p
	}
	return text
}

// Close ends a recording: it puts right what an interruption left, redacts again
// what was not known when it was written, searches everything for survivors, and
// seals it. A key in the folder is thrown away; kept says that there is another.
func Close(dir string, k redact.Key, kept bool, now time.Time) (*Seal, error) {
	repaired, err := recording.Repair(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	defer root.Close()
	o, err := originals(root, k)
	if err != nil {
		return nil, err
	}
	s := &Seal{Version: 1, Time: now.UTC().Truncate(time.Second), Entries: repaired.Entries, Fingerprints: o.Len(), Key: "thrown away"}
	if kept {
		s.Key = "kept"
	}
	found, err := survivors(dir, root, o)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		if s.Swept, err = sweep(dir, root, redact.New(k, o).Again()); err != nil {
			return nil, err
		}
		if found, err = survivors(dir, root, o); err != nil {
			return nil, err
		}
	}
	if len(found) > 0 {
		return nil, &Refusal{found}
	}
	if s.Files, err = digests(root); err != nil {
		return nil, err
	}
	delete(s.Files, KeyName)
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := root.WriteFile(SealName, append(text, '\n'), 0o600); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := root.Remove(KeyName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("seal: the key cannot be thrown away: %w", err)
	}
	return s, nil
}

// Verify tells whether a recording may be shared: it is sealed, nothing in it has
// changed since, and, where the key was kept, nothing of the originals is in it.
// A recording that may not is refused with a *Refusal.
func Verify(dir string, k *redact.Key) (*Seal, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	defer root.Close()
	s, problems, err := unchanged(root)
	if err != nil {
		return nil, err
	}
	if k == nil {
		if info, err := root.Lstat(KeyName); err == nil && info.Mode().IsRegular() {
			if own, err := redact.ReadKey(filepath.Join(dir, KeyName)); err == nil {
				k = &own
			}
		}
	}
	if k != nil {
		o, err := originals(root, *k)
		if err != nil {
			return nil, err
		}
		found, err := survivors(dir, root, o)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	if len(problems) > 0 {
		return s, &Refusal{problems}
	}
	return s, nil
}

// unchanged compares a recording with its seal.
func unchanged(root *os.Root) (*Seal, []string, error) {
	text, err := readSeal(root)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := root.Stat(recording.ArchiveName); err != nil {
			return nil, nil, errors.New("seal: this is no recording of ergodrome (it has no " + recording.ArchiveName + ")")
		}
		return nil, []string{"it is not sealed: the recording was interrupted, or something survived in it; run ergodrome fixtures seal"}, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("seal: %w", err)
	}
	s := new(Seal)
	if json.Unmarshal(text, s) != nil || s.Version != 1 {
		return nil, []string{SealName + " cannot be read, or is of another version of ergodrome"}, nil //nolint:nilerr // the problem says it
	}
	files, err := digests(root)
	if err != nil {
		return nil, nil, err
	}
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch was, known := s.Files[name]; {
		case name == KeyName:
			problems = append(problems, name+" lies in it: with the key one can try which values were replaced")
		case !known:
			problems = append(problems, name+" came after it was sealed")
		case was != files[name]:
			problems = append(problems, name+" has changed since it was sealed")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		if files[name] == "" {
			problems = append(problems, name+" is missing")
		}
	}
	return s, problems, nil
}

// maxSeal bounds a seal: it has a line for each file.
const maxSeal = 64 << 20

func readSeal(root *os.Root) ([]byte, error) {
	f, err := recording.OpenRegular(root, SealName)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxSeal)) // what is cut is no JSON
}

func originals(root *os.Root, k redact.Key) (*redact.Originals, error) {
	f, err := recording.OpenRegular(root, OriginalsName)
	if err != nil {
		return nil, fmt.Errorf("seal: without its fingerprints nothing can be proven of a recording: %w", err)
	}
	defer f.Close()
	return redact.ReadOriginals(k, f)
}

// digests hashes every file but the seal.
func digests(root *os.Root) (map[string]string, error) {
	out := map[string]string{}
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == SealName {
			return err
		}
		if !d.Type().IsRegular() {
			out[name] = "no regular file"
			return nil
		}
		f, err := root.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		_, err = io.Copy(h, f)
		out[name] = hex.EncodeToString(h.Sum(nil))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out, nil
}

// survivors says where originals are: in which file or entry, as what, encoded how.
func survivors(dir string, root *os.Root, o *redact.Originals) ([]string, error) {
	r, err := recording.Open(dir, recording.Limits{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var found []string
	note := func(where string) func(redact.Survivor) bool {
		return func(s redact.Survivor) bool {
			if line := where + ": " + s.String(); !slices.Contains(found, line) {
				found = append(found, line)
			}
			return len(found) < 1000
		}
	}
	named := map[string]bool{}
	n := 0
	for e, err := range r.Entries() {
		if err != nil {
			return nil, err
		}
		n++
		where := fmt.Sprintf("%s, entry %d", recording.ArchiveName, n)
		if err := searchEntry(o, e, note(where)); err != nil {
			return nil, fmt.Errorf("seal: %s: %w", where, err)
		}
		for i, open := range []func(*recording.Entry) (io.ReadCloser, error){r.RequestBody, r.ResponseBody} {
			name := e.Response.Content.File
			if i == 0 {
				if name = ""; e.Request.PostData != nil {
					name = e.Request.PostData.File
				}
			}
			if name == "" {
				continue
			}
			named[name] = true
			b, err := open(e)
			if err != nil {
				return nil, fmt.Errorf("seal: %s: %w", where, err)
			}
			err = o.Search(b, note(name+", of entry "+fmt.Sprint(n)))
			if err = errors.Join(err, b.Close()); err != nil {
				return nil, fmt.Errorf("seal: %s: %w", name, err)
			}
		}
	}
	return found, errors.Join(searchRest(root, o, named, note))
}

// searchEntry searches the archive's own text of an entry.
func searchEntry(o *redact.Originals, e *recording.Entry, found func(redact.Survivor) bool) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return o.Search(bytesReader(text), found)
}

// searchRest searches files that no entry names, and the archive as a file: there
// may be more in it than the reader of entries reads.
func searchRest(root *os.Root, o *redact.Originals, named map[string]bool, note func(string) func(redact.Survivor) bool) error {
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || named[name] || name == OriginalsName || name == SealName || name == KeyName || !d.Type().IsRegular() {
			return err
		}
		if err := o.SearchURL(path.Base(name), note("the name of "+name)); err != nil {
			return err
		}
		f, err := root.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return o.Search(bufio.NewReader(f), note(name))
	})
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}
