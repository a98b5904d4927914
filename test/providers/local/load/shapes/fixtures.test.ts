import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lineShapes, shapes } from '../../../../../src/providers/local/load/shapes/shape-of.ts'
import { withLoaded } from '../../../../support/load-fixture.ts'
import { isUpdating } from '../../../../support/updating.ts'

const folder = join(import.meta.dirname, 'fixtures')
const folderOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
const names = [...shapes, ...lineShapes].map((shape) => shape.name)

describe('each shape has a fixture', () => {
  it('and each fixture a shape', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map(folderOf).sort())
  })

  it.each(names)('%s: becomes the rows expected of it', async (name) => {
    const own = join(folder, folderOf(name))
    const expected = join(own, 'expected.json')
    const inputs = readdirSync(own).filter((file) => file !== 'expected.json')
    expect(inputs).not.toEqual([])
    const files = Object.fromEntries(inputs.map((file) => [file, readFileSync(join(own, file))]))
    await withLoaded(files, async ({ tables, columns, rows, messages }) => {
      const found: Record<string, object[]> = {}
      for (const { name: table } of tables) {
        const written = columns(table).map((column) => column.split(':')[0]!)
        found[table] = (await rows(table, ...written)).map((row) =>
          Object.fromEntries(row.flatMap((cell, at) => (cell === null || cell === '' ? [] : [[written[at]!, cell]]))),
        )
      }
      const actual = { tables: found, notices: messages() }
      if (isUpdating()) writeFileSync(expected, `${JSON.stringify(actual, undefined, 2)}\n`)
      expect(existsSync(expected), 'run with --update, and read what it wrote').toBe(true)
      expect(actual).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
      expect(messages().join('\n')).toContain(`Holds ${name}: read as rows of the tables they go to.`)
    })
  })
})
