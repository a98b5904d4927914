import { expect, it, vi } from 'vitest'
import { openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { whileTelling } from '../../../../src/providers/local/engine/while-telling.ts'

it('tells how far a long statement is, on a connection made after the database was locked', async () => {
  const database = await openDatabase({})
  const first = await database.connect()
  await first.run('CREATE TABLE t AS SELECT range AS i FROM range(3000000)')
  await database.lock()
  const connection = await database.connect()
  try {
    const told: number[] = []
    const long = 'SELECT sum(list_sum(range(i % 100, 600))) FROM t'
    const work = whileTelling(
      connection,
      (percent) => told.push(percent),
      () => connection.run(long),
    )
    const stopped = expect(work).rejects.toThrow(/interrupt/i)
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 30_000)
    connection.interrupt()
    await stopped
    for (const percent of told) expect(percent).toBeOneOf(Array.from({ length: 100 }, (_, at) => at + 1))
    expect(
      await whileTelling(
        connection,
        (percent) => told.push(percent),
        async () => 'done',
      ),
    ).toBe('done')
  } finally {
    connection.closeSync()
    first.closeSync()
    database.close()
  }
}, 60_000)
