import type { ColumnType } from '../lib/kql-type.ts'
import type { Query } from '../queries/query-definition.ts'

/** What a query asks, takes and yields, as lines of text: what an author must know to use it. `columns` are undefined where they cannot be told. */
export function queryHelp(query: Query, columns: readonly ColumnType[] | undefined): string[] {
  const parameters = Object.entries(query.parameters)
  const required = parameters.filter(([, { required }]) => required).map(([name]) => `${name}: $${name}`)
  const beside = required.length > 0 ? `, with: { ${required.join(', ')} }` : ''
  const width = Math.max(0, ...parameters.map(([name]) => name.length))
  return [
    `${query.title} (${query.id})`,
    ...(query.text === undefined ? [] : [query.text]),
    '',
    `  { query: ${query.id}${beside} }`,
    '',
    `Tables    ${query.tables.join(', ') || 'named by a parameter'}`,
    `Columns   ${columns?.map(({ name, type }) => `${name} (${type})`).join(', ') ?? 'those of what it is told'}`,
    ...entityLines(query),
    ...(query.lookback === undefined ? [] : [`Lookback  ${query.lookback} before the time range`]),
    ...(parameters.length > 0 ? ['', 'Parameters'] : []),
    ...parameters.map(([name, { type, items, text = '', default: value, values }]) => {
      const about = [
        items ? `${type} of ${items}` : type,
        values?.join(' | '),
        value === undefined ? 'required' : defaultText(value),
      ]
      return `  ${name.padEnd(width)}  ${text}${text === '' ? '' : ' '}(${about.filter(Boolean).join('; ')})`
    }),
    '',
    'KQL',
    ...kqlOf(query).map((line) => `  ${line}`),
  ]
}

function entityLines({ entities }: Query): string[] {
  const listed = Object.entries(entities).map(([column, type]) => `${column} (${type})`)
  return listed.length > 0 ? [`Entities  ${listed.join(', ')}`] : []
}

function defaultText(value: unknown): string {
  const isNone = value === '' || (Array.isArray(value) && value.length === 0)
  return `default ${isNone ? 'none' : String(value)}`
}

function kqlOf({ document }: Query): readonly string[] {
  const { query } = document.value as { readonly query: string }
  return query.trimEnd().split('\n')
}
