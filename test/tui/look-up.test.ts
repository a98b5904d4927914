import { describe, expect, test } from 'vitest'
import { overlayOf, type SentToService } from '../../src/tui/state.ts'
import { fakeDesk } from './fake-desk.ts'
import { type Stage, stage, stageOf } from './stage.ts'

const bob = { notebooklet: 'account-summary', value: 'bob' }

const toTotal: SentToService = {
  service: 'virustotal',
  title: 'VirusTotal',
  text: 'VirusTotal is sent, to www.virustotal.com: it',
}

/** A run on a desk whose look-ups could ask a service that nobody has agreed to. */
async function withService(): Promise<Stage> {
  const desk = fakeDesk()
  const opened = stage(desk, 80, 24, (value) => (value.startsWith('203.') ? [toTotal] : []))
  return opened.act({ kind: 'start', request: bob, at: 0 }).settle()
}

const lastRun = (run: Stage) =>
  run
    .asked()
    .filter(({ kind }) => kind === 'run')
    .at(-1)

function labels(run: Stage): readonly string[] {
  const overlay = overlayOf(run.state())
  return overlay?.kind === 'pick' ? overlay.items.map(({ label }) => label) : []
}

describe('L', () => {
  test('looks up what the cell under the cursor names, and remembers where that was', async () => {
    const run = (await stageOf(bob)).press('2', 'right', 'right', 'right', 'L')
    expect(lastRun(run)).toMatchObject({
      request: { notebooklet: 'lookup', value: '203.0.113.4', from: { section: 'sign-ins', column: 'ClientIP' } },
    })
  })

  test('takes the address of the row where the cell is an account', async () => {
    const run = (await stageOf(bob)).press('2', 'L')
    expect(lastRun(run)).toMatchObject({ request: { notebooklet: 'lookup', value: '203.0.113.4' } })
  })

  test('does the same from a row that is shown whole', async () => {
    const run = (await stageOf(bob)).press('2', 'enter', 'L')
    expect(lastRun(run)).toMatchObject({ request: { notebooklet: 'lookup', value: '203.0.113.4' } })
  })

  test('asks before the first time something is sent; what is offered first sends nothing', async () => {
    const run = (await withService()).press('2', 'L')
    expect(labels(run)).toEqual(['Look only in what is here', 'Send it, now and in future'])
    expect(overlayOf(run.state())).toMatchObject({ text: `${toTotal.text}.` })
    run.asked()
    run.press('enter')
    expect(run.asked().map(({ kind }) => kind)).toEqual(['run'])
    expect(run.state().agreed).toEqual([])
  })

  test('sends once that is agreed to, and does not ask again', async () => {
    const run = (await withService()).press('2', 'L', 'down')
    run.asked()
    await run.press('enter').settle()
    expect(run.state().agreed).toEqual(['virustotal'])
    run.press('esc', 'L')
    expect(overlayOf(run.state())).toBeUndefined()
    const effects = run.asked()
    expect(effects.map(({ kind }) => kind)).toEqual(['agree', 'run', 'run'])
    expect(effects[0]).toEqual({ kind: 'agree', services: ['virustotal'] })
  })

  test('leaves all as it was where the question is closed', async () => {
    const run = (await withService()).press('2', 'L')
    run.asked()
    run.press('esc')
    expect(run.asked()).toEqual([])
    expect(run.state().levels).toHaveLength(2)
  })

  test('asks too where the look-up was begun from the pivot menu or from the first page', async () => {
    const pivoted = (await withService()).press('2', 'right', 'right', 'right', 'p', 'down', 'enter')
    expect(labels(pivoted)).toEqual(['Look only in what is here', 'Send it, now and in future'])
    const home = stage(fakeDesk(), 80, 24, () => [toTotal]).press('/', ...'look', 'enter', 'enter', ...'203.0', 'enter')
    expect(labels(home)).toEqual(['Look only in what is here', 'Send it, now and in future'])
  })
})

describe('K', () => {
  test('asks for KQL and runs it on a level of its own, from anywhere', async () => {
    const typed = [...'T|take'].flatMap((key) => (key === ' ' ? ['space'] : [key]))
    const home = stage().press('K', ...typed, 'enter')
    expect(lastRun(home)).toMatchObject({ request: { notebooklet: 'query', value: 'T|take' } })
    const run = (await stageOf(bob)).press('K', ...typed, 'enter')
    expect(lastRun(run)).toMatchObject({ request: { notebooklet: 'query', value: 'T|take' } })
    expect(run.state().levels).toHaveLength(3)
  })

  test('on a query offers its text to be changed', async () => {
    const run = await stageOf({ notebooklet: 'query', value: 'SigninLogs' })
    run.press('K')
    expect(overlayOf(run.state())).toMatchObject({ kind: 'form', fields: [{ input: { text: 'SigninLogs' } }, {}] })
  })

  test('keeps the lines of a pasted query, as a comment would swallow what follows it', () => {
    const pasted = stage().press('K').act({ kind: 'paste', text: 'T // all of it\r\n| take 1\n' }).press('enter')
    expect(lastRun(pasted)).toMatchObject({ request: { value: 'T // all of it\n| take 1' } })
  })
})
