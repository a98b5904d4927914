import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { textTable } from '../../src/report/text-table.ts'

const esc = '\u001b]0;owned\u0007\u202e'

describe('a table as text', () => {
  it('lets no name of a column move the cursor, side by side or as cards', () => {
    const table = Table.fromRows(
      [
        { name: `a${esc}`, type: 'string' },
        { name: `b${esc}`, type: 'long' },
      ],
      [[`x${esc}`, 1]],
    )
    for (const width of [80, 8]) {
      const text = textTable(table, { width }).join('\n')
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
      expect(text).toContain('a\\x1b')
    }
  })
})
