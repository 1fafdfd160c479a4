package polarteampro

// bearing says in which exchanges the answers to open questions can be seen, where
// that is not in all: operations, statuses, or none for requests of no operation.
const bearing = `
retry-after 429
error-body 4xx 5xx
per-page-range listTeams listTeamTrainingSessions listPlayerTrainingSessions
zone-suffix listTeamTrainingSessions listPlayerTrainingSessions
session-order listTeamTrainingSessions listPlayerTrainingSessions
empty-pages listTeams listTeamTrainingSessions listPlayerTrainingSessions
staff getTeam listPlayerTrainingSessions getPlayerTrainingSession
individual-summary getPlayerTrainingSessionSummary
feeling-comma listPlayerTrainingSessions getPlayerTrainingSession
marker-times getTeamTrainingSession listTeamTrainingSessions getPlayerTrainingSession
summary-speeds getPlayerTrainingSessionSummary listPlayerTrainingSessionPhaseSummaries
acceleration-key getPlayerTrainingSessionSummary listPlayerTrainingSessionPhaseSummaries
row-end getPlayerTrainingSession
long-rows getPlayerTrainingSession
missing-sample getPlayerTrainingSession
`
