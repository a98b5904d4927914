import { HuntletError } from '../../lib/diagnostic.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type ColumnTexts, columnTexts, combinations } from '../columns/column-texts.ts'
import { type CommandLineFeatures, commandLineFeatures, lookedAt } from './command-line-features.ts'
import type { CommandLineIndicator } from './command-line-indicators.ts'

export interface CommandLineTableOptions {
  /** Column of command lines. Default: the first of `CommandLine`, `ProcessCommandLine` that is there. */
  readonly column?: string
  /** Column of the program's name or path. Default: the first of `NewProcessName`, `Process`, `FileName`, `Image` that is there; else the line's first word. */
  readonly process?: string
  /** Column of the parent's name or path. Default: the first of `ParentProcessName`, `InitiatingProcessFileName`, `ParentImage` that is there. */
  readonly parent?: string
  /** Only rows with at least so many indicators. Default 0. */
  readonly least?: number
  /** One row for each distinct line, program and parent, the first of them, with `Count`; most indicators first. Default false. */
  readonly distinct?: boolean
}

const known = {
  column: ['CommandLine', 'ProcessCommandLine'],
  process: ['NewProcessName', 'Process', 'FileName', 'Image'],
  parent: ['ParentProcessName', 'InitiatingProcessFileName', 'ParentImage'],
}

type Numeric = Exclude<keyof CommandLineFeatures, 'indicators'>

/** Columns of numbers, in the order they come: `real` where it is a share or a measure, else `long`. */
const numbers: readonly {
  readonly name: string
  readonly type: 'long' | 'real'
  readonly of: (features: CommandLineFeatures) => number
}[] = [
  ...(
    [
      ['LineLength', 'long', 'length'],
      ['LineTokens', 'long', 'tokens'],
      ['LongestToken', 'long', 'longestToken'],
      ['LineEntropy', 'real', 'entropy'],
      ['SpecialShare', 'real', 'specialShare'],
      ['DigitShare', 'real', 'digitShare'],
      ['UpperShare', 'real', 'upperShare'],
      ['CaseChanges', 'real', 'caseChanges'],
      ['Base64Share', 'real', 'base64Share'],
      ['HexShare', 'real', 'hexShare'],
      ['Carets', 'long', 'carets'],
      ['Backticks', 'long', 'backticks'],
      ['Concatenations', 'long', 'concatenations'],
      ['EncodedParts', 'long', 'encodedParts'],
      ['Urls', 'long', 'urls'],
      ['Addresses', 'long', 'addresses'],
      ['Domains', 'long', 'domains'],
    ] as const satisfies readonly (readonly [string, string, Numeric])[]
  ).map(([name, type, feature]) => ({ name, type, of: (features: CommandLineFeatures) => features[feature] })),
  ...(
    [
      ['EncodedCommand', 'encoded'],
      ['Obfuscated', 'obfuscation'],
      ['HiddenWindow', 'hidden'],
      ['PolicyBypass', 'bypass'],
      ['Downloads', 'download'],
      ['ProxyProgram', 'proxy'],
      ['OddParent', 'parent'],
    ] as const satisfies readonly (readonly [string, CommandLineIndicator['family']])[]
  ).map(([name, family]) => ({
    name,
    type: 'long' as const,
    of: ({ indicators }: CommandLineFeatures) =>
      indicators.length === 0 ? 0 : indicators.filter((each) => each.family === family).length,
  })),
  { name: 'IndicatorCount', type: 'long', of: ({ indicators }) => indicators.length },
]

const texts: readonly {
  readonly column: ColumnType
  readonly of: (indicators: readonly CommandLineIndicator[]) => string
}[] = [
  {
    column: { name: 'Indicators', type: 'dynamic' },
    of: (indicators) => JSON.stringify(indicators.map(({ name }) => name)),
  },
  {
    column: { name: 'Techniques', type: 'dynamic' },
    of: (indicators) =>
      JSON.stringify([...new Set(indicators.map(({ technique }) => technique).filter((each) => each !== ''))]),
  },
  {
    column: { name: 'Why', type: 'string' },
    of: (indicators) =>
      indicators.map(({ name, reason, technique }) => `${name}: ${reason}${technique && ` (${technique})`}`).join('; '),
  },
]

