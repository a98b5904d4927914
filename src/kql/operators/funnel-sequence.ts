import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/**
 * The states that came right before and right after a sequence of states, with how many ids went that way. Rows of an id
 * that repeat its state are one stay in it.
 */
export const funnelSequence = overTimeline({
  signature: {
    id: 'column',
    t: 'timeline',
    start: 'instant',
    end: 'instant',
    longest: 'length',
    step: 'period',
    s: 'text',
    sequence: 'texts',
  },
  dimensions: [],
  reading:
    'the first of its three tables comes out. Repeated states are one stay; states follow each other directly, and the longest step is from the last row of a stay to the first of the next. The documentation leaves this open.',
  kql: ({ period, lists: { sequence } }) => `
    rows
    | where t between (start .. end)
    | extend who = tostring(pack_array(id))
    | sort by who asc, t asc
    | extend stay = row_cumsum(iff(prev(who) != who or prev(s) != s, 1, 0))
    | summarize enters = min(t), leaves = max(t) by stay, id, who, s
    | sort by stay asc
    | extend
        before = iff(prev(who) == who, prev(s), ""),
        after = iff(next(who, ${sequence.length}) == who, next(s, ${sequence.length}), ""),
        fits = ${sequence.map(isStay).join(' and ')}
    | where fits
    | summarize n = dcount(id), samples = make_set(id, 128) by k = ${period.of('enters')}, before, after
    ${projection(period.at('k'), 'before', 'after', 'n', 'samples')}`,
})

/** Whether the stay so many further on is in the state, and no later than it may be. */
function isStay(state: string, index: number): string {
  if (index === 0) return `s == ${state}`
  const left = index === 1 ? 'leaves' : `next(leaves, ${index - 1})`
  return `next(who, ${index}) == who and next(s, ${index}) == ${state} and next(enters, ${index}) - ${left} <= longest`
}
