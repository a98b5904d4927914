import { expect, it } from 'vitest'
import type { Json } from '../../../src/lib/table.ts'
import { schemaOfJson } from '../../../src/providers/kusto/database-schema.ts'

function functionsOf(InputParameters: Json): Json {
  const Functions = { f: { Name: 'f', Body: '{ T }', InputParameters } }
  const found = schemaOfJson(JSON.stringify({ Databases: { soc: { Name: 'soc', Tables: {}, Functions } } }), 'soc')
  return found!.functions.map(({ parameters }) => parameters)
}

it('writes parameters so that they are read as what they are called', () => {
  const columns = [{ Name: 'by', CslType: 'string' }]
  expect(
    functionsOf([
      { Name: 'where', CslType: 'string', CslDefaultValue: '"x"' },
      { Name: "a'b", CslType: 'long' },
      { Name: 'T', Columns: columns },
    ]),
  ).toEqual([`(['where']:string="x", ['a\\'b']:long, T:(['by']:string))`])
})

it('leaves out a function whose parameters can have no such names', () => {
  for (const name of ['', ' ', 'a\nb', 5, null]) {
    expect(functionsOf([{ Name: name, CslType: 'string' }])).toEqual([])
    if (typeof name === 'string')
      expect(functionsOf([{ Name: 'T', Columns: [{ Name: name, CslType: 'int' }] }])).toEqual([])
  }
})
