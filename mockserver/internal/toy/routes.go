package toy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// refusal is what the imagined vendor says when it says no.
type refusal struct {
	status  int
	message string
}

func (e *refusal) Error() string { return e.message }

func newRouter() *httpx.Router[*Tenant] {
	return httpx.NewRouter(httpx.Dialect[*Tenant]{
		Encode: func(_ *Tenant, _ *httpx.Request, v any) (httpx.Response, error) { return spell(http.StatusOK, v) },
		Render: func(_ *Tenant, _ *httpx.Request, err error) (httpx.Response, bool) {
			e, ok := errors.AsType[*refusal](err)
			if !ok {
				return httpx.Response{}, false
			}
			resp, err := spell(e.status, map[string]string{"error": e.message})
			return resp, err == nil
		},
		NotFound: func(*Tenant, *httpx.Request) (any, error) { return nil, &refusal{404, "nothing here"} },
		MethodNotAllowed: func(_ *Tenant, _ *httpx.Request, allow []string) (any, error) {
			return httpx.Response{Status: 405, Header: http.Header{"Allow": {strings.Join(allow, ", ")}}}, nil
		},
		HeadAsGet: true,
		Codings:   []string{"zstd", "br", "gzip", "deflate"},
		MinCoded:  512,
		MaxBody:   4096,
	}, []httpx.Route[*Tenant]{
		{Method: "GET", Path: "/v1/items", ID: "listItems", Handle: guard((*Tenant).list)},
		{Method: "GET", Path: "/v1/items/{name}", ID: "getItem", Handle: guard((*Tenant).get)},
		{Method: "PUT", Path: "/v1/items/{name}", ID: "putItem", Handle: guard((*Tenant).store)},
		{Method: "GET", Path: "/v1/time", ID: "getTime", Handle: (*Tenant).time},
		{Method: "GET", Path: "/v1/big", ID: "getBig", Handle: (*Tenant).big},
		{Method: "GET", Path: "/v1/stream", ID: "getStream", Handle: (*Tenant).stream},
		{Method: "GET", Path: "/v1/bug", ID: "getBug", Handle: func(*Tenant, *httpx.Request) (any, error) { return nil, errors.New("the toy broke") }},
		{Method: "GET", Path: "/v1/panic", ID: "getPanic", Handle: func(*Tenant, *httpx.Request) (any, error) { panic("the toy exploded") }},
	})
}

func spell(status int, v any) (httpx.Response, error) {
	body, err := json.Marshal(v)
	return httpx.Response{Status: status, ContentType: "application/json", Body: body}, err
}

func guard(h httpx.Handler[*Tenant]) httpx.Handler[*Tenant] {
	return func(t *Tenant, r *httpx.Request) (any, error) {
		if !t.Knows(r.Request) {
			r.Call.Exchange.Decide("key", "refuse", "the key is not this box's")
			return nil, &refusal{http.StatusUnauthorized, "wrong key"}
		}
		t.mu.Lock()
		t.calls++
		t.mu.Unlock()
		return h(t, r)
	}
}

func (t *Tenant) list(*httpx.Request) (any, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return map[string]any{"calls": t.calls, "items": t.items, "world": t.world.Name}, nil
}

func (t *Tenant) get(r *httpx.Request) (any, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	v, ok := t.items[r.Vars["name"]]
	if !ok {
		return nil, &refusal{http.StatusNotFound, "no such item"}
	}
	return map[string]string{r.Vars["name"]: v}, nil
}

func (t *Tenant) store(r *httpx.Request) (any, error) {
	if err := t.put(r.Vars["name"], string(r.Body)); err != nil {
		return nil, &refusal{http.StatusConflict, err.Error()}
	}
	return httpx.Response{Status: http.StatusNoContent}, nil
}

func (t *Tenant) time(r *httpx.Request) (any, error) {
	return map[string]time.Time{"now": r.Call.Now}, nil
}

func (t *Tenant) big(*httpx.Request) (any, error) {
	return map[string]string{"text": strings.Repeat("all work and no play ", 5000)}, nil
}

// stream ends with a failure when ?fail is given, and with a panic for ?panic.
func (t *Tenant) stream(r *httpx.Request) (any, error) {
	return httpx.Response{ContentType: "application/x-ndjson", Stream: func(_ context.Context, w io.Writer) error {
		for i := range 3 {
			if _, err := fmt.Fprintf(w, "{\"line\":%d}\n", i); err != nil {
				return err
			}
		}
		if r.Query().Has("panic") {
			panic("the toy exploded half-way")
		}
		if r.Query().Has("fail") {
			return errors.New("the stream broke")
		}
		return nil
	}}, nil
}
