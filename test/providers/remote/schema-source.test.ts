import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Table } from '../../../src/lib/table.ts'
import { Limiter } from '../../../src/providers/remote/limiter.ts'
import { SchemaFile } from '../../../src/providers/remote/schema-file.ts'
import { findSchema } from '../../../src/providers/remote/schema-source.ts'
import { ServiceFault, type WireAnswer, type WireSchema } from '../../../src/providers/remote/wire.ts'
import { limits, schema, scriptedWire, testClock } from './simulated-service.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntlet-schemas-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const notAsked = () => {
  throw new Error('not asked')
}

function source(
  key: string,
  give: () => WireSchema,
  { clock = testClock(), answer = notAsked }: { clock?: ReturnType<typeof testClock>; answer?: () => WireAnswer } = {},
) {
  let asked = 0
  const wire = scriptedWire(answer, {
    schema: () => {
      asked++
      return give()
    },
  })
  const find = () =>
    findSchema(
      {
        wire,
        limiter: new Limiter(limits, clock),
        clock,
        file: new SchemaFile(folder, key),
        ageMs: 3600_000,
        onProgress: undefined,
      },
      new AbortController().signal,
    )
  return { find, clock, asked: () => asked }
}

const answered = (): WireAnswer => ({ tables: [{ name: 'PrimaryResult', table: Table.fromRows([], []) }] })
const forbidden = () => {
  throw new ServiceFault('forbidden', 'You may not see it.')
}

describe('what can be named in queries', () => {
  it('is asked once, kept for the user alone, and asked again when it is old', async () => {
    const { find, clock, asked } = source('kept', () => schema)
    expect((await find()).from).toBe('service')
    const again = await find()
    expect([again.from, again.schema, asked()]).toEqual(['file', schema, 1])
    const kept = join(folder, 'schemas')
    expect(statSync(kept).mode & 0o077).toBe(0)
    expect(statSync(join(kept, readdirSync(kept)[0]!)).mode & 0o077).toBe(0)
    clock.pass(3600_001)
    expect((await find()).from).toBe('service')
    expect(asked()).toBe(2)
  })

  it('is that of one identity and one workspace', async () => {
    await source('one', () => schema).find()
    expect((await source('two', () => ({ ...schema, names: ['two'] })).find()).schema.names).toEqual(['two'])
  })

  it('is asked anew where the file is no schema', async () => {
    const { find } = source('broken', () => schema)
    await find()
    for (const name of readdirSync(join(folder, 'schemas'))) {
      writeFileSync(join(folder, 'schemas', name), '{"version":1,"at":1714521600000,"schema":{"tables":[{"name":5}]}}')
    }
    expect((await find()).from).toBe('service')
  })

  it('is what it was where the service does not say now', async () => {
    let isDown = false
    const give = () => {
      if (isDown) throw new ServiceFault('unavailable', 'down')
      return schema
    }
    const { find, clock } = source('down', give, { answer: answered })
    await find()
    isDown = true
    clock.pass(4000_000)
    const found = await find()
    expect([found.from, found.schema]).toEqual(['file', schema])
    expect(found.notices[0]!.message).toContain('taken as it was on 2024-05-01T00:00Z')
  })

  it('is guessed, with a warning, where the service answers questions and tells no schema', async () => {
    const { find } = source('untold', forbidden, { answer: answered })
    const { from, notices } = await find()
    expect([from, notices.map(({ severity }) => severity)]).toEqual(['known', ['warning']])
  })

  it('is one error, and no warning before it, where questions fail too', async () => {
    const fails = () => {
      throw new ServiceFault('forbidden', 'You may not read it.', { hint: 'Ask for the role.' })
    }
    await expect(source('forbidden', forbidden, { answer: fails }).find()).rejects.toMatchObject({
      code: 'NO_PERMISSION',
      message: 'You may not read it.',
      hint: 'Ask for the role.',
    })
  })

  it('is not guessed where nobody is reached: every question would say the same again', async () => {
    const { find } = source('unreached', () => {
      throw new ServiceFault('unavailable', 'No address is known.', { hint: 'Check it.', isUnreached: true })
    })
    await expect(find()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', hint: 'Check it.' })
  })
})
