import { describe, expect, test } from 'vitest'
import { lineText } from '../../src/report/charts/styled-line.ts'
import { headerLines } from '../../src/tui/header.ts'
import type { FollowUpCall } from '../../src/tui/run/run-state.ts'
import { overlayOf } from '../../src/tui/state.ts'
import { fakeDesk, range } from './fake-desk.ts'
import { type Stage, stage, stageOf, surroundingsOf } from './stage.ts'

const headerText = ({ state, desk }: Stage) =>
  headerLines({ ...state(), size: { columns: 160, rows: 40 } }, surroundingsOf(desk))
    .map(lineText)
    .join('\n')

const bob = { notebooklet: 'account-summary', value: 'bob' }

describe('home', () => {
  test('/ narrows the list as one types, ! asks for the others, Esc clears first and only then leaves', () => {
    const home = stage().press('/', 'i', 'p')
    expect(home.state().levels[0].filter.text).toBe('ip')
    home.press('enter', 'esc')
    expect(home.state().levels[0]).toMatchObject({ filter: { text: '' }, isFiltering: false })
    expect(home.press('esc').state().message?.text).toMatch(/top/)
    expect(home.asked()).toEqual([])
  })

  test('a form fills the request: value, time range, options and parameters that differ from the defaults', () => {
    const form = stage().press('enter', 'b', 'o', 'b', 'tab', '3', 'd', 'tab', 'right', 'tab', 'right', 'enter')
    expect(form.asked()).toEqual([
      {
        kind: 'run',
        run: 1,
        request: { notebooklet: 'account-summary', value: 'bob', timespan: '3d', options: ['-alerts', '+mail'] },
      },
    ])
  })

  test('two instants with .. between are start and end', () => {
    const form = stage().press(
      'enter',
      'b',
      'tab',
      ...'2026-03-01 .. 2026-03-02'
        .replaceAll(' ', '_')
        .split('')
        .map((key) => (key === '_' ? 'space' : key)),
      'enter',
    )
    expect(form.asked()).toMatchObject([{ request: { start: '2026-03-01', end: '2026-03-02' } }])
  })

  test('what is required and missing is said, and the cursor goes there', () => {
    const form = stage().press('enter', 'tab', 'enter')
    expect(overlayOf(form.state())).toMatchObject({ kind: 'form', at: 0, error: 'Account is needed.' })
    expect(form.asked()).toEqual([])
  })

  test('a parameter with few values is chosen, not typed', () => {
    const form = stage().press('down', 'down', 'enter', 'w', 'e', 'b', 'tab', 'tab', 'right', 'enter')
    expect(form.asked()).toMatchObject([
      { request: { notebooklet: 'host-summary', value: 'web', parameters: { system: 'linux' } } },
    ])
  })

  test('a request that was run is offered again, and runs as it was', async () => {
    const home = (await stageOf(bob)).press('esc', 'G')
    home.asked()
    expect(home.press('enter').asked()).toEqual([{ kind: 'run', run: 2, request: bob }])
  })
})

describe('sections', () => {
  test('are reached by number, Tab, shift+Tab and brackets, round and round', async () => {
    const run = await stageOf(bob)
    expect(run.press('3').run().focus).toBe(2)
    expect(run.press('tab').run().focus).toBe(3)
    expect(run.press('shift+tab', '[').run().focus).toBe(1)
    expect(run.press('[', '[').run().focus).toBe(5)
    expect(run.press(']').run().focus).toBe(0)
    expect(run.press('9').state().message?.text).toBe('There is no section 9.')
  })

  test('the first one with something to show is shown, unless the analyst has gone elsewhere', async () => {
    expect((await stageOf(bob)).run().focus).toBe(0)
    const waiting = stage().act({ kind: 'start', request: bob, at: 0 })
    const plan = ['a', 'b', 'sign-ins'].map((id) => ({ id, title: id }))
    waiting.act({ kind: 'run-event', run: 1, event: { kind: 'plan', sections: plan }, at: 1 }).press('3')
    await waiting.settle()
    expect(waiting.run().slots[waiting.run().focus]?.id).toBe('sign-ins')
  })

  test('t shows a chart as a table and back, on the same row', async () => {
    const run = (await stageOf(bob)).press('3', 'right', 'right')
    const { row } = run.look()
    expect(row).toBeGreaterThan(0)
    expect(run.press('t').look()).toMatchObject({ mode: 'table', row })
    expect(run.press('t').look()).toMatchObject({ mode: 'view', row })
  })
})

