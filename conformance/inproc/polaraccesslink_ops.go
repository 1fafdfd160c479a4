package inproc

import (
	"context"
	"iter"
	"maps"
	"strconv"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

type accessLinkOp = operation[*accessLinkClient]

func accessLinkOps() map[string]accessLinkOp {
	ops := map[string]accessLinkOp{
		"al.training_sessions": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.TrainingSession, error] {
			return c.TrainingSessions.All(ctx, r.from, r.to, r.features...)
		}),
		"al.activity": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.ActivityDay, error] {
			return c.Activity.All(ctx, r.from, r.to, r.features...)
		}),
		"al.calendar": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.CalendarEntry, error] {
			return c.Calendar.All(ctx, r.from, r.to, r.features...)
		}),
		"al.continuous_samples": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.HeartRateDay, error] {
			return c.HeartRate.All(ctx, r.from, r.to, r.features...)
		}),
		"al.nightly": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.NightlyRecharge, error] {
			return c.NightlyRecharge.All(ctx, r.from, r.to, r.features...)
		}),
		"al.ppi": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.PPIDay, error] {
			return c.HeartRate.AllPPI(ctx, r.from, r.to, r.features...)
		}),
		"al.sleeps": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.NightSleep, error] {
			return c.Sleep.All(ctx, r.from, r.to, r.features...)
		}),
		"al.tests": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.Test, error] {
			return c.Tests.All(ctx, r.from, r.to, r.features...)
		}),
		"al.sleep_wake": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.SleepWakeVector, error] {
			return c.Sleep.AllVectors(ctx, r.from, r.to)
		}),
		"al.skin_contacts": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.SkinContactPeriod, error] {
			return c.Body.AllSkinContacts(ctx, r.from, r.to)
		}),
		"al.temperatures": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.TemperaturePeriod, error] {
			return c.Body.AllTemperatures(ctx, r.from, r.to)
		}),
		"al.targets": inPieces(func(ctx context.Context, c *polaraccesslink.Client, r dates) iter.Seq2[polaraccesslink.TrainingTarget, error] {
			return c.TrainingTargets.All(ctx, r.from, r.to)
		}),
		"al.favorites": atOnce(func(ctx context.Context, c *polaraccesslink.Client) ([]polaraccesslink.FavoriteTarget, error) {
			return c.TrainingTargets.Favorites(ctx)
		}),
		"al.sports": atOnce(func(ctx context.Context, c *polaraccesslink.Client) ([]polaraccesslink.Sport, error) {
			return c.Sports.List(ctx)
		}),
		"al.subscriptions": atOnce(func(ctx context.Context, c *polaraccesslink.Client) ([]polaraccesslink.Subscription, error) {
			return c.User.Subscriptions(ctx)
		}),
		"al.devices": atOnce(func(ctx context.Context, c *polaraccesslink.Client) (*polaraccesslink.UserDevices, error) {
			return c.User.Devices(ctx)
		}),
		"al.account": atOnce(func(ctx context.Context, c *polaraccesslink.Client) (*polaraccesslink.Account, error) {
			return c.User.Account(ctx)
		}),
		"al.hello": atOnce(func(ctx context.Context, c *polaraccesslink.Client) (string, error) { return c.Hello(ctx) }),
		"al.route": func(ctx context.Context, l *accessLinkClient, a *arguments) (any, error) {
			n, err := strconv.ParseUint(a.id("route"), 10, 64)
			if err != nil {
				a.fail("route", "a whole number")
				return nil, a.err
			}
			return accessLinkValue(l.client().TrainingTargets.Route(ctx, n))
		},
		"al.picture": func(ctx context.Context, l *accessLinkClient, a *arguments) (any, error) {
			p, err := l.client().User.Picture(ctx, a.id("size"))
			if err != nil {
				return nil, err
			}
			return map[string]any{"mediaType": p.MediaType, "bytes": subject.DigestOf(p.Bytes)}, nil
		},
	}
	maps.Copy(ops, oauthLoginOps(func(l *accessLinkClient) *oauthLogin { return l.login }))
	return ops
}

// dates is what an operation on a range of days is asked for.
type dates struct {
	from, to polaraccesslink.Date
	features []string
}

// inPieces is an operation on a range of days, however long.
func inPieces[T any](walk func(context.Context, *polaraccesslink.Client, dates) iter.Seq2[T, error]) accessLinkOp {
	return func(ctx context.Context, l *accessLinkClient, a *arguments) (any, error) {
		r := dates{features: a.texts("features")}
		for name, into := range map[string]*polaraccesslink.Date{"from": &r.from, "to": &r.to} {
			var err error
			if *into, err = polaraccesslink.ParseDate(a.wall(name)); err != nil {
				a.fail(name, "a date like 2026-02-01")
			}
		}
		if a.err != nil {
			return nil, a.err
		}
		return accessLinkValue(drained(walk(ctx, l.client(), r)))
	}
}

// atOnce is an operation without arguments.
func atOnce[T any](ask func(context.Context, *polaraccesslink.Client) (T, error)) accessLinkOp {
	return func(ctx context.Context, l *accessLinkClient, _ *arguments) (any, error) {
		return accessLinkValue(ask(ctx, l.client()))
	}
}
