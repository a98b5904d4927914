import { describe, expect, it } from 'vitest'
import { schemaOfEntities } from '../../../src/providers/kusto/entities.ts'

const entity = (more: object) => ({ DatabaseName: 'Db', EntityType: 'Table', EntityName: 'T', ...more })
const columnsOf = (schema: string) => schemaOfEntities([entity({ CslOutputSchema: schema })], 'db').tables[0]!.columns

describe('the entities of a database', () => {
  it('tell columns by plain names and by names in brackets', () => {
    expect(columnsOf("a:string, ['b c']: long,[\"it's\"]:real, ['x\\'y']:bool, z:nothing")).toEqual([
      { name: 'a', type: 'string' },
      { name: 'b c', type: 'long' },
      { name: "it's", type: 'real' },
      { name: "x'y", type: 'bool' },
      { name: 'z', type: 'dynamic' },
    ])
  })

  it('are read in a time that grows no faster than they do, whatever is in them', () => {
    expect(columnsOf(`['${'\\a'.repeat(5_000)}, b:long`).map(({ name }) => name)).toContain('b')
  })

  it('are those of one database, in any case of its name', () => {
    const rows = [entity({}), entity({ DatabaseName: 'Other', EntityName: 'U' })]
    expect(schemaOfEntities(rows, 'DB').tables.map(({ name }) => name)).toEqual(['T'])
  })
})
