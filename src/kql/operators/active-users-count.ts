import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/**
 * Users that appeared in enough periods of the lookback that ends with an appearance of theirs (and begins right after its
 * far end). Of a period before that appearance the newest row decides whether it counts; its own always does.
 */
export const activeUsersCount = overTimeline({
  signature: {
    id: 'column',
    t: 'timeline',
    start: 'instant',
    end: 'instant',
    lookback: 'length',
    once: 'length',
    enough: 'count',
    step: 'period',
  },
  reading:
    'what is exactly the lookback ago lies outside it, as in the example of the documentation; its words leave it open.',
  kql: ({ timeline, period, dimensions: { by, names } }) => `
    let near = rows
      | where t > start - lookback and t <= end
      | extend p = ${timeline.periods('once').of('t')}, k = ${period.of('t')};
    let periods = near | summarize newest = max(t) by ${by('id')}, q = p;
    near
    | where t >= start
    | summarize t = min(t) by ${by('id')}, p, k
    | join kind=inner periods on ${by('id')}
    | summarize before = dcountif(q, q < p and newest > t - lookback) by ${by('id')}, p, k
    | where before + 1 >= enough
    | summarize users = dcount(id) by ${by('k')}
    ${projection(period.at('k'), ...names, 'users')}`,
})
