import { expect, test } from 'vitest'
import { type BoundKql, bindKql } from '../../src/kql/bind-kql.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import type { Cell } from '../../src/lib/table.ts'
import { schemas } from './bind.ts'
import { printTree } from './print-tree.ts'

type Answer = readonly (readonly Cell[])[]

/** Binds, answering what is asked with one table of answers after the other; what was asked, and what came out. */
function bindAsking(kql: string, ...answers: readonly Answer[]) {
  const discovered = new Map<string, ColumnType[]>()
  const asked: string[] = []
  for (let round = 0; round <= answers.length; round++) {
    const bound: BoundKql = bindKql(kql, schemas, { discovered })
    if (!bound.discoveries) return { ...bound, asked, tree: bound.query && printTree(bound.query) }
    for (const discovery of bound.discoveries) {
      const answer = answers[asked.length]
      asked.push(printTree(discovery.query))
      discovered.set(discovery.place, discovery.columnsOf(answer ?? []))
    }
  }
  throw new Error(`asked again: ${asked}`)
}

test('the keys of a bag are asked for, and become columns in order of their names', () => {
  const { asked, tree } = bindAsking('Logins | project User, Data | evaluate bag_unpack(Data) | where Age > 5', [
    ['City', 'string'],
    ['Age', 'long'],
  ])
  expect(asked).toMatchInlineSnapshot(`
    [
      "Logins → Time:datetime, User:string, Count:long, Ok:bool, Id:guid, Data:dynamic
    | project User = User, Data = Data → User:string, Data:dynamic
    | project Pair = Data → Pair:dynamic
    | mv-expand array Pair:dynamic = Pair
    | project Name = tostring(Pair[0]), Type = gettype(Pair[1]) → Name:string, Type:string
    | where ((Name != "") and (Type != "null"))
    | distinct Name = Name, Type = Type",
    ]
  `)
  expect(tree).toMatchInlineSnapshot(`
    "Logins → Time:datetime, User:string, Count:long, Ok:bool, Id:guid, Data:dynamic
    | project User = User, Data = Data → User:string, Data:dynamic
    | project User = User, Age = tolong(Data["Age"]), City = tostring(Data["City"]) → User:string, Age:long, City:string
    | where (Age > 5)"
  `)
})

test('a key whose values have several types is dynamic; the types have KQL’s names', () => {
  const { query } = bindAsking('print d = dynamic({}) | evaluate bag_unpack(d)', [
    ['mixed', 'long'],
    ['mixed', 'double'],
    ['bag', 'dictionary'],
    ['list', 'array'],
    ['real', 'double'],
    ['when', 'datetime'],
  ])
  expect(query?.table.columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
    'bag:dynamic',
    'list:dynamic',
    'mixed:dynamic',
    'real:real',
    'when:datetime',
  ])
})

test('without a key nothing but the other columns comes out', () => {
  const { query } = bindAsking('Logins | project User, Data | evaluate bag_unpack(Data)', [])
  expect(query?.table.columns).toEqual([{ name: 'User', type: 'string' }])
})

test('a prefix, properties that are left out', () => {
  const kql = "Logins | project Data | evaluate bag_unpack(Data, 'd_', ignoredProperties = dynamic(['Secret']))"
  const { tree } = bindAsking(kql, [
    ['Secret', 'string'],
    ['Shown', 'long'],
  ])
  expect(tree?.split('\n').at(-1)).toBe('| project d_Shown = tolong(Data["Shown"]) → d_Shown:long')
})

test.each([
  ['replace_source', '| project User = tolong(Data["User"]) → User:long'],
  ['keep_source', '| project User = User → User:string'],
])('a key named like a column: %s', (conflict, last) => {
  const kql = `Logins | project User, Data | evaluate bag_unpack(Data, columnsConflict = '${conflict}')`
  expect(
    bindAsking(kql, [['User', 'long']])
      .tree?.split('\n')
      .at(-1),
  ).toBe(last)
})

