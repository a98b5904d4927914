import { countOf } from '../../lib/count-of.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type ColumnTexts, columnTexts, spreadTexts, withTexts } from '../columns/column-texts.ts'
import { normaliseValue } from './command-line/normalise-value.ts'
import { type CommandLine, type SplitOptions, splitCommandLine } from './command-line/split-command-line.ts'
import type { Prepared } from './prepared.ts'

/**
 * What becomes of values, which are mostly arbitrary: `names` leaves switches as a list of names; `normalised` keeps what is not arbitrary of a
 * value (`<guid>`, `<n>`, `<temp>/*.exe`); `logged` keeps them as they are.
 */
export type ValueChoice = 'names' | 'normalised' | 'logged'

export interface SplitCommandLinesOptions extends Pick<SplitOptions, 'style'> {
  /** Default: the first of the columns that are known to hold command lines. */
  readonly column?: string
  /** Default `names`. */
  readonly values?: ValueChoice
}

const commandLineColumns: readonly string[] = [
  'CommandLine',
  'ProcessCommandLine',
  'cmdline',
  'InitiatingProcessCommandLine',
]

/**
 * The table with what its command lines say: `Program` (string), `Switches` (dynamic: a list of names, or a bag of name and value, null for none)
 * and `Arguments` (dynamic: a list of texts; normalised unless values are kept as logged). Throws `COLUMN_UNKNOWN`.
 */
export function splitCommandLines(
  table: Table,
  options: SplitCommandLinesOptions = {},
  progress: Progress = noProgress,
): Prepared {
  const name = options.column ?? commandLineColumns.find((known) => table.indexOf(known) >= 0) ?? commandLineColumns[0]!
  columnAt(table, name, 'command lines')
  const values = options.values ?? 'names'
  const style = options.style ?? 'auto'
  const column = columnTexts(table, name)
  let empty = 0
  const keep = values === 'logged' ? (text: string) => text : normaliseValue
  const [programs, switches, rest] = spreadTexts(
    column,
    3,
    (text, rows) => {
      const line = splitCommandLine(text, { style })
      if (line.program === '') empty += rows
      return [line.program, switchesJson(line, values), JSON.stringify(line.arguments.map(keep))]
    },
    (done, total) => progress(done, total, 'Splitting command lines'),
  ) as [ColumnTexts, ColumnTexts, ColumnTexts]
  const made = withTexts(
    withTexts(withTexts(table, 'Program', programs), 'Switches', switches, 'dynamic'),
    'Arguments',
    rest,
    'dynamic',
  )
  const kept = {
    names: 'switches by name, values left out',
    normalised: 'values normalised',
    logged: 'values as logged',
  }[values]
  const without = empty > 0 ? `; ${countOf(empty, 'row')} without a program` : ''
  return {
    table: made,
    notices: [
      `Command lines: split \`${name}\` (${style}), ${countOf(programs.texts.filter((program) => program !== '').length, 'program')}; ${kept}${without}.`,
    ],
  }
}

function switchesJson({ switches }: CommandLine, values: ValueChoice): string {
  const names = switches.map(({ name }) => switchName(name))
  if (values === 'names') return JSON.stringify([...new Set(names)])
  const bag = new Map<string, string | null>()
  switches.forEach(({ value }, at) => {
    bag.set(
      names[at]!,
      value === undefined ? (bag.get(names[at]!) ?? null) : values === 'logged' ? value : normaliseValue(value),
    )
  })
  return bagJson(bag)
}

/** The name of a switch without the numbers that some programs write into it. */
export function switchName(name: string): string {
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name
  return short.replace(/\d{3,}/g, '<n>')
}

/** JSON of a bag, printed by hand: an object literal would lose a key called `__proto__`. */
export function bagJson(bag: ReadonlyMap<string, unknown>): string {
  return `{${Array.from(bag, ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value ?? null)}`).join(',')}}`
}
