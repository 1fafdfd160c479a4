package cli

import (
	"context"
	"reflect"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

// lists are what has no range of dates.
func (f *accessLinkFlags) lists() []*cobra.Command {
	route := f.command(
		printed{use: "route", short: "a route that a target or a favourite names", item: reflect.TypeFor[polaraccesslink.UserRoute](), rows: "route.routePoints", needs: []string{"route"}},
		func(ctx context.Context, c *accessLink, w *writer) error {
			r, err := c.TrainingTargets.Route(ctx, f.route)
			return object(w, r, err)
		})
	route.Flags().Uint64Var(&f.route, "route", 0, "route ID, a number")
	return []*cobra.Command{
		route,
		f.command(printed{use: "favorites", short: "plans that the user keeps for reuse", item: reflect.TypeFor[polaraccesslink.FavoriteTarget](), rows: "exercise"},
			func(ctx context.Context, c *accessLink, w *writer) error {
				items, err := c.TrainingTargets.Favorites(ctx)
				return slice(w, items, err)
			}),
		f.command(printed{use: "sports", short: "sports that the vendor knows", item: reflect.TypeFor[polaraccesslink.Sport]()},
			func(ctx context.Context, c *accessLink, w *writer) error {
				items, err := c.Sports.List(ctx)
				return slice(w, items, err)
			}),
		f.command(printed{use: "sport-profiles", short: "how the user's devices treat sports", item: reflect.TypeFor[polaraccesslink.SportProfile]()},
			func(ctx context.Context, c *accessLink, w *writer) error {
				items, err := c.Sports.Profiles(ctx)
				return slice(w, items, err)
			}),
		f.command(printed{use: "sport-profile-catalog", short: "the order of the user's sport profiles", item: reflect.TypeFor[polaraccesslink.SportProfileCatalog]()},
			func(ctx context.Context, c *accessLink, w *writer) error {
				catalog, err := c.Sports.Catalog(ctx)
				return object(w, catalog, err)
			}),
		f.command(printed{use: "subscriptions", short: "what the user subscribed to", item: reflect.TypeFor[polaraccesslink.Subscription]()},
			func(ctx context.Context, c *accessLink, w *writer) error {
				items, err := c.User.Subscriptions(ctx)
				return slice(w, items, err)
			}),
		f.command(printed{use: "account", short: "what the vendor knows of the user", item: reflect.TypeFor[polaraccesslink.Account](), columns: accountColumns()},
			func(ctx context.Context, c *accessLink, w *writer) error {
				account, err := c.User.Account(ctx)
				return object(w, account, err)
			}),
		f.command(printed{use: "devices", short: "the user's devices", item: reflect.TypeFor[polaraccesslink.UserDevices](), rows: "devicesData"},
			func(ctx context.Context, c *accessLink, w *writer) error {
				devices, err := c.User.Devices(ctx)
				return object(w, devices, err)
			}),
	}
}
