import type { GroupRows, MvApply } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { column, type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { Refusal } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { selectFrom } from '../select.ts'
import { expandedRows } from './mv-expand.ts'

const rowName = '\0row'

/**
 * `mv-apply`: all elements of all rows at once, each with the number of its row, and the query over them with every
 * operator keeping rows of different numbers apart; the answer is joined back to the rows by number.
 */
export function compileMvApply(apply: MvApply, compilation: Compilation): Relation {
  const rows = numberedRows(compilation.compile(apply.input), compilation)
  const number = numberOf(rows)
  const elements = expandedRows({ ...rows, group: number }, apply, compilation)
  compilation.groups.set(apply.id, elements)
  const answer = compilation.settle(compilation.compile(apply.subquery))
  if (!answer.group) throw new Refusal(apply.subquery.span, 'the query of `mv-apply` must begin with its elements')
  return joinedBack(apply, { rows, number, answer, group: answer.group }, compilation)
}

/** The rows of the group that `mv-apply` or `partition` made. */
export function compileGroupRows(rows: GroupRows, compilation: Compilation): Relation {
  const found = compilation.groups.get(rows.id)
  invariant(found, 'a query over groups stands inside the operator that makes them')
  const known = new Map(found.columns.map((one) => [one.name, one]))
  return { ...found, columns: rows.columns.map(({ name }) => known.get(name)!) }
}

/** Read twice, so computed once: the numbers must be the same both times. */
function numberedRows(input: Relation, compilation: Compilation): Relation {
  const number: RelationColumn = { name: rowName, type: 'long', sql: sql`row_number() OVER ()` }
  const base = compilation.settle(input)
  return compilation.settle({ ...base, columns: [...base.columns, number] }, { materialized: true })
}

function numberOf(rows: Relation): SqlExpression {
  return rows.columns.find(({ name }) => name === rowName)!.sql
}

function joinedBack(
  apply: MvApply,
  made: { rows: Relation; number: SqlExpression; answer: Relation; group: SqlExpression },
  compilation: Compilation,
): Relation {
  const { rows, number, answer, group } = made
  invariant(rows.from?.kind === 'name' && answer.from?.kind === 'name', 'both sides are settled')
  const sources = { input: { relation: rows, alias: 'l' }, subquery: { relation: answer, alias: 'r' } }
  const names = new Map<string, SqlExpression>()
  const carry = (expression: SqlExpression, alias: string): SqlExpression => {
    const name = compilation.nextColumn()
    names.set(name, aliased(expression, alias))
    return column(name)
  }
  const columns = apply.output.map(({ from, name }, index): RelationColumn => {
    const { relation, alias } = sources[from]
    const found = relation.columns.find((one) => one.name === name)
    invariant(found, `the ${from} of mv-apply has a column ${name}`)
    return { name: apply.columns[index]!.name, type: found.type, sql: carry(found.sql, alias) }
  })
  const carryKeys = (relation: Relation, alias: string) =>
    (relation.order?.keys ?? []).map((key): OrderKey => ({ ...key, expression: carry(key.expression, alias) }))
  const keys = rows.order ? [...carryKeys(rows, 'l'), ...carryKeys(answer, 'r')] : []
  const outer = rows.group && carry(rows.group, 'l')
  const from = compilation.addStep(
    selectFrom(
      {
        columns: [],
        where: [],
        from: {
          kind: 'join',
          join: 'INNER',
          left: { ...rows.from, alias: 'l' },
          right: { ...answer.from, alias: 'r' },
          on: sql`${aliased(number, 'l')} = ${aliased(group, 'r')}`,
        },
      },
      [...names].map(([name, expression]) => ({ name, expression })),
    ),
  )
  return {
    columns,
    from,
    where: [],
    ...(outer && { group: outer }),
    ...(rows.order && { order: { keys, serialized: rows.order.serialized } }),
  }
}

function aliased(expression: SqlExpression, alias: string): SqlExpression {
  invariant(expression.kind === 'column', 'both sides are settled')
  return column(expression.name, alias)
}
