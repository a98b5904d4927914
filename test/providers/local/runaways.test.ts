import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, it } from 'vitest'
import { makeFolder } from '../../support/load-fixture.ts'

interface Query {
  readonly kql: string
  readonly cancelMs?: number
  readonly timeoutMs?: number
}

interface Outcome {
  readonly code?: string
  readonly hint?: string
  readonly rowCount?: number
  readonly first?: string
  readonly status?: string
  readonly notices?: readonly string[]
}

const numbers = Array.from({ length: 50 }, (_, index) => index)
const folder = makeFolder(Object.fromEntries(numbers.map((n) => [`T${n}.csv`, `key,x${n}\n${'1,2\n'.repeat(200)}`])))
afterAll(() => folder.remove())

/** What becomes of the queries, in a process of their own: it has to answer `print 1` after each, and to end by itself. */
async function outcomesOf(queries: readonly Query[]): Promise<Outcome[]> {
  const program = join(import.meta.dirname, 'programs', 'answer-queries.ts')
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
  // What is wrong where it reads nothing is in what it says.
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify({ paths: [folder.path], memoryLimit: '200MB', queries }))
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.trimEnd().split('\n')
  const outcomes = lines.map((line) => JSON.parse(line) as Outcome & { readonly after: unknown })
  expect(outcomes.map(({ after }) => after)).toEqual(queries.map(() => [[1]]))
  return outcomes
}

const row = (first: string) => ({ rowCount: 1, first, status: 'complete' })
const failed = (code: string) => ({ code, hint: expect.stringMatching(/\w/) })
const pairs =
  'range x from 1 to 500000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 500000 step 1 | extend k = 1) on k'
const nested = (open: string, count: number, inner: string, close: string) =>
  `print ${open.repeat(count)}${inner}${close.repeat(count)}`
const doubling = numbers.slice(1, 40).map((n) => `let t${n} = union t${n - 1}, t${n - 1};`)

it('ends what has no end in sight, with rows or with words, and answers the next query', {
  timeout: 120_000,
}, async () => {
  const cases: readonly (readonly [string, object])[] = [
    ['range x from 1 to 1000000000 step 1 | summarize make_list(x)', failed('OUT_OF_MEMORY')],
    [pairs, { rowCount: 500_000, status: 'truncated' }],
    [
      'set notruncation; range x from 1 to 1000000000 step 1',
      { code: expect.stringMatching(/OUT_OF_MEMORY|TOO_LARGE/) },
    ],
    [`let t0 = range x from 1 to 10 step 1; ${doubling.join(' ')} t39 | count`, failed('OUT_OF_MEMORY')],
    ['print array_length(repeat("x", 1000000000))', row('1048576')],
    ['print strlen(strrep("aaaaaaaaaa", 1000000000))', row('10240')],
    ['print strlen(strrep(strrep(strrep("aaaaaaaaaa", 1000), 1000), 1000))', failed('VALUE_TOO_LARGE')],
    ['print strcat_array(repeat(strcat_array(repeat("x", 100000), ","), 100000), ",")', failed('VALUE_TOO_LARGE')],
    ['print series_fir(range(1, 1000000, 1), repeat(1, 100000))', failed('VALUE_TOO_LARGE')],
    ['print a = range(1, 1000000000, 1) | mv-expand a | count', row('1048576')],
    ['print strrep("a", 30) matches regex "(a+)+$b"', row('false')],
    [
      'range x from 1 to 100000 step 1 | extend s = strcat(strrep("a", 30), x) | where s matches regex "^(a+)+$" | count',
      row('0'),
    ],
    ['print s = strrep("a", 1000) | parse kind=regex s with "(a+)+" y: string "b" | project strlen(y)', row('0')],
    ['print array_length(parse_json(strcat(strrep("[", 1000), strrep("]", 1000))))', row('1')],
    [`print strlen("${'a'.repeat(1_000_000)}")`, row('1000000')],
    [
      `range x from 1 to 10 step 1 | where x in (${Array.from({ length: 2000 }, (_, n) => n).join(',')}) | count`,
      row('10'),
    ],
    [nested('(', 300, '1', ')'), row('1')],
    [nested('(', 5000, '1', ')'), failed('KQL_UNSUPPORTED')],
    [
      `range x from 1 to 3 step 1 ${'| join kind=inner (range x from 1 to 3 step 1) on x | project x '.repeat(100)}| count`,
      row('3'),
    ],
    ['let f = (a: long) { f(a) }; print f(1)', { code: 'KQL_INVALID' }],
    ['union * | count', row('10000')],
    ['T0 | join kind=inner T1 on $left.key == $right.key | join kind=inner T2 on key | count', row('8000000')],
  ]
  const outcomes = await outcomesOf(cases.map(([kql]) => ({ kql, timeoutMs: 60_000 })))
  for (const [index, [kql, expected]] of cases.entries()) {
    expect(outcomes[index], kql.slice(0, 200)).toMatchObject(expected)
  }
})

it('takes JSON of any depth', async () => {
  const deep = (count: number) => {
    const part = (bracket: string) => `strrep(strrep("${bracket}", 1000), ${count / 1000})`
    return `parse_json(strcat(${part('[')}, ${part(']')}))`
  }
  for (const outcome of await outcomesOf(
    [5000, 100_000].flatMap((count) => [
      { kql: `print tostring(${deep(count)})` },
      { kql: `print a = ${deep(count)} | summarize make_list(a), make_set(a), buildschema(a)` },
      { kql: `print a = bag_merge(bag_pack("a", ${deep(count)}), dynamic({"b": 1}))` },
      { kql: `print a = ${deep(count)} | mv-expand a` },
    ]),
  )) {
    expect(outcome.code ?? outcome.status).toMatch(/^(complete|QUERY_TOO_DEEP|QUERY_FAILED)$/)
  }
})

it('lets go of what is cancelled or late, while it compiles, runs, or is in a function of ours', async () => {
  const calls = numbers.slice(1, 30).map((n) => `let f${n} = (a: long) { f${n - 1}(a) + f${n - 1}(a + 1) };`)
  const stuck = [
    `let f0 = (a: long) { a }; ${calls.join(' ')} print f29(1)`,
    `${pairs} | summarize count() by x % 7, y % 11`,
    'range x from 1 to 1000000000 step 1 | where isempty(parse_user_agent(strcat("Mozilla/5.0 Chrome/", x), "browser")) | count',
  ]
  const [compiling, running, calling] = stuck as [string, string, string]
  const outcomes = await outcomesOf([
    { kql: compiling, cancelMs: 700 },
    { kql: running, timeoutMs: 700 },
    { kql: calling, cancelMs: 700 },
  ])
  expect(outcomes.map(({ code }) => code)).toEqual(['CANCELLED', 'QUERY_TIMEOUT', 'CANCELLED'])
})
