import type { ColumnReference, Join, JoinKind } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { call, column, type FromItem, literal, type Select, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { comparableSides, isNeverNull, type Sides } from '../expressions/comparison.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { lower, type Scope } from '../expressions/lower.ts'
import { Refusal } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'
import { allOf } from '../select.ts'

type Side = 'left' | 'right'

const sqlJoins: Readonly<Record<JoinKind, 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'SEMI' | 'ANTI'>> = {
  innerunique: 'INNER',
  inner: 'INNER',
  leftouter: 'LEFT',
  rightouter: 'RIGHT',
  fullouter: 'FULL',
  leftsemi: 'SEMI',
  rightsemi: 'SEMI',
  leftanti: 'ANTI',
  rightanti: 'ANTI',
}

/**
 * `join` and `lookup`. Null matches null. On the side that has no match text is empty and everything else null.
 * `innerunique` keeps one row of the left side for each key: the first where it has an order, else any.
 */
export function compileJoin(join: Join, compilation: Compilation): Relation {
  const left = compilation.settle(compilation.compile(join.input))
  const right = compilation.settle(compilation.compile(join.right))
  const scope = joinScope(left, right, compilation)
  const group = groupOf(left, right, join, compilation)
  const pairs = join.on.map((pair) => sidesOf(pair, join, scope))
  const unique = join.joinKind === 'innerunique' ? oneRowPerKey(left, pairs, compilation) : left
  const isRight = join.joinKind === 'rightsemi' || join.joinKind === 'rightanti'
  const sides = { left: aliased(unique, 'l'), right: aliased(right, 'r') }
  const names = join.output.map(() => compilation.nextColumn())
  const select: Select = {
    kind: 'select',
    columns: [
      ...join.output.map(({ side, name }, index) => ({
        expression: outputColumn(side, columnOf(side === 'left' ? left : right, name), join.joinKind),
        name: names[index]!,
      })),
      ...(group ? [group] : []),
    ],
    from: {
      kind: 'join',
      join: sqlJoins[join.joinKind],
      left: isRight ? sides.right : sides.left,
      right: isRight ? sides.left : sides.right,
      on: allOf(pairs.map(sameKey)),
    },
  }
  return {
    columns: join.output.map(({ side, name }, index) => ({
      name: join.columns[index]!.name,
      type: columnOf(side === 'left' ? left : right, name).type,
      sql: column(names[index]!),
    })),
    from: compilation.addStep(select),
    where: [],
    ...(group && { group: column(group.name) }),
  }
}

/** Inside a query over groups, rows stay in the group of their left side. */
function groupOf(
  left: Relation,
  right: Relation,
  join: Join,
  compilation: Compilation,
): { expression: SqlExpression; name: string } | undefined {
  const keepsLeft = ['innerunique', 'inner', 'leftouter', 'leftsemi', 'leftanti'].includes(join.joinKind)
  if (right.group || (left.group && !keepsLeft)) {
    throw new Refusal(join.span, 'rows of a group can only be the left side of a join, and must all be kept or matched')
  }
  return left.group && { expression: onSide('left', left.group), name: compilation.nextColumn() }
}

function joinScope(left: Relation, right: Relation, compilation: Compilation): Scope {
  return {
    compilation,
    relation: left,
    aggregates: false,
    resolve({ side, name, span }: ColumnReference) {
      const found = columnOf(side === 'right' ? right : left, name)
      return { sql: onSide(side ?? 'left', found.sql), type: found.type, span }
    },
  }
}

function columnOf(relation: Relation, name: string): RelationColumn {
  const found = relation.columns.find((one) => one.name === name)
  invariant(found, `a side of the join has a column ${name}`)
  return found
}

function onSide(side: Side, expression: SqlExpression): SqlExpression {
  invariant(expression.kind === 'column', 'the sides of a join are settled')
  return column(expression.name, side === 'left' ? 'l' : 'r')
}

function aliased(relation: Relation, alias: string): FromItem {
  invariant(relation.from?.kind === 'name', 'the sides of a join are settled')
  return { ...relation.from, alias }
}

function sidesOf({ left, right }: Join['on'][number], join: Join, scope: Scope): Sides {
  const pair = scope.compilation.attempt(
    (): Sides => {
      const sides = { left: lower(left, scope), right: lower(right, scope) }
      if (sides.left.type === 'dynamic' || sides.right.type === 'dynamic') {
        return emitContext({ type: 'bool', span: left.span }, scope).refuse(
          left.span,
          'tables cannot be joined on a dynamic value',
          'Convert it before: `extend key = tostring(…)`.',
        )
      }
      return comparableSides(sides.left, sides.right, left, scope)
    },
    () => ({ left: constantTrue(join), right: constantTrue(join) }),
  )
  return pair
}

function constantTrue(join: Join): TypedSql {
  return { sql: literal(true), type: 'bool', constant: true, span: join.span }
}

function sameKey({ left, right }: Sides): SqlExpression {
  return isNeverNull(left) && isNeverNull(right)
    ? sql`${left.sql} = ${right.sql}`
    : sql`${left.sql} IS NOT DISTINCT FROM ${right.sql}`
}

function oneRowPerKey(left: Relation, pairs: readonly Sides[], compilation: Compilation): Relation {
  const keys = [...(left.group ? [left.group] : []), ...pairs.map((pair) => unqualified(pair.left.sql))]
  const names = new Set(keys.flatMap((key) => (key.kind === 'column' ? [key.name] : [])))
  if (left.unique?.every((name) => names.has(name))) return left
  return { ...compilation.settle(left, { distinctOn: keys, orderBy: left.order?.keys ?? [] }) }
}

/** The expression as it reads before the side has its alias. */
function unqualified(expression: SqlExpression): SqlExpression {
  switch (expression.kind) {
    case 'column':
      return column(expression.name)
    case 'template':
      return { ...expression, holes: expression.holes.map(unqualified) }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(unqualified) }
    case 'cast':
      return { ...expression, operand: unqualified(expression.operand) }
    default:
      return expression
  }
}

function outputColumn(side: Side, found: RelationColumn, kind: JoinKind): SqlExpression {
  const value = onSide(side, found.sql)
  const mayLack =
    kind === 'fullouter' || (kind === 'leftouter' && side === 'right') || (kind === 'rightouter' && side === 'left')
  return mayLack && found.type === 'string' ? call('coalesce', value, literal('')) : value
}
