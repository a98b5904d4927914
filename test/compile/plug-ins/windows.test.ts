import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

/** An appearance of an id: hours since the first of May. */
interface Row {
  readonly id: string
  readonly t: number
  readonly d: string
}

/** The same rows every time: a linear congruential generator (Numerical Recipes). */
function sample(count: number, seed: number): Row[] {
  let state = seed
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: count }, () => ({ id: `u${next(6)}`, t: next(240) - 48, d: next(2) === 0 ? 'x' : 'y' }))
}

const day = 24
const table = (rows: readonly Row[]) =>
  `datatable(id:string, t:timespan, d:string) [${rows.map(({ id, t, d }) => `"${id}", ${t}h, "${d}"`).join(', ')}]`

const ids = (rows: readonly Row[]) => new Set(rows.map(({ id }) => id)).size
const period = (t: number, length: number) => Math.floor(t / length)
const dimensions = ['x', 'y']

/** Rows as text, in any order. */
const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort()

const hours = (t: number) => {
  const days = Math.floor(t / day)
  return `${days > 0 ? `${days}.` : ''}${String(t % day).padStart(2, '0')}:00:00`
}

describe('windows over random rows are what is counted one by one', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  const rows = sample(120, 20_240_501)
  const end = 7 * day
  const inPeriods = (length: number) => Array.from({ length: period(end, length) + 1 }, (_, index) => index)

  it('sliding_window_counts', async () => {
    const answer = await answerOf(
      `${table(rows)} | evaluate sliding_window_counts(id, t, 0h, ${end}h, 30h, 12h, d)`,
      database,
    )
    // 30 hours are two whole periods of twelve.
    const expected = inPeriods(12).flatMap((at) =>
      dimensions.flatMap((d) => {
        const seen = rows.filter((row) => row.d === d && period(row.t, 12) <= at && period(row.t, 12) > at - 2)
        return seen.length > 0 ? [[hours(at * 12), d, seen.length, ids(seen)]] : []
      }),
    )
    expect(sorted(answer)).toEqual(sorted(expected))
  })

  it('activity_engagement', async () => {
    const answer = await answerOf(`${table(rows)} | evaluate activity_engagement(id, t, 0h, ${end}h, 1d, 3d)`, database)
    const expected = inPeriods(day).map((at) => {
      const inner = ids(rows.filter((row) => period(row.t, day) === at))
      const outer = ids(rows.filter((row) => period(row.t, day) <= at && period(row.t, day) > at - 3))
      return [hours(at * day), inner, outer, inner / outer]
    })
    expect(sorted(answer)).toEqual(sorted(expected.filter(([, , outer]) => Number(outer) > 0)))
  })

  it('active_users_count', async () => {
    const answer = await answerOf(
      `${table(rows)} | evaluate active_users_count(id, t, 0h, ${end}h, 50h, 8h, 3, 1d, d)`,
      database,
    )
    const active = rows.filter((row) => {
      const lookback = rows.filter(
        (other) =>
          other.id === row.id && other.d === row.d && other.t <= row.t && other.t > row.t - 50 && other.t > -50,
      )
      return row.t >= 0 && row.t <= end && new Set(lookback.map(({ t }) => period(t, 8))).size >= 3
    })
    const expected = inPeriods(day).flatMap((at) =>
      dimensions.flatMap((d) => {
        const seen = active.filter((row) => row.d === d && period(row.t, day) === at)
        return seen.length > 0 ? [[hours(at * day), d, ids(seen)]] : []
      }),
    )
    expect(expected.length).toBeGreaterThan(3)
    expect(sorted(answer)).toEqual(sorted(expected))
  })

  it('session_count', async () => {
    const answer = await answerOf(`${table(rows)} | evaluate session_count(id, t, 0h, ${end}h, 1d, 12h, d)`, database)
    const distinct = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
    const begins = distinct.filter(
      (row) =>
        row.t >= 0 &&
        row.t <= end &&
        !distinct.some((other) => other.id === row.id && other.d === row.d && other.t < row.t && other.t >= row.t - 12),
    )
    const expected = inPeriods(day).flatMap((at) =>
      dimensions.flatMap((d) => {
        const count = begins.filter((row) => row.d === d && period(row.t, day) === at).length
        return count > 0 ? [[hours(at * day), d, count]] : []
      }),
    )
    expect(sorted(answer)).toEqual(sorted(expected))
  })

  it('new_activity_metrics', async () => {
    const answer = await answerOf(
      `${table(rows.slice(0, 30))} | evaluate new_activity_metrics(id, t, 0h, ${end}h, 1d)`,
      database,
    )
    const within = rows.slice(0, 30).filter(({ t }) => t >= 0 && t <= end)
    const seenIn = (at: number) => [...new Set(within.filter(({ t }) => period(t, day) === at).map(({ id }) => id))]
    const firstOf = (id: string) => Math.min(...within.filter((row) => row.id === id).map(({ t }) => period(t, day)))
    const rate = (part: number, whole: number) => (whole === 0 ? 'NaN' : part / whole)
    const expected = inPeriods(day).flatMap((from) =>
      inPeriods(day)
        .filter((to) => to >= from)
        .map((to) => {
          const cohort = seenIn(from).filter((id) => firstOf(id) === from)
          const fresh = seenIn(to).filter((id) => (to === from ? firstOf(id) === from : firstOf(id) > from)).length
          const kept = cohort.filter((id) => seenIn(to).includes(id)).length
          const left = cohort.length - kept
          return [
            hours(from * day),
            hours(to * day),
            fresh,
            kept,
            left,
            rate(kept, cohort.length),
            rate(left, cohort.length),
          ]
        }),
    )
    const shown = answer.map((row) => row.map((cell) => (Number.isNaN(cell) ? 'NaN' : cell)))
    expect(sorted(shown)).toEqual(sorted(expected))
  })

  it('sequence_detect', async () => {
    const answer = await answerOf(
      `${table(rows)} | evaluate sequence_detect(t, 7h, 12h, a = id in ("u0", "u1"), b = id == "u2", c = d == "x", d)`,
      database,
    )
    const times = (holds: (row: Row) => boolean) => [...new Set(rows.filter(holds).map(({ t }) => t))]
    const expected = dimensions.flatMap((d) =>
      times((row) => row.d === d && (row.id === 'u0' || row.id === 'u1')).flatMap((a) =>
        times((row) => row.d === d && row.id === 'u2')
          .filter((b) => b >= a && b - a <= 7)
          .flatMap((b) =>
            times((row) => row.d === d && d === 'x')
              .filter((c) => c >= b && c - b <= 7 && c - a <= 12)
              .map((c) => [d, ...[a, b, c].map((t) => (t < 0 ? 'before' : hours(t))), hours(c - a)]),
          ),
      ),
    )
    expect(expected.length).toBeGreaterThan(5)
    const shown = answer.map((row) => row.map((cell) => (String(cell).startsWith('-') ? 'before' : cell)))
    expect(sorted(shown)).toEqual(sorted(expected))
  })

  it('funnel_sequence_completion', async () => {
    const answer = await answerOf(
      `${table(rows)} | evaluate funnel_sequence_completion(d, t, 0h, ${end}h, 1d, id, dynamic(["u0", "u1", "u2"]), dynamic([10h, 30h]))`,
      database,
    )
    const within = rows.filter(({ t }) => t >= 0 && t <= end)
    const after = (d: string, id: string, from: number) =>
      Math.min(...within.filter((row) => row.d === d && row.id === id && row.t >= from).map(({ t }) => t))
    const expected = [10, 30].flatMap((length) =>
      inPeriods(day).flatMap((at) =>
        ['u0', 'u1', 'u2'].flatMap((state, index, states) => {
          const reached = dimensions.filter((d) =>
            within.some((row) => {
              if (row.d !== d || row.id !== 'u0' || period(row.t, day) !== at) return false
              const last = states.slice(1, index + 1).reduce((from, id) => after(d, id, from), row.t)
              return last - row.t <= length
            }),
          )
          return reached.length > 0 ? [[hours(at * day), state, hours(length), reached.length]] : []
        }),
      ),
    )
    expect(sorted(answer)).toEqual(sorted(expected))
  })
})