describe('filter and sort', () => {
  test('a filter holds while it is typed, and Esc takes it back before it leaves the level', async () => {
    const run = (await stageOf(bob)).press('2', '/', 's', 'v', 'c')
    const found = run.look().rows
    expect(found?.length).toBeGreaterThan(0)
    expect(found?.length).toBeLessThan(60)
    run.press('enter', 'esc')
    expect(run.look().rows).toBeUndefined()
    expect(run.state().levels).toHaveLength(2)
    expect(run.press('esc').state().levels).toHaveLength(1)
  })

  test('/ offers the last filter again', async () => {
    const run = (await stageOf(bob)).press('2', '/', 's', 'v', 'c', 'enter', 'esc', '/')
    expect(run.run().filtering?.text).toBe('svc')
  })

  test('the cursor stays on its row when a filter leaves it in, and goes to the first when it does not', async () => {
    const run = (await stageOf(bob)).press('2', 'down', 'down')
    expect(run.look().row).toBe(2)
    run.press('/', 's', 'v', 'c')
    expect(run.look().row).toBe(2)
    run.press('ctrl+u', 'b', 'o', 'b')
    expect(run.look().row).toBe(-1)
  })

  test('s sorts, again takes it back; S sorts the other way', async () => {
    const run = (await stageOf(bob)).press('2', 'right', 's')
    expect(run.look().order).toEqual({ column: 'Account', descending: false })
    const rising = [...(run.look().rows ?? [])]
    expect(run.press('S').look().order).toEqual({ column: 'Account', descending: true })
    expect([...(run.look().rows ?? [])]).not.toEqual(rising)
    expect(run.press('S').look().order).toBeUndefined()
    expect(run.look().rows).toBeUndefined()
  })

  test('rows that come late, for a filter that is no longer there, are dropped', async () => {
    const run = (await stageOf(bob)).press('2', '/', 's', 'enter')
    const { rows } = run.look()
    run.act({ kind: 'arranged', run: run.run().run, section: 'sign-ins', ticket: 999, rows: new Uint32Array([1]) })
    expect(run.look().rows).toBe(rows)
  })

  test('filter and order hold when the run is done again', async () => {
    const run = (await stageOf(bob)).press('2', '/', 's', 'v', 'c', 'enter', 'right', 's')
    const before = run.look()
    run.asked()
    await run.press('r').settle()
    expect(run.look()).toMatchObject({
      filter: 'svc',
      order: { column: 'Account', descending: false },
      rows: before.rows,
    })
  })
})

test('F counts the values of a column, and filters by the one that is chosen', async () => {
  const run = (await stageOf(bob)).press('2', 'right', 'F')
  const pick = overlayOf(run.state())
  const items = pick?.kind === 'pick' ? pick.items : []
  expect(items).toHaveLength(5)
  expect(items.reduce((sum, { detail = '' }) => sum + Number.parseInt(detail, 10), 0)).toBe(60)
  run.press('enter')
  expect(run.look().filter).toBe(items[0]?.label)
  expect(run.look().rows?.length).toBe(Number.parseInt(items[0]?.detail ?? '', 10))
})

describe('columns', () => {
  test('are hidden and shown again; one stays', async () => {
    const run = (await stageOf(bob)).press('2', 'c', 'down', 'enter')
    expect(run.look().columns).not.toContain('Account')
    expect(run.press('space').look().columns).toContain('Account')
    run.press('esc', 'c')
    for (let column = 0; column < 7; column++) run.press('enter', 'down')
    run.press('enter')
    expect(run.look().columns).toHaveLength(1)
    expect(run.state().message?.text).toBe('One column has to stay.')
  })
})

