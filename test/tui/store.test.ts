import { expect, test, vi } from 'vitest'
import { freshState } from '../../src/tui/state.ts'
import { createStore } from '../../src/tui/store.ts'
import { fakeDesk } from './fake-desk.ts'
import { surroundingsOf } from './stage.ts'

test('what was agreed to is told before the run that may ask it', async () => {
  const desk = fakeDesk()
  const surroundings = surroundingsOf(desk, () => [{ service: 'tor-exits', title: 'Tor exits', text: 'A list.' }])
  const order: string[] = []
  const store = createStore(freshState({ columns: 80, rows: 24 }, 0), desk, surroundings, {
    clock: () => 0,
    saveFile: () => '',
    copy: () => {},
    agree: (services) => order.push(`agreed to ${services}; runs so far: ${desk.asked.length}`),
    pause: async () => {},
    exit: () => {},
    fail: (error) => {
      throw error
    },
  })
  try {
    store.dispatch({ kind: 'start', request: { notebooklet: 'account-summary', value: 'bob' }, at: 0 })
    await vi.waitFor(() => expect(store.state().levels[1]).toMatchObject({ phase: { kind: 'done' } }))
    store.dispatch({ kind: 'keys', keys: ['2', 'L', 'down', 'enter'] })
    await vi.waitFor(() => expect(desk.asked).toHaveLength(2))
    expect(order).toEqual(['agreed to tor-exits; runs so far: 1'])
    expect(desk.asked[1]).toMatchObject({ notebooklet: 'lookup', value: '203.0.113.4' })
  } finally {
    store.close()
  }
})
