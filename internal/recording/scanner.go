package recording

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxDepth bounds the nesting of what is read over.
const maxDepth = 1000

// scanner walks to the entries of an archive without holding more than one. What
// the decoder may read ahead of the last value is bounded, so that no value, and
// no string, takes more memory than that.
type scanner struct {
	from         io.Reader
	dec          *json.Decoder
	limit        int64
	read         int64 // bytes that the decoder was given
	skipped      int64 // before the decoder's first
	depthEntries int   // 1 once the entries have begun
}

// Read gives the decoder at most limit bytes beyond what it has taken.
func (s *scanner) Read(p []byte) (int, error) {
	room := s.limit
	if s.dec != nil {
		room -= s.read - s.dec.InputOffset()
	}
	if room <= 0 {
		return 0, fmt.Errorf("a value is larger than %d MiB, and none so large is read", s.limit>>20)
	}
	n, err := s.from.Read(p[:min(int64(len(p)), room)])
	s.read += int64(n)
	return n, err
}

// skipMark reads over a byte order mark.
func (s *scanner) skipMark(f io.ReaderAt) {
	var mark [3]byte
	if _, err := f.ReadAt(mark[:], 0); err == nil && string(mark[:]) == "\xef\xbb\xbf" {
		_, _ = io.CopyN(io.Discard, s.from, 3)
		s.skipped = 3
	}
}

var errNoLog = errors.New(`no HTTP archive: it has no {"log":{"entries":[…]}}`)

// entries calls next before each entry, to read it.
func (s *scanner) entries(next func() (bool, error)) error {
	found, err := s.member("log")
	if err != nil {
		return err
	}
	if found {
		found, err = s.member("entries")
	}
	switch {
	case err != nil:
		return err
	case !found:
		return errNoLog
	}
	if t, err := s.dec.Token(); err != nil {
		return err
	} else if t != json.Delim('[') {
		return errNoLog
	}
	s.depthEntries = 1
	for s.dec.More() {
		if more, err := next(); err != nil || !more {
			return err
		}
	}
	if _, err := s.dec.Token(); err != nil {
		return err
	}
	return s.end()
}

// end reads to the end of the archive: one that ends early is not whole.
func (s *scanner) end() error {
	for range 2 { // of log, and of the archive
		for s.dec.More() {
			if _, err := s.dec.Token(); err != nil {
				return err
			}
			if err := s.skip(); err != nil {
				return err
			}
		}
		if _, err := s.dec.Token(); err != nil {
			return err
		}
	}
	return nil
}

// member goes into the object that follows, to the value of a name.
func (s *scanner) member(name string) (bool, error) {
	t, err := s.dec.Token()
	if err != nil {
		return false, err
	}
	if t != json.Delim('{') {
		return false, errNoLog
	}
	for s.dec.More() {
		key, err := s.dec.Token()
		if err != nil {
			return false, err
		}
		if key == name {
			return true, nil
		}
		if err := s.skip(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// skip reads over a value.
func (s *scanner) skip() error {
	for depth := 0; ; {
		t, err := s.dec.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxDepth {
				return fmt.Errorf("it is nested more than %d deep", maxDepth)
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}
