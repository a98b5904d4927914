import { beforeAll, describe, expect, it } from 'vitest'
import { positionOf, printDiagnostic } from '../../src/lib/diagnostic.ts'
import { checkProject } from '../../src/notebooklet/check-project.ts'
import { logonsFiles } from './logons-content.ts'
import { memoryFiles, root } from './memory-content.ts'

const path = 'notebooklets/account/logons/notebooklet.yaml'
const sound = logonsFiles[path]!

/** What is wrong with the project once its notebooklet was changed: `line code message`. */
async function faults(from: string | RegExp, to: string, files: Readonly<Record<string, string>> = {}) {
  const changed = sound.replace(from, to)
  expect(changed, 'the text to change is there').not.toBe(sound)
  const content = memoryFiles({ project: { ...logonsFiles, ...files, [path]: changed } })
  const { diagnostics } = await checkProject([root('project')], undefined, content)
  return diagnostics.map(({ code, message, hint, span, source }) => {
    const line = changed.split('\n')[positionOf(source!, span.start).line - 1]?.trim()
    return `${code} ${message}${hint ? ` (${hint})` : ''} @ ${line?.slice(0, 40)}`
  })
}

beforeAll(async () => {
  const { diagnostics } = await checkProject([root('project')], undefined, memoryFiles({ project: logonsFiles }))
  expect(diagnostics.map((each) => printDiagnostic(each))).toEqual([])
})

