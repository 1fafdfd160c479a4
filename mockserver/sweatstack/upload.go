package sweatstack

import (
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// upload is a file that became an activity.
type upload struct {
	series *effort.Series
	laps   []source.Lap
	file   *sourceFile

	once  sync.Once
	brief *brief // what lists show of it, once one has
}

// sourceFile is a file as it was sent.
type sourceFile struct {
	name    string
	content []byte
}

// uploadFiles takes up to ten files. The body is read as it comes, before anything
// is looked at, as the vendor's framework does; what nobody may send is not kept.
// [confirmed: document; the order: observed on FastAPI]
func uploadFiles(t *tenant, r *httpx.Request) (any, error) {
	c := &caller{Request: r, query: fastapi.ParseQuery(r.URL.RawQuery)}
	refusal := t.authenticate(c)
	if refusal == nil {
		refusal = scopes{scopeWrite}.check(t, c)
	}
	f := &uploadForm{keep: refusal == nil}
	if err := f.read(r); err != nil {
		return nil, err
	}
	if refusal != nil {
		return nil, refusal
	}
	if err := f.check(t); err != nil {
		return nil, err
	}
	sources := make([]*sourceView, len(f.files))
	for i := range f.files {
		sources[i] = t.process(c, &f.files[i], f.sport)
	}
	o := open(nil)
	o.key("sources")
	o.b = append(o.b, list(t, c, sources).Body...)
	return reply(http.StatusOK, o.close()), nil
}

// check refuses a whole request. [confirmed: ten files at most, by the document; the
// words: observed on FastAPI; inferred: those about suffixes and sports]
func (f *uploadForm) check(t *tenant) error {
	if err := f.validate(t); err != nil {
		return err
	}
	if t.set.failBadFiles.In(t.x) {
		return nil
	}
	for i := range f.files {
		switch x := &f.files[i]; {
		case kindOfFile(x.name) == "":
			return unprocessable("Unsupported file type: " + x.name + ". Supported formats: .fit, .csv")
		case kindOfFile(x.name) == kindCSV && f.sport == "" && !x.hasSport():
			return unprocessable("The sport parameter is required for CSV files")
		}
	}
	return nil
}

// The kinds of files. [confirmed: document]
const (
	kindFIT = "fit"
	kindCSV = "csv"
)

func kindOfFile(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".fit":
		return kindFIT
	case ".csv":
		return kindCSV
	}
	return ""
}

// process makes an activity of a file, or says why there is none: then nothing of
// it is kept.
func (t *tenant) process(c *caller, f *uploadedFile, sport string) *sourceView {
	n := t.store.number()
	v := &sourceView{id: ofSource.prefix() + t.ids.natural(ofAdded, c.Call.Now, uint64(ofSource)<<56|n), kind: kindOfFile(f.name), name: f.name, at: c.Call.Now, status: statusProcessing}
	a, err := t.parse(c, f, sport)
	if err == nil {
		made := t.uploaded(c, v.id, n, f, a)
		if t.store.addUpload(&made) {
			if t.set.uploadDelay.In(t.x) == 0 {
				v.status, v.activities = statusProcessed, []string{made.id}
			}
			c.Call.Exchange.Decide("upload", "allow", f.name+" is the activity "+made.id)
			return v
		}
		err = &source.Error{Code: source.CodeNoRoom, Message: "this world keeps no more files"}
	}
	v.status, v.error = statusFailed, err
	c.Call.Exchange.Decide("upload", "refuse", f.name+": "+err.Code+": "+err.Message)
	return v
}

// parse reads a file as what its name says it is.
func (t *tenant) parse(c *caller, f *uploadedFile, sport string) (*source.Activity, *source.Error) {
	if f.tooLarge {
		return nil, &source.Error{Code: source.CodeTooLarge, Message: "the file is too large: at most 16 MiB, and 32 MiB in one request, are kept"}
	}
	var a *source.Activity
	var err error
	switch kindOfFile(f.name) {
	case kindFIT:
		a, err = source.ReadFIT(f.content)
		if err == nil && sport != "" {
			a.Sport = sport
		}
	case kindCSV:
		if a, err = source.ReadCSV(f.content, t.naive(c)); err == nil {
			if sport != "" {
				a.Sport = sport
			}
			if a.Sport == "" {
				err = &source.Error{Code: source.CodeNoSport, Message: "a CSV file needs a sport: send the field sport, or a column of that name"}
			}
		}
	default:
		err = &source.Error{Code: source.CodeUnsupported, Message: "the name ends neither in .fit nor in .csv"}
	}
	if err == nil && !t.set.current.In(t.x) && !t.set.knowsSport(a.Sport, t.x) {
		err = &source.Error{Code: source.CodeBadValue, Message: "the sport of the file is none of this service's"}
	}
	if err != nil {
		bad, ok := err.(*source.Error) //nolint:errorlint // readers answer nothing else
		if !ok {
			bad = &source.Error{Code: source.CodeUnreadable, Message: err.Error()}
		}
		return nil, bad
	}
	return a, nil
}

// uploaded is the activity that a file is.
func (t *tenant) uploaded(c *caller, id string, n uint64, f *uploadedFile, a *source.Activity) activity {
	zone := a.Zone
	if zone == nil {
		zone = c.user.zone
	}
	u := &upload{series: a.Series, laps: a.Laps, file: &sourceFile{name: f.name, content: f.content}}
	return activity{
		id: ofActivity.prefix() + t.ids.natural(ofAdded, c.Call.Now, uint64(ofActivity)<<56|n), source: id, owner: c.user.id,
		sport: a.Sport, start: a.Series.Start.UTC(), end: a.End.UTC(), zone: zone, synced: c.Call.Now.Add(t.set.uploadDelay.In(t.x)).Truncate(time.Second),
		tags: []string{}, devices: a.Devices, upload: u,
	}
}

// addUpload keeps an activity with its file, if there is room for both.
func (s *store) addUpload(a *activity) bool {
	size := len(a.upload.file.content) + 4*a.upload.series.Len()*len(a.upload.series.Available())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bytes+size > maxStored || !s.append(a) {
		return false
	}
	s.bytes += size
	return true
}
