import { refusedPlugIns, unsupportedOperators } from '../../kql/unsupported.ts'
import { aggregates } from '../aggregates/index.ts'
import { functionFamilies } from '../functions/index.ts'
import { refusedFunctions } from '../functions/refused.ts'
import type { AggregateRow, OperatorRow, Parity, ScalarRow } from '../row.ts'
import { reference } from './index.ts'
import { signatures } from './signatures.ts'

/** One construct of KQL as the reference shows it. */
export type Entry = Supported | Refused

export interface Supported {
  readonly kind: OperatorRow['kind'] | 'function' | 'aggregate'
  readonly name: string
  readonly aliases: readonly string[]
  /** What it is listed under. */
  readonly family: string
  /** The ways to write it. */
  readonly forms: readonly string[]
  readonly doc: string
  readonly trap?: string
  readonly parity: Parity
  /** KQL, and what comes out: the value of an expression, or the rows of a query. */
  readonly examples: readonly { readonly kql: string; readonly result: string }[]
}

export interface Refused {
  readonly kind: 'refused'
  readonly name: string
  /** Why, and what to do instead: sentences. */
  readonly reason: string
}

/** How calls are written, by name. */
type Forms = Readonly<Record<string, readonly string[]>>

const families: Readonly<Record<OperatorRow['kind'], string>> = {
  operator: 'Operators',
  'plug-in': 'Plug-ins of `evaluate`',
  statement: 'Statements',
  'scalar operator': 'Operators between values',
  'row function': 'Functions of rows and tables',
}

/** Everything that is answered here, in the order of the reference; then what is refused. `forms`: how calls are written, by name. */
export function entries(forms: Forms = signatures): readonly Entry[] {
  return [
    ...reference.map(operatorEntry),
    ...[...new Set(aggregates.values())].map((row) => aggregateEntry(row, forms)),
    ...Object.entries(functionFamilies).flatMap(([family, rows]) =>
      rows.map((row) => functionEntry(row, family, forms)),
    ),
    ...refusals(),
  ]
}

/** The entry of a name or alias; names of operators before those of functions. */
export function findEntries(name: string, among: readonly Entry[] = entries()): readonly Entry[] {
  const wanted = name.toLowerCase()
  return among.filter((entry) => namesOf(entry).some((each) => each.toLowerCase() === wanted))
}

/** All names an entry is found by. */
export function namesOf(entry: Entry): readonly string[] {
  return entry.kind === 'refused' ? [entry.name] : [entry.name, ...entry.aliases]
}

function operatorEntry({ name, aliases = [], kind, syntax, doc, trap, parity, examples }: OperatorRow): Supported {
  return {
    kind,
    name,
    aliases,
    family: families[kind],
    forms: [syntax],
    doc,
    ...(trap !== undefined && { trap }),
    parity,
    examples: examples.map(([kql, rows]) => ({ kql, result: rowsText(rows) })),
  }
}

function aggregateEntry({ name, aliases = [], doc, trap, parity, examples }: AggregateRow, forms: Forms): Supported {
  return {
    kind: 'aggregate',
    name,
    aliases,
    family: 'Aggregates',
    forms: forms[name] ?? [],
    doc,
    ...(trap !== undefined && { trap }),
    parity,
    examples: examples.map(([kql, rows]) => ({ kql, result: rowsText(rows) })),
  }
}

function functionEntry(
  { name, aliases = [], doc, trap, parity, examples }: ScalarRow,
  family: string,
  forms: Forms,
): Supported {
  return {
    kind: 'function',
    name,
    aliases,
    family,
    forms: forms[name] ?? [],
    doc,
    ...(trap !== undefined && { trap }),
    parity,
    examples: examples.map(([kql, value]) => ({ kql, result: valueText(value) })),
  }
}

function refusals(): readonly Refused[] {
  const operators = Object.values(unsupportedOperators).map(
    ({ operator, hint }): Refused => ({ kind: 'refused', name: operator, reason: hint }),
  )
  const functions = [...refusedFunctions].map(
    ([name, { reason, hint }]): Refused => ({ kind: 'refused', name, reason: `${sentence(reason)} ${hint}` }),
  )
  const plugIns = [...refusedPlugIns].map(([name, reason]): Refused => ({ kind: 'refused', name, reason }))
  return [...operators, ...functions, ...plugIns].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function rowsText(rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return 'no rows'
  return rows.map((row) => row.map(valueText).join(', ')).join(' · ')
}

function valueText(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value === 'bigint') return value.toString()
  return value === undefined ? 'null' : JSON.stringify(value)
}