describe('checkNotebooklet points at', () => {
  it.each<[string, string | RegExp, string, string]>([
    [
      'an unknown query',
      'query: account/alerts',
      'query: account/alert',
      'NBL001 This names the query `account/alert`, which there is not. (Did you mean `account/alerts`?) @ - { id: alerts',
    ],
    [
      'an unknown parameter of a query',
      'with: { name: $value }',
      'with: { nam: $value }',
      'NBL001 `with` for query `account/find` names the parameter `nam`, which there is not. (Did you mean `name`?) @ with: { nam: $value }',
    ],
    [
      'a parameter that a query needs',
      'with: { name: $value }',
      'with: {}',
      'NBL002 Query `account/find`: needs its parameter `name` @ with: {}',
    ],
    [
      'a name that nothing has',
      'with: { rows: $top }',
      'with: { rows: $tops }',
      'NBL001 This names the value `$tops`, which there is not. (Did you mean `$top`?) @ - { id: first',
    ],
    [
      'an unknown option',
      'when: alerts',
      'when: alert',
      'NBL001 `when` names the option `alert`, which there is not. (Did you mean `alerts`?) @ - { id: alerts',
    ],
    [
      'an unknown choice',
      '{ id: logons, title: Logons,',
      '{ id: logons, title: Logons, needs: acount,',
      'NBL001 `needs` names the choice `acount`, which there is not. (Did you mean `account`?) @ - { id: logons',
    ],
    [
      'unknown data',
      'when: office, from: activity',
      'when: office, from: activities',
      'NBL001 `from` names the data `activities`, which there is not. (Did you mean `activity`?) @ - { id: activity',
    ],
    [
      'an unknown step',
      'step: take',
      'step: tak',
      'NBL001 This names the step `tak`, which there is not. (Did you mean `take`?) @ - { id: first',
    ],
    [
      'an unknown option of a step',
      'with: { rows: $top }',
      'with: { row: $top }',
      'NBL002 Step `take`: there is no option `row` (Did you mean `rows`?) @ - { id: first',
    ],
    [
      'an option of a step of another type',
      'with: { rows: $top }',
      "with: { rows: 'x' }",
      'NBL002 Step `take`: `rows` is `"x"`: expected a number @ - { id: first',
    ],
    [
      'a name in a list, which would be those letters',
      "results: ['50126']",
      'results: [$top]',
      'NBL002 `$top`: stands in a list, whose items are constants: bind the whole list to a parameter of type list @ failed: { query: account/logons, with: {',
    ],
    [
      'data where there is none of that name',
      'from: logons, step: take',
      'from: login, step: take',
      'NBL001 `from` names the data `login`, which there is not. (Did you mean `logons`?) @ - { id: first',
    ],
    [
      'a step without the columns it reads',
      'step: take, with: { rows: $top }',
      'step: mark-operations, with: { least: $top }',
      'NBL002 Step `mark-operations`: The table has no column `Operation` (what was done; `operation` names another). (It has `TimeGenerated`, `Account`, `Where`, `ResultType`.) @ - { id: first',
    ],
    [
      'a step that wants another number of tables',
      'from: logons, step: take',
      'from: [logons, activity], step: take',
      'NBL002 Step `take`: takes any table: `from` names 2 @ - { id: first',
    ],
    [
      'a column that a step does not find',
      'column: Where, equals',
      'column: Were, equals',
      'NBL002 Step `where`: There is no column `Were`; the table has TimeGenerated, Account, Where, ResultType. (Did you mean `Where`?) @ - { id: by-address',
    ],
    [
      'a column of a view that is not there',
      'by: Where }',
      'by: Were }',
      'NBL004 The view of `logons` names the column `Were`, which is not in its table. The table has TimeGenerated, Account, Where, ResultType. (Did you mean `Where`?) @ - { id: logons',
    ],
    [
      'a column of a view of another type',
      'time: TimeGenerated, by',
      'time: Account, by',
      'NBL009 `time: Account` is drawn as a time, but the column is of type string. @ - { id: logons',
    ],
    [
      'an entity column that is not there',
      'from: logons, view',
      'from: logons, entities: { IP: ip }, view',
      'NBL004 `entities` of `logons` names the column `IP`, which is not in its table. The table has TimeGenerated, Account, Where, ResultType. @ - { id: logons',
    ],
    [
      'a column of a choice that is not there',
      'label: [Last]',
      'label: [Lasts]',
      'NBL004 `choose` of `matches` names the column `Lasts`, which is not in its table. The table has Account, Last. (Did you mean `Last`?) @ choose: { id: account',
    ],
    [
      'a column of the nearest values that is not there',
      'value: Name }',
      'value: Names }',
      'NBL004 `nearest` of `matches` names the column `Names`, which is not in its table. The table has Name. (Did you mean `Name`?) @ choose: { id: account',
    ],
    [
      'a column no table has',
      'column: Where, text',
      'column: Were, text',
      'NBL001 `column` names the column `Were`, which there is not. (Did you mean `Where`?) @ address: { type: string',
    ],
    [
      'a source that there is not',
      'values: [all, sign-in, office]',
      'values: [all, sign-in, offis]',
      'NBL001 `only` names the source `offis`, which there is not. (Did you mean `office`?) @ only: $source',
    ],
    [
      'sources that are no one table',
      'office: { query: account/office, with: { account: $account } }',
      'office: { query: account/clash, with: { account: $account } }',
      "NBL002 The sources: can't be one table: `Account` is string in `sign-in` and long in `office` @ sources:",
    ],
    [
      'data that comes from itself',
      'logons: { query: account/logons, with: { account: $account } }',
      'logons: { from: logons, step: take, with: { rows: 1 } }',
      'NBL002 `logons`: comes from itself: logons → logons @ logons: { from: logons',
    ],
    [
      'a choice used before it is made',
      'sections:\n',
      'sections:\n  - { id: early, title: Early, query: account/alerts, with: { account: $account } }\n',
      'NBL002 Section `early`: uses the choice `account`, which a section after it makes @ - { id: early',
    ],
    [
      'a section id given twice',
      'id: first',
      'id: logons',
      'NBL002 Section `logons`: has the id of another section @ - { id: logons',
    ],
    [
      'a section of a follow-up with a taken id',
      '{ id: failures, title: Failures',
      '{ id: logons, title: Failures',
      'NBL002 Section `logons`: has the id of another section @ - { id: logons',
    ],
    [
      'a choice with the name of a parameter',
      'choose: { id: account,',
      'choose: { id: top,',
      'NBL002 `top`: is the name of a parameter already',
    ],
    [
      'a follow-up that would hide a member',
      '  failures:\n    title',
      '  follow-up:\n    title',
      'NBL002 Follow-up `follow-up`: would be called `followUp` in code: that is a member of every Result',
    ],
    [
      'data of a follow-up with a taken name',
      'failed: { query',
      'logons: { query',
      'NBL002 `logons`: is the name of data of the notebooklet already @ logons: { query',
    ],
    [
      'a follow-up that runs what is not there',
      'run: office',
      'run: offic',
      'NBL001 This follow-up names the notebooklet `offic`, which there is not. (Did you mean `office`?) @ run: offic',
    ],
    [
      'a follow-up without the value that is needed',
      '    run: office\n    value: $account\n',
      '    run: office\n',
      'NBL002 `office`: needs a `value` @ run: office',
    ],
    [
      'a parameter of a type the query does not take',
      'source: { type: string, default: all, values: [all, sign-in, office] }',
      'source: { type: string, default: all, values: [all, sign-in, office] }\n  x: { type: string, default: a }',
      'NBL006 Parameter `x` is declared but never used. @ x: { type: string',
    ],
    [
      'an option that nothing asks for',
      'office: { default: false, text: Office }',
      'office: { default: false, text: Office }\n  more: { text: More }',
      'NBL006 Option `more` is declared but never used. @ more: { text: More }',
    ],
    [
      'data that nothing shows',
      'data:\n',
      'data:\n  idle: { query: account/find, with: { name: $value } }\n',
      'NBL006 Data `idle` is declared but never used. @ idle: { query',
    ],
  ])('%s', async (_, from, to, expected) => {
    const clash = logonsFiles['queries/account/office.yaml']!.replace(
      'id: account/office',
      'id: account/clash',
    ).replace('Account = UserId', 'Account = strlen(UserId)')
    const found = await faults(from, to, { 'queries/account/clash.yaml': clash })
    expect(found.join('\n')).toContain(expected)
  })

  it('a value and parameters that go nowhere, and says how they would', async () => {
    const forgotten = await faults('equals: $address', 'equals: address')
    expect(forgotten).toEqual([
      'NBL006 Parameter `address` is declared but never used. (`$address` says where it goes, such as `with: { address: $address }`.) @ address: { type: string, required: true,',
    ])
    const value = await faults('with: { name: $value }', "with: { name: 'alice' }")
    expect(value).toEqual([expect.stringContaining('NBL006 The `value` is declared but never used.')])
  })

  it('a parameter whose values the query does not take', async () => {
    const found = await faults("results: ['50126']", 'results: $value')
    expect(found).toEqual([])
    const other = await faults('equals: $address', 'equals: $top')
    expect(other.filter((fault) => !fault.startsWith('NBL006'))).toEqual([])
    const query = logonsFiles['queries/account/alerts.yaml']!.replace(
      '{ account: { type: string',
      '{ account: { type: int',
    ).replace('CompromisedEntity =~ {{account}}', 'strlen(CompromisedEntity) == {{account}}')
    const typed = await faults(
      'with: { account: $account } }\n  - { id: activity',
      'with: { account: $source } }\n  - { id: activity',
      { 'queries/account/alerts.yaml': query },
    )
    expect(typed.join('\n')).toContain(
      'NBL002 Parameter `account` of Query `account/alerts`: is `"all"`: expected a whole number of 32 bits',
    )
  })
})

