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

// Names are those of All, in alphabetical order. A service that is made has its routers, a fifth of a
// megabyte; for what lists names, such as help, that is too much.
func Names() []string {
	return []string{"firstbeat", "polar-accesslink", "polar-auth", "polar-teampro", "sweatstack"}
}
