import type { Edit } from '../../kql/sent/edits.ts'
import type { BoundQuery } from '../../kql/tree.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { partOf } from './part-of.ts'
import type { TimeOf } from './row-independence.ts'

/** How the answer over a range of time is put together from the answers over its parts. */
export type Splitting =
  /** One after the other, in the order of time, `descending` with the latest first; at most so many. */
  | { readonly kind: 'rows'; readonly descending: boolean; readonly most?: number }
  /** One row, the sum of those of the parts. */
  | { readonly kind: 'count' }
  | InTwo
  /** It cannot; in words, what stands in the way. */
  | { readonly kind: 'whole'; readonly because: string }

/** Of `RestOfQuery`: the service is asked the beginning about each part; the rest runs here over the rows of all. */
export interface InTwo {
  readonly kind: 'in-two'
  /** To the query's text, for a part. */
  readonly edits: readonly Edit[]
  /** Of a part. */
  readonly columns: readonly ColumnType[]
  /** What is to be said of the answer. */
  readonly notices: readonly string[]
}

/** Whether the rows of a query, or their number, can be asked over parts of a range of time. Anything not known to be right is not split. */
export function splittingOf(query: BoundQuery, timeOf: TimeOf): Exclude<Splitting, InTwo> {
  if (query.more) return { kind: 'whole', because: 'it gives several tables' }
  const part = partOf(query.table, timeOf)
  switch (part.kind) {
    case 'rows':
      return {
        kind: 'rows',
        descending: part.order === 'desc',
        ...(part.most !== undefined && { most: part.most }),
      }
    case 'count':
      return { kind: 'count' }
    case 'groups':
      return { kind: 'whole', because: `\`${part.operator}\` looks at all rows at once` }
    case 'whole':
      return part
    default:
      return { kind: 'whole', because: 'it reads no table that has a time' }
  }
}
