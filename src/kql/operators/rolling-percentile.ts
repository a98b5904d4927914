import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/**
 * A percentile of the values of so many bins, for each bin that ends such a window with a value in it, up to the last bin
 * there is.
 */
export const rollingPercentile = overTimeline({
  signature: { v: 'column', percent: 'value', t: 'timeline', step: 'length', bins: 'count' },
  kql: ({ dimensions: { by, names } }) => `
    let binned = rows | extend b = bin(t, step) | where isnotnull(b);
    let top_bin = toscalar(binned | summarize max(b));
    binned
    | extend one = 1
    | join kind=inner (range n from 0 to bins - 1 step 1 | extend one = 1) on one
    | extend b = b + n * step
    | where b <= top_bin
    | summarize p = percentile(v, percent) by ${by('b')}
    ${projection('b', ...names, 'p')}`,
})
