import type { Tabular } from '../../kql/tree.ts'
import {
  after,
  cut,
  filtered,
  grouped,
  joined,
  overwritten,
  type Part,
  projected,
  sorted,
  united,
  whole,
  withTime,
} from './range-part.ts'
import { expressionFault, isConstant, type TimeOf } from './row-independence.ts'

/** What of a table lies in a range of time. Anything not known to be right is not split. */
export function partOf(table: Tabular, timeOf: TimeOf): Part {
  const asked = expressionFault(table, timeOf)
  if (asked !== undefined) return whole(asked)
  switch (table.kind) {
    case 'table': {
      const time = timeOf(table.name)
      if (table.missing) return { kind: 'none' }
      return time === undefined ? { kind: 'constant' } : { kind: 'rows', time }
    }
    case 'let-table':
      return partOf(table.table, timeOf)
    case 'datatable':
    case 'print':
    case 'range':
    case 'external':
      return { kind: 'constant' }
    case 'as':
    case 'render':
      return partOf(table.input, timeOf)
    case 'where':
      return filtered(partOf(table.input, timeOf), 'where')
    case 'parse':
      return overwritten(
        table.filter ? filtered(partOf(table.input, timeOf), 'parse-where') : partOf(table.input, timeOf),
        table.pattern.flatMap((each) => (each.kind === 'column' ? [each.column.name] : [])),
      )
    case 'parse-kv':
      return overwritten(
        partOf(table.input, timeOf),
        table.keys.map((each) => each.name),
      )
    case 'extend':
    case 'serialize':
      return overwritten(
        partOf(table.input, timeOf),
        table.values.map((each) => each.column.name),
      )
    case 'project':
      return projected(partOf(table.input, timeOf), table.values)
    case 'mv-expand':
      return overwritten(filtered(partOf(table.input, timeOf), 'mv-expand'), [
        ...table.items.map((each) => each.column.name),
        ...(table.indexColumn === undefined ? [] : [table.indexColumn]),
      ])
    case 'mv-apply': {
      if (!isConstant(table.subquery, timeOf)) return whole('`mv-apply` reads a table in its query')
      const input = filtered(partOf(table.input, timeOf), 'mv-apply')
      const time = input.kind === 'rows' ? input.time : undefined
      const kept = table.output.findIndex((each) => each.from === 'input' && each.name === time)
      return withTime(input, time === undefined ? undefined : table.columns[kept]?.name)
    }
    case 'union':
      return united(
        table,
        table.members.map((each) => partOf(each.table, timeOf)),
      )
    case 'join':
      return joined(table, partOf(table.input, timeOf), partOf(table.right, timeOf))
    case 'sort':
      return sorted(partOf(table.input, timeOf), table.keys, 'sort')
    case 'top':
      return cut(sorted(partOf(table.input, timeOf), table.keys, 'top'), table.count, 'top')
    case 'take':
      return cut(partOf(table.input, timeOf), table.count, 'take')
    case 'summarize': {
      if (isConstant(table, timeOf)) return { kind: 'constant' }
      return grouped(partOf(table.input, timeOf), 'summarize')
    }
    case 'distinct':
      if (isConstant(table, timeOf)) return { kind: 'constant' }
      return grouped(partOf(table.input, timeOf), 'distinct')
    case 'count': {
      const input = partOf(table.input, timeOf)
      if (input.kind === 'rows' && input.most === undefined) return { kind: 'count' }
      return input.kind === 'rows' ? whole('`count` of a limited number of rows') : after(input, 'count')
    }
    default:
      return isConstant(table, timeOf)
        ? { kind: 'constant' }
        : whole(`\`${wordOf(table.kind)}\` looks at all rows at once`)
  }
}

function wordOf(kind: Tabular['kind']): string {
  return kind === 'find-patterns' ? 'evaluate' : kind
}
