import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/** Sessions that begin in each period: appearances of an id that has not appeared within the lookback before. */
export const sessionCount = overTimeline({
  signature: { id: 'column', t: 'timeline', start: 'instant', end: 'instant', step: 'period', lookback: 'length' },
  reading:
    'sessions are counted where they begin, and an id that was seen the whole lookback ago goes on with its session; the documentation leaves both open.',
  kql: ({ period, dimensions: { by, names } }) => `
    rows
    | where t >= start - lookback and t <= end
    | extend who = tostring(pack_array(${by('id')}))
    | sort by who asc, t asc
    | extend begins = prev(who) != who or t - prev(t) > lookback
    | where begins and t >= start
    | summarize n = count() by ${by(`k = ${period.of('t')}`)}
    ${projection(period.at('k'), ...names, 'n')}`,
})
