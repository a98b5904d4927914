import { describe, expect, it } from 'vitest'
import type { ResultData, Section } from '../../src/notebooklet/result-data.ts'
import { resultCsv } from '../../src/report/result-csv.ts'
import { table } from '../notebooklet/fake-workspace.ts'

const section = (id: string, rest: Partial<Section>): Section => ({
  id,
  title: id,
  status: 'ok',
  notices: [],
  view: { kind: 'table' },
  queries: [],
  entityColumns: {},
  ...rest,
})

/** What the files hold, by name. */
function files(...sections: readonly Section[]) {
  const made = resultCsv({ sections } as unknown as ResultData)
  return Object.fromEntries(made.map(({ name, pieces }) => [name, [...pieces()].join('')]))
}

describe('a Result as CSV', () => {
  it('is a file for each table, and an index of all sections', () => {
    const made = files(
      section('card/facts', { title: 'The host, briefly', table: table('A:string B:long', ['x', 1]) }),
      section('note', { status: 'skipped', notices: ['Skipped: “a” is open.'] }),
      section('../../evil', { table: table('A:string', ['=1+1']), notices: ['=cmd'] }),
    )
    expect(made).toEqual({
      'index.csv': [
        'File,Section,Title,Status,Rows,Notices',
        '01-card-facts.csv,card/facts,"The host, briefly",ok,1,',
        ',note,note,skipped,,Skipped: “a” is open.',
        "03--evil.csv,../../evil,../../evil,ok,1,'=cmd",
        '',
      ].join('\n'),
      '01-card-facts.csv': 'A,B\nx,1\n',
      '03--evil.csv': "A\n'=1+1\n",
    })
  })
})
