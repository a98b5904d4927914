import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDatetime, lastInstant } from '../../../../src/lib/kql-time.ts'
import { readAnswer } from '../../../../src/providers/log-analytics/answer/read-answer.ts'
import { ByteSource } from '../../../../src/providers/remote/answer/byte-source.ts'

/** The body in pieces of so many bytes. */
async function* inPieces(body: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function read(body: string, size = 1 << 16) {
  return readAnswer(new ByteSource(inPieces(body, size), 1 << 26), 42)
}

/** An answer of one table of one column, whose cells are given as they stand in the body. */
async function cells(type: string, raw: readonly string[], size?: number) {
  const body = `{"tables":[{"name":"PrimaryResult","columns":[{"name":"x","type":"${type}"}],"rows":[${raw.map((cell) => `[${cell}]`).join(',')}]}]}`
  const { tables } = await read(body, size)
  return tables[0]!.table.column('x')
}

describe('the cells of an answer', () => {
  it('keep a null a null, of every type but string', async () => {
    for (const type of ['bool', 'int', 'long', 'real', 'decimal', 'datetime', 'timespan', 'guid', 'dynamic']) {
      expect(await cells(type, ['null', type === 'bool' ? 'true' : 'null'])).toEqual([
        null,
        type === 'bool' ? true : null,
      ])
    }
    expect(await cells('string', ['null', '""', '"null"'])).toEqual(['', '', 'null'])
  })

  it('keep the ticks of a datetime', async () => {
    expect(
      await cells('datetime', [
        '"2021-04-16T12:07:14.1234567Z"',
        '"2021-04-16T12:07:14.1Z"',
        '"2021-04-16T12:07:14Z"',
        '"0001-01-01T00:00:00Z"',
        '"9999-12-31T23:59:59.9999999Z"',
        '"2024-02-29T00:00:00+02:00"',
        '"2021-04-16"',
        '"2000-02-29T23:59:59.0000001Z"',
      ]),
    ).toEqual([
      '2021-04-16T12:07:14.1234567Z',
      '2021-04-16T12:07:14.1000000Z',
      '2021-04-16T12:07:14.0000000Z',
      '0001-01-01T00:00:00.0000000Z',
      '9999-12-31T23:59:59.9999999Z',
      '2024-02-28T22:00:00.0000000Z',
      '2021-04-16T00:00:00.0000000Z',
      '2000-02-29T23:59:59.0000001Z',
    ])
  })

  it('read any instant that Kusto prints', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.bigInt({ min: 0n, max: lastInstant }), { minLength: 1 }), async (ticks) => {
        const texts = ticks.map(formatDatetime)
        expect(
          await cells(
            'datetime',
            texts.map((text) => JSON.stringify(text)),
          ),
        ).toEqual(texts)
      }),
    )
  })

  it('refuse a datetime that is none', async () => {
    for (const text of [
      '"2021-02-30T00:00:00Z"',
      '"2021-13-01T00:00:00.0000000Z"',
      '"yesterday"',
      '{}',
      '[1]',
      '1.5',
    ]) {
      await expect(cells('datetime', [text])).rejects.toMatchObject({ kind: 'bad-answer' })
    }
  })

  it('keep all 64 bits of a long, as a number and as a text', async () => {
    const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    await fc.assert(
      fc.asyncProperty(fc.array(longs, { minLength: 1 }), async (values) => {
        const expected = values.map((value) =>
          BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value,
        )
        expect(await cells('long', values.map(String))).toEqual(expected)
        expect(
          await cells(
            'long',
            values.map((value) => `"${value}"`),
          ),
        ).toEqual(expected)
      }),
    )
    await expect(cells('long', ['9223372036854775808'])).rejects.toMatchObject({ kind: 'bad-answer' })
    await expect(cells('long', ['1.5'])).rejects.toMatchObject({ kind: 'bad-answer' })
    expect(await cells('long', ['1e3', '-999999999999999', '-1', '0'])).toEqual([1000, -999999999999999, -1, 0])
  })

  it('read what JSON has no number for', async () => {
    expect(await cells('real', ['"NaN"', '"Infinity"', '"-Infinity"', '1.5e-3', '"0.25"', '-7', '1e400'])).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0.0015,
      0.25,
      -7,
      Number.POSITIVE_INFINITY,
    ])
    await expect(cells('real', ['"many"'])).rejects.toMatchObject({ kind: 'bad-answer' })
    await expect(cells('int', ['1.5'])).rejects.toMatchObject({ kind: 'bad-answer' })
    expect(await cells('int', ['-2147483648', '2147483647'])).toEqual([-2147483648, 2147483647])
  })

  it('are no int beyond 32 bits, and there is one zero of them', async () => {
    for (const text of ['2147483648', '-2147483649', '5000000000', '"1e10"']) {
      await expect(cells('int', [text])).rejects.toMatchObject({ kind: 'bad-answer' })
    }
    expect(await cells('int', ['-0', '"-0"', '-0.0', '1e3'])).toEqual([0, 0, 0, 1000])
    expect(await cells('real', ['-0'])).toEqual([-0])
  })

  it('show what is no text in a column of strings as it is written, where it is JSON', async () => {
    expect(await cells('string', ['5', 'true', '{"a":1}'])).toEqual(['5', 'true', '{"a":1}'])
    for (const text of ['tru', '-', '{"a"}', '01']) {
      await expect(cells('string', [text])).rejects.toMatchObject({ kind: 'bad-answer' })
    }
    const empty = '{"tables":[{"columns":[{"name":"a","type":"string"},{"name":"b","type":"string"}],"rows":[["x",]]}]}'
    await expect(read(empty)).rejects.toMatchObject({ kind: 'bad-answer' })
    await expect(read(empty.replace('"x",', ',"x"'))).rejects.toMatchObject({ kind: 'bad-answer' })
  })

  it('read any number as JSON does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        async (values) => {
          const raw = values.map((value) => JSON.stringify(value))
          expect(await cells('real', raw)).toEqual(raw.map((text) => JSON.parse(text)))
        },
      ),
    )
  })

  it('read a bool also where it is 0 or 1', async () => {
    expect(await cells('bool', ['true', 'false', '1', '0', '"True"'])).toEqual([true, false, true, false, true])
    await expect(cells('bool', ['2'])).rejects.toMatchObject({ kind: 'bad-answer' })
  })

  it('keep the digits of a decimal, and texts of guid and timespan', async () => {
    expect(await cells('decimal', ['1.10', '"0.30000000000000000000001"'])).toEqual([
      '1.10',
      '0.30000000000000000000001',
    ])
    expect(await cells('guid', ['"74be27de-1e4e-49d9-b579-fe0b331d3642"', '""'])).toEqual([
      '74be27de-1e4e-49d9-b579-fe0b331d3642',
      null,
    ])
    expect(await cells('timespan', ['"1.02:03:04.5000000"', '"-00:00:00.0000001"', '"00:20:00"'])).toEqual([
      '1.02:03:04.5000000',
      '-00:00:00.0000001',
      '00:20:00',
    ])
  })

  it('parse dynamic, and leave a text in it that is no JSON', async () => {
    const values = [
      '"{\\"a\\":[1,null]}"',
      '"plain"',
      '"7"',
      '{"b":"é"}',
      '[1]',
      '"null"',
      'true',
      '"\\"quoted\\""',
      '""',
    ]
    expect(await cells('dynamic', values)).toEqual([
      { a: [1, null] },
      'plain',
      7,
      { b: 'é' },
      [1],
      null,
      true,
      'quoted',
      '',
    ])
  })

  it('read any text, wherever the body is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('a', 'b', 'A', '\u0000', '"', '\\')),
        ),
        fc.integer({ min: 1, max: 40 }),
        async (texts, size) => {
          expect(
            await cells(
              'string',
              texts.map((text) => JSON.stringify(text)),
              size,
            ),
          ).toEqual(texts)
        },
      ),
    )
  })

  it('keep each distinct text once, however it is written', async () => {
    const body =
      '{"tables":[{"name":"T","columns":[{"name":"x","type":"string"}],"rows":[["A"],["\\u0041"],["é"],["\\u00e9"],["A"]]}]}'
    const { tables } = await read(body)
    const data = tables[0]!.table.data[0]!
    expect(data.kind === 'texts' && data.dictionary).toEqual(['A', 'é'])
  })

  it('keep many distinct texts apart', async () => {
    const texts = Array.from({ length: 20_000 }, (_, row) => `text ${row % 15_000}`)
    expect(
      await cells(
        'string',
        texts.map((text) => JSON.stringify(text)),
        1000,
      ),
    ).toEqual(texts)
  })
})

