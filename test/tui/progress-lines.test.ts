import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/notebooklet/result-data.ts'
import { progressLines } from '../../src/tui/run/progress-lines.ts'
import { afterEvent, startedRun } from '../../src/tui/run/run-state.ts'

function shown(events: readonly RunEvent[]): string {
  const begun = startedRun(1, { notebooklet: 'some' }, 'Some', 0)
  const level = events.reduce((run, event) => afterEvent(run, event, 0), begun)
  return progressLines(level, 500, 78)
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n')
}

const plan: RunEvent = { kind: 'plan', sections: [{ id: 'one', title: 'One' }] }
const started: RunEvent = { kind: 'query-started', section: 'one', query: 'some/query', kql: 'T' }
const again = 'the service is asked too often; asking again in 3 s'

describe('a run under way', () => {
  it('says below a query what keeps it, and the latest of it only', () => {
    const told = (text: string): RunEvent => ({ kind: 'query-told', section: 'one', query: 'some/query', text })
    const lines = shown([plan, started, told('waiting for a turn'), told(again)]).split('\n')
    expect(lines.findIndex((line) => line.includes(again))).toBe(
      lines.findIndex((line) => line.includes('some/query')) + 1,
    )
    expect(lines.join('\n')).not.toContain('waiting for a turn')
  })

  it('says it no more once the query is answered', () => {
    const told: RunEvent = { kind: 'query-told', section: 'one', query: 'some/query', text: again }
    const finished: RunEvent = {
      kind: 'query-finished',
      section: 'one',
      query: 'some/query',
      rowCount: 3,
      durationMs: 5,
    }
    const text = shown([plan, started, told, finished])
    expect(text).not.toContain(again)
    expect(text).toContain('3 rows')
  })

  it('says of questions of code what keeps them beside how far their work is', () => {
    const work: RunEvent = { kind: 'progress', section: 'one', text: 'looking around', done: 1, total: 4 }
    const told: RunEvent = { kind: 'query-told', section: 'one', text: again }
    expect(shown([plan, work, told])).toContain(`looking around 25 % · ${again}`)
    expect(shown([plan, told])).toContain(`asking · ${again}`)
    expect(shown([plan, told, work])).not.toContain(again)
  })

  it('draws nothing that a service says as an order to the terminal', () => {
    const told: RunEvent = { kind: 'query-told', section: 'one', query: 'some/query', text: 'a\u001b[2Jb' }
    expect(shown([plan, started, told])).not.toContain('\u001b')
  })
})
