package sweatstack

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// The states of a file. [confirmed: models of the vendor's client]
const (
	statusProcessing = "processing"
	statusProcessed  = "processed"
	statusFailed     = "failed"
)

// sourceView is what became of a file. [confirmed: models of the vendor's client]
type sourceView struct {
	id, kind, name, status string
	error                  *source.Error
	activities             []string
	at                     time.Time
}

func (v *sourceView) appendJSON(_ *tenant, _ *caller, b []byte) []byte {
	o := open(b)
	o.text("id", v.id)
	o.textOr("type", v.kind)
	o.text("origin", "manual_upload")
	o.textOr("filename", v.name)
	o.text("status", v.status)
	if v.error == nil {
		o.null("error")
	} else {
		o.key("error")
		in := open(o.b)
		in.text("code", v.error.Code)
		in.text("message", v.error.Message)
		o.b = in.close()
	}
	o.texts("activity_ids", v.activities)
	o.key("created_at")
	o.b = appendTime(o.b, v.at.UTC(), true)
	return o.close()
}

// downloadActivity is the file of an activity: the bytes that were uploaded, or what
// the watch would have sent. [inferred: the document gives no answer]
func downloadActivity(t *tenant, c *caller) (any, error) {
	a, err := t.theActivity(c)
	if err != nil {
		return nil, err
	}
	var name string
	var content []byte
	if a.upload != nil {
		name, content = a.upload.file.name, a.upload.file.content
	} else {
		name, content = a.id+".fit", source.WriteFIT(t.exported(&a))
	}
	return httpx.Response{
		ContentType: t.set.downloadMedia.In(t.x), Body: content,
		Header: http.Header{"Content-Disposition": {disposition(name)}},
	}, nil
}

// disposition names a file: in quotes, or escaped where a name has more than letters,
// digits and a few signs. [inferred: Starlette]
func disposition(name string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/"
	if strings.Trim(name, plain) == "" {
		return `attachment; filename="` + name + `"`
	}
	var b strings.Builder
	for i := range len(name) {
		if strings.IndexByte(plain, name[i]) >= 0 {
			b.WriteByte(name[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", name[i])
		}
	}
	return "attachment; filename*=utf-8''" + b.String()
}

// exported is an activity of the population as its watch has it.
func (t *tenant) exported(a *activity) *source.Activity {
	return &source.Activity{Sport: a.sport, Series: t.series(a), End: a.end, Laps: t.laps(a), Zone: a.zone, Devices: a.devices}
}
