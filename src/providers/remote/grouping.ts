import type { Aggregate, NamedExpression } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { Merge } from './merge-groups.ts'
import { type Part, whole } from './range-part.ts'

/** Aggregates of parts of the rows that make up those of all, to the bit. */
const merges: ReadonlyMap<string, Merge> = new Map([
  ['count', 'sum'],
  ['countif', 'sum'],
  ['sum', 'sum'],
  ['sumif', 'sum'],
  ['min', 'min'],
  ['minif', 'min'],
  ['max', 'max'],
  ['maxif', 'max'],
])

/** Values of which two are equal or not, however they came to be: reals have NaN and two zeros. */
const keyTypes: ReadonlySet<KqlType> = new Set(['string', 'long', 'int', 'bool', 'datetime', 'timespan', 'guid'])
/** Sums of reals depend on the order of the rows. */
const valueTypes: Readonly<Record<Merge, ReadonlySet<KqlType>>> = {
  sum: new Set(['long', 'timespan']),
  min: new Set(['long', 'int', 'datetime', 'timespan']),
  max: new Set(['long', 'int', 'datetime', 'timespan']),
}

/** Groups of rows: over two ranges that meet, those of the one and of the other, put together by their keys. */
export function grouped(
  input: Part,
  by: readonly NamedExpression[],
  aggregates: readonly Aggregate[],
  operator: string,
): Part {
  if (input.kind !== 'rows') return whole(`\`${operator}\` of what is no rows of a time`)
  if (input.most !== undefined) return whole(`\`${operator}\` of a limited number of rows`)
  const key = by.find(({ column }) => !keyTypes.has(column.type))
  if (key) return whole(`\`${operator}\` by a ${key.column.type}`)
  const found: Merge[] = []
  for (const { columns, expression } of aggregates) {
    const [column, ...others] = columns
    const merge = expression.kind === 'call' ? merges.get(expression.name) : undefined
    if (!merge || !column || others.length > 0 || !valueTypes[merge].has(column.type)) {
      const name = expression.kind === 'call' ? `\`${expression.name}\`` : 'what is computed of aggregates'
      return whole(`${name} ${column && merge ? `of a ${column.type} ` : ''}cannot be put together of parts`)
    }
    found.push(merge)
  }
  return { kind: 'groups', merges: found, operator }
}