describe('going on', () => {
  test('a pivot goes one level up the way, Esc back to row, filter and scroll', async () => {
    const run = (await stageOf(bob)).press('2', '/', 'c', 'o', 'n', 't', 'enter', 'G')
    const look = run.look()
    run.asked()
    run.press('p', 'enter')
    expect(run.state().levels).toHaveLength(3)
    await run.settle()
    expect(run.press('esc').look()).toEqual(look)
  })

  test('the pivot menu begins with the entity under the cursor', async () => {
    const run = (await stageOf(bob)).press('2', 'right', 'right', 'right', 'p')
    const pick = overlayOf(run.state())
    const items = pick?.kind === 'pick' ? pick.items : []
    expect([...new Set(items.map(({ group }) => group?.split(' ')[0]))]).toEqual(['ip', 'account'])
  })

  test('the pivot menu offers what else can be done with an entity: a look-up and a search are runs over the same time', async () => {
    const menu = async () => (await stageOf(bob)).press('2', 'right', 'right', 'right', 'p')
    const pick = overlayOf((await menu()).state())
    const labels = pick?.kind === 'pick' ? pick.items.map(({ label }) => label) : []
    expect(labels.slice(1, 3)).toEqual(['Look it up in indicators and services', 'Search every table for it'])
    expect((await menu()).press('down', 'enter').asked().at(-1)).toMatchObject({
      kind: 'run',
      request: { ...range, notebooklet: 'lookup', value: '203.0.113.4', from: { column: 'ClientIP' } },
    })
    expect((await menu()).press('down', 'down', 'enter').asked().at(-1)).toMatchObject({
      kind: 'run',
      request: {
        ...range,
        notebooklet: 'query',
        value: expect.stringMatching(/^search "203\.0\.113\.4"\n\| where TimeGenerated >= datetime\(2026-03-01T/),
      },
    })
  })

  test('a pivot remembers where it began, and takes the same time along', async () => {
    const run = (await stageOf(bob)).press('2', 'right', 'right', 'right', 'p', 'enter')
    const [effect] = run
      .asked()
      .filter(({ kind }) => kind === 'run')
      .slice(-1)
    expect(effect).toMatchObject({
      request: {
        ...range,
        from: { notebooklet: 'account-summary', value: bob.value, section: 'sign-ins', column: 'ClientIP' },
      },
    })
    expect(headerText(run)).toContain('Account summary bob › IP address summary 203.0.113.4')
    expect(headerText(run)).toContain('from sign-ins › ClientIP')
  })

  test('Tab in the pivot menu looks around the row, then wider, then the same time again', async () => {
    const menu = (await stageOf(bob)).press('2', 'p')
    const text = () => (overlayOf(menu.state()) as { text?: string }).text
    expect(text()).toContain(
      'Over the same time: 2026-03-01 → 2026-03-08 UTC. Tab: the time around this row, a wider time.',
    )
    menu.press('tab')
    expect(text()).toMatch(/^Over the time around this row: 1d on each side of 2026-/)
    menu.press('tab')
    expect(text()).toContain('2026-02-18 12:00 → 2026-03-18 12:00 UTC')
    menu.asked()
    expect(menu.press('enter').asked()).toMatchObject([
      { request: { start: '2026-02-18T12:00:00.0000000Z', end: '2026-03-18T12:00:00.0000000Z' } },
    ])
  })

  test('a pivot that needs more than the value asks for it', async () => {
    const desk = fakeDesk()
    const onHosts = { ...desk, pivots: () => desk.notebooklets.filter(({ id }) => id === 'host-summary') }
    const run = (await stageOf(bob, onHosts)).press('2', 'p', 'enter')
    expect(overlayOf(run.state())).toMatchObject({
      kind: 'form',
      fields: [{ id: 'value', input: { text: 'mallory@fabrikam.example' } }, {}, {}, {}],
    })
  })

  test('what a result offers, it offers with its parameters; a done follow-up says so', async () => {
    const run = (await stageOf(bob)).press('f')
    expect(overlayOf(run.state())).toMatchObject({
      items: [{ label: 'Get additional data' }, { detail: 'asks for account, days' }, {}],
    })
    run.asked()
    await run.press('enter').settle()
    expect(run.run().slots.at(-1)?.section?.followUp).toBe('additional')
    expect(run.run().focus).toBe(6)
    expect(overlayOf(run.press('f').state())).toMatchObject({ items: [{ detail: 'done; runs again' }, {}, {}] })
  })

  test('a follow-up that fails leaves the result as it was, and says why', async () => {
    const run = await stageOf(bob)
    run.asked()
    await run.press('f', 'down', 'down', 'enter').settle()
    expect(overlayOf(run.state())).toMatchObject({ kind: 'page', title: 'The follow-up failed' })
    expect(run.run().slots).toHaveLength(6)
    expect(run.run().phase.kind).toBe('done')
  })

  test('a follow-up that is cancelled leaves the sections of the result', async () => {
    const run = await stageOf(bob)
    run.asked()
    run.press('f', 'enter')
    const [effect] = run.asked()
    const id = effect?.kind === 'follow-up' ? effect.run : -1
    run.act({ kind: 'run-event', run: id, event: { kind: 'plan', sections: [{ id: 'new', title: 'New' }] }, at: 30 })
    expect(run.run().slots).toHaveLength(7)
    run.press('9', '7', 'x').act({ kind: 'run-cancelled', run: id, at: 40 })
    expect(run.run().slots).toHaveLength(6)
    expect(run.run().focus).toBe(5)
  })

  test('an open choice is asked for, can be left open and taken up again, and can be changed', async () => {
    const run = await stageOf({ notebooklet: 'account-summary', value: 'alice' })
    expect(overlayOf(run.state())).toMatchObject({ kind: 'pick', purpose: 'choice' })
    run.press('esc', 'f', 'enter', 'enter')
    expect(run.asked().at(-1)).toMatchObject({ request: { choose: ['account=alice@contoso.com'] } })
  })

  test('a choice that was made is made anew by the follow-up menu', async () => {
    const run = await stageOf({ notebooklet: 'account-summary', value: 'alice', choose: ['account=alice@contoso.com'] })
    run.asked()
    run.press('f', 'up', 'down', 'down', 'down', 'enter', 'down', 'enter')
    expect(run.asked()).toMatchObject([{ request: { choose: ['account=alice.admin@contoso.com'] } }])
  })

  test('R runs again with another value, in the same place', async () => {
    const run = await stageOf(bob)
    run.asked()
    run.press('R', 'ctrl+u', 'e', 'v', 'e', 'enter')
    expect(run.asked()).toMatchObject([{ kind: 'run', request: { value: 'eve' } }])
    expect(run.state().levels).toHaveLength(2)
  })
})

describe('what runs', () => {
  test('x cancels it, and what had come stays', () => {
    const run = stage().act({ kind: 'start', request: bob, at: 0 })
    run.asked()
    expect(run.press('x').asked()).toEqual([{ kind: 'cancel', run: 1 }])
    run.act({ kind: 'run-cancelled', run: 1, at: 5 })
    expect(run.run().phase.kind).toBe('cancelled')
    expect(run.press('x').state().message?.text).toBe('Nothing runs here.')
  })

  test('leaving it cancels it', () => {
    const run = stage().act({ kind: 'start', request: bob, at: 0 })
    run.asked()
    expect(run.press('esc').asked()).toEqual([{ kind: 'cancel', run: 1 }])
    expect(run.state().levels).toHaveLength(1)
  })

  test('what a cancelled or replaced run still tells is nobody’s', async () => {
    const run = await stageOf(bob)
    run.asked()
    run.press('r')
    const before = run.state()
    run.act({ kind: 'run-event', run: 1, event: { kind: 'plan', sections: [{ id: 'late', title: 'Late' }] }, at: 30 })
    expect(run.state().levels).toEqual(before.levels)
  })

  test('q at the top quits at once when nothing runs, and asks when something does', () => {
    expect(stage().press('q').asked()).toEqual([{ kind: 'exit' }])
    const run = stage().act({ kind: 'start', request: bob, at: 0 })
    run.asked()
    expect(overlayOf(run.press('Q').state())).toMatchObject({ kind: 'confirm' })
    expect(run.press('n').asked()).toEqual([])
    expect(run.press('Q', 'y').asked()).toEqual([{ kind: 'cancel', run: 1 }, { kind: 'exit' }])
  })

  test('a pivot from a finished section leaves the rest running', async () => {
    const run = stage().act({ kind: 'start', request: bob, at: 0 })
    const { data } = await fakeDesk().run(bob)
    run.act({ kind: 'run-event', run: 1, event: { kind: 'section', section: data.sections[1]! }, at: 1 })
    run.asked()
    run.press('p', 'enter')
    expect(run.asked()).toMatchObject([{ kind: 'run', run: 2 }])
  })
})

describe('a record', () => {
  test('is stepped through; the cursor below goes along', async () => {
    const run = (await stageOf(bob)).press('2', 'down', 'enter', 'right', 'right')
    expect(overlayOf(run.state())).toMatchObject({ kind: 'record', at: 3 })
    expect(run.press('esc').look().row).toBe(3)
  })

  test('of a point that several rows share shows them one by one', async () => {
    const run = (await stageOf({ notebooklet: 'views' })).press('9', 'enter')
    expect(overlayOf(run.state())).toMatchObject({ kind: 'record', at: 0 })
    expect(overlayOf(run.press('n').state())).toMatchObject({ at: 1 })
    expect(run.press('n').state().message?.text).toBe('This is the last row.')
  })

  test('copies the cell under its cursor, whole', async () => {
    const run = (await stageOf(bob)).press('2', 'down', 'enter', 'down')
    run.asked()
    expect(run.press('y').asked()).toEqual([{ kind: 'copy', text: 'bob@contoso.com', what: 'Account' }])
    const [row] = run.press('Y').asked()
    expect(row?.kind === 'copy' && JSON.parse(row.text)).toMatchObject({ Account: 'bob@contoso.com', Risky: false })
  })
})

describe('help and palette', () => {
  test('list what works here, narrow by typing and do what is chosen', async () => {
    const run = (await stageOf(bob)).press('2', '?')
    const help = overlayOf(run.state())
    const labels = help?.kind === 'pick' ? help.items.map(({ label }) => label) : []
    expect(labels).toContain('Sort by this column, highest first')
    expect(labels).not.toContain('Fold everything')
    run.press(...'highest'.split(''), 'enter')
    expect(run.look().order).toEqual({ column: 'TimeGenerated', descending: true })
    expect(overlayOf(run.state())).toBeUndefined()
  })

  test('the palette runs notebooklets and goes to sections', async () => {
    const run = (await stageOf(bob)).press(':', ...'hosts'.split(''), 'enter')
    expect(run.run().slots[run.run().focus]?.title).toBe('Hosts')
    run.asked()
    run.press('ctrl+p', ...'hundred'.split(''), 'enter')
    expect(overlayOf(run.state())).toMatchObject({ kind: 'form', title: 'A hundred thousand events' })
  })

  test('? and : are letters where one types', () => {
    const home = stage().press('/', '?', ':')
    expect(home.state().levels[0].filter.text).toBe('?:')
  })

  test('the KQL behind a section is shown with its range, rows and time, and copied', async () => {
    const run = (await stageOf(bob)).press('2', 'v')
    const page = overlayOf(run.state())
    const text = page?.kind === 'page' ? page.paragraphs.map((each) => each.text).join('\n') : ''
    expect(text).toContain('SigninLogs\n| where')
    expect(text).toContain('2026-03-01 00:00:00 to 2026-03-08 00:00:00 UTC · 60 rows in 240 ms · complete')
    expect(text).toContain('huntlet run account-summary bob --workspace demo')
    run.asked()
    expect(run.press('y').asked()).toMatchObject([{ kind: 'copy', what: 'the KQL' }])
  })
})

test('u changes the clock, and what a filter found by the other one is looked for anew', async () => {
  const run = (await stageOf(bob)).press(
    '2',
    '/',
    ...'03-01 00:'
      .replace(' ', '_')
      .split('')
      .map((key) => (key === '_' ? 'space' : key)),
    'enter',
  )
  expect(run.look().rows?.length).toBe(1)
  run.press('u')
  expect(run.state().isLocalTime).toBe(true)
  expect(run.look().rows?.length).toBe(0)
  expect(run.state().message?.text).toContain('Europe/Berlin')
})

test('the export asks for a name whose ending it knows', async () => {
  const run = (await stageOf(bob)).press('2', 'e', 'backspace', 'enter')
  expect(overlayOf(run.state())).toMatchObject({ kind: 'form', error: 'The name must end in .csv or .json.' })
  run.asked()
  expect(run.press('backspace', 'backspace', 'j', 's', 'o', 'n', 'enter').asked()).toMatchObject([
    { kind: 'export', format: 'json', name: 'account-summary-bob-sign-ins.json' },
  ])
})

test('a line of the message goes with the next key', () => {
  const home = stage().act({ kind: 'said', tone: 'good', text: 'Done.' })
  expect(home.state().message?.text).toBe('Done.')
  expect(home.press('down').state().message).toBeUndefined()
})

test('what is pasted where nothing takes text is not read as keys', async () => {
  const run = await stageOf(bob)
  run.asked()
  run.act({ kind: 'paste', text: 'qqQ' })
  expect(run.asked()).toEqual([])
  expect(run.state().message?.text).toMatch(/takes text/)
})

describe('follow-ups asked for with a run', () => {
  const after: readonly FollowUpCall[] = [
    { id: 'additional', parameters: {} },
    { id: 'account-history', parameters: { account: 'bob' } },
  ]

  test('come one after another once it is done', async () => {
    const run = await stage().act({ kind: 'start', request: bob, after, at: 0 }).settle()
    await run.settle()
    await run.settle()
    expect(run.desk.followed).toEqual(after)
    expect(run.run().after).toBeUndefined()
  })

  test('wait for an open choice', async () => {
    const run = stage().act({ kind: 'start', request: { ...bob, value: 'alice' }, after: after.slice(0, 1), at: 0 })
    await run.settle()
    expect(overlayOf(run.state())).toMatchObject({ kind: 'pick', purpose: 'choice' })
    expect(run.desk.followed).toEqual([])
    await run.press('enter').settle()
    await run.settle()
    expect(run.desk.followed).toEqual(after.slice(0, 1))
  })
})