describe('an answer', () => {
  const whole =
    '{ "tables" : [ {"name":"PrimaryResult","columns":[{"name":"a","type":"string"},{"name":"n","type":"long"},{"name":"d","type":"dynamic"}],' +
    '"rows":[["x",1,"{}"], ["ü\\n",9007199254740993,[1]] ]}, {"name":"Second","columns":[],"rows":[[],[]]} ],' +
    '"other":{"deep":[{"a":"]"}]},"statistics":{"query":{"executionTime":0.5}},"render":{"visualization":"piechart"},"error":{"code":"PartialError"}}\n'

  it('is read alike in pieces of any size', async () => {
    const expected = await read(whole)
    expect(expected.tables.map(({ name }) => name)).toEqual(['PrimaryResult', 'Second'])
    expect(expected.tables[0]!.table.rows()).toEqual([
      ['x', 1, {}],
      ['ü\n', 9007199254740993n, [1]],
    ])
    expect(expected.tables[1]!.table.rowCount).toBe(2)
    expect(expected.rest).toEqual({
      statistics: { query: { executionTime: 0.5 } },
      render: { visualization: 'piechart' },
      error: { code: 'PartialError' },
    })
    for (let size = 1; size < 60; size++) {
      const answer = await read(whole, size)
      expect(answer.tables.map(({ table }) => table.rows())).toEqual(expected.tables.map(({ table }) => table.rows()))
      expect(answer.rest).toEqual(expected.rest)
    }
  })

  it('that is cut off anywhere is refused', async () => {
    const bytes = Buffer.from(whole.trimEnd())
    for (let length = 0; length < bytes.length; length++) {
      const cut = async function* () {
        yield bytes.subarray(0, length)
      }
      const reading = readAnswer(new ByteSource(cut(), 1 << 20), 1)
      await expect(reading).rejects.toMatchObject({ kind: 'bad-answer', message: expect.stringContaining('cut off') })
    }
  })

  it('of another form is refused, with the row and column', async () => {
    const table = (columns: string, rows: string) => `{"tables":[{"name":"T","columns":${columns},"rows":${rows}}]}`
    const x = '[{"name":"x","type":"long"}]'
    for (const [body, words] of [
      ['<html>', '`{` is missing'],
      ['[]', '`{` is missing'],
      [table(x, '[[1],[2,3]]'), 'row 2 has not 1 cells'],
      [table(x, '[[1],[]]'), 'row 2 has not 1 cells'],
      [table(x, '[[1],{}]'), 'row 2 is no row'],
      [table(x, '[[1],["x"]]'), 'row 2 has "x" in its column `x` of type long'],
      [table(x, '[[1] [2]]'), '`,` is missing'],
      [table('{}', '[]'), 'no names and types'],
      [table('[{"name":"x"}]', '[]'), 'no names and types'],
      ['{"tables":[]} {}', 'more after its end'],
      ['{"tables":[{"rows":[]}]}', 'rows come before its columns'],
    ] as const) {
      await expect(read(body)).rejects.toMatchObject({ kind: 'bad-answer', message: expect.stringContaining(words) })
    }
  })

  it('says which columns are of types that KQL does not have', async () => {
    const { tables } = await read(
      '{"tables":[{"name":"T","columns":[{"name":"a","type":"Int64"},{"name":"b","type":"geography"}],"rows":[[1,{"p":1}]]}]}',
    )
    expect(tables[0]!.table.columns).toEqual([
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ])
    expect(tables[0]!.unknown).toEqual([{ name: 'b', type: 'geography' }])
    expect(tables[0]!.table.rows()).toEqual([[1, '{"p":1}']])
  })

  it('that says its tables, columns or rows twice is refused', async () => {
    const columns = '"columns":[{"name":"a","type":"long"}]'
    for (const body of [
      `{"tables":[{${columns},"rows":[[1]]}],"tables":[]}`,
      `{"tables":[{${columns},"rows":[[1]],"rows":[]}]}`,
      `{"tables":[{${columns},${columns},"rows":[[1]]}]}`,
      `{"tables":[{"columns":[${Array.from({ length: 10_001 }, () => '{"name":"a","type":"long"}').join()}],"rows":[]}]}`,
    ]) {
      await expect(read(body)).rejects.toMatchObject({ kind: 'bad-answer' })
    }
  })

  it('that is longer than what is taken is refused', async () => {
    const source = new ByteSource(inPieces(whole, 10), 100)
    await expect(readAnswer(source, 1)).rejects.toMatchObject({ kind: 'too-large' })
  })

  it('takes no longer than its length for one enormous cell', async () => {
    const long = 'x'.repeat(2_000_000)
    expect(await cells('string', [JSON.stringify(long)], 1024)).toEqual([long])
  })
})
