package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

func bytesReader(b []byte) io.Reader { return bytes.NewReader(b) }

// swept is the folder in which a recording is written anew.
const swept = "swept"

// sweep redacts a recording again, and returns how many entries changed: a name
// may have stood in a note before anything said that it is one.
func sweep(dir string, root *os.Root, again *redact.Redactor) (int, error) {
	r, err := recording.Open(dir, recording.Limits{})
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n := 0
	f, err := root.OpenFile(recording.ArchiveName+"."+swept, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("seal: %w", err)
	}
	head, err := recording.Head(r)
	if err != nil {
		return 0, errors.Join(err, f.Close())
	}
	w := recording.NewLineWriter(f, head)
	for e, err := range r.Entries() {
		if err != nil {
			return 0, errors.Join(err, f.Close())
		}
		changed, err := sweepEntry(root, r, e, again)
		if err != nil {
			return 0, errors.Join(err, f.Close())
		}
		if changed {
			n++
		}
		if err := w.Append(e); err != nil {
			return 0, errors.Join(err, f.Close())
		}
	}
	if err := errors.Join(w.Close(), f.Close()); err != nil {
		return 0, fmt.Errorf("seal: %w", err)
	}
	if err := root.Rename(recording.ArchiveName+"."+swept, recording.ArchiveName); err != nil {
		return 0, fmt.Errorf("seal: %w", err)
	}
	return n, nil
}

func sweepEntry(root *os.Root, r *recording.Reader, e *recording.Entry, again *redact.Redactor) (bool, error) {
	changed := false
	text := func(s *string, redact func(string) string) {
		if out := redact(*s); out != *s {
			*s, changed = out, true
		}
	}
	url := func(s string) string { return again.URL(e.Request.Method, s) }
	text(&e.Request.URL, url)
	text(&e.Response.RedirectURL, url)
	for _, list := range [][]recording.Pair{e.Request.Headers, e.Response.Headers, e.Request.QueryString} {
		for i := range list {
			text(&list[i].Value, func(v string) string { return again.Field(list[i].Name, v) })
		}
	}
	for _, list := range [][]recording.Cookie{e.Request.Cookies, e.Response.Cookies} {
		for i := range list {
			text(&list[i].Value, func(v string) string { return again.Field("Cookie", v) })
		}
	}
	content := &e.Response.Content
	err := sweepBody(root, again, &content.Stored, &content.Text, content.MimeType, func() (io.ReadCloser, error) { return r.ResponseBody(e) }, &changed)
	if p := e.Request.PostData; p != nil {
		err = errors.Join(err, sweepBody(root, again, &p.Stored, &p.Text, p.MimeType, func() (io.ReadCloser, error) { return r.RequestBody(e) }, &changed))
	}
	return changed, err
}

// sweepBody redacts a body again; one that cannot be is withheld.
func sweepBody(root *os.Root, again *redact.Redactor, s *recording.Stored, text *string, media string, open func() (io.ReadCloser, error), changed *bool) error {
	if s.Withheld != "" || s.File == "" && *text == "" {
		return nil
	}
	var w *redact.Withheld
	before := *text
	if *text != "" {
		var out strings.Builder
		_, err := again.Body(&out, strings.NewReader(*text), media)
		if errors.As(err, &w) {
			return withhold(root, s, text, w.Reason, changed)
		} else if err != nil {
			return err
		}
		*text = out.String()
	}
	if s.File != "" {
		b, err := open()
		if err != nil {
			return err
		}
		did, err := rewrite(root, again, s, b, media)
		err = errors.Join(err, b.Close())
		if errors.As(err, &w) {
			return withhold(root, s, text, w.Reason, changed)
		} else if err != nil {
			return err
		}
		*changed = *changed || did
	}
	*changed = *changed || *text != before
	return nil
}

func withhold(root *os.Root, s *recording.Stored, text *string, reason string, changed *bool) error {
	if s.File != "" {
		if err := root.Remove(s.File); err != nil {
			return fmt.Errorf("seal: %w", err)
		}
	}
	*s, *text, *changed = recording.Stored{Withheld: reason}, "", true
	return nil
}

// rewrite writes a body file anew if anything in it has to be replaced.
func rewrite(root *os.Root, again *redact.Redactor, s *recording.Stored, b io.Reader, media string) (bool, error) {
	name := s.File + "." + swept
	f, err := root.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return false, err
	}
	z, err := recording.Encode(s.Coding, f)
	if err != nil {
		return false, errors.Join(err, f.Close(), root.Remove(name))
	}
	changed, err := again.Body(z, b, media)
	err = errors.Join(err, z.Close(), f.Close())
	if err != nil || !changed {
		return false, errors.Join(err, root.Remove(name))
	}
	s.Verbatim = false
	return true, root.Rename(name, s.File)
}
