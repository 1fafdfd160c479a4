package redact

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// maxLine bounds a line of text.
const maxLine = 1 << 20

// Body redacts a body without content coding from src to dst, as a stream where
// its type allows. changed tells whether anything was replaced. An error that is a
// *Withheld means that the body must not be kept, and says why; what is in dst by
// then is of no use.
func (r *Redactor) Body(dst io.Writer, src io.Reader, contentType string) (changed bool, err error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		media = strings.TrimSpace(media)
	}
	in, done := r.streams.reader(src)
	defer done()
	head, err := in.Peek(512)
	if len(head) == 0 {
		if err == io.EOF { //nolint:errorlint // Peek returns it bare
			return false, nil
		}
		return false, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		return r.parquet(dst, in)
	case len(head) >= 12 && string(head[8:12]) == ".FIT":
		return r.fit(dst, in)
	case media == "application/x-www-form-urlencoded" && !jsonish(head):
		return r.form(dst, in)
	case strings.HasPrefix(media, "multipart/"):
		return r.multipart(dst, in, params["boundary"])
	case media == "text/csv":
		return r.csv(dst, in)
	case jsonish(head) && !strings.HasPrefix(media, "text/html"):
		return r.json(dst, in)
	case media == "text/event-stream":
		return r.lines(dst, in, "data:")
	case strings.HasSuffix(media, "xml") && media != "application/xhtml+xml", bytes.HasPrefix(head, []byte("<?xml")) && !bytes.Contains(head, []byte("<html")):
		return false, withhold("XML is not looked into, and may be an activity with its track")
	case strings.HasPrefix(media, "text/") || strings.HasSuffix(media, "json") || media == "application/xhtml+xml" || printable(head[:len(head)-tail(head)]):
		return r.lines(dst, in, "")
	}
	return false, withhold("%.60q is a type that the redactor cannot look into", media)
}

// tail is the length of a character that is cut off at the end.
func tail(b []byte) int {
	for n := 1; n <= min(3, len(b)); n++ {
		if b[len(b)-n]&0xc0 == 0xc0 {
			return n
		}
	}
	return 0
}

// jsonish tells whether a body begins as JSON does, whatever it is called.
func jsonish(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n\x1e")
	return len(head) > 0 && (head[0] == '{' || head[0] == '[' || head[0] == '"')
}

func (r *Redactor) form(dst io.Writer, src io.Reader) (bool, error) {
	raw, err := io.ReadAll(io.LimitReader(src, maxLine+1))
	if err != nil {
		return false, err
	}
	if len(raw) > maxLine {
		return false, withhold("it is a form of more than %d MiB", maxLine>>20)
	}
	out := r.Form(string(raw))
	_, err = io.WriteString(dst, out)
	return out != string(raw), err
}

// lines redacts text line by line; what follows mark in a line is JSON.
func (r *Redactor) lines(dst io.Writer, in *bufio.Reader, mark string) (changed bool, err error) {
	for {
		line, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return changed, err
		}
		if bytes.IndexByte(line, 0) >= 0 {
			return changed, withhold("it is called text, but is binary")
		}
		out := r.line(string(line), mark)
		changed = changed || out != string(line)
		if _, err := io.WriteString(dst, out); err != nil {
			return changed, err
		}
		if errors.Is(err, io.EOF) {
			break
		}
	}
	return changed, nil
}

func (r *Redactor) line(line, mark string) string {
	if rest, ok := strings.CutPrefix(line, mark); ok && mark != "" && jsonish([]byte(rest)) {
		var out strings.Builder
		if _, err := r.json(&out, strings.NewReader(rest)); err == nil {
			return mark + out.String()
		}
	}
	return r.text(line)
}

func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return nil, withhold("it has a line of more than %d MiB", maxLine>>20)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// csv redacts columns by their names. A table without such columns stays as it is
// but for what is known from elsewhere.
func (r *Redactor) csv(dst io.Writer, in *bufio.Reader) (bool, error) {
	head, err := in.Peek(in.Size())
	if len(head) == 0 {
		return false, err
	}
	first, _, _ := bytes.Cut(head, []byte("\n"))
	columns, sensitive := r.columns(string(first))
	if !sensitive {
		return r.lines(dst, in, "")
	}
	rows := csv.NewReader(in)
	rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
	out := csv.NewWriter(dst)
	for n := 0; ; n++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			out.Flush()
			return true, out.Error()
		}
		if err != nil {
			return true, withhold("it is called CSV, but %v", err)
		}
		for i, v := range row {
			switch {
			case n == 0 || i >= len(columns):
			case columns[i] == none:
				row[i] = r.text(v)
			default:
				row[i] = r.value(columns[i], v)
			}
		}
		if err := out.Write(row); err != nil {
			return true, err
		}
	}
}

func (r *Redactor) columns(line string) (kinds []kind, sensitive bool) {
	for n := range strings.SplitSeq(strings.TrimSpace(line), ",") {
		k := r.kindOf(strings.Trim(strings.TrimPrefix(n, "\ufeff"), `" `), "")
		kinds = append(kinds, k)
		sensitive = sensitive || k != none && k != verbatim
	}
	return kinds, sensitive
}

// multipart redacts each part by its own type; boundaries stay.
func (r *Redactor) multipart(dst io.Writer, src io.Reader, boundary string) (bool, error) {
	if boundary == "" {
		return false, withhold("it is multipart without a boundary")
	}
	in, out := multipart.NewReader(src, boundary), multipart.NewWriter(dst)
	if err := out.SetBoundary(boundary); err != nil {
		return false, withhold("its boundary cannot be used: %v", err)
	}
	for {
		part, err := in.NextRawPart()
		if err == io.EOF { //nolint:errorlint // bare at the last boundary, wrapped where that is missing
			return true, out.Close()
		}
		if err != nil {
			return true, withhold("it is called multipart, but %v", err)
		}
		header := textproto.MIMEHeader{}
		for name, values := range part.Header {
			for _, v := range values {
				header.Add(name, r.Field(name, v))
			}
		}
		w, err := out.CreatePart(header)
		if err != nil {
			return true, err
		}
		if err := r.part(w, part); err != nil {
			return true, err
		}
	}
}

func (r *Redactor) part(dst io.Writer, part *multipart.Part) error {
	media := part.Header.Get("Content-Type")
	if part.FileName() == "" && media == "" { // a field
		raw, err := io.ReadAll(io.LimitReader(part, maxLine+1))
		if err != nil || len(raw) > maxLine {
			return withhold("a field of it cannot be read, or is longer than %d MiB", maxLine>>20)
		}
		_, err = io.WriteString(dst, r.parameter(part.FormName(), string(raw)))
		return err
	}
	if media == "" || media == "application/octet-stream" {
		if strings.HasSuffix(strings.ToLower(part.FileName()), ".csv") {
			media = "text/csv"
		}
	}
	_, err := r.Body(dst, part, media)
	return err
}
