import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type ColumnTexts, columnTexts, mapTexts, toColumnData } from '../columns/column-texts.ts'
import { charOrdScore, crc32Hash, delimCount, delimHash } from './text-features.ts'

export interface ProcessFeatureOptions {
  /** Between the folders of a path. Default: `/` where one of the first ten paths has one, else `\`. */
  readonly pathSeparator?: string
  /** Compute features anew where the table has columns of their names. Default: keep those. */
  readonly force?: boolean
}

/**
 * The table with what is counted of its processes, from `NewProcessName`, `CommandLine` and `SubjectLogonId` (the latter two may be
 * missing; null is the empty text): `processName` string, `pathScore` long, `pathLogScore` real (base 10; 0 of 0), `pathHash` long,
 * `commandlineLen` long (code points), `commandlineLogLen` real, `commandlineTokensFull` long (delimiters), `commandlineScore` long,
 * `commandlineTokensHash` long, `isSystemSession` bool (logon 0x3e7 or -1). Throws `COLUMN_UNKNOWN` without `NewProcessName`.
 */
export function addProcessFeatures(
  table: Table,
  options: ProcessFeatureOptions = {},
  progress: Progress = noProgress,
): Table {
  columnAt(table, 'NewProcessName', 'the path of each process')
  const path = columnTexts(table, 'NewProcessName')
  const command = columnTexts(table, 'CommandLine')
  const session = columnTexts(table, 'SubjectLogonId')
  const first = Array.from({ length: Math.min(10, table.rowCount) }, (_, row) => path.texts[path.index[row]!]!)
  const separator = options.pathSeparator ?? (first.some((text) => text.includes('/')) ? '/' : '\\')
  const log10 = (value: number) => (value > 0 ? Math.log10(value) : 0)
  // Counted text by text, of each feature that the table lacks.
  let counted = 0
  const counting =
    (of: (text: string) => number): CountOf =>
    (text, at, { length }) => {
      if (at % toldEach === 0) progress(counted + at / length, features.length, 'Counting features of processes')
      return of(text)
    }
  const longs = (column: ColumnTexts, of: (text: string) => number) => longsOf(column, counting(of))
  const reals = (column: ColumnTexts, of: (text: string) => number) => realsOf(column, counting(of))
  const features: readonly (readonly [ColumnType, () => ColumnData])[] = [
    [
      { name: 'processName', type: 'string' },
      () => toColumnData(mapTexts(path, (text) => text.split(separator).at(-1)!)),
    ],
    [{ name: 'pathScore', type: 'long' }, () => longs(path, charOrdScore)],
    [{ name: 'pathLogScore', type: 'real' }, () => reals(path, (text) => log10(charOrdScore(text)))],
    [{ name: 'pathHash', type: 'long' }, () => longs(path, crc32Hash)],
    [{ name: 'commandlineLen', type: 'long' }, () => longs(command, lengthOf)],
    [{ name: 'commandlineLogLen', type: 'real' }, () => reals(command, (text) => log10(lengthOf(text)))],
    [{ name: 'commandlineTokensFull', type: 'long' }, () => longs(command, delimCount)],
    [{ name: 'commandlineScore', type: 'long' }, () => longs(command, charOrdScore)],
    [{ name: 'commandlineTokensHash', type: 'long' }, () => longs(command, delimHash)],
    [{ name: 'isSystemSession', type: 'bool' }, () => bools(session, isSystemSession)],
  ]
  const columns = [...table.columns]
  const data = [...table.data]
  for (const [done, [column, compute]] of features.entries()) {
    counted = done
    progress(done, features.length, 'Counting features of processes')
    const at = columns.findIndex(({ name }) => name === column.name)
    if (at >= 0 && !options.force) continue
    columns.splice(at < 0 ? columns.length : at, at < 0 ? 0 : 1, column)
    data.splice(at < 0 ? data.length : at, at < 0 ? 0 : 1, compute())
  }
  return Table.fromColumns(columns, table.rowCount, data)
}

/** So many texts are counted between two words of progress. */
const toldEach = 10_000

/** A number of a text, which stands at a place among others. */
type CountOf = (text: string, at: number, texts: readonly string[]) => number

/** Whether a logon is the system's own: 0x3e7, or -1 as Linux logs have it. */
export function isSystemSession(logon: string): boolean {
  return logon === '0x3e7' || logon === '-1'
}

function lengthOf(text: string): number {
  if (!/[\ud800-\udbff]/.test(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

function longsOf({ texts, index }: ColumnTexts, of: CountOf): ColumnData {
  const values = BigInt64Array.from(texts, (text, at) => BigInt(of(text, at, texts)))
  const cells = new BigInt64Array(index.length)
  for (let row = 0; row < cells.length; row++) cells[row] = values[index[row]!]!
  return { kind: 'bigints', values: cells }
}

function realsOf({ texts, index }: ColumnTexts, of: CountOf): ColumnData {
  const values = Float64Array.from(texts, (text, at) => of(text, at, texts))
  const cells = new Float64Array(index.length)
  for (let row = 0; row < cells.length; row++) cells[row] = values[index[row]!]!
  return { kind: 'numbers', values: cells }
}

function bools({ texts, index }: ColumnTexts, of: (text: string) => boolean): ColumnData {
  const values = texts.map((text) => Number(of(text)))
  return { kind: 'bools', values: Uint8Array.from(index, (position) => values[position]!) }
}
