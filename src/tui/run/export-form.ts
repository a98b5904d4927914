import { countOf } from '../../lib/count-of.ts'
import type { RunRequest } from '../../notebooklet/desk.ts'
import type { BoundBody } from '../bodies/bodies.ts'
import { columnsOffered } from '../bodies/table-columns.ts'
import type { Effect } from '../effects.ts'
import { lineInput } from '../line-input.ts'
import { fieldText } from '../overlays/form.ts'
import type { FormOverlay } from '../overlays/overlay.ts'
import type { RunBody } from './run-body.ts'

/** Asks for the file's name; says how many rows and columns will be in it. */
export function exportForm(request: RunRequest, { section, body }: RunBody): FormOverlay {
  const { table, look } = body.drawn
  const rows = look.rows?.length ?? table.rowCount
  const shown = shownColumns(body)
  const filtered = rows < table.rowCount ? `, filtered from ${countOf(table.rowCount, 'row')}` : ''
  const sorted = look.order ? `, sorted by ${look.order.column}${look.order.descending ? ' downwards' : ''}` : ''
  const some = shown.length < table.columns.length
  return {
    kind: 'form',
    title: `Export ${section.title}`,
    text: `${countOf(rows, 'row')}${filtered}${sorted}.`,
    fields: [
      {
        id: 'name',
        label: 'File',
        text: 'Its ending decides: .csv or .json. In CSV, texts a spreadsheet would run as a formula get an apostrophe.',
        required: true,
        input: lineInput(
          `${[request.notebooklet, request.value, section.id].map(fileWord).filter(Boolean).join('-')}.csv`,
        ),
      },
      {
        id: 'columns',
        label: 'Columns',
        text: some
          ? `${countOf(shown.length, 'column')} shown of ${table.columns.length}`
          : countOf(shown.length, 'column'),
        required: true,
        input: lineInput('shown'),
        values: some ? ['shown', 'all'] : ['shown'],
      },
    ],
    at: 0,
    submit: { kind: 'export' },
  }
}

/** The effect a filled form asks for, or what is wrong with it. */
export function exportEffect(form: FormOverlay, { section, body }: RunBody): Effect | string {
  const name = fieldText(form, 'name')
  const format = /\.(csv|json)$/i.exec(name)?.[1]?.toLowerCase()
  if (format !== 'csv' && format !== 'json') return 'The name must end in .csv or .json.'
  const { table, look } = body.drawn
  const isPartial = section.queries.find(({ completeness }) => completeness !== 'complete')?.completeness
  return {
    kind: 'export',
    name,
    format,
    table,
    rows: look.rows,
    columns: fieldText(form, 'columns') === 'all' ? table.columns.map((column) => column.name) : shownColumns(body),
    completeness: {
      status: isPartial === undefined ? 'complete' : isPartial === 'truncated' ? 'truncated' : 'partial',
      notices: section.notices,
    },
  }
}

/** A chart shows rows, not columns: with it go all of them. */
function shownColumns({ kind, drawn }: BoundBody): readonly string[] {
  return kind === 'table' || kind === 'facts'
    ? columnsOffered(drawn.table, drawn.view, drawn.look)
    : drawn.table.columns.map(({ name }) => name)
}

/** A word of a file name: nothing a shell, a path or a mail would stumble over. */
function fileWord(text: string | undefined): string {
  return (text ?? '')
    .replace(/[^\p{L}\p{N}.@_-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)
}
