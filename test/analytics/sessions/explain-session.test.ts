import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSessions } from '../../../src/analytics/sessions/encode-sessions.ts'
import { explainSession, SessionExplainer } from '../../../src/analytics/sessions/explain-session.ts'
import { explainRankedSession, nearestUsualSession } from '../../../src/analytics/sessions/explain-session-table.ts'
import { nearestSession } from '../../../src/analytics/sessions/nearest-session.ts'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { scoreSessions } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { trainEncoded, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import type { HuntletError } from '../../../src/lib/diagnostic.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const times = (count: number, session: Session): Session[] => Array.from({ length: count }, () => session)

const set = (params: Record<string, string>): Session[number] => ({ name: 'Set', params })
const get: Session[number] = { name: 'Get', params: {} }

describe('explainSession', () => {
  it('adds up to the surprise, to the last bit', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'x → y', '')
    const event = fc.record({
      name,
      params: fc.dictionary(fc.constantFrom('p', 'q', 'r'), fc.constantFrom('1', '2', '')),
    })
    const some = fc.array(event, { minLength: 1, maxLength: 8 })
    const many = fc
      .tuple(event, fc.integer({ min: 2, max: 30 }), some)
      .map(([one, count, rest]) => [...Array.from({ length: count }, () => one), ...rest])
    const run = fc.record({
      // Enough sessions for one of them to repeat what few do.
      sessions: fc.array(fc.oneof({ arbitrary: some, weight: 9 }, many), { minLength: 1, maxLength: 60, size: 'max' }),
      window: fc.integer({ min: 1, max: 7 }),
      tokens: fc.boolean(),
    })
    let repeating = 0
    fc.assert(
      fc.property(run, ({ sessions, window, tokens }) => {
        const { model, encoded } = trainEncoded(sessions, { kind: 'values' })
        const { surprise } = scoreSessions(sessions, { window, tokens, kind: 'values' })
        const explainer = new SessionExplainer(model, encoded, { window, tokens, known: true })
        sessions.forEach((session, index) => {
          const { factors, sentence, surprise: explained } = explainer.explain(index, session)
          expect(factors.reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(surprise[index]!, 8)
          expect(explained).toBeCloseTo(surprise[index]!, 8)
          expect(sentence).toMatch(/\.$/)
          if (factors.some(({ kind }) => kind === 'repeats')) repeating++
        })
      }),
      { numRuns: 150, seed: 7 },
    )
    expect(repeating).toBeGreaterThan(20)
  })

  it('says what a session repeats, and how often that is usual', () => {
    const usual = [...times(1000, ['Get', 'Get', 'Get', 'Set']), ...times(500, ['Get', 'Set'])]
    const bulk: Session = [...Array<string>(1412).fill('Get'), 'Set']
    const sessions = [...usual, bulk]
    const explain = (session: Session, known: boolean) =>
      explainSession(trainSessionModel(known ? sessions : usual), session, { window: 3, known })
    const { sentence, factors, repeats } = explain(bulk, true)
    expect(sentence).toBe('Get 1,412 times in the session, at least as many in 1 of 1,501 sessions (usually 3).')
    expect(repeats).toMatchObject({ member: 0, times: 1412 })
    // Of 1,501 sessions that hold Get, 1,000 do so three times.
    expect(factors[0]).toEqual({
      member: undefined,
      kind: 'repeats',
      what: 'Get × 1412',
      command: 'Get',
      times: 1412,
      bits: Math.log2(1501) - 1 - 3,
      share: { count: 1, tail: 1, total: 1501 },
      usual: [{ what: '3', share: 1000 / 1501 }],
    })
    // As one more, of 1,500; and a command that no other session holds has nothing usual.
    expect(explain(bulk, false).sentence).toContain('at least as many in 1 of 1,501 sessions (usually 3)')
    const never = explain(Array<string>(700).fill('Never'), false)
    expect(never.factors.find(({ kind }) => kind === 'repeats')).toMatchObject({ what: 'Never × 700', usual: [] })
  })

  it('says first what makes most of the surprise, of the steps what is left when their number is taken off', () => {
    const model = trainSessionModel(times(2000, ['Get', 'Set']))
    const explain = (session: Session) => explainSession(model, session, { window: 3 })
    const bulk = explain(['Get', ...Array<string>(50).fill('Set')])
    expect(bulk.factors[0]).toMatchObject({ kind: 'repeats', what: 'Set × 50' })
    expect(bulk.sentence).toMatch(/^Set 50 times in the session, .*; Set was followed by Set/)
    const odd = explain(['Get', 'Odd', 'Get', 'Odder'])
    expect(odd.factors.map(({ kind }) => kind)).toContain('repeats')
    expect(odd.factors[0]!.kind).toBe('order')
    expect(odd.sentence).not.toContain('times in the session')
  })

  it('says what followed what, how often, and what usually does', () => {
    const sessions = [...times(88, ['Set', 'Get']), ['Set', 'Get', 'Set', 'Drop']]
    const model = trainSessionModel(sessions)
    const { sentence, factors } = explainSession(model, sessions[88]!, { window: 3, known: true })
    expect(sentence).toBe(
      'Set was followed by Drop, 1 time in 90 (usually Get follows, 99 %); Drop occurs 1 time in 180 events.',
    )
    const [order] = factors.filter(({ kind, command }) => kind === 'order' && command === 'Drop')
    expect(order).toMatchObject({ before: 'Set', share: { count: 1, tail: 1, total: 90 } })
    expect(order!.bits).toBeCloseTo(Math.log2(90), 10)
  })

  it('tells a parameter and a value from those that are usual', () => {
    const sessions = [
      ...times(50, [set({ to: 'inside' }), get]),
      [set({ to: 'inside', forward: 'x' }), get],
      [set({ to: 'outside' }), get],
    ]
    const model = trainSessionModel(sessions)
    expect(explainSession(model, sessions[50]!, { window: 3, known: true }).sentence).toBe(
      'Set with forward, 1 time in 52 (usually to 100 %).',
    )
    expect(explainSession(model, sessions[51]!, { window: 3, known: true }).sentence).toBe(
      'to of Set was outside, 1 time in 52 (usually inside, 98 %).',
    )
  })

  it('has nothing to say of what is always the same', () => {
    const model = trainSessionModel(times(5, ['A']))
    const { sentence, surprise, factors } = explainSession(model, ['A'], { window: 3, known: true })
    expect(sentence).toBe('Every step is what usually follows.')
    expect(surprise).toBe(0)
    expect(factors).toEqual([])
  })

  it('takes names for names, whatever is in them', () => {
    const sessions = [...times(30, ['a → b', 'c']), ['a → b', '(end)']]
    const { sentence } = explainSession(trainSessionModel(sessions), sessions[30]!, { window: 2, known: true })
    expect(sentence).toContain('a → b was followed by (end), 1 time in 31 (usually c follows, 97 %)')
  })

  it('names what a model has never seen', () => {
    const model = trainSessionModel(times(40, ['A', 'B']))
    const { sentence } = explainSession(model, ['A', 'Never'], { window: 3 })
    expect(sentence).toBe(
      'A was followed by Never, 1 time in 41 (usually B follows, 100 %); Never occurs 1 time in 81 events.',
    )
  })

  it('explains a session of a million events, and a command of 100,000 parameters', () => {
    const long = Array.from({ length: 1_000_000 }, (_, at) => (at === 500_000 ? 'Odd' : at % 2 === 0 ? 'A' : 'B'))
    const { sentence } = explainSession(trainSessionModel([long]), long, { window: 3, known: true })
    expect(sentence).toContain('Odd')
    const many = Array.from({ length: 100_000 }, (_, at) => `p${at}`)
    const wide: Session[] = [[{ name: 'A', params: many }], [{ name: 'A', params: [...many, 'odd'] }]]
    const model = trainSessionModel(wide)
    expect(Number.isFinite(explainSession(model, wide[1]!, { window: 3, known: true }).surprise)).toBe(true)
  })
})

