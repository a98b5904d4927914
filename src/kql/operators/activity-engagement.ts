import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'
import { stretched } from './sliding-window-counts.ts'

/** Users of each inner period, users of the outer one that ends with it, and their ratio. */
export const activityEngagement = overTimeline({
  signature: { id: 'column', t: 'timeline', start: 'instant', end: 'instant', step: 'length', lookback: 'length' },
  reading:
    'rows before the start count for the outer windows, and a period without activity has a row where its outer window has some; the documentation leaves both open.',
  kql: ({ timeline, period, dimensions: { by, names } }) => `
    ${stretched(timeline, `| distinct ${by('id', 'k')}`)}
    | summarize inside = dcountif(id, j == k), outside = dcount(id) by ${by('j')}
    ${projection(period.at('j'), ...names, 'inside', 'outside', 'toreal(inside) / toreal(outside)')}`,
})
