/** The analytics core as functions over tables and lists: pure, without a workspace. What each computes stands in README.md. */

export { type Cell, type Json, Table } from '../lib/table.ts'
export { buildProcessTree } from './processes/build-process-tree.ts'
export { scoreSessionTable } from './sessions/score-session-table.ts'
export { scoreSessions } from './sessions/score-sessions.ts'
export { trainSessionModel } from './sessions/session-model.ts'
export { sessionize } from './sessions/sessionize.ts'
