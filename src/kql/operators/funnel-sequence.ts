import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import { kqlLiteral } from '../literal.ts'
import type { Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
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

/**
 * The states that came right before and right after a sequence of states, with how many ids went that way. Rows of an id
 * that repeat its state are one stay in it.
 */
export function funnelSequence(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, longest, step, state, sequence] = argumentsOf(node)
  const given = { instants: { start: start!, end: end! }, lengths: { step: step!, longest: longest! } }
  const timeline = timelineOf(column!, given, scope, build, 'step')
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
  const period = timeline.periods('step')
  noteReading(
    node,
    scope,
    'the first of its three tables comes out. Repeated states are one stay; states follow each other directly, and the longest step is from the last row of a stay to the first of the next. The documentation leaves this open.',
  )
  const follows = states.slice(1).map(
    (each, before) => `
      | where next(who, ${before + 1}) == who and next(s, ${before + 1}) == ${each}
          and next(enters, ${before + 1}) - ${before === 0 ? 'leaves' : `next(leaves, ${before})`} <= longest`,
  )
  const conditions = follows.map((each) => each.trim().replace(/^\| where /, '')).join(' and ')
  const text = `
    rows
    | where t between (start .. end)
    | extend who = tostring(pack_array(id))
    | sort by who asc, t asc
    | extend stay = row_cumsum(iff(prev(who) != who or prev(s) != s, 1, 0))
    | summarize enters = min(t), leaves = max(t) by stay, id, who, s
    | sort by stay asc
    | extend
        before = iff(prev(who) == who, prev(s), ""),
        after = iff(next(who, ${states.length}) == who, next(s, ${states.length}), ""),
        fits = s == ${states[0]!} ${conditions === '' ? '' : `and ${conditions}`}
    | where fits
    | summarize n = dcount(id), samples = make_set(id, 128) by k = ${period.of('enters')}, before, after
    ${projection(period.at('k'), 'before', 'after', 'n', 'samples')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}
