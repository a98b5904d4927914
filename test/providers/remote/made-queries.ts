import type { KqlType } from '../../../src/lib/kql-type.ts'

interface Column {
  readonly name: string
  readonly type: KqlType
}

type Value = readonly [kql: string, type: KqlType]
type Random = () => number

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!
}

function some<Item>(most: number, random: Random, make: (at: number) => Item): Item[] {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, (_, at) => make(at))
}

const valuesOf: { readonly [type in KqlType]?: (column: string) => readonly Value[] } = {
  string: (name) => [
    [`tolower(${name})`, 'string'],
    [`strcat(${name}, "|", ${name})`, 'string'],
    [`${name} =~ "ann"`, 'bool'],
    [`strlen(${name})`, 'long'],
  ],
  long: (name) => [
    [`${name} % 3`, 'long'],
    [`iff(${name} > 1, ${name}, long(null))`, 'long'],
    [`${name} * 1m`, 'timespan'],
    [`toint(${name})`, 'int'],
  ],
  datetime: (name) => [
    [`bin(${name}, 2h)`, 'datetime'],
    [`${name} - datetime(2026-05-01)`, 'timespan'],
    [`dayofweek(${name})`, 'timespan'],
  ],
  timespan: (name) => [[`bin(${name}, 3h)`, 'timespan']],
}

function value(columns: readonly Column[], random: Random): Value {
  const { name, type } = pick(columns, random)
  return pick<Value>([[name, type], ...(valuesOf[type]?.(name) ?? [])], random)
}

const middles: { readonly [type in KqlType]?: string } = {
  datetime: 'datetime(2026-05-01T12:00:00Z)',
  timespan: '6h',
}

function test(columns: readonly Column[], random: Random): string {
  const [kql, type] = value(columns, random)
  if (type === 'bool') return kql
  if (type === 'string') return `${kql} ${pick(['== ""', '!= "ann"', 'contains "1"', 'has "|"'], random)}`
  return `${kql} ${pick(['>', '!='], random)} ${middles[type] ?? '0'}`
}

/** Of any rows in any order the same. */
function aggregate(columns: readonly Column[], random: Random): Value {
  const [kql, type] = value(columns, random)
  const having = test(columns, random)
  const counts = ['count()', `countif(${having})`, `dcount(${kql})`, `dcountif(${kql}, ${having})`]
  const sets = [`count_distinct(${kql})`, `array_length(make_set_if(${kql}, ${having}))`]
  const numbers = [...counts, ...sets].map((each): Value => [each, 'long'])
  if (type === 'bool') return pick(numbers, random)
  const isSummed = type === 'long' || type === 'timespan'
  const sums = isSummed ? [`sum(${kql})`, `sumif(${kql}, ${having})`, `max(${kql}) - min(${kql}) + sum(${kql})`] : []
  const least = type === 'string' ? `strcat(min(${kql}), max(${kql}))` : `minif(${kql}, ${having})`
  const ends = [`min(${kql})`, `max(${kql})`, `maxif(${kql}, ${having})`, `arg_max(${kql}, ${kql})`, least]
  return pick([...numbers, ...[...sums, ...ends].map((each): Value => [each, type])], random)
}

/** Columns, each with what it is computed of, and their names as a later one of the text may happen to have them. */
function written(values: readonly Value[], names: readonly string[]) {
  return {
    columns: values.map(([, type], at): Column => ({ name: `${names[at % names.length]}${at}`, type })),
    kql: values.map(([kql], at) => `${names[at % names.length]}${at} = ${kql}`).join(', '),
  }
}

interface Step {
  readonly kql: string
  readonly columns: readonly Column[]
}

function grouped(columns: readonly Column[], random: Random): Step {
  const keys = written(
    some(2, random, () => value(columns, random)),
    ['Key', 'TimeGenerated'],
  )
  const all = [aggregate(columns, random), ...some(2, random, () => aggregate(columns, random))]
  const { kql, columns: found } = written(all, pick([['p'], ['parts_'], ['count_', 'p']], random))
  const by = keys.columns.length > 0 ? ` by ${keys.kql}` : ''
  return { kql: `summarize ${kql}${by}`, columns: [...keys.columns, ...found] }
}

function step(columns: readonly Column[], random: Random): Step {
  const names = columns.map(({ name }) => name).toSorted(() => random() - 0.5)
  const sorted = () => names.map((name) => `${name} ${pick(['asc', 'desc', 'asc nulls last'], random)}`).join(', ')
  const first = columns.find(({ name }) => name === names[0])!
  switch (pick(['where', 'extend', 'sort', 'take', 'top', 'distinct', 'group'], random)) {
    case 'where':
      return { kql: `where ${test(columns, random)}`, columns }
    case 'extend': {
      const [kql, type] = value(columns, random)
      return { kql: `extend Made = ${kql}`, columns: [...without(columns, 'Made'), { name: 'Made', type }] }
    }
    case 'sort': {
      const kql = `sort by ${sorted()} | extend Row = row_number(), Before = prev(${first.name})`
      const made: Column[] = [
        { name: 'Row', type: 'long' },
        { name: 'Before', type: first.type },
      ]
      return { kql, columns: [...without(columns, 'Row', 'Before'), ...made] }
    }
    case 'take':
      return { kql: `sort by ${sorted()} | take ${Math.floor(random() * 50)}`, columns }
    case 'top':
      return {
        kql: `top 9 by ${first.name} ${pick(['asc', 'desc'], random)} | project ${first.name}`,
        columns: [first],
      }
    case 'distinct':
      return { kql: `distinct ${first.name}`, columns: [first] }
    default:
      return grouped(columns, random)
  }
}

function without(columns: readonly Column[], ...names: readonly string[]): Column[] {
  return columns.filter(({ name }) => !names.includes(name))
}

/** A query that looks at all rows at once, and whose answer, but for the order of its rows, can only be one. */
export function madeQuery(table: string, columns: readonly Column[], random: Random): string {
  const steps: Step[] = []
  const add = (next: typeof step) => steps.push(next(steps.at(-1)?.columns ?? columns, random))
  some(2, random, () => add(step))
  add(grouped)
  some(3, random, () => add(step))
  const bar = pick([' | ', '\r\n| ', '\n\t|', ' // 😀 |\n| '], random)
  const texts = steps.map(({ kql }) => kql)
  if (random() < 0.7) return [table, ...texts].join(bar)
  const named = Math.ceil(random() * texts.length)
  return `let Named = ${[table, ...texts.slice(0, named)].join(bar)};\n${['Named', ...texts.slice(named)].join(bar)}`
}