describe('nearestSession', () => {
  it('finds the one that shares most steps, of equals the first, as every pair compared does', () => {
    const sessions = fc.array(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 6 }), {
      minLength: 2,
      maxLength: 15,
    })
    fc.assert(
      fc.property(sessions, (all) => {
        const { model } = trainEncoded(all, {})
        const encoded = encodeSessions(all, 'commands', model.vocabularies, false)
        const found = nearestSession(encoded, model.commandCounts.length, 0, (index) => index % 3 !== 2)
        const stepsOf = (session: readonly string[]) =>
          new Set(['', ...session].map((from, at) => JSON.stringify([from, session[at] ?? ''])))
        const similarities = all.map((other, index) => {
          if (index === 0 || index % 3 === 2) return 0
          const [here, there] = [stepsOf(all[0]!), stepsOf(other)]
          const shared = [...here].filter((step) => there.has(step)).length
          return shared / (here.size + there.size - shared)
        })
        const most = Math.max(...similarities)
        expect(found).toEqual(most === 0 ? undefined : { index: similarities.indexOf(most), similarity: most })
      }),
      { numRuns: 200, seed: 3 },
    )
  })
})

describe('of a ranked table', () => {
  const sequences: readonly Cell[] = [...times(30, ['A', 'B', 'C']), ['A', 'B', 'X', 'C']] as readonly Cell[]
  const table = Table.fromRows(
    [{ name: 'Sequence', type: 'dynamic' }],
    sequences.map((sequence) => [sequence]),
  )
  const options = { mode: 'commands', events: 'Sequence' } as const
  const scored = scoreSessionTable(table, options)

  it('lists what makes a session unusual', () => {
    const factors = explainRankedSession(scored, { ...options, rank: 1 })
    const bits = factors.column('Bits') as number[]
    expect(bits.reduce((sum, each) => sum + each, 0)).toBeCloseTo(Number(scored.value(0, 'Surprise')), 8)
    const order = [...factors.objects()].find(({ What }) => What === 'B → X')
    expect(order).toMatchObject({ Step: 3, Kind: 'order', Count: 1, OutOf: 31, AsRare: 1, Usual: 'C' })
    expect(scored.value(0, 'Why')).toContain('B was followed by X, 1 time in 31 (usually C follows, 97 %)')
  })

  it('finds the usual session nearest to it, and what only one of them does', () => {
    const nearest = nearestUsualSession(scored, { ...options, rank: 1 })
    expect(nearest.column('Sequence')).toEqual([['A', 'B', 'C']])
    expect(nearest.column('OnlyHere')).toEqual([['B → X', 'X → C']])
    expect(nearest.column('OnlyThere')).toEqual([['B → C']])
    // (start) → A, A → B and C → (end) of six different steps.
    expect(nearest.value(0, 'Similarity')).toBeCloseTo(3 / 6, 12)
  })

  it('says which ranks there are', () => {
    const failing = () => explainRankedSession(scored, { ...options, rank: 99 })
    expect(failing).toThrow(/No session has rank 99/)
    try {
      failing()
    } catch (error) {
      expect((error as HuntletError).code).toBe('SESSION_UNKNOWN')
    }
  })
})
