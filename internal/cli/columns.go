package cli

import "strings"

// Items of some kinds have so many members that a table of all is one that nobody
// reads. These are the columns that such tables have unless they are told otherwise;
// what is known of everything, and what people look for first.

// sessionColumns are of 250, most of which only one kind of test has.
func sessionColumns() []string {
	return strings.Fields(`identifier.id name startTime stopTime durationMillis distanceMeters calories hrAvg hrMax trainingLoad
		trainingBenefit recoveryTimeMillis feeling deviceId product.modelName sport.id trainingLoadReport.cardioLoad trainingLoadReport.muscleLoad
		exercises.identifier.id exercises.sport.id exercises.startTime exercises.stopTime exercises.durationMillis exercises.distanceMeters
		exercises.calories exercises.trainingLoad exercises.ascentMeters exercises.descentMeters exercises.runningIndex`)
}

// nightColumns leave out what is said twice, and what scores are made of.
func nightColumns() []string {
	return strings.Fields(`sleepDate sleepResult.hypnogram.sleepStart sleepResult.hypnogram.sleepEnd sleepResult.hypnogram.sleepRating
		sleepResult.hypnogram.deviceReference.uuid sleepScore.sleepScore sleepScore.scoreRate sleepEvaluation.sleepSpan
		sleepEvaluation.asleepDuration sleepEvaluation.analysis.efficiencyPercent sleepEvaluation.analysis.continuityIndex
		sleepEvaluation.interruptions.totalDuration sleepEvaluation.interruptions.longCount sleepEvaluation.phaseDurations.wake
		sleepEvaluation.phaseDurations.rem sleepEvaluation.phaseDurations.light sleepEvaluation.phaseDurations.deep sleepEvaluation.phaseDurations.unknown`)
}

// testColumns are the results of each kind of test.
func testColumns() []string {
	return strings.Fields(`created startTime fitnessTestResult.ownIndex fitnessTestResult.fitnessClass fitnessTestResult.averageHeartRate
		orthostaticTestResult.rrAvgSupine orthostaticTestResult.rrMinStandup orthostaticTestResult.rrAvgStand orthostaticTestResult.rmssdSupine
		orthostaticTestResult.rmssdStand jumpTestResult.jumpTestType jumpTestResult.legMuscleRecovery.recoveryStatus rrRecording.endTime
		rrRecording.averageHeartRate ecgTestResult.testTime ecgTestResult.averageHeartRateBpm ecgTestResult.heartRateVariabilityMs
		spo2TestResult.testTime spo2TestResult.bloodOxygenPercent spo2TestResult.spo2Class spo2TestResult.averageHeartRateBpm`)
}

// accountColumns leave out where somebody lives, and when each value was set.
func accountColumns() []string {
	return strings.Fields(`basicInfo.firstName basicInfo.lastName basicInfo.email basicInfo.created localizationSettings.timezoneOffsetMinutes
		localizationSettings.language physicalInformation.sex physicalInformation.birthday physicalInformation.height physicalInformation.weight
		physicalInformation.vo2Max physicalInformation.maximumHeartRate physicalInformation.restingHeartRate physicalInformation.aerobicThreshold
		physicalInformation.anaerobicThreshold physicalInformation.functionalThresholdPower physicalInformation.maximumAerobicPower`)
}

// activityColumns are those of SweatStack's activities.
func activityColumns() []string {
	return strings.Fields(`id sport start duration start_local tags metrics summary.distance.sum summary.power.mean summary.power.max
		summary.speed.mean summary.speed.max summary.heart_rate.mean summary.heart_rate.max summary.cadence.mean summary.altitude.gain summary.altitude.loss
		source_id`)
}

// help is a command's long description: which columns it has.
func (p printed) help() string {
	if p.columns == nil {
		return ""
	}
	return p.short + "\n\nWith --format csv: " + strings.Join(p.columns, ", ") +
		".\n--columns names others, or \"" + allColumns + "\"; those of a list that --rows names are there too."
}
