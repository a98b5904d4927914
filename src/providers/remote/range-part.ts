import type { Expression, Join, NamedExpression, SortKey, Union } from '../../kql/tree.ts'
import { isByChance } from './row-independence.ts'

/**
 * What of a table lies in a range of time. `rows`: its rows over two ranges that meet are its rows over the one, then over the other;
 * `time`: the column that still holds the time of the record, unchanged. `constant`: the same over any range; `none`: empty.
 */
export type Part =
  | { readonly kind: 'rows'; readonly time?: string; readonly order?: 'asc' | 'desc'; readonly most?: number }
  | Gathered
  | { readonly kind: 'constant' }
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly because: string }

/** `count`: one number, the sum of those of the parts. `groups`: groups of rows. What comes after either sees all of them at once. */
export type Gathered = { readonly kind: 'count' } | { readonly kind: 'groups'; readonly operator: string }

function gatherer(part: Part): string | undefined {
  return part.kind === 'count' ? 'count' : part.kind === 'groups' ? part.operator : undefined
}

/** It cannot be split; why, in words. */
export function whole(because: string): Part {
  return { kind: 'whole', because }
}

/** What comes after something that is put together already. */
export function after(part: Part, operator: string): Part {
  const gathered = gatherer(part)
  if (gathered !== undefined) return whole(`\`${operator}\` after \`${gathered}\``)
  return part.kind === 'none' ? { kind: 'constant' } : part
}

/** Rows may go or multiply: where a limited number was taken before, it would be another number. */
export function filtered(part: Part, operator: string): Part {
  const gathered = gatherer(part)
  if (gathered !== undefined) return whole(`\`${operator}\` after \`${gathered}\``)
  return part.kind === 'rows' && part.most !== undefined
    ? whole(`\`${operator}\` after a limited number of rows`)
    : part
}

/** The time is in this column now, or in none. */
export function withTime(part: Part, time: string | undefined): Part {
  const gathered = gatherer(part)
  if (gathered !== undefined) return whole(`something is computed of \`${gathered}\``)
  if (part.kind !== 'rows') return part
  const { time: _, ...rest } = part
  return { ...rest, ...(time !== undefined && { time }) }
}

/** Rows as groups. */
export function grouped(part: Part, operator: string): Part {
  if (part.kind !== 'rows') return after(part, operator)
  return part.most === undefined ? { kind: 'groups', operator } : whole(`\`${operator}\` of a limited number of rows`)
}

/** Columns of these names are new. */
export function overwritten(part: Part, names: readonly string[]): Part {
  return withTime(part, part.kind === 'rows' && !names.includes(part.time ?? '') ? part.time : undefined)
}

/** Each column is one of these values. */
export function projected(part: Part, values: readonly NamedExpression[]): Part {
  const time = part.kind === 'rows' ? part.time : undefined
  const kept = values.find(({ expression }) => expression.kind === 'column' && expression.name === time)
  return withTime(part, time === undefined ? undefined : kept?.column.name)
}

/** Put in order; only that of time can be kept. */
export function sorted(part: Part, keys: readonly SortKey[], operator: string): Part {
  if (part.kind !== 'rows') return after(part, operator)
  const [first] = keys
  const isByTime = first?.expression.kind === 'column' && first.expression.name === part.time && part.most === undefined
  return isByTime ? { ...part, order: first.direction } : whole(`\`${operator}\` by something other than the time`)
}

/** Of the rows only the first. */
export function cut(part: Part, count: Expression, operator: string): Part {
  if (part.kind !== 'rows') return after(part, operator)
  if (count.kind !== 'literal' || typeof count.value !== 'bigint')
    return whole(`\`${operator}\` of a number that is computed`)
  const rows = Number(count.value < 0n ? 0n : count.value)
  return { ...part, most: Math.min(rows, part.most ?? rows) }
}

/** `parts`: of the members, in their order. */
export function united({ members, columns, withSource }: Union, parts: readonly Part[]): Part {
  const fault = parts.find((each) => each.kind === 'whole')
  if (fault) return fault
  const rows = members.flatMap((member, index) => {
    const part = parts[index]!
    return part.kind === 'rows' ? [{ member, part }] : []
  })
  if (rows.length === 0) return parts.every((each) => each.kind === 'none') ? { kind: 'none' } : constantOr(parts)
  if (rows.some(({ part }) => part.most !== undefined)) return whole('`union` of a limited number of rows')
  if (rows.length < parts.filter((each) => each.kind !== 'none').length) {
    return whole('`union` with rows that have no time of their own')
  }
  const output = withSource === undefined ? columns : columns.slice(1)
  const time = output.find((_, at) => rows.every(({ member, part }) => part.time && member.mapping[at] === part.time))
  return { kind: 'rows', ...(time && { time: time.name }) }
}

function constantOr(parts: readonly Part[]): Part {
  const [gathered] = parts.flatMap((each) => gatherer(each) ?? [])
  return gathered === undefined ? { kind: 'constant' } : whole(`\`union\` of a \`${gathered}\``)
}

/** Kinds whose rows are each of one row of the side that is split. */
const splitSide: Readonly<Record<'left' | 'right', ReadonlySet<string>>> = {
  left: new Set(['inner', 'leftouter', 'leftsemi', 'leftanti']),
  right: new Set(['inner', 'rightouter', 'rightsemi', 'rightanti']),
}

export function joined(join: Join, left: Part, right: Part): Part {
  const name = join.isLookup ? 'lookup' : 'join'
  const fault = [left, right].find((each) => each.kind === 'whole')
  if (fault) return fault
  const side = left.kind === 'rows' ? 'left' : 'right'
  const [split, other] = side === 'left' ? [left, right] : [right, left]
  if (split.kind !== 'rows') return constantOr([left, right])
  if (other.kind !== 'constant' && other.kind !== 'none') return whole(`\`${name}\` of two tables that have a time`)
  if (!splitSide[side].has(join.joinKind)) return whole(`\`${name} kind=${join.joinKind}\` looks at all rows at once`)
  if (isByChance(side === 'left' ? join.right : join.input)) return whole(`\`${name}\` with rows that chance gives`)
  if (split.most !== undefined) return whole(`\`${name}\` after a limited number of rows`)
  const at = join.output.findIndex((each) => each.side === side && each.name === split.time)
  return { kind: 'rows', ...(at >= 0 && { time: join.columns[at]!.name }) }
}
