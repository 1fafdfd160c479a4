package redact

import (
	"encoding/base64"
	"net/http"
	"path"
	"strings"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Header returns a redacted copy.
func (r *Redactor) Header(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		list := make([]string, len(values))
		for i, v := range values {
			list[i] = r.Field(name, v)
		}
		out[name] = list
	}
	return out
}

var fileNameForm = lazyregexp.New(`(?i)(filename\*?=(?:"|utf-8'')?)([^";]+)`)

// Field redacts one value of a header field.
func (r *Redactor) Field(name, v string) string {
	if r.again {
		return r.text(v)
	}
	switch name = http.CanonicalHeaderKey(name); name {
	case "Authorization", "Proxy-Authorization":
		return r.authorization(v)
	case "Cookie":
		return r.cookies(v)
	case "Set-Cookie":
		pair, attributes, found := strings.Cut(v, ";")
		if found {
			attributes = ";" + attributes
		}
		return r.cookies(pair) + attributes
	case "Location", "Content-Location", "Referer", "Origin":
		return r.URL(http.MethodGet, v)
	case "X-Forwarded-For", "X-Real-Ip", "Cf-Connecting-Ip", "True-Client-Ip", "Forwarded", "Via":
		return r.value(id, v)
	case "Content-Disposition":
		return replaceGroup(fileNameForm, v, 2, r.FileName)
	case "Content-Type", "Content-Length", "Content-Encoding", "Date", "Accept", "Accept-Encoding", "Connection", "Vary", "Cache-Control":
		return v
	}
	return r.value(r.kindOf(strings.TrimPrefix(name, "X-"), parameter), v)
}

// FileName replaces the name of a file and keeps its extension.
func (r *Redactor) FileName(s string) string {
	ext := path.Ext(s)
	if len(ext) > 8 {
		ext = ""
	}
	return r.value(label, strings.TrimSuffix(unescaped(s), ext)) + ext
}

// authorization keeps the scheme. Of Basic the identifier joins with others.
func (r *Redactor) authorization(v string) string {
	scheme, rest, found := strings.Cut(v, " ")
	if !found {
		return r.value(secret, v)
	}
	if strings.EqualFold(scheme, "basic") {
		for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding} {
			raw, err := enc.DecodeString(rest)
			if err != nil {
				continue
			}
			user, password, ok := strings.Cut(string(raw), ":")
			if !ok {
				break
			}
			r.o.add(secret, rest, secretMark)
			return scheme + " " + enc.EncodeToString([]byte(r.value(id, unescaped(user))+":"+r.value(secret, unescaped(password))))
		}
	}
	return scheme + " " + r.value(secret, strings.TrimSpace(rest))
}

// cookies keeps their names.
func (r *Redactor) cookies(v string) string {
	parts := strings.Split(v, ";")
	for i, p := range parts {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			parts[i] = r.value(secret, strings.TrimSpace(p))
			continue
		}
		quoted := strings.Trim(value, `" `)
		parts[i] = name + "=" + r.value(secret, quoted)
	}
	return strings.Join(parts, ";")
}
