import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/queries/query-definition.ts'
import { bindParameters, renderQuery, templateSpan } from '../../src/queries/render.ts'
import { queryText, soundQuery, told } from './query-text.ts'

const account = { type: 'string', required: true }
const time = { start: '2026-01-01', end: '2026-01-08' }

const faults = (kql: string, parameters: Readonly<Record<string, object>> = { account }) =>
  told(parseQuery('test.yaml', queryText(kql, parameters)).diagnostics)

function rendered(
  kql: string,
  parameters: Readonly<Record<string, object>>,
  values: Readonly<Record<string, unknown>>,
) {
  const query = soundQuery(kql, parameters)
  return renderQuery(query, bindParameters(query, { ...time, ...values })).kql.trim()
}

describe('a placeholder', () => {
  it('prints a literal of its declared type', () => {
    const types = ['string', 'int', 'long', 'real', 'bool', 'datetime', 'timespan'] as const
    const values = ['it\'s "x"', -5, '9007199254740993', 0.5, true, '2026-01-31T08:00:00Z', '90m']
    const printed = types.map((type, index) =>
      rendered('print {{p}}', { p: { type, required: true } }, { p: values[index] }),
    )
    expect(printed).toEqual([
      'print "it\'s \\"x\\""',
      'print int(-5)',
      'print 9007199254740993',
      'print 0.5',
      'print true',
      'print datetime(2026-01-31T08:00:00.0000000Z)',
      'print 90m',
    ])
  })

  it('prints a list between commas, and an empty one as an array that holds nothing', () => {
    const p = { type: 'list', items: 'int', default: [] }
    expect(rendered('T | where x in ({{p}})', { p }, { p: [1, 2] })).toBe('T | where x in (int(1), int(2))')
    expect(rendered('T | where x in ({{p}})', { p }, {})).toBe('T | where x in (dynamic([]))')
  })

  it('prints a table or column as a name that can hold nothing else', () => {
    const p = { type: 'column', required: true }
    expect(rendered('T | project {{p}}', { p }, { p: 'UserId' })).toBe('T | project UserId')
    expect(rendered('T | project {{p}}', { p }, { p: "a'] | take 1 //" })).toBe("T | project ['a\\'] | take 1 //']")
    expect(() => rendered('T | project {{p}}', { p }, { p: 'a\nb' })).toThrow(/can't be the name of a column/)
  })

  it('knows the time range of the run without declaration', () => {
    expect(rendered('T | where t between ({{start}} .. {{end}})', {}, {})).toBe(
      'T | where t between (datetime(2026-01-01T00:00:00.0000000Z) .. datetime(2026-01-08T00:00:00.0000000Z))',
    )
  })
})

describe('conditions and loops', () => {
  const p = { type: 'string', default: '' }
  const n = { type: 'int', default: 0 }
  const list = { type: 'list', default: [] }

  it('leave out and put in', () => {
    const kql = 'T\n{{#if p}}\n| where a == {{p}}\n{{else}}\n| where b\n{{/if}}\n| take 1'
    expect(rendered(kql, { p }, {})).toBe('T\n| where b\n| take 1')
    expect(rendered(kql, { p }, { p: 'x' })).toBe('T\n| where a == "x"\n| take 1')
  })

  it('compare and combine', () => {
    const kql =
      'print 0{{#if (eq p "a")}} + 1{{else if (and (ne p "b") n)}} + 2{{else}} + 3{{/if}}{{#unless (or p n)}} + 4{{/unless}}'
    expect(rendered(kql, { p, n }, { p: 'a' })).toBe('print 0 + 1')
    expect(rendered(kql, { p, n }, { p: 'c', n: 1 })).toBe('print 0 + 2')
    expect(rendered(kql, { p, n }, { p: 'b', n: 1 })).toBe('print 0 + 3')
    expect(rendered(kql, { p, n }, {})).toBe('print 0 + 3 + 4')
  })

  it('go through a list, with the other parameters in sight', () => {
    const kql = 'print {{#each list}}strcat({{this}}, {{p}}){{#unless @last}}, {{/unless}}{{else}}0{{/each}}'
    expect(rendered(kql, { list, p }, { list: ['a', 'b'], p: 'x' })).toBe('print strcat("a", "x"), strcat("b", "x")')
    expect(rendered(kql, { list, p }, {})).toBe('print 0')
  })

  it('print what is behind a backslash as it stands', () => {
    expect(rendered('print "\\{{x}}", {{p}}', { p }, { p: 'v' })).toBe('print "{{x}}", "v"')
  })
})

describe('a template is refused', () => {
  it.each([
    [
      'three braces',
      'print {{{account}}}',
      'QRY002 6:9 `{{{account}}}` is refused: a value is printed as a literal and only so (Write it with two braces.)',
    ],
    [
      'an ampersand',
      'print {{&account}}',
      'QRY002 6:9 `{{&account}}` is refused: a value is printed as a literal and only so (Write it with two braces.)',
    ],
    [
      'a partial',
      'print {{account}} {{> other}}',
      'QRY002 6:21 `{{> other}}` is refused: partials and decorators have no place in a query',
    ],
    [
      'a decorator',
      'print {{account}} {{* other}}',
      'QRY002 6:21 `{{* other}}` is refused: partials and decorators have no place in a query',
    ],
    [
      'an inline partial',
      '{{#*inline "x"}}{{/inline}}print {{account}}',
      'QRY002 6:3 `{{#*inline "x"}}{{/inline}}` is refused: partials and decorators have no place in a query',
    ],
    [
      'an unknown helper',
      'print {{upper account}}',
      'QRY002 6:9 `{{upper account}}` is refused: a placeholder is the name of a parameter',
    ],
    [
      'an unknown block',
      '{{#with account}}{{/with}}print {{account}}',
      'QRY002 6:6 `{{#with …}}` is refused: there is no block `with` (Blocks: if, unless, each.)',
    ],
    [
      'an unknown condition',
      '{{#if (equals account "x")}}{{/if}}print {{account}}',
      'QRY002 6:10 `(equals …)` is refused: there is no condition `equals` (Conditions: eq, ne, and, or, not.)',
    ],
    [
      'a raw block',
      '{{{{raw}}}}{{account}}{{{{/raw}}}} print {{account}}',
      'QRY002 6:7 `{{#raw …}}` is refused: a block takes one argument',
    ],
    [
      'a member of a value',
      'print {{account.length}}',
      'QRY002 6:11 `account.length` is refused: a placeholder is the plain name of a parameter',
    ],
    [
      'an outer context',
      '{{#if account}}print {{../account}}{{/if}}',
      'QRY002 6:26 `../account` is refused: a placeholder is the plain name of a parameter',
    ],
    [
      'data of Handlebars',
      'print {{account}} + {{@root}}',
      'QRY002 6:25 `@root` is refused: a placeholder is the plain name of a parameter',
    ],
    [
      'this without a list',
      'print {{account}} + {{this}}',
      'QRY002 6:25 `this` is refused: there is no list around it',
    ],
    [
      'each over a text',
      '{{#each account}}{{this}}{{/each}}',
      'QRY002 6:6 `{{#each …}}` is refused: `each` goes through a parameter of type list',
    ],
    [
      'an undeclared name',
      'print {{acount}} {{account}}',
      'QRY003 6:11 `acount` is not declared under `parameters`. (Did you mean `account`?)',
    ],
    [
      'a name of every object',
      'print {{constructor}} {{account}}',
      'QRY003 6:11 `constructor` is not declared under `parameters`. (Declare it: `constructor: { type: string, required: true }`.)',
    ],
    [
      'a placeholder in quotes',
      "print '{{account}}'",
      'QRY006 6:10 `{{account}}` stands inside a string literal. (A placeholder prints a whole literal, quotes included: write {{name}} without quotes around it.)',
    ],
    [
      'a placeholder in a verbatim string',
      "print @'a {{account}}'",
      'QRY006 6:13 `{{account}}` stands inside a string literal. (A placeholder prints a whole literal, quotes included: write {{name}} without quotes around it.)',
    ],
    [
      'a placeholder in a comment',
      'print 1 // {{account}}',
      'QRY006 6:14 `{{account}}` stands inside a comment. (A placeholder prints a whole literal, quotes included: write {{name}} without quotes around it.)',
    ],
    [
      'a placeholder in a multi-line string',
      'print ```\n{{account}}\n```',
      'QRY006 7:3 `{{account}}` stands inside a multi-line string. (A placeholder prints a whole literal, quotes included: write {{name}} without quotes around it.)',
    ],
    [
      'a condition in quotes',
      "print 'a{{#if account}}b{{/if}}'",
      'QRY006 6:14 `{{#if …}}` stands inside a string literal. (A placeholder prints a whole literal, quotes included: write {{name}} without quotes around it.)',
    ],
    [
      'a placeholder that makes a string verbatim',
      'print @{{account}}',
      'QRY007 6:10 `{{account}}` touches `@`. (A placeholder prints a whole literal or name: put a space or an operator between.)',
    ],
    [
      'a placeholder that lengthens a name',
      'print x{{account}}',
      'QRY007 6:10 `{{account}}` touches `x`. (A placeholder prints a whole literal or name: put a space or an operator between.)',
    ],
    [
      'a tag that is not closed',
      'print {{account}',
      "QRY001 6:3 The template can't be read: this line has a tag that is not well formed: tags are `{{name}}`, `{{#if name}}`, `{{else}}`, `{{/if}}`.",
    ],
    [
      'a block that is not closed',
      'print {{account}}\n{{#if account}}',
      "QRY001 7:3 The template can't be read: a block is not closed: `{{/if}}`, `{{/unless}}` or `{{/each}}` is missing.",
    ],
    [
      'a block closed by another name',
      '{{#if account}}{{/unless}}',
      "QRY001 6:3 The template can't be read: `{{#if}}` is closed by `{{/unless}}`.",
    ],
  ])('for %s', (_, kql, expected) => {
    expect(faults(kql)).toContain(expected)
  })

  it('for a comparison that can never hold', () => {
    const p = { type: 'string', default: 'a', values: ['a', 'b'] }
    expect(faults('print {{p}}{{#if (eq p "c")}} + 1{{/if}}', { p })).toEqual([
      'QRY002 6:20 `(eq p "c")` is refused: the parameter is never "c" (Its values are a, b.)',
    ])
  })

  it('for a parameter that is not used, at its declaration', () => {
    expect(faults('print 1')).toEqual([
      'QRY004 4:14 Parameter `account` is declared but never used. (Use {{account}} or delete it.)',
    ])
  })
})

describe('templateSpan', () => {
  const kql = 'SigninLogs\n{{#if p}}\n| where User == {{p}}\n{{/if}}\n| where Acount == 1'
  const parameters = { p: { type: 'string', default: '' } }

  it.each(['', 'a value that is much longer than its placeholder'])(
    'finds KQL in its own line behind a condition (p = %j)',
    (p) => {
      const query = soundQuery(kql, parameters)
      const result = renderQuery(query, bindParameters(query, { ...time, p }))
      const start = result.kql.indexOf('Acount')
      const span = templateSpan(result, { start, end: start + 6 })
      expect(query.template.source.text.slice(span.start, span.end)).toBe('Acount')
    },
  )

  it('finds a value at its placeholder', () => {
    const query = soundQuery(kql, parameters)
    const result = renderQuery(query, bindParameters(query, { ...time, p: 'alice' }))
    const start = result.kql.indexOf('lic')
    const span = templateSpan(result, { start, end: start + 3 })
    expect(query.template.source.text.slice(span.start, span.end)).toBe('{{p}}')
  })
})
