package replay

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/internal/recording"
)

// maxRetimed bounds bodies in which times are looked for.
const maxRetimed = 1 << 20

// answer writes what was recorded, at the time that it is now.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, found *recorded) error {
	e, err := s.o.Reader.At(found.place)
	if err != nil {
		return err
	}
	now := s.o.Now()
	shift := time.Duration(0)
	if !found.started.IsZero() {
		shift = now.Sub(found.started)
	}
	header := e.ResponseHeader()
	body, err := s.o.Reader.ResponseWire(e)
	if err != nil {
		return err
	}
	defer body.Close()
	coding := body.Coding
	var content io.Reader = body
	moved := shift != 0 && retimable(e)
	if coding != "" && (!accepts(r.Header.Get("Accept-Encoding"), coding) || moved) {
		plain, err := recording.Decode(coding, body)
		if err != nil {
			return err
		}
		defer plain.Close()
		content, coding = plain, ""
	}
	size := int64(-1)
	if moved {
		raw, err := io.ReadAll(io.LimitReader(content, maxRetimed+1))
		if err != nil {
			return fmt.Errorf("its body cannot be read: %w", err)
		}
		rest := content
		if len(raw) <= maxRetimed {
			raw, rest = retime(raw, shift), bytes.NewReader(nil)
			size = int64(len(raw))
		}
		content = io.MultiReader(bytes.NewReader(raw), rest)
	}
	s.header(w.Header(), header, found, shift)
	w.Header().Del("Content-Encoding")
	if coding != "" {
		w.Header().Set("Content-Encoding", coding)
	}
	if size >= 0 && r.Method != http.MethodHead {
		w.Header().Set("Content-Length", fmt.Sprint(size))
	}
	w.WriteHeader(found.status)
	if r.Method == http.MethodHead || found.status == http.StatusNoContent || found.status == http.StatusNotModified {
		return nil
	}
	if _, err := io.Copy(w, content); err != nil {
		s.o.Logger.Warn("an answer was cut short", "entry", found.place.Index+1, "error", err)
	}
	return nil
}

// hopByHop are fields of one connection, and those that the server sets anew.
func hopByHop(name string) bool {
	return slices.Contains([]string{"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Trailer", "Te", "Upgrade", "Content-Length", "Alt-Svc", "Strict-Transport-Security"}, name)
}

// header copies the fields of an answer, with its times moved.
func (s *Server) header(to, from http.Header, found *recorded, shift time.Duration) {
	base := ""
	if found.asked.host != "" {
		base = "://" + found.asked.host
	}
	for name, values := range from {
		name = http.CanonicalHeaderKey(name)
		if hopByHop(name) {
			continue
		}
		for _, one := range values {
			for v := range strings.SplitSeq(one, "\n") { // browsers join fields of one name so
				to.Add(name, s.field(name, v, base, shift))
			}
		}
	}
}

func (s *Server) field(name, v, base string, shift time.Duration) string {
	switch name {
	case "Date", "Expires", "Retry-After":
		return shiftDate(v, shift)
	case "Set-Cookie":
		parts := strings.Split(v, ";")
		for i, p := range parts {
			if attribute, at, ok := strings.Cut(p, "="); ok && strings.EqualFold(strings.TrimSpace(attribute), "expires") {
				parts[i] = attribute + "=" + shiftDate(at, shift)
			} else if strings.EqualFold(strings.TrimSpace(attribute), "domain") {
				parts[i] = "" // the replay is at another address
			}
		}
		return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ";")
	case "Location", "Content-Location", "Link":
		return relative(v, base)
	}
	if strings.HasSuffix(name, "Reset") {
		return shiftEpoch(v, shift)
	}
	return v
}

// relative makes URLs of the recorded host ones of this server.
func relative(v, base string) string {
	if base == "" {
		return v
	}
	for _, scheme := range []string{"http", "https"} {
		v = strings.ReplaceAll(v, scheme+base+"/", "/")
	}
	if u, err := url.Parse(v); err == nil && "://"+u.Host == base {
		return "/"
	}
	return v
}

// accepts tells whether a caller takes a content coding.
func accepts(header, coding string) bool {
	list, err := recording.Codings(coding)
	if err != nil {
		return false
	}
	for _, c := range list {
		ok := false
		for part := range strings.SplitSeq(strings.ToLower(header), ",") {
			name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
			ok = ok || strings.TrimSpace(name) == c && strings.ReplaceAll(weight, " ", "") != "q=0"
		}
		if !ok {
			return false
		}
	}
	return true
}
