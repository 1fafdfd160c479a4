package cli

import (
	"context"
	"iter"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

type (
	accessLink = polaraccesslink.Client
	date       = polaraccesslink.Date
)

// days are the lists of what is in a range of dates. Long ranges are asked for in
// pieces by the client, and with features a day at a time.
func (f *accessLinkFlags) days() []*cobra.Command {
	targets := f.ofDays(printed{use: "training-targets", short: "sessions that are planned", item: reflect.TypeFor[polaraccesslink.TrainingTarget](), rows: "exercise"}, nil,
		func(ctx context.Context, c *accessLink, from, to date, _ []string) stream {
			return anys(c.TrainingTargets.All(ctx, from, to))
		})
	listVar(targets.Flags(), &f.rangeNames, "range-names", nil, "what the ends of the range are called on the wire (default fromDate,toDate; live answers know from,to)")
	return []*cobra.Command{
		targets,
		f.ofDays(printed{use: "training-sessions", short: "workouts", item: reflect.TypeFor[polaraccesslink.TrainingSession](), rows: "exercises", columns: sessionColumns()}, []string{
			polaraccesslink.SessionSamples, polaraccesslink.SessionTestResults, polaraccesslink.SessionTrainingLoadReport, polaraccesslink.SessionLaps,
			polaraccesslink.SessionHillSplits, polaraccesslink.SessionRoutes, polaraccesslink.SessionStatistics, polaraccesslink.SessionZones,
			polaraccesslink.SessionPauseTimes, polaraccesslink.SessionStrengthTraining, polaraccesslink.SessionComments,
		}, func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
			return anys(c.TrainingSessions.All(ctx, from, to, features...))
		}),
		f.ofDays(printed{use: "sleeps", short: "nights", item: reflect.TypeFor[polaraccesslink.NightSleep](), columns: nightColumns()}, []string{
			polaraccesslink.SleepResultFeature, polaraccesslink.OriginalSleepResultFeature, polaraccesslink.SleepEvaluationFeature, polaraccesslink.SleepScoreFeature,
		}, func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
			return anys(c.Sleep.All(ctx, from, to, features...))
		}),
		f.ofDays(printed{use: "sleep-wake-vectors", short: "sleep and waking by the day", item: reflect.TypeFor[polaraccesslink.SleepWakeVector](), rows: "sleepWakeStateChanges"}, nil,
			func(ctx context.Context, c *accessLink, from, to date, _ []string) stream {
				return anys(c.Sleep.AllVectors(ctx, from, to))
			}),
		f.ofDays(printed{use: "nightly-recharge", short: "how nights restored the user", item: reflect.TypeFor[polaraccesslink.NightlyRecharge]()}, []string{polaraccesslink.NightlyRechargeSamples},
			func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
				return anys(c.NightlyRecharge.All(ctx, from, to, features...))
			}),
		f.ofDays(printed{use: "activity", short: "daily activity", item: reflect.TypeFor[polaraccesslink.ActivityDay](), rows: "activitiesPerDevice.activitySamples"}, []string{
			polaraccesslink.ActivitySamples, polaraccesslink.ActivityTargetFeature, polaraccesslink.ActivityPhysicalInformationFeature,
		}, func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
			return anys(c.Activity.All(ctx, from, to, features...))
		}),
		// What comes without the feature is not documented, so it is always asked for.
		f.ofDays(printed{use: "heart-rate", short: "heart rate around the clock", item: reflect.TypeFor[polaraccesslink.HeartRateDay](), rows: "samples"}, nil,
			func(ctx context.Context, c *accessLink, from, to date, _ []string) stream {
				return anys(c.HeartRate.All(ctx, from, to, polaraccesslink.HeartRateSamples))
			}),
		f.ofDays(printed{use: "ppi", short: "intervals between pulses", item: reflect.TypeFor[polaraccesslink.PPIDay](), rows: "ppiSamplesPerDevice.ppiSamples"}, []string{polaraccesslink.PPISamples},
			func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
				return anys(c.HeartRate.AllPPI(ctx, from, to, features...))
			}),
		f.ofDays(printed{use: "skin-contacts", short: "when a device touched the skin", item: reflect.TypeFor[polaraccesslink.SkinContactPeriod](), rows: "skinContactChanges"}, nil,
			func(ctx context.Context, c *accessLink, from, to date, _ []string) stream {
				return anys(c.Body.AllSkinContacts(ctx, from, to))
			}),
		f.ofDays(printed{use: "temperatures", short: "temperature measurements", item: reflect.TypeFor[polaraccesslink.TemperaturePeriod](), rows: "temperatureMeasurementSamples"}, nil,
			func(ctx context.Context, c *accessLink, from, to date, _ []string) stream {
				return anys(c.Body.AllTemperatures(ctx, from, to))
			}),
		f.ofDays(printed{use: "tests", short: "fitness, orthostatic, jump, ECG, SpO2 and R-R tests", item: reflect.TypeFor[polaraccesslink.Test](), columns: testColumns()}, []string{polaraccesslink.TestSamples},
			func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
				return anys(c.Tests.All(ctx, from, to, features...))
			}),
		f.ofDays(printed{use: "calendar", short: "notes, feelings, weights", item: reflect.TypeFor[polaraccesslink.CalendarEntry]()}, []string{
			polaraccesslink.CalendarNotes, polaraccesslink.CalendarFeelings, polaraccesslink.CalendarFeedbacks,
			polaraccesslink.CalendarPerceivedRecovery, polaraccesslink.CalendarWeights, polaraccesslink.CalendarPhysicalInformationFeature,
		}, func(ctx context.Context, c *accessLink, from, to date, features []string) stream {
			return anys(c.Calendar.All(ctx, from, to, features...))
		}),
	}
}

// stream is what a command prints, as it comes.
type stream = iter.Seq2[any, error]

func anys[T any](list iter.Seq2[T, error]) stream {
	return func(yield func(any, error) bool) {
		for item, err := range list {
			if !yield(item, err) {
				return
			}
		}
	}
}

// featuresAll is every feature that an operation has.
const featuresAll = "all"

// ofDays is a command that lists what is in a range of dates.
func (f *accessLinkFlags) ofDays(p printed, features []string, list func(ctx context.Context, c *accessLink, from, to date, features []string) stream) *cobra.Command {
	var asked []string
	p.needs = []string{"from", "to"}
	cmd := f.command(p, func(ctx context.Context, c *accessLink, w *writer) error {
		from, err := calendarDay("from", f.from)
		if err != nil {
			return err
		}
		to, err := calendarDay("to", f.to)
		if err != nil {
			return err
		}
		if slices.Equal(asked, []string{featuresAll}) {
			asked = features
		}
		return each(w, list(ctx, c, from, to, asked))
	})
	if len(features) > 0 {
		listVar(cmd.Flags(), &asked, "features", nil, "more than the list: all, or some of "+strings.Join(features, ", "))
	}
	return f.ranged(cmd, "date of the user's calendar")
}

// calendarDay reads a flag that is a date. Nights and days have no time.
func calendarDay(flag, text string) (date, error) {
	d, err := polaraccesslink.ParseDate(text)
	if err != nil || d.String() != text {
		return d, usage("--%s %q: want a date such as 2026-03-01", flag, text)
	}
	return d, nil
}
