import { parseTimespan } from '../../lib/kql-time.ts'
import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { kqlTemplate } from '../kql-template.ts'
import { kqlLiteral } from '../literal.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import type { Expression, Tabular } from '../tree.ts'
import {
  argumentsOf,
  asDeclared,
  columnArgument,
  constantTexts,
  type Dimensions,
  dimensionsOf,
  noteReading,
  renamed,
} from './plug-in-arguments.ts'
import { type Periods, type Timeline, timelineOf } from './timeline.ts'

/** What an argument of a plug-in is. */
type Kind =
  /** A column of `rows`. */
  | 'column'
  /** A column of `rows`, as text. */
  | 'text'
  /** What holds of a row or not: a column of `rows`. */
  | 'condition'
  /** The column of `rows` that all is measured along. */
  | 'timeline'
  /** The same, of datetimes or timespans only. */
  | 'times'
  | 'instant'
  /** A length on the timeline. */
  | 'length'
  /** A length on the timeline, or `week`, `month`, `year`. */
  | 'period'
  | 'value'
  | 'count'
  /** Texts written out: no name in the KQL, a list of literals. */
  | 'texts'
  /** Timespans written out, the same way. */
  | 'timespans'

/** The arguments of a plug-in in their order, by the names its KQL has for them. */
type Signature = Readonly<Record<string, Kind>>

type ListsOf<S extends Signature> = { [Name in keyof S]: S[Name] extends 'texts' | 'timespans' ? Name : never }[keyof S]

/** What the KQL of a plug-in is made of. */
interface Pieces<S extends Signature> {
  readonly timeline: Timeline
  /** The periods of the length `step`. */
  readonly period: Periods
  readonly dimensions: Dimensions
  /** Literals of KQL, by argument. */
  readonly lists: Readonly<Record<ListsOf<S>, readonly string[]>>
}

/** A plug-in over a timeline, as what it alone says. */
interface TimelinePlugIn<S extends Signature> {
  readonly signature: S
  /** The columns that the result is told apart by; if not given, the arguments after those of the signature. */
  readonly dimensions?: readonly SyntaxNode[]
  /** What the documentation leaves open, and how it is read here. */
  readonly reading?: string
  /** Tables that the KQL reads beside `rows`. */
  readonly tables?: Readonly<Record<string, Tabular>>
  /** KQL over `rows` and the names of the signature, whose columns are those of the plug-in, one by one. */
  readonly kql: (pieces: Pieces<S>) => string
}

/** The translation of a plug-in over a timeline (and dimensions). */
export function overTimeline<const S extends Signature>(plugIn: TimelinePlugIn<S>) {
  return (node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular => {
    const span = scope.spanOf(node)
    const build = treeBuilder(span)
    const written = argumentsOf(node)
    const kinds = Object.entries<Kind>(plugIn.signature)
    if (written.length < kinds.length) refuseWithoutEnds(node, scope)
    const given = kinds.map(([name, kind], index) => ({ name, kind, node: written[index]! }))
    const of = <T>(kind: Kind, read: (node: SyntaxNode) => T): Record<string, T> =>
      Object.fromEntries(given.filter((each) => each.kind === kind).map(({ name, node: at }) => [name, read(at)]))
    const itself = (at: SyntaxNode) => at
    const periods = of('period', itself)
    const axis = given.find(({ kind }) => kind === 'timeline' || kind === 'times')!
    const timeline = timelineOf(
      axis.node,
      {
        instants: of('instant', itself),
        lengths: { ...of('length', itself), ...periods },
        calendar: new Set(Object.keys(periods)),
      },
      scope,
      build,
    )
    if (axis.kind === 'times') refuseNumbers(timeline.column, node, axis.node, scope)
    const dimensions = dimensionsOf(plugIn.dimensions ?? written.slice(kinds.length), scope)
    const rows = renamed(
      input,
      {
        ...of('column', (at) => columnArgument(at, scope)),
        [axis.name]: timeline.column,
        ...of('text', (at) => build.convert('string', columnArgument(at, scope))),
        ...of('condition', (at) => expression(at, scope)),
        ...dimensions.columns,
      },
      build,
    )
    const values = {
      ...timeline.values,
      ...of('value', (at) => expression(at, scope)),
      ...of('count', (at) => build.convert('long', expression(at, scope))),
    }
    const lists: Record<string, readonly string[]> = {
      ...of('texts', (at) => constantTexts(at, scope).map((each) => kqlLiteral('string', each))),
      ...of('timespans', (at) => timespans(at, scope).map((each) => kqlLiteral('timespan', each))),
    }
    if (plugIn.reading !== undefined) noteReading(node, scope, plugIn.reading)
    const kql = plugIn.kql({
      timeline,
      period: timeline.periods('step'),
      dimensions,
      // Its names are those the signature has for lists.
      lists: lists as Pieces<S>['lists'],
    })
    return asDeclared(node, kqlTemplate(kql, { tables: { rows, ...plugIn.tables }, values }, scope, span), build)
  }
}

/** The arguments KQL lets one leave out are a start and an end. */
function refuseWithoutEnds(node: Node<'EvaluateOperator'>, scope: Scope): never {
  return refuse('KQL102', scope.spanOf(node.FunctionCall), {
    what: `\`${node.FunctionCall.Name.SimpleName}\` without a start and an end`,
    hint: 'Give both: where the periods begin without them is not documented.',
  })
}

function refuseNumbers(column: Expression, node: Node<'EvaluateOperator'>, at: SyntaxNode, scope: Scope): void {
  if (column.type === 'datetime' || column.type === 'timespan') return
  const what = `\`${node.FunctionCall.Name.SimpleName}\` over a timeline of numbers`
  refuse('KQL102', scope.spanOf(at), { what, hint: 'Give a column of datetimes or timespans.' })
}

/** Lengths of time of a constant array, in ticks. */
function timespans(node: SyntaxNode, scope: Scope): readonly bigint[] {
  return constantTexts(node, scope).map((text) => {
    const ticks = parseTimespan(text)
    return typeof ticks === 'bigint' && ticks >= 0n
      ? ticks
      : refuse('KQL006', scope.spanOf(node), {
          what: `Lengths of time are expected here; \`${text}\` is none.`,
          hint: 'Write `dynamic([10m, 1h])`.',
        })
  })
}
