import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/** Rows, users, users never seen before and users seen so far, for each period. */
export const activityCountsMetrics = overTimeline({
  signature: { id: 'column', t: 'timeline', start: 'instant', end: 'instant', step: 'period' },
  reading: 'a period without activity has no row; the documentation does not say whether it has one.',
  kql: ({ period, dimensions: { by, names, slice } }) => `
    let bins = rows | where t between (start .. end) | extend k = ${period.of('t')} | project ${by('id', 'k')};
    let firsts = bins | summarize k = min(k) by ${by('id')} | summarize news = dcount(id) by ${by('k')};
    bins
    | summarize n = count(), users = dcount(id) by ${by('k')}
    | lookup kind=leftouter firsts on ${by('k')}
    | extend news = coalesce(news, 0), slice = ${slice}
    | sort by slice asc, k asc
    | extend total = row_cumsum(news, prev(slice) != slice)
    ${projection(period.at('k'), ...names, 'n', 'users', 'news', 'total')}`,
})
