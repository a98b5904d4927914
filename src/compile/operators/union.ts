import type { Search, Union, UnionMember } from '../../kql/tree.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { column, literal, type Select } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { typedNull } from '../expressions/literal.ts'
import { scopeOf } from '../expressions/lower.ts'
import { Refusal } from '../refusal.ts'
import type { Relation } from '../relation.ts'
import { selectFrom } from '../select.ts'

/** The rows of all members, columns matched by name and type; what a member lacks is null (the empty text for string). */
export function compileUnion(union: Union, compilation: Compilation): Relation {
  return stacked(union, union.withSource, compilation)
}

/** The members one below the other; the first column says where a row came from if `source` is given. */
export function stacked(
  { members, columns }: Union | Search,
  source: string | undefined,
  compilation: Compilation,
): Relation {
  const compiled = members.map((member) => ({ member, relation: compilation.compile(member.table) }))
  // Tables without rows add nothing; one is kept so that there is something to read.
  const filled = compiled.filter(({ relation }) => !relation.empty)
  const kept = filled.length > 0 ? filled : compiled.slice(0, 1)
  if (kept.length === 0) {
    return {
      columns: columns.map((one) => ({ ...one, sql: typedNull(one.type) })),
      where: [literal(false)],
      empty: true,
    }
  }
  const names = columns.map(() => compilation.nextColumn())
  const group = kept.some(({ relation }) => relation.group) ? compilation.nextColumn() : undefined
  const selects = kept.map(({ member, relation }) => {
    const select = memberSelect(member, relation, columns, source, names, compilation)
    if (group === undefined) return select
    if (!relation.group) throw new Refusal(member.table.span, 'a table beside the rows of a group is not supported')
    return { ...select, columns: [...select.columns, { expression: relation.group, name: group }] }
  })
  const from = compilation.addStep(selects.length === 1 ? selects[0]! : { kind: 'union-all', members: selects })
  return {
    columns: columns.map((one, index) => ({ ...one, sql: column(names[index]!) })),
    from,
    where: [],
    ...(group !== undefined && { group: column(group) }),
    ...(filled.length === 0 && { empty: true }),
  }
}

function memberSelect(
  member: UnionMember,
  relation: Relation,
  columns: readonly ColumnType[],
  source: string | undefined,
  names: readonly string[],
  compilation: Compilation,
): Select {
  const scope = scopeOf(relation, compilation)
  const known = new Map(relation.columns.map((one) => [one.name, one]))
  const sourceAt = source === undefined ? -1 : columns.findIndex(({ name }) => name === source)
  const mapped = columns.filter((_, index) => index !== sourceAt)
  const expressionOf = (at: number) => {
    if (at === sourceAt) return literal(member.source)
    const { type } = columns[at]!
    const name = member.mapping[mapped.indexOf(columns[at]!)]
    const found = name === null || name === undefined ? undefined : known.get(name)
    if (!found) return typedNull(type)
    const span = member.table.span
    return found.type === type
      ? found.sql
      : emitContext({ type, span }, scope).convert({ sql: found.sql, type: found.type, span }, type)
  }
  return selectFrom(
    relation,
    columns.map((_, index) => ({ expression: expressionOf(index), name: names[index]! })),
  )
}