/**
 * The table with facts about its command lines as columns at the end: numbers (`LineLength`, `LineTokens`, `LongestToken`, `LineEntropy` in bits a character,
 * `SpecialShare`, `DigitShare`, `UpperShare`, `CaseChanges`, `Base64Share`, `HexShare` from 0 to 1, `Carets`, `Backticks`, `Concatenations`, `EncodedParts`,
 * `Urls`, `Addresses`, `Domains`; how many indicators of a family: `EncodedCommand`, `Obfuscated`, `HiddenWindow`, `PolicyBypass`, `Downloads`,
 * `ProxyProgram`, `OddParent`; `IndicatorCount`), and in words `Indicators`, `Techniques` (lists) and `Why`. A column of the table that has one of these
 * names is replaced. An empty line has zeros. Throws `COLUMN_UNKNOWN`.
 */
export function commandLineTable(
  table: Table,
  options: CommandLineTableOptions = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const line = columnOf(table, 'column', options.column)
  if (line === undefined) {
    throw new HuntletError('COLUMN_UNKNOWN', 'There is no column of command lines.', {
      hint: `Name it with \`column\`: expected ${known.column.join(' or ')}, the table has ${table.columns.map(({ name }) => name).join(', ')}.`,
    })
  }
  const columns = [line, columnOf(table, 'process', options.process), columnOf(table, 'parent', options.parent)].map(
    (name) => columnTexts(table, name),
  )
  const groups = groupRows(columns)
  const often = Math.max(1, Math.ceil(groups.first.length / 50))
  const features = groups.first.map((row, at) => {
    if (at % often === 0 && groups.first.length > often) progress(at, groups.first.length, 'reading command lines')
    const [text, process, parent] = columns.map(({ texts: all, index }) => all[index[row]!]!)
    return commandLineFeatures(text!, { process, parent })
  })
  const rows = options.distinct ? groups.first : Uint32Array.from({ length: table.rowCount }, (_, row) => row)
  const featured = withFeatures(
    table.pick(rows),
    Uint32Array.from(rows, (row) => groups.of[row]!),
    features,
  )
  const least = options.least ?? 0
  const count = (row: number) => features[groups.of[rows[row]!]!]!.indicators.length
  const shown = Array.from({ length: rows.length }, (_, row) => row).filter((row) => count(row) >= least)
  const long = features.filter(({ length }) => length > lookedAt).length
  const notices =
    long > 0 ? [`${long} command lines are longer than ${lookedAt} characters: rules looked at their beginning.`] : []
  if (!options.distinct) return { table: least > 0 ? featured.pick(shown) : featured, notices }
  const counted = featured.withColumn(
    { name: 'Count', type: 'long' },
    Array.from(rows, (row) => groups.sizes[groups.of[row]!]!),
  )
  return { table: counted.pick(shown.sort((a, b) => count(b) - count(a) || a - b)), notices }
}

function columnOf(table: Table, role: keyof typeof known, asked: string | undefined): string | undefined {
  if (asked !== undefined) columnAt(table, asked, `option \`${role}\``)
  return asked ?? known[role].find((name) => table.indexOf(name) >= 0)
}

/** Rows that have the same text in each of the columns, in the order of their first. */
function groupRows(columns: readonly ColumnTexts[]) {
  const of = combinations(columns)
  const first: number[] = []
  const sizes: number[] = []
  of.forEach((id, row) => {
    if (id === first.length) sizes[first.push(row) - 1] = 0
    sizes[id]!++
  })
  return { of, first, sizes }
}

function withFeatures(table: Table, group: Uint32Array, features: readonly CommandLineFeatures[]): Table {
  const added: { column: ColumnType; data: ColumnData }[] = [
    ...numbers.map(({ name, type, of }) => {
      const values = new Float64Array(group.length)
      for (let row = 0; row < values.length; row++) values[row] = of(features[group[row]!]!)
      const data: ColumnData =
        type === 'real' ? { kind: 'numbers', values } : { kind: 'bigints', values: BigInt64Array.from(values, BigInt) }
      return { column: { name, type }, data }
    }),
    ...texts.map(({ column, of }) => ({
      column,
      data: textData(
        group,
        features.map(({ indicators }) => of(indicators)),
      ),
    })),
  ]
  const names = new Set(added.map(({ column }) => column.name))
  const kept = table.columns.flatMap((column, at) =>
    names.has(column.name) ? [] : [{ column, data: table.data[at]! }],
  )
  const all = [...kept, ...added]
  return Table.fromColumns(
    all.map(({ column }) => column),
    table.rowCount,
    all.map(({ data }) => data),
  )
}

function textData(group: Uint32Array, each: readonly string[]): ColumnData {
  const dictionary = [...new Set(each)]
  const ids = new Map(dictionary.map((text, id) => [text, id]))
  const idOf = each.map((text) => ids.get(text)!)
  return { kind: 'texts', dictionary, index: Uint32Array.from(group, (id) => idOf[id]!) }
}
