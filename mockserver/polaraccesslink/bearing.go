package polaraccesslink

// bearing says in which exchanges the answers to open questions can be seen, where
// that is not in all: operations, statuses, or none for requests of no operation.
const bearing = `
retry-after 429
error-key 4xx 5xx
unauthorized-body 401
target-range listCalendarTargets
target-days listCalendarTargets
sport-names listSports
beat-offline listTrainingSessions
cold-start listTrainingSessions
sleep-cycle-offsets listSleeps
heart-rate-gaps getContinuousSamples
greeting getHello
picture-pixels getProfilePicture
picture-format getProfilePicture
sports-list listSports
profile-picture getProfilePicture
physical-information listTrainingSessions
calendar-without-features listCalendarEntries
continuous-without-features getContinuousSamples
`
