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
	return Some("firstbeat", "polar-auth", "polar-teampro", "polar-accesslink", "sweatstack")
}

// Some returns the services that names are of, and none for other names: each is made
// anew, routers and all, which is most of the work of making a world.
func Some(names ...string) []world.Service {
	var out []world.Service
	for _, name := range names {
		switch name {
		case "firstbeat":
			out = append(out, firstbeat.Service())
		case "polar-auth":
			out = append(out, polarauth.Service())
		case "polar-teampro":
			out = append(out, polarteampro.Service())
		case "polar-accesslink":
			out = append(out, polaraccesslink.Service())
		case "sweatstack":
			out = append(out, sweatstack.Service())
		}
	}
	return out
}

// Names are those of All, in alphabetical order. A service that is made has its routers, a fifth of a
// megabyte; for what lists names, such as help, that is too much.
func Names() []string {
	return []string{"firstbeat", "polar-accesslink", "polar-auth", "polar-teampro", "sweatstack"}
}
