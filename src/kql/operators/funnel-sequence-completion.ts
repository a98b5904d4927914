import { parseTimespan } from '../../lib/kql-time.ts'
import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import { kqlLiteral } from '../literal.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import {
  argumentsOf,
  asDeclared,
  columnArgument,
  constantTexts,
  noteReading,
  projection,
  renamed,
} from './plug-in-arguments.ts'
import { timelineOf } from './timeline.ts'

/** How many ids reached each state of a sequence within each of some lengths of time, by when they began. */
export function funnelSequenceCompletion(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, step, state, sequence, lengths] = argumentsOf(node)
  const given = { instants: { start: start!, end: end! }, lengths: { step: step! } }
  const timeline = timelineOf(column!, given, scope, build, 'step')
  if (timeline.column.type !== 'datetime' && timeline.column.type !== 'timespan') {
    refuse('KQL102', scope.spanOf(column!), { what: '`funnel_sequence_completion` over a timeline of numbers' })
  }
  const rows = renamed(
    input,
    {
      id: columnArgument(id!, scope),
      t: timeline.column,
      s: build.convert('string', columnArgument(state!, scope)),
    },
    build,
  )
  const states = constantTexts(sequence!, scope).map((each) => kqlLiteral('string', each))
  const periods = periodsOf(lengths!, scope).map((each) => kqlLiteral('timespan', each))
  const period = timeline.periods('step')
  noteReading(
    node,
    scope,
    'a length is that of the whole way from the first state, each state is the first of its kind after the one before (or at its instant), and a state nobody reached has no row; the documentation leaves this open.',
  )
  // From each beginning the earliest next state: if a later one is in time, so is this.
  const lets = states.map((each, index) =>
    index === 0
      ? `let w0 = hits | where s == ${each} | distinct id, k = ${period.of('t')}, t0 = t, at = t;`
      : `let w${index} = w${index - 1}
           | join kind=inner (hits | where s == ${each} | distinct id, t) on id
           | where t >= at
           | summarize at = min(t) by id, k, t0;`,
  )
  const counts = periods.flatMap((length) =>
    states.map(
      (each, index) =>
        `(w${index} | where at - t0 <= ${length} | summarize n = dcount(id) by k | extend s = ${each}, p = ${length})`,
    ),
  )
  const text = `
    let hits = rows | where t between (start .. end);
    ${lets.join('\n')}
    union ${counts.join(', ')}
    ${projection(period.at('k'), 's', 'p', 'n')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

/** The lengths in ticks. */
function periodsOf(node: SyntaxNode, scope: Scope): readonly bigint[] {
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
