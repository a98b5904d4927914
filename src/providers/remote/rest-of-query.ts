import { countLetUses, inputsOf, letsOf } from '../../compile/tree-walk.ts'
import { treeBuilder } from '../../kql/built-tree.ts'
import { kqlName } from '../../kql/literal.ts'
import type { TextChange } from '../../kql/sent/changes.ts'
import type { BoundQuery, TableReference, Tabular } from '../../kql/tree.ts'
import type { Span } from '../../lib/diagnostic.ts'
import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import { partOf } from './part-of.ts'
import { type ArgumentsOf, keyTypes, partialGroups } from './partial-groups.ts'
import type { Part } from './range-part.ts'
import { asksOfRecords, expressionFault, type TimeOf, tablesIn, usesChance } from './row-independence.ts'
import { isSharedText, isWithin, isWritten, removedText } from './written-steps.ts'

/** What the table of the parts is called in the rest. */
export const partsTable = 'the parts of the time range'

/** A query cut in two: what the service is asked about each part of the range, and what is done here with all of its answers. */
export interface RestOfQuery {
  /** To the query's own text, for the question about a part. */
  readonly changes: readonly TextChange[]
  /** Of the columns of a part's answer, in their order. */
  readonly types: readonly KqlType[]
  /** Reads the rows of all parts, their columns `p0`, `p1` …, as `partsTable`. */
  readonly query: BoundQuery
  /** Aggregates of it that the service estimates. */
  readonly exact: readonly string[]
  /** Whether a changed text asks for what it is meant to. */
  isAsked(part: Tabular): boolean
}

type Whole = { readonly because: string }

/** How an operator that looks at all rows is carried out over what parts of them give. */
interface Gathering {
  readonly changes: readonly TextChange[]
  readonly types: readonly KqlType[]
  readonly exact: readonly string[]
  /** What is asked of a part: with it, without it, or with the `take` after it, too. */
  readonly asks: 'with' | 'without' | 'and-take'
  over(parts: TableReference): Tabular
}

/** Where things stand in the text of a query: what gives its table, the `let` of a name, the arguments of a call. */
export interface Written {
  readonly result: Span | undefined
  readonly letOf: (name: string) => Span | undefined
  readonly argumentsOf: ArgumentsOf
}

/** Of `RestOfQuery`, of a table in it. */
interface Cut extends Omit<RestOfQuery, 'query'> {
  readonly rest: Tabular
}

/**
 * Cuts a query at the first operator that looks at all rows, in a table that a `let` names where that is read several times: the service is
 * asked up to it, our engine does the rest. In words why not where that is not known to give the same, or would have rows sent that are only to
 * be counted here.
 */
export function restOfQuery(
  query: BoundQuery,
  timeOf: TimeOf,
  written: Written & { readonly text: string },
): RestOfQuery | Whole {
  const { table } = query
  const uses = countLetUses(table)
  const cut = cutOf(table, uses, timeOf, written)
  if (!('because' in cut)) return { ...cut, query: { ...query, table: cut.rest } }
  for (const each of written.result ? letsOf(table) : []) {
    const place = written.letOf(each.name)
    // Of that name there may be another one, in a function.
    if (uses.get(each.id) === 1 || !place || !isWithin(each.table.span, place)) continue
    const found = cutOf(each.table, uses, timeOf, written)
    if ('because' in found) continue
    const rest = withLet(table, each.id, found.rest)
    const asked = { span: written.result!, by: [kqlName(each.name)] }
    if (isOfService(rest) || asksOfRecords(rest)) continue
    return { ...found, changes: [...found.changes, asked], query: { ...query, table: rest } }
  }
  return cut
}

function cutOf(
  table: Tabular,
  uses: ReadonlyMap<number, number>,
  timeOf: TimeOf,
  { text, argumentsOf }: Pick<Written, 'argumentsOf'> & { readonly text: string },
): Cut | Whole {
  const steps = stepsOf(table, uses)
  const at = steps.findLastIndex((each) => isGathering(each, timeOf))
  const first = steps[at]
  const fault =
    first && (expressionFault(first, timeOf) ?? (usesChance(first) ? 'chance decides which rows' : undefined))
  const because = fault ?? faultOf(partOf(first ?? table, timeOf))
  if (fault !== undefined || !first || !('input' in first)) return { because }
  if (!isAllRows(partOf(first.input, timeOf))) return { because }
  const found = gatheringOf(first, steps[at - 1], argumentsOf)
  if (!found) return { because }
  if ('because' in found) return found
  // A service's have 34 digits, wherever the point is.
  if (found.types.includes('decimal')) return { because: 'decimals are not held to their last digit here' }
  const after = steps.slice(0, at)
  const left = after.slice(0, found.asks === 'and-take' ? -1 : undefined)
  const removed = removedText(found.asks === 'without' ? [...left, first] : left, text)
  if (isSharedText(left, first)) {
    return { because: 'a function is called twice, of which one call is to be asked and the other is not' }
  }
  const isChanged = removed === undefined || removed.length + found.changes.length > 0
  if (!removed || (isChanged && !isWritten(first, text))) {
    return { because: `\`${first.kind}\` is not an operator of the query's own text` }
  }
  const parts: TableReference = {
    kind: 'table',
    name: partsTable,
    missing: false,
    columns: found.types.map((type, index) => ({ name: `p${index}`, type })),
    span: first.span,
  }
  const rest = after.reduceRight(over, found.over(parts))
  if (asksOfRecords(rest)) return { because: `\`ingestion_time()\` after \`${first.kind}\` is not known here` }
  const reading = after.findLast((_, index) => isOfService(after.slice(index).reduceRight(over, parts)))
  if (isOfService(rest))
    return { because: `\`${reading?.kind ?? first.kind}\` after \`${first.kind}\` reads another table` }
  return {
    changes: [...found.changes, ...removed],
    types: found.types,
    exact: found.exact,
    isAsked: (part) => isAsked(part, first, found, timeOf),
    rest,
  }
}

