import { overTimeline } from './over-timeline.ts'
import { projection } from './plug-in-arguments.ts'

/** How many ids reached each state of a sequence within each of some lengths of time, by when they began. */
export const funnelSequenceCompletion = overTimeline({
  signature: {
    id: 'column',
    t: 'times',
    start: 'instant',
    end: 'instant',
    step: 'period',
    s: 'text',
    sequence: 'texts',
    lengths: 'timespans',
  },
  dimensions: [],
  reading:
    'a length is that of the whole way from the first state, each state is the first of its kind after the one before (or at its instant), and a state nobody reached has no row; the documentation leaves this open.',
  kql: ({ period, lists: { sequence, lengths } }) => {
    // From each beginning the earliest next state: if a later one is in time, so is this.
    const ways = sequence.map((state, index) =>
      index === 0
        ? `let w0 = hits | where s == ${state} | distinct id, k = ${period.of('t')}, t0 = t, at = t;`
        : `let w${index} = w${index - 1}
             | join kind=inner (hits | where s == ${state} | distinct id, t) on id
             | where t >= at
             | summarize at = min(t) by id, k, t0;`,
    )
    const counts = lengths.flatMap((length) =>
      sequence.map(
        (state, index) =>
          `(w${index} | where at - t0 <= ${length} | summarize n = dcount(id) by k | extend s = ${state}, p = ${length})`,
      ),
    )
    return `
      let hits = rows | where t between (start .. end);
      ${ways.join('\n')}
      union ${counts.join(', ')}
      ${projection(period.at('k'), 's', 'p', 'n')}`
  },
})
