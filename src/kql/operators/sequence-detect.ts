import type { Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { overTimeline } from './over-timeline.ts'
import { argumentsOf, projection } from './plug-in-arguments.ts'

/**
 * Every way to go from an event of the first step to one of the last: times of events, each step no earlier than the one
 * before and no further from it than a step may be, all of them within the span.
 */
export function sequenceDetect(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const rest = argumentsOf(node).slice(3)
  const count = rest.findIndex((each) => each.ResultType?.Name !== 'bool')
  const steps = (count < 0 ? rest : rest.slice(0, count)).map((_, index) => index)
  const conditions = Object.fromEntries(steps.map((index) => [`e${index}`, 'condition'] as const))
  return overTimeline({
    signature: { t: 'times', step: 'length', longest: 'length', ...conditions },
    reading:
      'every pair of times that fits comes out once, and events of one instant follow each other; the documentation leaves both open.',
    kql: ({ dimensions: { by, names } }) => `
      ${steps.map((index) => events(index, by('t'))).join('\n')}
      x0 ${steps
        .slice(1)
        .map((index) => follow(index, by))
        .join('')}
      ${projection(...names, ...times(steps.length), `t${steps.length - 1} - t0`)}`,
  })(node, input, scope)
}

/** The events of a step; after the first by bins too: a step lies in the bin of the one before or in the next. */
function events(index: number, time: string): string {
  const own = `let x${index} = rows | where e${index} and isnotnull(t) | distinct ${time} | project-rename t${index} = t;`
  if (index === 0) return own
  const binned = `x${index} | extend b = bin(t${index}, step)`
  return `${own} let y${index} = union (${binned}), (${binned} - step);`
}

/** One step further: joined by bins, not each with each. */
function follow(index: number, by: (...others: readonly string[]) => string): string {
  return `
    | extend b = bin(t${index - 1}, step)
    | join kind=inner y${index} on ${by('b')}
    | where t${index} >= t${index - 1} and t${index} - t${index - 1} <= step and t${index} - t0 <= longest
    | project ${by(...times(index + 1))}`
}

function times(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `t${index}`)
}
