package mockserver

import (
	"github.com/ergodrome/ergodrome/mockserver/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// All returns every service that there is.
func All() []world.Service {
	return []world.Service{firstbeat.Service(), polarauth.Service(), polarteampro.Service(), polaraccesslink.Service(), sweatstack.Service()}
}
