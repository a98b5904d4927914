import { isAggregate } from '../../compile/expressions/call.ts'
import { childrenOf, mapChildren } from '../../compile/tree-walk.ts'
import { treeBuilder } from '../../kql/built-tree.ts'
import { kqlName } from '../../kql/literal.ts'
import type { TextChange } from '../../kql/sent/changes.ts'
import type { Aggregate, Call, Expression, NamedExpression, Summarize, TableReference } from '../../kql/tree.ts'
import type { Span } from '../../lib/diagnostic.ts'
import type { ColumnType, KqlType } from '../../lib/kql-type.ts'

/** A `summarize` over parts of the rows, and what makes the groups of all rows out of the groups of the parts. */
export interface PartialGroups {
  /** To the text of the operator, for the question about a part. */
  readonly changes: readonly TextChange[]
  /** Of the columns of a part's groups, in their order. */
  readonly types: readonly KqlType[]
  /** The groups of all rows; `parts`: the groups of all parts, its columns those of `types`. */
  over(parts: TableReference): Summarize
  /** Counts that the service estimates, and this does not. */
  readonly exact: readonly string[]
}

/** Where the arguments of a call stand in the text; undefined where there is no such call. */
export type ArgumentsOf = (call: Span) => readonly Span[] | undefined

type Whole = { readonly because: string }

/** Aggregates of parts of the rows, and the aggregate of those that is that of all rows. */
const merges: ReadonlyMap<string, string> = new Map([
  ['count', 'sum'],
  ['countif', 'sum'],
  ['sum', 'sum'],
  ['sumif', 'sum'],
  ['min', 'min'],
  ['minif', 'min'],
  ['max', 'max'],
  ['maxif', 'max'],
  ['arg_min', 'arg_min'],
  ['arg_max', 'arg_max'],
  ['take_any', 'take_any'],
  ['take_anyif', 'take_any'],
])

/** Of a part without a fitting row there is an empty text, which is a value like any other: the least, and one to be taken. */
const emptyOfNone: ReadonlySet<string> = new Set(['minif', 'take_anyif'])

/** Aggregates that depend on nothing but which values there are, and how many of their arguments say so: groups of each of them are asked for. */
const ofValues: ReadonlyMap<string, number> = new Map([
  ['dcount', 1],
  ['dcountif', 2],
  ['count_distinct', 1],
  ['count_distinctif', 2],
  ['make_set', 1],
  ['make_set_if', 2],
])

/** Those that the service does not count to the last one. */
const estimates: ReadonlySet<string> = new Set(['dcount', 'dcountif'])

/** Values of which two are equal or not, however they came to be: reals have NaN and two zeros. */
export const keyTypes: ReadonlySet<KqlType> = new Set(['string', 'long', 'int', 'bool', 'datetime', 'timespan', 'guid'])
const ordered: ReadonlySet<KqlType> = new Set(['string', 'long', 'int', 'datetime', 'timespan'])
/** Sums of reals depend on the order of the rows. */
const summed: ReadonlySet<KqlType> = new Set(['long', 'timespan'])

/** Undone: a `summarize` whose groups cannot be put together of those of parts; why, in words. */
export function partialGroups(summarize: Summarize, argumentsOf: ArgumentsOf): PartialGroups | Whole {
  const key = summarize.by.find(({ column }) => !keyTypes.has(column.type))
  if (key) return { because: `\`summarize\` by a ${key.column.type}` }
  const plan = new Plan(summarize, argumentsOf)
  const aggregates = summarize.aggregates.map((each) => plan.add(each))
  return plan.fault === undefined ? plan.done(aggregates) : { because: plan.fault }
}

/** Of a column of the groups of parts, which is known by its place once all are. */
type Place = { readonly of: 'value' | 'partial'; readonly at: number }
type Merged = (column: (place: Place) => Expression) => Expression

class Plan {
  fault: string | undefined
  readonly #summarize: Summarize
  readonly #argumentsOf: ArgumentsOf
  readonly #changes: TextChange[] = []
  /** Further keys. */
  readonly #values: { readonly text: string | Span; readonly type: KqlType }[] = []
  readonly #partials: KqlType[] = []
  readonly #exact = new Set<string>()
  #named = 0

  constructor(summarize: Summarize, argumentsOf: ArgumentsOf) {
    this.#summarize = summarize
    this.#argumentsOf = argumentsOf
  }

