import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { type DecodeStep, decodeText } from './decode-text.ts'
import { extractIocs, type IocOptions } from './extract-iocs.ts'
import { allIocTypes, type IocFinding, type IocType, iocTypes, pathTypes } from './ioc-types.ts'
import { type TextCell, textCells, textColumns } from './text-cells.ts'

export interface IocTableOptions extends IocOptions {
  /** Columns to search. Default: every column of type string and dynamic. */
  readonly columns?: readonly string[]
  /** Types to look for. Default: all but paths and registry keys. */
  readonly types?: readonly IocType[]
  /** Whether paths and registry keys are looked for beside the default types. Default false. */
  readonly paths?: boolean
  /** Whether what is encoded in a text is searched too. Default true. */
  readonly decode?: boolean
  /** Every occurrence in every row, instead of one row for each observable. Default false. */
  readonly occurrences?: boolean
  /** Columns whose cells of the source row are put beside. */
  readonly keep?: readonly string[]
}

/** Characters of the text shown before and after. */
const around = 30

const columns: readonly ColumnType[] = [
  { name: 'IoCType', type: 'string' },
  { name: 'Observable', type: 'string' },
  { name: 'Kind', type: 'string' },
  { name: 'Count', type: 'long' },
  { name: 'SourceColumn', type: 'string' },
  { name: 'SourceRow', type: 'long' },
  { name: 'AsFound', type: 'string' },
  { name: 'Position', type: 'long' },
  { name: 'Decoding', type: 'string' },
  { name: 'Context', type: 'string' },
]

interface Occurrence {
  readonly finding: IocFinding
  readonly cell: TextCell
  /** The encodings it was found below, outermost first; empty for the text itself. */
  readonly decoding: string
  readonly context: string
}

/**
 * The observables in the texts of a table, best type first, then the most frequent:
 *
 * | column | type | |
 * |---|---|---|
 * | `IoCType`, `Observable`, `Kind` | string | as `extractIocs` gives them; of a file that was encoded its hash, `of a decoded exe` |
 * | `Count` | long | cells that have it; with `occurrences` 1 |
 * | `SourceColumn`, `SourceRow` | string, long | where it stands (first), rows from 0 |
 * | `AsFound`, `Position` | string, long | as it is written there, and at which UTF-16 offset of the text (of JSON its names and strings, one a line), or of the decoded text |
 * | `Decoding` | string | `base64 > gzip` where it was encoded, `all decoded` where only several decoded parts together show it; else empty |
 * | `Context` | string | the text around it |
 *
 * Each distinct text is looked at once. A column whose name says that it holds versions has no addresses. Notices say
 * what of encoded texts was left out. Throws `COLUMN_UNKNOWN`.
 */
export function extractIocTable(
  table: Table,
  options: IocTableOptions = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const searched = textColumns(table, options.columns)
  const types = options.types ?? allIocTypes.filter((type) => options.paths || !pathTypes.includes(type))
  const groups = new Map<string, { readonly first: Occurrence; rows: number; lastText: TextCell }>()
  const notices = new Set<string>()
  const every: { occurrence: Occurrence; row: number }[] = []
  for (const cell of textCells(table, searched, progress, 'looking for observables')) {
    const wanted = /version/i.test(cell.column) ? types.filter((type) => type !== 'ipv4') : types
    const found = occurrencesIn(cell, wanted, options, notices)
    if (found.length === 0) continue
    if (options.occurrences) {
      const rows = cell.allRows()
      for (let at = 0; at < rows.length; at++)
        for (const occurrence of found) every.push({ occurrence, row: rows[at]! })
      continue
    }
    for (const occurrence of found) {
      const key = keyOf(occurrence.finding)
      const group = groups.get(key)
      if (!group) groups.set(key, { first: occurrence, rows: cell.rows, lastText: cell })
      else if (group.lastText !== cell) {
        group.rows += cell.rows
        group.lastText = cell
      }
    }
  }
  const rank = ({ finding }: Occurrence) => iocTypes[finding.type].priority
  const rows = options.occurrences
    ? every
        .sort((a, b) => a.row - b.row || rank(a.occurrence) - rank(b.occurrence))
        .map(({ occurrence, row }) => ({ occurrence, row, count: 1 }))
    : [...groups.values()]
        .sort((a, b) => rank(a.first) - rank(b.first) || b.rows - a.rows)
        .map(({ first, rows: count }) => ({ occurrence: first, row: first.cell.firstRow, count }))
  const kept = (options.keep ?? []).filter(
    (name) => table.indexOf(name) >= 0 && !columns.some((column) => column.name === name),
  )
  const at = kept.map((name) => table.indexOf(name))
  const found = Table.fromRows(
    [...columns, ...at.map((index) => table.columns[index]!)],
    rows.map(({ occurrence, row, count }) => [
      ...cellsOf(occurrence, row, count),
      ...at.map((index) => table.cell(row, index)),
    ]),
  )
  return { table: found, notices: [...notices] }
}

