package polaraccesslink_test

import (
	"path"
	"slices"
	"strings"
)

// reason is why some members or values occur in no answer.
type reason struct {
	names []string // patterns of "schema.member" and "enumeration=VALUE"
	why   string
	// reachable says that other populations have them: they may occur.
	reachable bool
}

// reasonsNever are members and values that no answer of this simulator has.
var reasonsNever = []reason{
	{names: []string{"*_UNSPECIFIED", "*=UNSPECIFIED", "*_UNRECOGNIZED", "*=SAMPLE_SOURCE_TYPE_UNDEFINED", "*=TRIGGER_TYPE_UNDEFINED", "*=TRIGGER_UNKNOWN", "*=SLEEP_TYPE_UNKNOWN"}, why: "protobuf's name for what was never set; this simulator knows of everything"},
	{
		names: []string{
			"HillHillType=HILL_TYPE_UNKNOWN", "IntervalValuesSampleType=UNKNOWN_INTERVAL", "RoundaboutExitRoundaboutOrientation=UNKNOWN",
			"RunningTestRunningTestCategory=*_UNKNOWN", "WalkingTestWalkingTestCategory=*_UNKNOWN", "TrainingLoadReportLoadInterpretation=*_UNKNOWN",
			"ActivityInfoActivityClass=*_UNKNOWN", "ECGTestResultECGHeartRateVariabilityLevel=*_UNKNOWN", "ECGTestResultECGQualityLevel=*_UNKNOWN",
			"SpO2TestResultSpO2TestStatus=*_UNKNOWN", "temperaturemeasurement*=*_UNKNOWN",
		}, why: "likewise, by another name",
	},
	{names: []string{"sleepSleepType=SLEEP_TYPE_SLEEP_TIME_ONLY"}, reachable: true, why: "needs a battery that ran out early; TestANightCutShort looks for one"},
	{
		names: []string{"SpO2TestResultSpO2Class=*_VERY_LOW"}, reachable: true,
		why: "needs a measurement gone wrong; TestOxygenClasses has it",
	},
	{names: []string{"testsFitnessTestResultFitnessClass=*"}, reachable: true, why: "needs somebody of that fitness who took the test; TestFitnessClassNames goes through all of them"},
	{names: []string{"ActivityInfoActivityClass=ACTIVITY_CLASS_INTERMITTENT_VIGOROUS"}, reachable: true, why: "needs a short and hard effort; TestActivityClassNames has it"},
	{
		names: []string{"domainstestsPhysicalInformationTrainingBackground=*", "domainstestsPhysicalInformationWeightSource=*"}, reachable: true,
		why: "needs somebody of that kind who took a fitness test; account data has all of them",
	},
	{names: []string{"CalibrationOffsetSampleSourceType=SAMPLE_SOURCE_TYPE_OFFLINE"}, why: "a source that is off has nothing to correct"},
	{names: []string{"LocalizationSettingsFirstDayOfWeek=*_TUESDAY", "LocalizationSettingsFirstDayOfWeek=*_WEDNESDAY", "LocalizationSettingsFirstDayOfWeek=*_THURSDAY", "LocalizationSettingsFirstDayOfWeek=*_FRIDAY"}, why: "nobody's week begins then"},
	{names: []string{"TurnTurnDirection=NO_DIRECTION"}, why: "a turn leads to a side; without one it is a fork or straight on"},
	{names: []string{"trainingsessionSwimmingStyleStatisticsSwimmingStyle=SWIMMING_STYLE_TURN"}, why: "turns have no lengths, so nothing to sum up; they are among the phases"},
	{
		names: []string{"TrainingSessionTrainingBenefit=*_LONG", "TrainingSessionTrainingBenefit=*_RECOVERY_TRAINING"}, reachable: true,
		why: "needs a mixture of efforts that is rare; TestBenefits goes through all of them",
	},
	{names: []string{"WalkingTestWalkingTestCategory=WALKING_TEST_CATEGORY_FAILED"}, reachable: true, why: "needs a test of less than a quarter of an hour, or somebody who runs in it"},
	{names: []string{"RunningTestRunningTestCategory=RUNNING_TEST_CATEGORY_FAILED"}, reachable: true, why: "needs somebody who took it too easy; TestRunningCategories has it"},
	{names: []string{"subscriptionUserSubscriptionStatus=*"}, reachable: true, why: "subscriptions are in some states for days only; TestSubscriptions goes through a life"},
	{
		names: []string{"trainingsessionCyclingTestFitnessClass=*", "WalkingTestVO2maxFitnessClass=*"}, reachable: true,
		why: "needs somebody of that fitness who took the test; TestFitnessClasses goes through all of them",
	},
}

func (r *reason) matches(name string) bool {
	return slices.ContainsFunc(r.names, func(pattern string) bool {
		ok, err := path.Match(strings.ReplaceAll(pattern, "/", "_"), name)
		return ok && err == nil
	})
}

// never says that a name occurs in no population at all.
func (r *reason) never(name string) bool { return !r.reachable && r.matches(name) }

func reasonNever(name string) string {
	for i := range reasonsNever {
		if reasonsNever[i].matches(name) {
			return reasonsNever[i].why
		}
	}
	return ""
}