  add({ columns, expression }: Aggregate): Merged {
    const { span } = expression
    if (expression.kind === 'call' && isAggregate(expression.name)) {
      if (ofValues.has(expression.name)) this.#change(span, ['count()'])
      return this.#call(expression, columns)
    }
    const calls = aggregatesIn(expression)
    if (calls.length > 0) {
      const texts = calls.map((call): string | Span => (ofValues.has(call.name) ? 'count()' : call.span))
      const further = texts.slice(1).flatMap((text) => [`, ${this.#newName()} = `, text])
      this.#change(span, [texts[0]!, ...further])
    } else this.#partial(columns[0]!.type)
    const merged = new Map(calls.map((call) => [call, this.#call(call, [{ name: '', type: call.type }])]))
    return (column) => {
      const put = (part: Expression): Expression => merged.get(part as Call)?.(column) ?? mapChildren(part, put)
      return put(expression)
    }
  }

  done(aggregates: readonly Merged[]): PartialGroups {
    const { by, columns, span } = this.#summarize
    // Without a key a part that is empty would have a row, of nothing.
    if (by.length + this.#values.length === 0) this.#values.push({ text: '1', type: 'long' })
    if (this.#values.length > 0) {
      const keys = this.#values.flatMap(({ text }, index) => [
        index > 0 || by.length > 0 ? ', ' : ' by ',
        `${this.#newName()} = (`,
        text,
        ')',
      ])
      this.#changes.push({ span: { start: span.end, end: span.end }, by: keys })
    }
    const values = this.#values.map(({ type }) => type)
    const types = [...by.map(({ column }) => column.type), ...values, ...this.#partials]
    return {
      changes: this.#changes,
      types,
      exact: [...this.#exact],
      over: (parts) => {
        const { column } = treeBuilder(span)
        const at = (place: number) => column(parts.columns[place]!)
        const placeOf = ({ of, at: place }: Place) => at(by.length + (of === 'value' ? place : values.length + place))
        return {
          kind: 'summarize',
          input: parts,
          by: by.map((each, index): NamedExpression => ({ column: each.column, expression: at(index) })),
          aggregates: aggregates.map(
            (merged, index): Aggregate => ({
              columns: this.#summarize.aggregates[index]!.columns,
              expression: merged(placeOf),
            }),
          ),
          columns,
          span,
        }
      },
    }
  }

  /** The aggregate of all rows, of what parts of them give. */
  #call(call: Call, columns: readonly ColumnType[]): Merged {
    const { name, type } = call
    const refuse = (): Merged => {
      const of = columns[0] && (merges.has(name) || ofValues.has(name)) ? ` of a ${typeOf(call)}` : ''
      this.fault ??= `\`${name}\`${of} cannot be put together of parts`
      return () => call
    }
    const count = ofValues.get(name)
    if (count !== undefined) {
      const texts = this.#argumentsOf(call.span)
      const values = call.arguments.slice(0, count)
      if (!texts || !this.#isWithin(call.span) || values.some((each) => !keyTypes.has(each.type))) return refuse()
      if (estimates.has(name)) this.#exact.add(name)
      const places = values.map((each, index) => this.#value(texts[index]!, each.type))
      this.#partial('long')
      const others = call.arguments.slice(count)
      return (column) => ({ ...call, arguments: [...places.map(column), ...others] })
    }
    const merge = merges.get(name)
    const isSum = merge === 'sum'
    const compared = merge === 'take_any' ? undefined : call.arguments[0]
    const isRight = isSum
      ? columns.length === 1 && summed.has(type)
      : compared === undefined || ordered.has(columns[0]!.type)
    const isEmptyOfNone = emptyOfNone.has(name) && type === 'string'
    if (!merge || !isRight || isEmptyOfNone) return refuse()
    const places = columns.map((column) => this.#partial(column.type))
    return (column) => ({ ...call, name: merge, arguments: places.map(column) })
  }

  #value(text: Span, type: KqlType): Place {
    const known = this.#values.findIndex(
      (each) => typeof each.text !== 'string' && each.text.start === text.start && each.text.end === text.end,
    )
    return { of: 'value', at: known >= 0 ? known : this.#values.push({ text, type }) - 1 }
  }

  #partial(type: KqlType): Place {
    return { of: 'partial', at: this.#partials.push(type) - 1 }
  }

  #change(span: Span, by: TextChange['by']): void {
    const spans = [span, ...by.filter((each) => typeof each !== 'string')]
    if (spans.every((each) => this.#isWithin(each))) this.#changes.push({ span, by })
    else this.fault ??= 'an aggregate is computed by a function'
  }

  #isWithin({ start, end, source }: Span): boolean {
    const { span } = this.#summarize
    return source === undefined && start >= span.start && end <= span.end
  }

  /** A name that nothing else has. */
  #newName(): string {
    return kqlName(`parts_${this.#summarize.span.start}_${++this.#named}`)
  }
}

function typeOf(call: Call): KqlType {
  return call.arguments[0]?.type ?? call.type
}

/** The aggregates in an expression over several. */
function aggregatesIn(expression: Expression): readonly Call[] {
  if (expression.kind === 'call' && isAggregate(expression.name)) return [expression]
  return childrenOf(expression).flatMap(aggregatesIn)
}
