import { describe, expect, it } from 'vitest'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { bindKql } from '../../src/kql/bind-kql.ts'

/** A query with what is refused between « and », and a word of the reason. */
const refused: readonly (readonly [kql: string, reason: string])[] = [
  ['print extract(«"(a"», 1, "a")', ')'],
  ['print x = "a" matches regex «"*"»', 'repeat'],
  ['print replace_regex("a", «@"(a)\\1"», "")', 'group'],
  ['print countof("a", «"["», "regex")', ']'],
  ['print x = "a b" | «parse kind=regex x with "(" y:string " b"»', ')'],
  ['print «make_timespan(2)»', 'arguments'],
  ['print «series_fill_const(dynamic([1, null]))»', 'arguments'],
  ['print «parse_user_agent("Mozilla")»', 'arguments'],
  ['print datetime_utc_to_local(datetime(2020-01-01), «"Pacific Standard Time"»)', 'time zone'],
  ['print datetime_local_to_utc(datetime(2020-01-01), «"day"»)', 'time zone'],
  ['print format_bytes(1, «-1»)', 'precision'],
  ['print «array_sort_desc(true)»', 'array'],
  ['print indexof_regex("a", "a", 0, -1, «9999»)', 'occurrence'],
  ['print x = 1.5 | summarize binary_all_and(«x»)', 'bits'],
  ['print x = now() | summarize sum(«x»)', 'sum'],
  ['datatable(x:long, n:long) [1, 2] | summarize make_list(x, «n»)', 'constant'],
  ['datatable(x:long, n:long) [1, 2] | summarize make_set(x, «n»)', 'constant'],
  ['print x = 1 | summarize take_any(x, «typeof(long)»)', 'type'],
  ['print x = 1 | summarize arg_max(x, «typeof(string)»)', 'type'],
  ['«range x from datetime(null) to 3 step 1»', 'number'],
  ['print x = 1, y = 2 | top-nested 1 of x by «make_list(y)»', 'order'],
  ['print repeat(«dynamic({"a":1})», 3)', 'dynamic'],
  ['print 1, «datetime_part(1tick, now())»', 'constant'],
  ['print x = 1 | extend y = strlen(tostring(«countof(300, "a", 1tick)»))', 'constant'],
]

describe('what the compiler refuses', () => {
  it.each(refused)('%s', (marked, reason) => {
    const kql = marked.replace(/[«»]/g, '')
    const start = marked.indexOf('«')
    const end = marked.indexOf('»') - 1
    const { query, diagnostics } = bindKql(kql, { tables: [] })
    const found = query ? compileQuery(query, { tables: () => undefined, now: 0n }).diagnostics : diagnostics
    expect(found.map(({ span }) => kql.slice(span.start, span.end))).toEqual([kql.slice(start, end)])
    expect(found[0]!.message).toContain(reason)
  })

  it('takes a limit of a list that is one value for all rows', () => {
    const { query } = bindKql('print x = 1 | summarize make_list(x, toscalar(print 2)), make_set(x, toint("3"))', {
      tables: [],
    })
    expect(compileQuery(query!, { tables: () => undefined, now: 0n }).compiled).toBeDefined()
  })
})
