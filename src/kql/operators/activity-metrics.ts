import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/** Users, users that the period before had not, and how many of that period's came back, for each period. */
export const activityMetrics = overTimeline({
  signature: { id: 'column', t: 'timeline', start: 'instant', end: 'instant', step: 'period' },
  reading: 'a period without activity has no row; the documentation does not say whether it has one.',
  kql: ({ period, dimensions: { by, names } }) => `
    let bins = rows | where t between (start .. end) | extend k = ${period.of('t')} | distinct ${by('id', 'k')};
    bins
    | join kind=leftouter (bins | extend k = k + 1, was = true) on ${by('id', 'k')}
    | summarize users = dcount(id), news = dcountif(id, isnull(was)) by ${by('k')}
    | lookup kind=leftouter (bins | extend k = k + 1 | summarize before = dcount(id) by ${by('k')}) on ${by('k')}
    | extend retention = toreal(users - news) / toreal(coalesce(before, 0))
    ${projection(period.at('k'), ...names, 'users', 'news', 'retention', '1.0 - retention')}`,
})
