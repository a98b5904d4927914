import { countOf } from '../../lib/count-of.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { fitText, screenText, textWidth, widestText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import type { Zone } from '../../report/charts/zone.ts'
import { type Motion, steppedTo } from '../bodies/body.ts'
import { cellLines } from '../cell-display.ts'
import { type Frame, frame } from '../frame.ts'
import type { DialogPlace } from '../layout.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import type { RecordOverlay } from './overlay.ts'

/** A line of a record and the column it belongs to. */
interface RecordLine {
  readonly label: string
  readonly text: string
  readonly column: string
  readonly type: KqlType
}

/** The row of the table that is shown. */
export function recordRow({ section, rows, at }: RecordOverlay): number {
  if (rows) return rows[at] ?? -1
  return section.table && at < section.table.rowCount ? at : -1
}

function recordCount({ section, rows }: RecordOverlay): number {
  return rows?.length ?? section.table?.rowCount ?? 0
}

/** The column the cursor is on. */
export function recordColumn(record: RecordOverlay, place: DialogPlace, zone: Zone): string | undefined {
  return linesOf(record, place.width - 2, zone)[record.line]?.column
}

/** Every cell of the row, whole and wrapped, also the empty ones: null and the empty string say which they are. */
export function recordFrame(record: RecordOverlay, place: DialogPlace, zone: Zone): Frame {
  const { section } = record
  const lines = linesOf(record, place.width - 2, zone)
  const height = place.height - 2
  const top = scrolledTo(record.line, record.top, height, lines.length)
  const current = lines[record.line]?.column
  const labels = labelWidth(record)
  const body = lines.slice(top, top + height).map((line, at): StyledLine => {
    const isHere = top + at === record.line
    return [
      span(isHere ? '❯ ' : '  ', 'accent'),
      span(fitText(line.label, labels), { tone: 'accent', bold: line.column === current }),
      span('  '),
      ...(isHere ? [span(line.text === '' ? ' ' : line.text, { ground: 'row' })] : [span(line.text)]),
    ]
  })
  const count = recordCount(record)
  return frame(body, {
    ...place,
    isOpaque: true,
    tone: 'accent',
    title: [
      span(` ${screenText(section.title)} `, { bold: true }),
      span(`row ${withThousands(String(record.at + 1))} of ${withThousands(String(count))} `, 'quiet'),
    ],
    foot: `${countOf(section.table?.columns.length ?? 0, 'column')} · line ${record.line + 1} of ${lines.length}`,
  })
}

export function moveRecord(record: RecordOverlay, motion: Motion, place: DialogPlace, zone: Zone): RecordOverlay {
  const lines = linesOf(record, place.width - 2, zone)
  const height = place.height - 2
  const line = steppedTo(record.line, motion, lines.length, height)
  return { ...record, line, top: scrolledTo(line, record.top, height, lines.length) }
}

/** The record `step` rows on, the cursor on the same column. */
export function stepRecord(record: RecordOverlay, step: 1 | -1, place: DialogPlace, zone: Zone): RecordOverlay {
  const at = Math.max(0, Math.min(recordCount(record) - 1, record.at + step))
  if (at === record.at) return record
  const column = recordColumn(record, place, zone)
  const moved = { ...record, at }
  const line = linesOf(moved, place.width - 2, zone).findIndex((each) => each.column === column)
  return moveRecord({ ...moved, line: Math.max(0, line) }, 'left', place, zone)
}

function labelWidth({ section }: RecordOverlay): number {
  return Math.min(34, widestText((section.table?.columns ?? []).map(({ name }) => screenText(name))))
}

function linesOf(record: RecordOverlay, width: number, zone: Zone): readonly RecordLine[] {
  const { table } = record.section
  const row = recordRow(record)
  if (!table || row < 0) return []
  const labels = labelWidth(record)
  const room = Math.max(10, width - labels - 5)
  return remembered('record', table, [row, width, zone], () =>
    table.columns.flatMap(({ name, type }, index) => {
      const label =
        textWidth(screenText(name)) > labels ? `${screenText(name).slice(0, labels - 1)}…` : screenText(name)
      const wrapped = cellLines(table.cell(row, index), type, zone, room).flatMap((line) => wrapText(line, room))
      return wrapped.map((text, at): RecordLine => ({ label: at === 0 ? label : '', text, column: name, type }))
    }),
  )
}
