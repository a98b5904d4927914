import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { argumentsOf, asDeclared, dimensionsOf, noteReading, projection, renamed } from './plug-in-arguments.ts'
import { timelineOf } from './timeline.ts'

/**
 * Every way to go from an event of the first step to one of the last: times of events, each step no earlier than the one
 * before and no further from it than a step may be, all of them within the span.
 */
export function sequenceDetect(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [column, step, longest, ...rest] = argumentsOf(node)
  const count = rest.findIndex((each) => each.ResultType?.Name !== 'bool')
  const steps = count < 0 ? rest : rest.slice(0, count)
  const given = { instants: {}, lengths: { step: step!, longest: longest! } }
  const timeline = timelineOf(column!, given, scope, build)
  if (timeline.column.type !== 'datetime' && timeline.column.type !== 'timespan') {
    refuse('KQL102', scope.spanOf(column!), { what: '`sequence_detect` over a timeline of numbers' })
  }
  const dimensions = dimensionsOf(rest.slice(steps.length), scope)
  const conditions = Object.fromEntries(steps.map((each, index) => [`e${index}`, expression(each, scope)]))
  const rows = renamed(input, { t: timeline.column, ...conditions, ...dimensions.columns }, build)
  noteReading(
    node,
    scope,
    'every pair of times that fits comes out once, and events of one instant follow each other; the documentation leaves both open.',
  )
  const { by } = dimensions
  // A step lies in the bin of the one before or in the next: joined by bins, not each with each.
  const lets = steps.map((_, index) => {
    const own = `let x${index} = rows | where e${index} and isnotnull(t) | distinct ${by('t')}`
    return index === 0
      ? `${own} | project-rename t0 = t;`
      : `${own} | project-rename t${index} = t;
         let y${index} = union (x${index} | extend b = bin(t${index}, step)), (x${index} | extend b = bin(t${index}, step) - step);`
  })
  const joins = steps.slice(1).map((_, before) => {
    const index = before + 1
    const times = steps.slice(0, index + 1).map((__, at) => `t${at}`)
    return `
      | extend b = bin(t${before}, step)
      | join kind=inner y${index} on ${by('b')}
      | where t${index} >= t${before} and t${index} - t${before} <= step and t${index} - t0 <= longest
      | project ${by(...times)}`
  })
  const times = steps.map((_, index) => `t${index}`)
  const text = `
    ${lets.join('\n')}
    x0 ${joins.join('')}
    ${projection(...dimensions.names, ...times, `t${steps.length - 1} - t0`)}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}
