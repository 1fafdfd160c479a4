package admin

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// why says what each part of an exchange rests on.
func (p *plane) why(w *world.World, r *httpx.Request) (any, error) {
	if p.Why == nil {
		return nil, &world.Missing{What: "what this server's answers rest on"}
	}
	id, err := strconv.ParseInt(r.Vars["exchange"], 10, 64)
	if err != nil || id < 1 {
		return nil, &world.Invalid{Field: "exchange", Reason: fmt.Sprintf("%s is not the number of an exchange; the journal has them as id", brief(r.Vars["exchange"]))}
	}
	if e := w.Journal.Exchange(id); e != nil {
		return p.Why(w, e)
	}
	return nil, &Error{
		Status: http.StatusNotFound, Code: "not-found",
		Message: fmt.Sprintf("the journal of world %s has no exchange %d: it has not been made or not ended yet, or the journal has forgotten it", w.Name, id),
	}
}
