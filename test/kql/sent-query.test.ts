import { describe, expect, it } from 'vitest'
import { writeEdits } from '../../src/kql/sent/edits.ts'
import { type SentSchemas, sentQuery } from '../../src/kql/sent/sent-query.ts'
import { table } from './bind.ts'

const events = { ...table('Events', 'TimeGenerated:datetime, Name:string, n:long'), time: 'TimeGenerated' }
const flows = { ...table('Flows', 'where:datetime, Name:string'), time: 'where' }
const timed = new Map([events, flows, table('Hosts', 'Name:string')].map((each) => [each.name, each] as const))
const schemas: SentSchemas = {
  tables: [...timed.values()],
  timed: (name) => timed.get(name),
  known: new Map([['Absent', table('Absent', 'TimeGenerated:datetime, Name:string')]]),
  functions: [
    { name: 'OfEvents', parameters: '()', body: '{ Events | where TimeGenerated > ago(1h) }' },
    { name: 'Twice', parameters: '(n:long)', body: '{ n * 2 }' },
  ],
  isPartial: false,
}
const filling = { start: 'S', end: 'E' }

function sent(kql: string, given: object = filling): string {
  const { query, diagnostics } = sentQuery(kql, schemas, new Map())
  return query ? writeEdits(query.text, query.edits, given).kql : diagnostics.map((each) => each.message).join('; ')
}

const e = '(Events | where TimeGenerated >= S and TimeGenerated < E)'

describe('a query as a service is asked', () => {
  it.each([
    ['Events | take 1', `${e} | take 1`],
    ['let E = Events; union E, Events', `let E = ${e}; union E, ${e}`],
    ['Hosts | lookup Events on Name', `Hosts | lookup ${e} on Name`],
    [
      "['Events'] | where Name in (Events | project Name)",
      `${e.replace('Events', "['Events']")} | where Name in (${e} | project Name)`,
    ],
    ['let f = (x:long) { Events | where n == x }; f(1)', `let f = (x:long) { ${e} | where n == x }; f(1)`],
    ['let f = (t:(Name:string)) { t | count }; f(Events)', `let f = (t:(Name:string)) { t | count }; f(${e})`],
    ['print toscalar(Events | count)', `print toscalar(${e} | count)`],
    ['table("Events") | count', `${e.replace('Events', 'table("Events")')} | count`],
    ['Flows | count', "(Flows | where ['where'] >= S and ['where'] < E) | count"],
    ['Events | extend n = Twice(n)', `${e} | extend n = Twice(n)`],
    ['restrict access to (Events); Events', `restrict access to (Events); ${e}`],
    ['let Events = Hosts; Events', 'let Events = Hosts; Events'],
    ['Events | as T | join kind=inner T on n', `${e} | as T | join kind=inner T on n`],
    ['Absent | count', '(datatable(TimeGenerated:datetime, Name:string)[]) | count'],
    ['union Events, Absent', `union ${e}, (datatable(TimeGenerated:datetime, Name:string)[])`],
    ['search in (Absent, Events, Flows) "x"', 'search in (Events, Flows) "x"'],
    ['find in (Events, Absent) where Name == "x"', 'find in (Events) where Name == "x"'],
  ])('%s', (kql, text) => expect(sent(kql)).toBe(text))

  it.each([
    'search "x"',
    'search in (Events) "x"',
    'find in (Events) where n == 1',
    'union withsource=T Events, Flows',
    'OfEvents',
    'union Ev*',
    'let f = (t:string) { table(t) | count }; f("Hosts")',
  ])('leaves the range to the service: %s', (kql) => {
    const { query } = sentQuery(kql, schemas, new Map())
    expect(query!.wide).not.toEqual([])
  })

  it('is the user’s own text where nothing is filled in', () => {
    const kql = 'Events // all of it\n| where TimeGenerated > ago(1d)\n| render table'
    expect(sent(kql, {})).toBe(kql)
  })

  it('is limited before it is drawn, and as a whole', () => {
    expect(sent('Events | render table', { limit: '5' })).toBe('Events | take 5 | render table')
    expect(sent('Events // c', { limit: '5' })).toBe('Events | take 5 // c')
    expect(sent('Events; Hosts', { limit: '5' })).toBe('Events; Hosts')
    expect(sent('Events | fork (count) (take 1)', { limit: '5' })).toBe('Events | fork (count) (take 1)')
    expect(sent('Events', { count: '' })).toBe('Events | count')
  })

  it('has another now where one is given, but not where it says one itself', () => {
    const now = { now: 'N' }
    expect(sent('Events | where TimeGenerated between (ago(2d) .. now())', now)).toBe(
      'Events | where TimeGenerated between ((N - (2d)) .. N)',
    )
    expect(sent('let now = 5; print now', now)).toBe('let now = 5; print now')
    const fixed = 'set query_now = datetime(2024-01-01); print now()'
    expect(sent(fixed, now)).toBe(fixed)
    expect(sentQuery('OfEvents', schemas, new Map()).query!.functionsOfNow).toEqual(['OfEvents'])
  })

  it('is refused for what is certainly wrong', () => {
    expect(sent('Events | where Nam == 1')).toContain('Unknown column `Nam`')
    expect(sent('Evnts')).toContain('Unknown table `Evnts`')
    expect(sent('Events | where nosuch(n)')).toContain('nosuch')
  })

  it('is not refused for what follows from what only the service knows', () => {
    for (const kql of [
      'workspace("w").T | where Foo == 1',
      'cluster("c").database("d").T | where Foo == 1',
      '_Im_Dns() | where Foo == 1',
    ]) {
      expect(sent(kql, {})).toBe(kql)
    }
    expect(sent('workspace("w").T | where (')).not.toBe('workspace("w").T | where (')
  })
})

describe('places in the text that is sent', () => {
  it('are places in the user’s', () => {
    const kql = 'Events | where n == 5 | where Name == "x"'
    const { query } = sentQuery(kql, schemas, new Map())
    const written = writeEdits(query!.text, query!.edits, { ...filling, limit: '7' })
    for (const word of ['Events', 'n == 5', 'Name', '"x"']) {
      const start = written.kql.indexOf(word)
      const own = written.toOwn({ start, end: start + word.length })
      expect(kql.slice(own.start, own.end)).toBe(word)
    }
    const added = written.kql.indexOf('TimeGenerated')
    expect(written.toOwn({ start: added, end: added + 4 }).start).toBe('Events'.length)
    expect(written.toOwn({ start: 10_000, end: 10_001 }).end).toBeLessThanOrEqual(kql.length)
  })
})
