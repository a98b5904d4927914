import { expect, it } from 'vitest'
import { cslSchema } from '../../../src/serve/kusto/column-types.ts'
import { databaseSchema } from '../../../src/serve/kusto/commands/database-schema.ts'

it('writes names that would be read as words of KQL in brackets', () => {
  expect(
    cslSchema([
      { name: 'Plain', type: 'string' },
      { name: 'where', type: 'long' },
      { name: "a'b", type: 'int' },
    ]),
  ).toBe("Plain:string,['where']:long,['a\\'b']:int")
})

it('tells the parameters of a function by the names themselves', () => {
  const stored = { name: 'f', parameters: "(['where']:string, T:(['a\\'b']:int))", body: '{ T }', file: 'f.kql' }
  const schema = databaseSchema({ name: 'soc', tables: [], functions: [stored], watchlists: [] }, [])
  expect(schema).toMatchObject({
    Functions: { f: { InputParameters: [{ Name: 'where' }, { Name: 'T', Columns: [{ Name: "a'b" }] }] } },
  })
})
