import { expect, it } from 'vitest'
import { openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { runQuery } from '../../../../src/providers/local/engine/run-query.ts'

/** Hours of work, if it is let. */
const endless = 'SELECT sum(a.i * b.i * c.i) FROM range(100000) a(i), range(100000) b(i), range(100000) c(i)'

it('ends a statement whenever it is aborted, before the engine has begun with it too', async () => {
  const database = await openDatabase({})
  try {
    for (let round = 0; round < 20; round++) {
      const connection = await database.connect()
      const controller = new AbortController()
      const answer = runQuery(connection, endless, ['long'], 1, controller.signal)
      for (let turn = 0; turn < round; turn++) await new Promise(setImmediate)
      controller.abort(new Error(`in turn ${round}`))
      await expect(answer).rejects.toThrow(`in turn ${round}`)
      connection.closeSync()
    }
  } finally {
    database.close()
  }
})
