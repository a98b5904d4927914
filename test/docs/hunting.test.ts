import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Table } from '../../src/lib/table.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'

const root = resolve(import.meta.dirname, '../..')
const data = join(root, '../shared/data')

interface Hunt {
  readonly title: string
  readonly workspace: string
  readonly kql: string
}

const hunts: readonly Hunt[] = [
  ...readFileSync(join(root, 'docs/hunting.md'), 'utf8').matchAll(/^## (.+)\n\n```kusto\n\/\/ (.+)\n([\s\S]+?)```/gm),
].map(([, title, workspace, kql]) => ({ title: title!, workspace: workspace!, kql: kql! }))

const column = (table: Table, name: string) => {
  const at = table.columns.findIndex((each) => each.name === name)
  return table.rows().map((row) => row[at])
}

/** What the page says of the rows. */
const claims: Readonly<Record<string, (table: Table) => void>> = {
  'Sessions that run rare programs in one burst': (table) => {
    expect(column(table, 'Session')[0]).toBe('0x78225e')
    expect(column(table, 'Programs')[0]).toBe(11)
    expect(column(table, 'Session')).toEqual(expect.arrayContaining(['0x1f388a3', '0x1e821b5']))
  },
  'Encoded PowerShell, decoded where it stands': (table) => expect(table.rowCount).toBe(2),
  'Password spray, brute force, or slips': (table) => {
    expect(table.rows(0, 1)[0]!.slice(2, 5)).toEqual(['spray', 78, 23])
    expect(column(table, 'Successes')[0]).toBe(134)
  },
  'Programs that connect out, and how they were started': (table) => {
    expect(column(table, 'Image')[0]).toMatch(/Downloads/)
    expect(column(table, 'To')[0]).toEqual(['10.0.5.13:8080'])
  },
  'Who reads secrets, and who is refused, in AWS': (table) => {
    expect(column(table, 'Secrets').slice(0, 2)).toEqual([30, 20])
    expect(column(table, 'Share').slice(0, 2)).toEqual([100, 0])
    expect(column(table, 'Last').at(-1)).toBe('InvokeModel')
  },
  'What an account did across three logs': (table) => {
    expect(table.rows(0, 1)[0]!.slice(1, 3)).toEqual(['adelev@m365x816222.onmicrosoft.com', 230])
  },
  'Services that start something else than a program': (table) =>
    expect(table.rows().map((row) => row.slice(0, 3))).toEqual([
      ['shell', 245, 2],
      ['program', 8, 2],
    ]),
  'Hours that are above or below their season': (table) =>
    expect(column(table, 'Direction')).toEqual(['dip', 'dip', 'peak', 'peak', 'peak', 'dip']),
  'A logon, a shell, a tool that looks around, in this order': (table) =>
    expect(column(table, 'Session')).toEqual(['0xc10d0f', '0xc10d0f', '0xc10d0f', '0x3e7']),
  'Switches that are rare for their program': (table) => expect(table.rowCount).toBe(10),
}

describe('the hunts of the documentation', () => {
  it('are ten, each with a claim', () => {
    expect(hunts.map(({ title }) => title)).toEqual(Object.keys(claims))
  })

  it.skipIf(!existsSync(data)).each(hunts.map((hunt) => [hunt.title, hunt] as const))(
    '%s',
    async (title, { workspace: folder, kql }) => {
      const workspace = await openWorkspace({ kind: 'local', paths: [join(data, folder)] })
      try {
        const { table, completeness } = await workspace.run(kql)
        expect(completeness.status).toBe('complete')
        claims[title]!(table)
      } finally {
        await workspace.close()
      }
    },
    60_000,
  )
})
