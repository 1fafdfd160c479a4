package sweatstack

import (
	"context"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// Download is a file on its way.
type Download struct {
	// Name is what the service calls the file, without a folder; empty if it
	// does not say.
	Name      string
	MediaType string
	Size      int64 // in bytes; -1 if it is not known
	// Body is the file. It has to be closed. A file that breaks off ends with
	// an error, not with io.EOF.
	Body io.ReadCloser
}

// Download returns the file that an activity was made from. An activity that
// came without one is an error of kind apierr.ErrNotFound.
//
// GET /api/v1/activities/{activity_id}/download
func (s *ActivitiesService) Download(ctx context.Context, activityID string) (*Download, error) {
	const operation = "DownloadActivity"
	p, err := item(operation, activityID, "download")
	if err != nil {
		return nil, err
	}
	r, err := s.client.do(ctx, call{operation: operation, path: p, stream: true})
	if err != nil {
		return nil, err
	}
	return &Download{Name: fileName(r.Header), MediaType: transport.Redact(r.MediaType()), Size: size(r.Header), Body: r.Stream}, nil
}

// fileName is the name in a Content-Disposition header, as far as it can do no
// harm: a name that leads elsewhere loses what leads there. [RFC 6266 4.3]
func fileName(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	name := path.Base(strings.ReplaceAll(params["filename"], `\`, "/"))
	if name == "." || name == ".." || name == "/" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return name
}

// size is how long a body is: what Content-Length says of one without a coding.
func size(h http.Header) int64 {
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 || h.Get("Content-Encoding") != "" {
		return -1
	}
	return n
}
