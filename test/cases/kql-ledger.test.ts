import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../support/duckdb.ts'
import { hasCases, type KqlCase, type Outcome, readCases, runCase } from '../support/kql-cases.ts'
import { isUpdating } from '../support/updating.ts'

/** Case → what became of it: `pass`, `refused: why`, `divergent: why`, `lax: why` (the engine refuses it, we answer). */
type Ledger = Readonly<Record<string, string>>

const ledgerFile = join(import.meta.dirname, 'kql-ledger.json')

/** Reason → the cases that differ for it, and are meant to. */
const divergences = JSON.parse(
  readFileSync(join(import.meta.dirname, 'kql-divergences.json'), 'utf8'),
) as Readonly<Record<string, readonly string[]>>

const reasonOf = new Map(Object.entries(divergences).flatMap(([reason, keys]) => keys.map((key) => [key, reason])))

describe.skipIf(!hasCases)('answers recorded from the real engine', () => {
  let database: TestDatabase
  const outcomes = new Map<string, { one: KqlCase; outcome: Outcome }>()

  beforeAll(async () => {
    database = await openTestDatabase()
    for (const one of readCases()) outcomes.set(one.key, { one, outcome: await runCase(one, database) })
  }, 600_000)
  afterAll(() => database.close())

  it('are given, refused, or differ for a reason that is written down', () => {
    const wrong = [...outcomes.values()].flatMap(({ one, outcome }) => {
      if (reasonOf.has(one.key)) return []
      if (outcome.status === 'lax') return [`${one.key} is answered, though the engine refuses it:\n${one.query}`]
      return outcome.status === 'wrong' ? [`${one.key}\n${one.query}\n${outcome.difference}\n${outcome.sql}`] : []
    })
    expect(wrong).toEqual([])
  })

  it('that are listed as different still are', () => {
    const stale = [...reasonOf.keys()].filter((key) => {
      const status = outcomes.get(key)?.outcome.status
      return status !== 'wrong' && status !== 'lax'
    })
    expect(stale).toEqual([])
  })

  it('that were right once stay right', () => {
    if (isUpdating()) writeFileSync(ledgerFile, printLedger(outcomes))
    const committed = JSON.parse(readFileSync(ledgerFile, 'utf8')) as Ledger
    const lost = Object.entries(committed)
      .filter(([key, before]) => before === 'pass' && outcomes.get(key)?.outcome.status !== 'pass')
      .map(([key]) => `${key}: ${JSON.stringify(outcomes.get(key)?.outcome)}`)
    expect(lost).toEqual([])
  })
})

function printLedger(outcomes: ReadonlyMap<string, { one: KqlCase; outcome: Outcome }>): string {
  const ledger: Record<string, string> = {}
  for (const [key, { outcome }] of outcomes) {
    if (outcome.status === 'pass') ledger[key] = 'pass'
    else if (outcome.status === 'refused') ledger[key] = `refused: ${outcome.reason}`
    else ledger[key] = `${outcome.status === 'lax' ? 'lax' : 'divergent'}: ${reasonOf.get(key) ?? 'not explained'}`
  }
  return `${JSON.stringify(ledger, null, 1)}\n`
}
