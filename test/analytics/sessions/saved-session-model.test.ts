import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeScores } from '../../../src/analytics/sessions/compute-scores.ts'
import { overallValueProbability, valueProbability } from '../../../src/analytics/sessions/probabilities.ts'
import {
  loadSessionModel,
  type SavedSessionModel,
  saveSessionModel,
} from '../../../src/analytics/sessions/saved-session-model.ts'
import type { Session, SessionKind } from '../../../src/analytics/sessions/session.ts'
import { modellableParameters, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import { updateSessionModel } from '../../../src/analytics/sessions/update-session-model.ts'
import type { HuntletError } from '../../../src/lib/diagnostic.ts'
import type { Json } from '../../../src/lib/table.ts'
import { anyPopulation, anySession, ofKind } from './any-sessions.ts'

const kinds: readonly SessionKind[] = ['commands', 'params', 'values']

function throughJson(saved: SavedSessionModel): Json {
  return JSON.parse(JSON.stringify(saved)) as Json
}

describe('a saved model', () => {
  it.each(kinds)('scores, and is updated, as the model it was made from, of %s', (kind) => {
    fc.assert(
      fc.property(anyPopulation, fc.array(anySession, { minLength: 1, maxLength: 5 }), (training, others) => {
        const model = trainSessionModel(ofKind(kind, training), { kind })
        const loaded = loadSessionModel(throughJson(saveSessionModel(model)))
        const sessions = ofKind(kind, others)
        const windows = [1, 2, 3]
        expect(computeScores(loaded, sessions, { windows })).toEqual(computeScores(model, sessions, { windows }))
        expect(saveSessionModel(loaded)).toEqual(saveSessionModel(model))
        expect(saveSessionModel(updateSessionModel(loaded, sessions))).toEqual(
          saveSessionModel(updateSessionModel(model, sessions)),
        )
      }),
      { numRuns: 100, seed: 9 },
    )
  })

  it('is as small as what occurred: no session, every name once', () => {
    const saved = saveSessionModel(trainSessionModel(Array(1000).fill(['Set-User', 'Set-Mailbox'])))
    expect(saved).toEqual({
      format: 'huntlet-session-model/1',
      kind: 'commands',
      sessions: 1000,
      events: 2000,
      commands: ['Set-User', 'Set-Mailbox'],
      transitions: [
        [1, 1000],
        [2, 1000],
        [0, 1000],
      ],
      repeats: [[], []],
    })
    expect(saveSessionModel(trainSessionModel([['A', 'B', 'A', 'A'], ['A', 'A'], ['B']])).repeats).toEqual([
      [2, 1, 3, 1],
      [],
    ])
  })

  it('keeps names that look like something else', () => {
    const names = ['__proto__', 'constructor', '', '##START##', 'a\u0000b', '\ud83d\ude00', '"', 'ä\u2028']
    const sessions: Session[] = [
      names.map((name) => ({ name, params: new Map<string, Json>(names.map((each) => [each, each || 'x'])) })),
    ]
    const model = trainSessionModel(sessions, { modellable: names })
    const loaded = loadSessionModel(throughJson(saveSessionModel(model)))
    expect(loaded.vocabularies.commands.names).toEqual(names)
    expect(modellableParameters(loaded)).toEqual([...names].sort())
    expect(computeScores(loaded, sessions)).toEqual(computeScores(model, sessions))
  })

  it('tells values of different types apart, and keeps NaN as the text that is printed for it', () => {
    const values: Json[] = ['1', 1, true, 'true', [1], { a: [null] }, Number.NaN, Number.POSITIVE_INFINITY]
    const model = trainSessionModel([values.map((value) => ({ name: 'A', params: { p: value } }))])
    const loaded = loadSessionModel(throughJson(saveSessionModel(model)))
    for (const value of values) expect(valueProbability(loaded, 'p', value)).toBe(valueProbability(model, 'p', value))
    expect(valueProbability(loaded, 'p', 'NaN')).toBe(2 / 17)
  })

  it('leaves out the values of what can never have categories, and says so when they are asked for', () => {
    const secret = (at: number) => ({ name: 'A', params: { password: `s3cret${at}`, flag: 'on' } })
    const training: Session[] = [Array.from({ length: 21 }, (_, at) => secret(at))]
    const model = trainSessionModel(training)
    const saved = saveSessionModel(model)
    expect(JSON.stringify(saved)).not.toContain('s3cret')
    expect(saved.parameters!.values!.ofParameter).toEqual([null, [0, 21]])
    const loaded = loadSessionModel(throughJson(saved))
    expect(modellableParameters(loaded)).toEqual(['flag'])
    expect(computeScores(loaded, training)).toEqual(computeScores(model, training))
    expect(() => valueProbability(loaded, 'password', 's3cret1')).toThrow(/saved without/)
    expect(() => overallValueProbability(loaded, 'on')).toThrow(/saved without/)
    expect(valueProbability(loaded, 'flag', 'on')).toBe(valueProbability(model, 'flag', 'on'))
    const later: Session[] = [[secret(0), secret(1)]]
    expect(saveSessionModel(updateSessionModel(loaded, later))).toEqual(
      saveSessionModel(updateSessionModel(model, later)),
    )
    // Named, it is modelled, and so its values are needed.
    const named = saveSessionModel(trainSessionModel(training, { modellable: ['password'] }))
    expect(JSON.stringify(named)).toContain('s3cret20')
    expect(named.parameters!.values!.modellable).toEqual(['password'])
  })

  const sample = () =>
    throughJson(
      saveSessionModel(
        trainSessionModel([
          [
            { name: 'A', params: { p: 'x' } },
            { name: 'B', params: { p: 'y' } },
          ],
        ]),
      ),
    ) as { [key: string]: Json } & SavedSessionModel

  type Sample = { -readonly [Key in keyof ReturnType<typeof sample>]: ReturnType<typeof sample>[Key] }

  it.each<readonly [string, (saved: Sample) => unknown, string, RegExp]>([
    ['nothing', () => null, 'MODEL_INVALID', /is null, not an object/],
    ['a list', () => [], 'MODEL_INVALID', /is a list, not an object/],
    ['another JSON', () => ({}), 'MODEL_INVALID', /`format` is nothing/],
    [
      'a later version',
      (saved) => ({ ...saved, format: 'huntlet-session-model/2' }),
      'MODEL_VERSION',
      /model\/2.*known is/,
    ],
    ['an unknown kind', (saved) => ({ ...saved, kind: 'words' }), 'MODEL_INVALID', /`kind` is "words"/],
    ['a command twice', (saved) => ({ ...saved, commands: ['A', 'A'] }), 'MODEL_INVALID', /`commands` names "A" twice/],
    ['no names', (saved) => ({ ...saved, commands: 'A' }), 'MODEL_INVALID', /`commands` is "A", not a list/],
    [
      'a name that is none',
      (saved) => ({ ...saved, commands: ['A', 3] }),
      'MODEL_INVALID',
      /`commands\[1\]` is 3, not a text/,
    ],
    [
      'a row less',
      (saved) => ({ ...saved, transitions: saved.transitions.slice(1) }),
      'MODEL_INVALID',
      /2 rows, not 3/,
    ],
    ['half a pair', (saved) => ({ ...saved, transitions: [[1], [2, 1], [0, 1]] }), 'MODEL_INVALID', /not pairs/],
    [
      'an unknown column',
      (saved) => ({
        ...saved,
        transitions: [
          [9, 1],
          [2, 1],
          [0, 1],
        ],
      }),
      'MODEL_INVALID',
      /is 9, not a whole number from 0 to 2/,
    ],
    [
      'a column twice',
      (saved) => ({
        ...saved,
        transitions: [
          [1, 1, 1, 1],
          [2, 1],
          [0, 1],
        ],
      }),
      'MODEL_INVALID',
      /from 2 to 2/,
    ],
    [
      'a count of 0',
      (saved) => ({
        ...saved,
        transitions: [
          [1, 0],
          [2, 1],
          [0, 1],
        ],
      }),
      'MODEL_INVALID',
      /is 0, not a whole number from 1/,
    ],
    [
      'half a count',
      (saved) => ({
        ...saved,
        transitions: [
          [1, 0.5],
          [2, 1],
          [0, 1],
        ],
      }),
      'MODEL_INVALID',
      /is 0.5/,
    ],
    [
      'a text as a count',
      (saved) => ({
        ...saved,
        transitions: [
          [1, '1'],
          [2, 1],
          [0, 1],
        ],
      }),
      'MODEL_INVALID',
      /is "1"/,
    ],
    [
      'more than can be counted',
      (saved) => ({
        ...saved,
        transitions: [
          [1, 0xffffffff],
          [2, 0xffffffff],
          [0, 0xffffffff],
        ],
      }),
      'MODEL_INVALID',
      /more than can be counted/,
    ],
    [
      'counts that do not add up',
      (saved) => ({
        ...saved,
        transitions: [
          [1, 2],
          [2, 1],
          [0, 1],
        ],
      }),
      'MODEL_INVALID',
      /do not add up: command 0 is come to 1 times and left 2/,
    ],
    [
      'other sessions',
      (saved) => ({ ...saved, sessions: 2 }),
      'MODEL_INVALID',
      /are 2 and 2, but `transitions` holds 1 and 2/,
    ],
    ['no repeats', (saved) => ({ ...saved, repeats: undefined }), 'MODEL_INVALID', /`repeats` is nothing/],
    [
      'what is repeated once',
      (saved) => ({ ...saved, repeats: [[1, 1], []] }),
      'MODEL_INVALID',
      /`repeats\[0\]` counts what occurs 1 times/,
    ],
    [
      'more repetitions than there are events',
      (saved) => ({ ...saved, repeats: [[3, 1], []] }),
      'MODEL_INVALID',
      /is 3, not a whole number from 0 to 2/,
    ],
    [
      'more repetitions than the command occurs',
      (saved) => ({ ...saved, repeats: [[2, 1], []] }),
      'MODEL_INVALID',
      /by `repeats\[0\]` 0 sessions hold the command, by `transitions` 1/,
    ],
    [
      'fewer repetitions than the command follows itself',
      () => ({ ...(throughJson(saveSessionModel(trainSessionModel([['A', 'A']]))) as object), repeats: [[]] }),
      'MODEL_INVALID',
      /by `repeats\[0\]` 2 sessions hold the command, by `transitions` 1/,
    ],
    ['no parameters', (saved) => ({ ...saved, parameters: undefined }), 'MODEL_INVALID', /`parameters` is nothing/],
    [
      'a parameter more often than its command',
      (saved) => ({
        ...saved,
        parameters: {
          ...saved.parameters,
          ofCommand: [
            [0, 5],
            [0, 1],
          ],
        },
      }),
      'MODEL_INVALID',
      /more than its command occurs: 1/,
    ],
    [
      'more values than parameters',
      (saved) => ({
        ...saved,
        parameters: { ...saved.parameters, values: { values: ['x', 'y'], ofParameter: [[0, 5]] } },
      }),
      'MODEL_INVALID',
      /more values than it occurs/,
    ],
    [
      'a value that is none',
      (saved) => ({
        ...saved,
        parameters: { ...saved.parameters, values: { values: ['x', null], ofParameter: [[0, 1]] } },
      }),
      'MODEL_INVALID',
      /counts as none/,
    ],
    [
      'a value twice',
      (saved) => ({
        ...saved,
        parameters: { ...saved.parameters, values: { values: ['x', 'x'], ofParameter: [[0, 1]] } },
      }),
      'MODEL_INVALID',
      /has "x" twice/,
    ],
  ])('is refused where it is %s', (_, damage, code, message) => {
    let error: HuntletError | undefined
    try {
      loadSessionModel(damage(sample()))
    } catch (thrown) {
      error = thrown as HuntletError
    }
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(message)
    expect(error?.hint).toMatch(/\w/)
  })

  it('loads where nothing is damaged', () => {
    expect(loadSessionModel(sample()).eventCount).toBe(2)
  })
})
