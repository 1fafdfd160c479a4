package intercept

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the format's own digest; nothing secret is kept
	"encoding/binary"
	"unicode/utf16"
)

// password is that of the keystore. It keeps no secret: the format wants one.
const password = "ergodrome"

// keystore is a certificate as a Java keystore, version 2 of Sun's format: the one which
// every Java reads [confirmed: OpenJDK sun.security.provider.JavaKeyStore].
func keystore(der []byte) []byte {
	const (
		magic   = 0xFEEDFEED
		version = 2
		trusted = 2 // the kind of entry
		made    = 0 // milliseconds since 1970
	)
	var b bytes.Buffer
	number := func(v any) { _ = binary.Write(&b, binary.BigEndian, v) } // a Buffer takes everything
	text := func(s string) {
		number(uint16(len(s))) //nolint:gosec // a few letters
		b.WriteString(s)
	}
	number(uint32(magic))
	number(uint32(version))
	number(uint32(1))
	number(uint32(trusted))
	text("ergodrome")
	number(uint64(made))
	text("X.509")
	number(uint32(len(der))) //nolint:gosec // a certificate
	b.Write(der)

	sum := sha1.New() //nolint:gosec // see above
	for _, unit := range utf16.Encode([]rune(password)) {
		_ = binary.Write(sum, binary.BigEndian, unit) // a hash takes everything
	}
	_, _ = sum.Write([]byte("Mighty Aphrodite"))
	_, _ = sum.Write(b.Bytes())
	return sum.Sum(b.Bytes())
}
