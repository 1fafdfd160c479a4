package recording

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// flowForm is how mitmproxy's own files begin: a netstring of its type's names.
// [seen in public code: mitmproxy/mitmproxy, io/tnetstring.py]
var flowForm = lazyregexp.New(`^\d{1,9}:\d{1,4}:`)

// foreign says of a file that is no archive what it is instead, and what to do, as
// far as its beginning tells.
func foreign(f io.ReaderAt, err error) error {
	head := make([]byte, 4<<10)
	n, _ := f.ReadAt(head, 0) // less is enough
	head = head[:n]
	has := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	var what string
	switch {
	case has(`"_postman_id"`), has("schema.getpostman.com"), has("schema.postman.com"):
		what = "it is a Postman collection, which says what to ask and not what is answered; have Newman run it with a reporter that writes HAR, or let Postman ask through ergodrome record"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		what = "it is a ZIP file, as Playwright packs archives; unpack it, and name the .har in it"
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		what = "it is compressed with gzip; unpack it first (gunzip)"
	case n > 2 && head[0] == 0x78 && (uint(head[0])<<8|uint(head[1]))%31 == 0:
		what = `it is compressed with zlib, as mitmproxy writes .zhar; have it write .har (--set hardump=FILE.har)`
	case flowForm.MatchString(string(head)):
		what = "it is a file of mitmproxy's own; have it write an archive (mitmdump -nr FILE --set hardump=FILE.har)"
	case has(`"openapi"`), has(`"swagger"`):
		what = "it is an API description; ergodrome drift spec compares those"
	default:
		return err
	}
	return fmt.Errorf("%w: %w", errors.New(what), err)
}