function cellsOf({ finding, cell, decoding, context }: Occurrence, row: number, count: number): Cell[] {
  const { type, observable, kind, asFound, position } = finding
  return [type, observable, kind, count, cell.column, row, asFound, position, decoding, context]
}

/** What stands in the text itself, and in what is encoded there; the former where both have it. */
function occurrencesIn(
  cell: TextCell,
  types: readonly IocType[],
  options: IocTableOptions,
  notices: Set<string>,
): Occurrence[] {
  const found = occurrencesOf(cell, cell.text, '', types, options)
  if (options.decode === false) return found
  const { steps, text: whole, notices: said } = decodeText(cell.text)
  for (const notice of said) notices.add(notice)
  if (steps.length === 0) return found
  const seen = new Set(found.map(({ finding }) => keyOf(finding)))
  const add = (occurrences: readonly Occurrence[]) => {
    for (const occurrence of occurrences) {
      const key = keyOf(occurrence.finding)
      if (seen.has(key)) continue
      seen.add(key)
      found.push(occurrence)
    }
  }
  for (const step of steps) {
    const chain: string[] = []
    for (let at: DecodeStep | undefined = step; at; at = at.parent === undefined ? undefined : steps[at.parent])
      chain.unshift(at.encoding)
    const decoding = chain.join(' > ')
    if (step.decoded !== '') add(occurrencesOf(cell, step.decoded, decoding, types, options))
    else if (step.fileType !== '' && types.includes('sha256_hash')) add([fileOccurrence(cell, step, decoding)])
  }
  // Of several parts together, such as a host in one and a path in the next.
  add(occurrencesOf(cell, whole, 'all decoded', types, options))
  return found
}

/** A file that was encoded in a text is known by its hash. */
function fileOccurrence(cell: TextCell, step: DecodeStep, decoding: string): Occurrence {
  const { sha256, fileType, input, position, bytes } = step
  const asFound = input.slice(0, around)
  const finding = {
    type: 'sha256_hash' as const,
    observable: sha256,
    kind: `of a decoded ${fileType}`,
    asFound,
    position: position ?? 0,
  }
  return { finding, cell, decoding, context: `${fileType} of ${bytes} bytes` }
}

/** What makes two findings one: names and paths of Windows and mailboxes are the same in any case. */
function keyOf({ type, observable }: IocFinding): string {
  const anyCase = type === 'email' || type === 'windows_path' || type === 'registry_key'
  return `${type} ${anyCase ? observable.toLowerCase() : observable}`
}

function occurrencesOf(
  cell: TextCell,
  text: string,
  decoding: string,
  types: readonly IocType[],
  options: IocTableOptions,
): Occurrence[] {
  return extractIocs(text, { ...options, types }).map((finding) => {
    const start = Math.max(0, finding.position - around)
    const end = finding.position + finding.asFound.length + around
    const context = `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
    return { finding, cell, decoding, context }
  })
}
