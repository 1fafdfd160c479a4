package redact

import (
	"io"
	"strconv"
)

// maxBinary bounds files that cannot be read as a stream.
const maxBinary = 32 << 20

func whole(src io.Reader, what string) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(src, maxBinary+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxBinary {
		return nil, withhold("%s of more than %d MiB is not looked into", what, maxBinary>>20)
	}
	return raw, nil
}

// recovered makes an error of a library's panic over a spoilt file.
func recovered(what string, err *error) {
	if p := recover(); p != nil {
		*err = withhold("it is called %s, but cannot be read: %v", what, p)
	}
}

func parseInt(s string) int64 {
	x, _ := strconv.ParseInt(s, 10, 64) // of our own making
	return x
}