test('a key named like a column is an error else', () => {
  const { diagnostics } = bindAsking('Logins | evaluate bag_unpack(Data)', [['User', 'long']])
  expect(diagnostics).toMatchObject([{ code: 'KQL102', message: expect.stringContaining('`User`') }])
})

test('a key named like the bag takes its place', () => {
  const { query } = bindAsking('Logins | project User, Data, Count | evaluate bag_unpack(Data)', [['Data', 'long']])
  expect(query?.table.columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
    'User:string',
    'Data:long',
    'Count:long',
  ])
})

test('what reads unpacked columns is asked after them', () => {
  const kql = 'Logins | project Data | evaluate bag_unpack(Data) | evaluate bag_unpack(Inner)'
  const { asked, query } = bindAsking(kql, [['Inner', 'dictionary']], [['Deep', 'long']])
  expect(asked).toHaveLength(2)
  expect(query?.table.columns).toEqual([{ name: 'Deep', type: 'long' }])
})

test('the values of a pivoted column are asked for, in the order in which they appear', () => {
  const { asked, tree } = bindAsking('Logins | evaluate pivot(Ok, sum(Count), User)', [['true'], ['false']])
  expect(asked).toMatchInlineSnapshot(`
    [
      "Logins → Time:datetime, User:string, Count:long, Ok:bool, Id:guid, Data:dynamic
    | project Name = tostring(Ok) → Name:string
    | serialize Row = row_number() → Name:string, Row:long
    | summarize First = min(Row) by Name = Name → Name:string, First:long
    | sort First asc nulls first
    | project Name = Name → Name:string",
    ]
  `)
  expect(tree).toMatchInlineSnapshot(`
    "Logins → Time:datetime, User:string, Count:long, Ok:bool, Id:guid, Data:dynamic
    | summarize true = sumif(Count, (tostring(Ok) == "true")), false = sumif(Count, (tostring(Ok) == "false")) by User = User → User:string, true:long, false:long"
  `)
})

test('pivot counts the rows of each value over all other columns', () => {
  const { tree } = bindAsking('Hosts | evaluate pivot(Os)', [['linux']])
  expect(tree?.split('\n').at(-1)).toMatchInlineSnapshot(
    `"| summarize linux = countif((Os == "linux")) by Name = Name → Name:string, linux:long"`,
  )
})

test('what is wrong elsewhere is said before anything is asked', () => {
  const kql =
    'Logins | evaluate bag_unpack(Data) | join kind=inner (Hosts | where Nmae == "a") on $left.User == $right.Name'
  const bound = bindKql(kql, schemas, { discovered: new Map() })
  expect(bound.discoveries).toBeUndefined()
  expect(bound.diagnostics).toMatchObject([{ code: 'KQL002' }])
})

test('a name that turns out not to be a key is unknown', () => {
  const { asked, diagnostics } = bindAsking('Logins | project Data | evaluate bag_unpack(Data) | where Agee > 5', [
    ['Age', 'long'],
  ])
  expect(asked).toHaveLength(1)
  expect(diagnostics).toMatchObject([{ code: 'KQL002', message: 'Unknown column `Agee`. Did you mean `Age`?' }])
})

test('a plug-in in a function that is called twice is refused: its columns may differ', () => {
  const kql =
    'let f = (t:(d:dynamic)) { t | evaluate bag_unpack(d) }; let a = print d = dynamic({}); let b = print d = dynamic(1); union (f(a)), (f(b))'
  const { diagnostics } = bindAsking(kql, [['Age', 'long']])
  expect(diagnostics).toMatchObject([{ code: 'KQL102', message: expect.stringContaining('more than once') }])
})

test('a table that is used twice is asked once', () => {
  const kql = 'let t = Logins | project Data | evaluate bag_unpack(Data); union t, t'
  const { asked, query } = bindAsking(kql, [['Age', 'long']])
  expect(asked).toHaveLength(1)
  expect(query?.table.columns).toEqual([{ name: 'Age', type: 'long' }])
})
