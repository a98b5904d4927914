import type { RequestTime } from '../../notebooklet/desk.ts'
import { originOf, pivotTime, type RowEntity, rowTime } from '../../notebooklet/pivot-from.ts'
import type { Origin, Section } from '../../notebooklet/result-data.ts'
import type { Zone } from '../../report/charts/zone.ts'
import type { PickOverlay } from '../overlays/overlay.ts'
import { overlayOf, type State, withMessage, withTopOverlay } from '../state.ts'
import { dataOf, type RunLevel } from './run-state.ts'
import { askedTimeText, rangeText, shortTime } from './time-text.ts'

/** A time that a pivot can take along, and how the menu names it. */
export interface PivotTimeChoice {
  readonly label: string
  /** The time itself, as the analyst reads it. */
  readonly text: string
  readonly time: RequestTime
}

/** The row a pivot begins at. */
export interface PivotRow {
  readonly section: Section
  readonly row: number
}

/** The range of the result first, then the time around the row where it has one, then a wider range. */
export function pivotTimeChoices(level: RunLevel, at: PivotRow | undefined, zone: Zone): readonly PivotTimeChoice[] {
  const range = dataOf(level)?.request.timeRange
  const rowAt = at && rowTime(at.section, at.row)
  const around: PivotTimeChoice[] =
    rowAt === undefined
      ? []
      : [
          {
            label: 'the time around this row',
            text: `1d on each side of ${shortTime(rowAt, zone)} ${zone.label}`,
            time: { around: rowAt },
          },
        ]
  if (!range) {
    const { timespan, start, end, around: middle, within } = level.request
    const time = {
      ...(timespan && { timespan }),
      ...(start && { start }),
      ...(end && { end }),
      ...(middle && { around: middle }),
      ...(within && { within }),
    }
    const text = askedTimeText(level.request) ?? "the notebooklet's own time range"
    return [{ label: 'the same time', text, time }, ...around]
  }
  const wide = pivotTime('wider', range) as { start: string; end: string }
  return [
    { label: 'the same time', text: rangeText(range, zone), time: pivotTime('same', range) },
    ...around,
    { label: 'a wider time', text: rangeText(wide, zone), time: wide },
  ]
}

/** What the menu says of the time that goes along. */
function pivotTimeText(choices: readonly PivotTimeChoice[], at: number): string {
  const now = choices[at]
  if (!now) return ''
  const others = choices.filter((choice) => choice !== now).map(({ label }) => label)
  const change = others.length === 0 ? '' : ` Tab: ${others.join(', ')}.`
  return `Over ${now.label}: ${now.text}.${change}`
}

/** The next of the times a pivot can take along. */
export function nextPivotTime(state: State): State {
  const pick = overlayOf(state)
  if (pick?.kind !== 'pick' || !pick.times) return state
  const { choices, at, text } = pick.times
  if (choices.length < 2) return withMessage(state, 'warn', 'A wider time is offered once the result is there.')
  return withTopOverlay(state, withPivotTime(pick, { choices, at: (at + 1) % choices.length, text }))
}

/** The menu with a time chosen; `text` is what stands before it. */
export function withPivotTime(pick: PickOverlay, times: NonNullable<PickOverlay['times']>): PickOverlay {
  return { ...pick, times, text: `${times.text}${pivotTimeText(times.choices, times.at)}` }
}

/** Where a pivot on an entity of a row, or of the whole result, begins. */
export function originIn(level: RunLevel, at: PivotRow | undefined, { column }: Partial<RowEntity>): Origin {
  if (!at) return originOf(level.request)
  return originOf(level.request, { section: at.section.id, column, time: rowTime(at.section, at.row) })
}
