import type { ColumnType } from '../lib/kql-type.ts'
import type { FromItem, OrderKey, SqlExpression } from '../sql/tree.ts'

/** A column of KQL and the SQL that yields it from the relation's FROM clause. */
export interface RelationColumn extends ColumnType {
  readonly sql: SqlExpression
}

/** The order rows stand in. */
export interface RowOrder {
  /** Over the relation's FROM clause, as its columns are. */
  readonly keys: readonly OrderKey[]
  /**
   * The query made this order (sort, top, serialize, range): row functions may be used, and the result is put in it.
   * Otherwise it is the order rows were written in (datatable), which decides ties and the order of lists only.
   */
  readonly serialized: boolean
  /** The order rows lie in: it decides ties where rows are sorted, but a list need not be in it. */
  readonly isStorage?: boolean
  /** The one key is a position: no two rows share it. */
  readonly isPosition?: boolean
}

/**
 * A table being compiled: a SELECT still open for more projections and filters. Operators that need more than that
 * `settle` it first: it becomes a step of the WITH clause, and the columns plain references to that step.
 */
export interface Relation {
  readonly columns: readonly RelationColumn[]
  /** Absent for one row of no table (`print`). */
  readonly from?: FromItem
  readonly where: readonly SqlExpression[]
  readonly order?: RowOrder
  /** Inside a query over groups (`mv-apply`, `partition`): the column that says to which group a row belongs. */
  readonly group?: SqlExpression
  /** What `ingestion_time()` means for the rows. */
  readonly ingestion?: SqlExpression
  /** Columns of the FROM clause of which no two rows have the same values: spares joins a deduplication. */
  readonly unique?: readonly string[]
  /** Known to have no rows (a table this workspace lacks). */
  readonly empty?: boolean
}

/** True for expressions that may be written twice: computing them costs nothing. */
export function isPlain(expression: SqlExpression): boolean {
  switch (expression.kind) {
    case 'column':
    case 'literal':
      return true
    case 'cast':
      return expression.operand.kind === 'literal'
    default:
      return false
  }
}