/** The operators of a query, the last first; into tables that a `let` names and nothing else reads. */
function stepsOf(table: Tabular, uses: ReadonlyMap<number, number>): Tabular[] {
  const steps: Tabular[] = []
  for (let at: Tabular | undefined = table; at; ) {
    steps.push(at)
    if (at.kind === 'let-table') at = uses.get(at.id) === 1 ? at.table : undefined
    else at = 'input' in at ? at.input : undefined
  }
  return steps
}

function isGathering(table: Tabular, timeOf: TimeOf): boolean {
  const part = partOf(table, timeOf)
  if (part.kind === 'constant' || part.kind === 'none') return false
  return !isAllRows(part) || table.kind === 'sort' || table.kind === 'top'
}

function isAllRows(part: Part): boolean {
  return part.kind === 'rows' && part.most === undefined
}

function faultOf(part: Part): string {
  if (part.kind === 'whole') return part.because
  return part.kind === 'groups' ? `a table of \`${part.operator}\` is read twice` : 'it reads no table that has a time'
}

function gatheringOf(
  table: Tabular,
  next: Tabular | undefined,
  argumentsOf: ArgumentsOf,
): Gathering | Whole | undefined {
  const { project, column, call } = treeBuilder(table.span)
  const asBefore = (parts: TableReference, columns: readonly ColumnType[]) =>
    project(
      parts,
      columns.map((each, at) => ({ column: each, expression: column(parts.columns[at]!) })),
    )
  const asItStands = { changes: [], types: table.columns.map(({ type }) => type), exact: [] }
  switch (table.kind) {
    case 'summarize': {
      const groups = partialGroups(table, argumentsOf)
      return 'because' in groups ? groups : { ...groups, asks: 'with' }
    }
    case 'distinct': {
      const odd = table.columns.find(({ type }) => !keyTypes.has(type))
      if (odd) return { because: `\`distinct\` of a ${odd.type}` }
      const values = (parts: TableReference) =>
        table.columns.map((each, at) => ({ column: each, expression: column(parts.columns[at]!) }))
      return {
        ...asItStands,
        asks: 'with',
        over: (parts) => ({ ...table, input: parts, values: values(parts) }),
      }
    }
    case 'count': {
      const total = (parts: TableReference) => call('sum', 'long', column(parts.columns[0]!))
      return {
        ...asItStands,
        asks: 'with',
        over: (parts) => ({
          ...table,
          kind: 'summarize',
          input: parts,
          by: [],
          aggregates: [{ columns: table.columns, expression: total(parts) }],
        }),
      }
    }
    case 'sort':
    case 'top':
    case 'take':
      return {
        ...asItStands,
        asks: table.kind !== 'sort' ? 'with' : next?.kind === 'take' ? 'and-take' : 'without',
        over: (parts) => ({ ...table, input: asBefore(parts, table.input.columns) }),
      }
    default:
      return undefined
  }
}

/** The operator over another table. */
function over(input: Tabular, step: Tabular): Tabular {
  return step.kind === 'let-table' ? { ...step, table: input } : ({ ...step, input } as Tabular)
}

/** The table with another one wherever it reads that of a `let`. What is shared in it stays so. */
function withLet(table: Tabular, id: number, other: Tabular): Tabular {
  const done = new Map<object, unknown>()
  const put = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null || part instanceof Map) return part
    if (done.has(part)) return done.get(part)
    const made = Array.isArray(part)
      ? part.map(put)
      : 'kind' in part && part.kind === 'let-table' && 'id' in part && part.id === id
        ? { ...part, table: other }
        : Object.fromEntries(Object.entries(part).map(([name, each]) => [name, put(each)]))
    done.set(part, made)
    return made
  }
  // Of the same shape, part for part.
  return put(table) as Tabular
}

/** Whether a table of the service is read, or any but that of the parts. */
function isOfService(table: Tabular): boolean {
  if (table.kind === 'table') return !table.missing && table.name !== partsTable
  if (table.kind === 'external' || table.kind === 'search') return true
  if (table.kind === 'let-table') return isOfService(table.table)
  return [...inputsOf(table), ...tablesIn(table)].some(isOfService)
}

function isAsked(part: Tabular, first: Tabular, { types, asks }: Gathering, timeOf: TimeOf): boolean {
  if (part.columns.map(({ type }) => type).join() !== types.join()) return false
  if (asks === 'without') return isAllRows(partOf(part, timeOf))
  let [last] = stepsOf(part, countLetUses(part)).filter(({ kind }) => kind !== 'let-table')
  if (asks === 'and-take' && last?.kind === 'take') last = last.input
  return last?.kind === first.kind && 'input' in last && isAllRows(partOf(last.input, timeOf))
}
