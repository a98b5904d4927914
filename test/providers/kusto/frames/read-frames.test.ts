import { describe, expect, it } from 'vitest'
import { readFrames } from '../../../../src/providers/kusto/frames/read-frames.ts'
import { ByteSource } from '../../../../src/providers/remote/answer/byte-source.ts'
import { framesBody } from '../support/wire-to.ts'

/** The body in pieces of so many bytes, so that each cell is once at the end of a piece. */
async function read(body: string, piece = 7) {
  const bytes = Buffer.from(body)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  return readFrames(new ByteSource(pieces(), 1 << 24), 42)
}

const done = '{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}'
const header =
  '{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","TableName":"P","Columns":[{"ColumnName":"n","ColumnType":"long"}]}'
const fragment = (rows: string, type = 'DataAppend') =>
  `{"FrameType":"TableFragment","TableFragmentType":"${type}","TableId":1,"FieldCount":1,"Rows":${rows}}`
const completion = (count: number, more = '') =>
  `{"FrameType":"TableCompletion","TableId":1,"RowCount":${count}${more}}`
const error = (code: string, message: string) => `{"error":{"code":"${code}","message":"no","@message":"${message}"}}`

const numbers = async (body: string) => (await read(body)).tables[0]!.table.column('n')

describe('frames of an answer', () => {
  it.each([1, 2, 3, 5, 64, 100_000])('are read whatever the pieces in which they come: %i bytes', async (piece) => {
    const body = framesBody(
      [
        ['n', 'long'],
        ['s', 'string'],
        ['d', 'dynamic'],
        ['t', 'datetime'],
        ['r', 'real'],
      ],
      '[ [9223372036854775807,"é\\"\\u0041",{"a":[1,"]"]},"2024-01-02T03:04:05.1234567Z","NaN"],\n[null,null,"x",null,-1.5e3],[1,"","[1]","2024-01-02T03:04:05Z","-Infinity"] ]',
    )
    const { tables } = await read(body, piece)
    expect(tables[0]!.table.rows()).toEqual([
      [9223372036854775807n, 'é"A', { a: [1, ']'] }, '2024-01-02T03:04:05.1234567Z', Number.NaN],
      [null, '', 'x', null, -1500],
      [1, '', [1], '2024-01-02T03:04:05.0000000Z', -Infinity],
    ])
  })

  it('put fragments together, and take one in the place of others', async () => {
    expect(await numbers(`[${header},${fragment('[[1],[2]]')},${fragment('[[3]]')},${completion(3)},${done}]`)).toEqual(
      [1, 2, 3],
    )
    expect(
      await numbers(
        `[${header},${fragment('[[1],[2]]')},${fragment('[[9]]', 'DataReplace')},${completion(1)},${done}]`,
      ),
    ).toEqual([9])
    expect(await numbers(`[${header},${fragment('[]')},${completion(0)},${done}]`)).toEqual([])
  })

  it('are refused where fewer rows came than are announced', async () => {
    await expect(read(`[${header},${fragment('[[1]]')},${completion(2)},${done}]`)).rejects.toMatchObject({
      kind: 'bad-answer',
      message: expect.stringContaining('2 rows are announced, and 1 came'),
    })
  })

  it('are refused without the last one, which says that they are all', async () => {
    await expect(read(`[${header},${fragment('[[1]]')},${completion(1)}]`)).rejects.toMatchObject({
      message: expect.stringContaining('before it says that it is complete'),
    })
  })

  it('pass over what is of tables that are no answer', async () => {
    const other = header.replace('"TableId":1', '"TableId":3').replace('PrimaryResult', 'TableOfContents')
    const theirs = fragment('[["x"]]').replace('"TableId":1', '"TableId":3')
    expect(await numbers(`[${other},${theirs},${header},${fragment('[[1]]')},${completion(1)},${done}]`)).toEqual([1])
  })

  it('tell each error once, wherever it stands', async () => {
    const told = error('LimitsExceeded', 'too much')
    const whole = framesBody(
      [['n', 'long']],
      `[[1],{"OneApiErrors":[${told}]}]`,
      `{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false,"OneApiErrors":[${told}]}`,
    )
    const found = await read(whole)
    expect(found.tables[0]!.table.column('n')).toEqual([1])
    expect(found.errors.map(({ code, message }) => [code, message])).toEqual([['LimitsExceeded', 'too much']])
    const atEnd = await read(`[${header},${fragment('[[1]]')},${completion(1, `,"OneApiErrors":[${told}]`)},${done}]`)
    expect(atEnd.errors).toHaveLength(1)
    expect((await read(told)).errors).toHaveLength(1)
    expect((await read(`[{"error":{"code":"x","message":"alone"}},${done}]`)).errors[0]).toMatchObject({
      message: 'alone',
    })
  })

  it('do not pass for whole where the service says there are errors, but not which', async () => {
    const { errors } = await read(
      framesBody([['n', 'long']], '[[1]]', '{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false}'),
    )
    expect(errors).toHaveLength(1)
  })

  it.each([
    [
      'rows before columns',
      '[{"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","Rows":[[1]],"Columns":[]}]',
    ],
    [
      'a row of too few cells',
      framesBody(
        [
          ['a', 'long'],
          ['b', 'long'],
        ],
        '[[1]]',
      ),
    ],
    ['a row of too many cells', framesBody([['a', 'long']], '[[1,2]]')],
    ['a cell of another type', framesBody([['a', 'long']], '[["x"]]')],
    ['a time that is none', framesBody([['a', 'datetime']], '[["yesterday"]]')],
    ['a row that is none', framesBody([['a', 'long']], '[5]')],
    ['columns that are none', framesBody([['a', 'long']], '[[1]]').replace('"ColumnName":"a",', '')],
    [
      'more columns than a table can have',
      framesBody(
        Array.from({ length: 10_001 }, () => ['a', 'long'] as const),
        '[]',
      ),
    ],
    [
      'rows before what they are of',
      `[{"Rows":[[1]],"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult"},${done}]`,
    ],
    [
      'rows of a fragment before its table',
      `[${header},{"FrameType":"TableFragment","Rows":[[1]],"TableId":1},${completion(0)},${done}]`,
    ],
    [
      'a fragment of a table that nobody announced',
      `[${header},${fragment('[[1]]').replace('"TableId":1', '"TableId":7')},${completion(0)},${done}]`,
    ],
    ['a table in fragments that is not said to be whole', `[${header},${fragment('[[1]]')},${done}]`],
    ['two tables of one id', `[${header},${header},${done}]`],
    ['more behind its end', `${framesBody([['a', 'long']], '[[1]]')}[]`],
    ['an object that is no error', '{"Tables":[]}'],
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['white space', '  \n'],
  ])('are refused as no answer: %s', async (_, body) => {
    await expect(read(body)).rejects.toMatchObject({ name: 'ServiceFault', kind: 'bad-answer' })
  })

  it('keep what stands beside the answer apart from it', async () => {
    const beside =
      '{"FrameType":"DataTable","TableId":0,"TableKind":"QueryProperties","TableName":"@ExtendedProperties","Columns":[{"ColumnName":"TableId","ColumnType":"int"},{"ColumnName":"Key","ColumnType":"string"},{"ColumnName":"Value","ColumnType":"dynamic"}],"Rows":[[1,"Visualization","{\\"Visualization\\":\\"timechart\\"}"]]}'
    const told = (level: number, text: string) => `["${level}","QueryInfo","{\\"Text\\":\\"${text}\\"}"]`
    const information = `{"FrameType":"DataTable","TableId":2,"TableKind":"QueryCompletionInformation","Columns":[{"ColumnName":"Level","ColumnType":"int"},{"ColumnName":"EventTypeName","ColumnType":"string"},{"ColumnName":"Payload","ColumnType":"string"}],"Rows":[${told(4, 'Query completed successfully')},${told(4, 'no places')},${told(3, 'half of it')},[6,"QueryResourceConsumption","{\\"ExecutionTime\\":1.5,\\"input_dataset_statistics\\":{\\"rows\\":{\\"scanned\\":7}}}"]]}`
    const plan = '{"FrameType":"DataTable","TableId":3,"TableKind":"QueryPlan","Columns":[],"Rows":[["any"]]}'
    const { tables, chart, warnings, remarks, statistics, errors } = await read(
      `[${beside},${header},${fragment('[[1]]')},${completion(1)},${information},${plan},${done}]`,
    )
    expect(tables.map(({ name }) => name)).toEqual(['P'])
    expect({ chart, warnings, remarks, statistics, errors }).toEqual({
      chart: 'timechart',
      warnings: ['half of it'],
      remarks: ['no places'],
      statistics: { seconds: 1.5, rows: 7 },
      errors: [],
    })
  })

  it('take columns as other services name their types', async () => {
    const types = ['System.Int64', 'System.Boolean', 'Double', 'date', 'SqlDecimal', 'unheard of']
    const { tables } = await read(
      framesBody(
        types.map((type, index) => [`c${index}`, type] as const),
        '[[1,1,2,"2024-01-01T00:00:00Z","1.50",{"a":1}]]',
      ),
    )
    expect(tables[0]!.table.columns.map(({ type }) => type)).toEqual([
      'long',
      'bool',
      'real',
      'datetime',
      'decimal',
      'dynamic',
    ])
    expect(tables[0]!.table.rows()).toEqual([[1, true, 2, '2024-01-01T00:00:00.0000000Z', '1.50', { a: 1 }]])
  })
})
