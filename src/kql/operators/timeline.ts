import type { KqlType } from '../../lib/kql-type.ts'
import type { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { refuse, type Scope } from '../scope.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Expression } from '../tree.ts'
import { columnArgument, isNumber } from './plug-in-arguments.ts'

/** Periods of a timeline, counted from the one that holds its start, as pieces of KQL. */
export interface Periods {
  /** The number of the period that a value lies in. */
  of(value: string): string
  /** The begin of the period of a number. */
  at(number: string): string
}

/** A timeline, and the values it is measured with, all of types that can be reckoned with each other. */
export interface Timeline {
  readonly column: Expression
  /** Instants and lengths by the names the KQL has for them. */
  readonly values: Readonly<Record<string, Expression>>
  /** The periods of the length of this name. */
  periods(length: string): Periods
  /** How often one length goes into another, whole; of the calendar's words only into `week`. */
  lengthsIn(long: string, short: string): string
}

/** Periods of the calendar. */
const calendarWords: ReadonlySet<string> = new Set(['week', 'month', 'year'])

/**
 * Reads a timeline's column with its instants (`start`, `end`) and its lengths (`step`, a lookback). Of a datetime or a
 * timespan lengths are timespans; of numbers all are brought to one type. The lengths in `calendar` may be words of the calendar.
 */
export function timelineOf(
  column: SyntaxNode,
  given: {
    readonly instants: Readonly<Record<string, SyntaxNode>>
    readonly lengths: Readonly<Record<string, SyntaxNode>>
    readonly calendar: ReadonlySet<string>
  },
  scope: Scope,
  build: ReturnType<typeof treeBuilder>,
): Timeline {
  const reference = columnArgument(column, scope)
  const words = new Map<string, string>()
  const read = (entries: Readonly<Record<string, SyntaxNode>>) =>
    Object.entries(entries).map(([name, node]) => ({ name, node, value: expression(node, scope) }))
  const instants = read(given.instants)
  const lengths = read(given.lengths).filter(({ name, node, value }) => {
    if (!given.calendar.has(name) || value.type !== 'string') return true
    words.set(name, calendarWord(node, value, reference.type, scope))
    return false
  })
  for (const { node, value } of lengths) refuseNothing(node, value, scope)
  const [instantType, lengthType] = typesOf(reference, [...instants, ...lengths])
  const measured = lengths.map(
    ({ name, node, value }) => [name, fitting(value, lengthType, node, scope, build)] as const,
  )
  const isWhole = lengthType !== 'real' && lengthType !== 'decimal'
  const values = Object.fromEntries([
    ...instants.map(({ name, node, value }) => [name, fitting(value, instantType, node, scope, build)] as const),
    ...measured,
    ...(isWhole ? measured.map(([name, value]) => [`${name}_size`, sizeOf(value, build)] as const) : []),
  ])
  return {
    column: reference.type === instantType ? reference : build.convert(instantType, reference),
    values,
    periods: (length) => (words.has(length) ? calendarPeriods(words.get(length)!) : steps(length, isWhole)),
    lengthsIn: (long, short) => {
      if (words.get(short) === 'week') return `${long}_size / tolong(7d)`
      return isWhole ? `${long}_size / ${short}_size` : `tolong(floor(round(toreal(${long} / ${short}), 9), 1))`
    },
  }
}

/** A length as a whole number; of a constant a constant, which spares the SQL its care for what a divisor may be. */
function sizeOf(value: Expression, build: ReturnType<typeof treeBuilder>): Expression {
  return value.kind === 'literal' && typeof value.value === 'bigint'
    ? { ...value, type: 'long' }
    : build.convert('long', value)
}

/** A quotient of reals may just miss the whole number it is: it is rounded. */
function steps(length: string, isWhole: boolean): Periods {
  return {
    of: (value) => {
      const distance = `bin_at(${value}, ${length}, start) - start`
      return isWhole ? `tolong(${distance}) / ${length}_size` : `tolong(round(toreal((${distance}) / ${length})))`
    },
    at: (number) => `start + ${number} * ${length}`,
  }
}

function calendarPeriods(unit: string): Periods {
  return {
    of: (value) => `datetime_diff('${unit}', startof${unit}(${value}), startof${unit}(start))`,
    at: (number) => `startof${unit}(start, ${number})`,
  }
}

function calendarWord(node: SyntaxNode, value: Expression, type: KqlType, scope: Scope): string {
  const word = value.kind === 'literal' ? String(value.value).toLowerCase() : ''
  if (type === 'datetime' && calendarWords.has(word)) return word
  return refuse('KQL006', scope.spanOf(node), {
    what: 'A period is a timespan, or one of the words `week`, `month` and `year` over datetimes.',
    hint: undefined,
  })
}

function refuseNothing(node: SyntaxNode, value: Expression, scope: Scope): void {
  if (value.kind !== 'literal' || (value.value !== null && Number(value.value) > 0)) return
  refuse('KQL006', scope.spanOf(node), { what: 'A length on the timeline must be greater than zero.', hint: undefined })
}

/** The types of instants and of lengths. */
function typesOf(
  { type, span }: Expression,
  others: readonly { readonly value: Expression }[],
): readonly [KqlType, KqlType] {
  if (type === 'datetime' || type === 'timespan') return [type, 'timespan']
  if (!isNumber(type)) {
    const what = `A timeline is a datetime, a timespan or a number; this column is ${type}.`
    return refuse('KQL006', span, { what, hint: undefined })
  }
  const types = [type, ...others.map(({ value }) => value.type)]
  const common = types.includes('real') ? 'real' : types.includes('decimal') ? 'decimal' : 'long'
  return [common, common]
}

function fitting(
  value: Expression,
  type: KqlType,
  node: SyntaxNode,
  scope: Scope,
  build: ReturnType<typeof treeBuilder>,
): Expression {
  if (value.type === type) return value
  if (isNumber(value.type) && isNumber(type)) return build.convert(type, value)
  return refuse('KQL006', scope.spanOf(node), {
    what: `This timeline is measured in ${type}; here is ${value.type}.`,
    hint: undefined,
  })
}
