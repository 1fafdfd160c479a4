// Package httptext reads an exchange that is written as two HTTP messages in one text: the form of fixtures/.
package httptext

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// Exchange is a request and its response. A body has no final newline.
type Exchange struct {
	Method        string
	Target        string // path and query, as in the request line
	RequestHeader http.Header
	RequestBody   []byte

	Status int
	Header http.Header
	Body   []byte
}

// Parse reads a request and, from the line on that begins with HTTP/1.1, a response: each a start line, header lines, an empty
// line and a body.
func Parse(raw []byte) (Exchange, error) {
	var e Exchange
	request, response, ok := bytes.Cut(raw, []byte("\nHTTP/1.1 "))
	if !ok {
		return e, errors.New("no line begins with HTTP/1.1")
	}
	start, header, body, err := message(append(bytes.Clone(request), '\n')) // the newline that Cut took
	if err != nil {
		return e, fmt.Errorf("request: %w", err)
	}
	words := strings.Fields(start)
	if len(words) != 3 || words[2] != "HTTP/1.1" || !strings.HasPrefix(words[1], "/") {
		return e, fmt.Errorf("request line %.200q is not METHOD /TARGET HTTP/1.1", start)
	}
	e.Method, e.Target, e.RequestHeader, e.RequestBody = words[0], words[1], header, body
	start, e.Header, e.Body, err = message(response)
	if err != nil {
		return e, fmt.Errorf("response: %w", err)
	}
	code, _, _ := strings.Cut(start, " ")
	if e.Status, err = strconv.Atoi(code); err != nil || e.Status < 100 || e.Status > 599 {
		return e, fmt.Errorf("response: %.20q is no status", code)
	}
	return e, nil
}

// message splits a start line, header lines, an empty line and a body without its final newline.
func message(raw []byte) (start string, header http.Header, body []byte, err error) {
	r := bufio.NewReader(bytes.NewReader(raw))
	start, err = r.ReadString('\n')
	if err != nil {
		return "", nil, nil, errors.New("ends in its first line")
	}
	mime, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil && len(mime) > 0 {
		return "", nil, nil, fmt.Errorf("its headers do not end with an empty line: %w", err)
	}
	rest := new(bytes.Buffer)
	if _, err := rest.ReadFrom(r); err != nil {
		return "", nil, nil, err
	}
	return strings.TrimSpace(start), http.Header(mime), bytes.TrimRight(rest.Bytes(), "\n"), nil
}
