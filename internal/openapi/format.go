package openapi

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// formats are the string formats that are checked; kin-openapi ignores those that it is not told.
func formats() map[string]openapi3.StringFormatValidator {
	return map[string]openapi3.StringFormatValidator{
		"date-time": openapi3.NewCallbackValidator(dateTime),
		"date":      openapi3.NewCallbackValidator(date),
		"uuid":      openapi3.NewCallbackValidator(uuid),
		"byte":      openapi3.NewCallbackValidator(base64Text),
	}
}

func dateTime(s string) error {
	_, err := time.Parse(time.RFC3339, s)
	return err
}

func date(s string) error {
	_, err := time.Parse(time.DateOnly, s)
	return err
}

var errUUID = errors.New("not 8-4-4-4-12 hexadecimal digits")

func uuid(s string) error {
	if len(s) != 36 {
		return errUUID
	}
	for i, c := range []byte(s) {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return errUUID
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return errUUID
		}
	}
	return nil
}

// base64Text reads standard base64 with padding in pieces: a series may be some hundred kilobytes long.
func base64Text(s string) error {
	if strings.ContainsAny(s, "\r\n") {
		return errors.New("line breaks") // which encoding/base64 skips
	}
	var src, dst [4096]byte
	enc := base64.StdEncoding.Strict()
	for len(s) > 0 {
		n := copy(src[:], s)
		s = s[n:]
		m, err := enc.Decode(dst[:], src[:n])
		if err != nil {
			return err
		}
		if len(s) > 0 && m != len(src)/4*3 {
			return errors.New("padding in the middle")
		}
	}
	return nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