describe('a notebooklet whose YAML is wrong', () => {
  it.each<[string, string, string, string]>([
    ['a key', 'timespan: 2d', 'timespann: 2d', 'YAML002 Unknown key `timespann` in a notebooklet.'],
    ['a timespan', 'timespan: 2d', 'timespan: two days', 'YAML006 `timespan`: a timespan such as `7d` or `12h`'],
    [
      'an entity',
      'entities: [account]',
      'entities: [user]',
      'YAML004 `entities.0` is `"user"`: expected one of `account`, `host`',
    ],
    [
      'a view',
      'view: { timeline: { time: TimeGenerated, by: Where } }',
      'view: { timelin: { time: TimeGenerated } }',
      'YAML002 Unknown key `timelin` in `sections.1.view`.',
    ],
    [
      'two views',
      'view: { timeline: { time: TimeGenerated, by: Where } }',
      'view: { facts: {}, table: {} }',
      'YAML006 `sections.1.view`: a view is one of its kinds',
    ],
    [
      'a view’s key',
      'time: TimeGenerated, by: Where',
      'tim: TimeGenerated, by: Where',
      '`time` is missing in `sections.1.view.timeline`: expected a text.',
    ],
    [
      'no table',
      'from: logons, view: { timeline: { time: TimeGenerated, by: Where } }',
      'view: table',
      'NBL002 Section `logons`: has no table to draw',
    ],
    [
      'two sources of a table',
      'id: first, title: First logons, from: logons',
      'id: first, title: First logons, query: account/find, from: logons',
      'NBL002 `from`: stands beside `query`: a table comes from one of them',
    ],
    [
      'a step on a query',
      'when: alerts, query: account/alerts',
      'when: alerts, step: take, query: account/alerts',
      'NBL002 `step`: belongs to `from`',
    ],
    ['code in YAML', 'when: alerts, query: account/alerts', 'when: alerts, compute: take', 'a function'],
    [
      'an empty follow-up',
      '    run: office\n    value: $account\n',
      '',
      'NBL002 Follow-up `office`: has either `sections`, or `run`',
    ],
    [
      'no default',
      'top: { type: int, default: 2 }',
      'top: { type: int }',
      'NBL002 Parameter `top`: give it a `default` or `required: true`',
    ],
  ])('is told what is wrong with %s', async (_, from, to, expected) => {
    expect((await faults(from, to)).join('\n')).toContain(expected)
  })

  it('is framed at its line', async () => {
    const changed = sound.replace('step: take', 'step: tak')
    const content = memoryFiles({ project: { ...logonsFiles, [path]: changed } })
    const { diagnostics } = await checkProject([root('project')], undefined, content)
    expect(printDiagnostic(diagnostics[0]!)).toBe(
      [
        'error NBL001: This names the step `tak`, which there is not.',
        '  project/notebooklets/account/logons/notebooklet.yaml:29:59',
        '  29 |   - { id: first, title: First logons, from: logons, step: tak, with: { rows: $top } }',
        '     |                                                           ^^^',
        '  hint: Did you mean `take`?',
      ].join('\n'),
    )
  })
})

describe('checkProject', () => {
  it('tells of queries that are broken, misplaced, of unknown entities, or there twice', async () => {
    const bad =
      'id: account/other\ntitle: T\ntables: [SigninLogs]\nentities: { IPAddress: adress, ResultType: ip }\nquery: SigninLogs | take 1\n'
    const content = memoryFiles({
      first: { 'queries/account/find.yaml': logonsFiles['queries/account/find.yaml']! },
      project: { ...logonsFiles, 'queries/account/bad.yaml': bad, 'queries/account/worse.yaml': 'id: [' },
    })
    const { diagnostics, queries } = await checkProject(
      [root('first'), root('project')],
      ({ folder }) => folder === 'project',
      content,
    )
    const told = diagnostics.map(({ code, message }) => `${code} ${message}`)
    expect(queries).toBe(6)
    expect(told).toEqual([
      'NBL003 `account/find` is defined a second time; the first is first/queries/account/find.yaml.',
      'NBL005 The id is `account/other`, but the file stands at `queries/account/bad.yaml`.',
      'NBL001 `entities` names the entity `adress`, which there is not.',
      expect.stringMatching(/^YAML001 Not valid YAML/),
    ])
  })
})
