package stage

import (
	"net/http"

	"github.com/ergodrome/ergodrome/conformance"
)

// witness records an answer while it is written.
type witness struct {
	http.ResponseWriter
	x     *conformance.Exchange
	stage *Stage
}

// Unwrap lets the simulator break connections and flush.
func (w *witness) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *witness) WriteHeader(status int) {
	w.head(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *witness) head(status int) {
	w.stage.mu.Lock()
	defer w.stage.mu.Unlock()
	if w.x.Status == 0 || w.x.Status < http.StatusOK {
		w.x.Status = status
		w.x.RespHeader = w.Header().Clone()
	}
}

func (w *witness) Write(p []byte) (int, error) {
	w.head(http.StatusOK)
	n, err := w.ResponseWriter.Write(p)
	w.stage.mu.Lock()
	defer w.stage.mu.Unlock()
	w.x.RespBytes += int64(n)
	if room := keptBody - len(w.x.RespBody); room > 0 {
		w.x.RespBody = append(w.x.RespBody, p[:min(n, room)]...)
	}
	return n, err
}

// end notes when the answer was over, also when it was broken off.
func (w *witness) end() {
	p := recover()
	if p == nil {
		w.head(http.StatusOK) // a handler that wrote nothing
	}
	w.stage.mu.Lock()
	w.x.Done = w.stage.Since()
	w.stage.mu.Unlock()
	if p != nil {
		panic(p)
	}
}
