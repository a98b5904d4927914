import { type CommandScope, onRun } from '../command-scope.ts'
import { pagePlace } from '../layout.ts'
import { copyText } from '../run/copying.ts'
import { withPivots } from '../run/going-on.ts'
import { lookUpAt } from '../run/look-up.ts'
import { lookOf, withLook } from '../run/run-state.ts'
import { levelOf, overlayOf, type State, withLevel, withMessage, withTopOverlay, zoneOf } from '../state.ts'
import type { RecordOverlay } from './overlay.ts'
import { recordColumn, recordRow, stepRecord } from './record.ts'

export function onRecord({ state, surroundings }: CommandScope, step: 1 | -1): State {
  const overlay = overlayOf(state)
  const level = levelOf(state)
  if (overlay?.kind !== 'record') return state
  const next = stepRecord(overlay, step, pagePlace(state.size), zoneOf(state, surroundings))
  if (next === overlay) return withMessage(state, 'warn', step > 0 ? 'This is the last row.' : 'This is the first row.')
  const moved = withTopOverlay(state, next)
  if (level.kind !== 'run') return moved
  // The cursor below goes along, so that closing the record leads to the row last read.
  const look = lookOf(level, overlay.section.id)
  return withLevel(moved, withLook(level, overlay.section.id, { ...look, row: recordRow(next) }))
}

export function copyRecordCell({ state, surroundings }: CommandScope, record: RecordOverlay): State {
  const column = recordColumn(record, pagePlace(state.size), zoneOf(state, surroundings))
  const { table } = record.section
  return table && column !== undefined ? copyText(state, table.value(recordRow(record), column), column) : state
}

export function pivotFromRecord(scope: CommandScope, record: RecordOverlay): State {
  const column = recordColumn(record, pagePlace(scope.state.size), zoneOf(scope.state, scope.surroundings))
  return onRun(scope, (run) => withPivots(run, { section: record.section, row: recordRow(record) }, column))
}

export function lookUpFromRecord(scope: CommandScope, record: RecordOverlay): State {
  const column = recordColumn(record, pagePlace(scope.state.size), zoneOf(scope.state, scope.surroundings))
  return onRun(scope, (run) => lookUpAt(run, { section: record.section, row: recordRow(record) }, column))
}
