/** The analytics core as functions over tables and lists: pure, without a workspace. What each computes stands in README.md. */

export { type Cell, type Json, Table } from '../lib/table.ts'
export { anomalyLookup } from './lookup/anomaly-lookup.ts'
export { type Anomaly, findAnomalies } from './lookup/find-anomalies.ts'
export type { LookupReport } from './lookup/lookup-report.ts'
export { type LookupRequest, type LookupWorld, lookupDefaults } from './lookup/lookup-request.ts'
export { replayQueries } from './lookup/replay-query.ts'
export { groupScores } from './lookup/score-groups.ts'
export { buildProcessTree } from './processes/build-process-tree.ts'
export { scoreSessionTable } from './sessions/score-session-table.ts'
export { scoreSessions } from './sessions/score-sessions.ts'
export { trainSessionModel } from './sessions/session-model.ts'
export { sessionize } from './sessions/sessionize.ts'
