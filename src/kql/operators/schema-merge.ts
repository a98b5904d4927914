import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Expression, Tabular } from '../tree.ts'
import { argumentsOf, asDeclared, flagOf, noteReading, projection, renamed } from './plug-in-arguments.ts'

/** What `getschema` says of a column. */
const described = { ColumnName: 'string', ColumnOrdinal: 'a whole number', DataType: 'string', ColumnType: 'string' }

const disorder = 'ERROR(columns are out of order)'
const disagreement = 'ERROR(types of the column differ)'

/**
 * The columns of several schemas as one schema. In order, a column that stands in different places is an error; without,
 * columns come by the last place they have.
 */
export function schemaMerge(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [flag, ...more] = argumentsOf(node)
  const keepsOrder = flag ? flagOf(flag) : true
  if (keepsOrder === undefined || more.length > 0) {
    refuse('KQL006', scope.spanOf(node.FunctionCall), {
      what: '`schema_merge` takes `PreserveOrder`: `true` or `false`.',
      hint: undefined,
    })
  }
  noteReading(
    node,
    scope,
    'a column that is int and long becomes long, one that is real, too, real; other types that differ are an error. The documentation does not list them.',
  )
  const column = (name: keyof typeof described): Expression => {
    const found = input.columns.find((each) => each.name === name)
    return found
      ? build.column(found)
      : refuse('KQL006', span, {
          what: `\`schema_merge\` reads what \`getschema\` yields; there is no column \`${name}\`.`,
          hint: 'Write `union (T | getschema), (U | getschema) | evaluate schema_merge()`.',
        })
  }
  const rows = renamed(
    input,
    {
      name: column('ColumnName'),
      place: build.convert('long', column('ColumnOrdinal')),
      net: column('DataType'),
      type: column('ColumnType'),
    },
    build,
  )
  const text = `
    rows
    | summarize
        place = max(place),
        places = dcount(place),
        types = dcount(type),
        numbers = countif(type in ("int", "long", "real")),
        all = count(),
        reals = countif(type == "real"),
        type = take_any(type),
        net = take_any(net)
      by name
    | extend type = case(
        types == 1, type,
        numbers == all, iff(reals > 0, "real", "long"),
        "${disagreement}")
    | extend type = iff(${keepsOrder} and places > 1, "${disorder}", type)
    | extend net = case(
        type startswith_cs "ERROR", strcat("ERROR(unknown CSL type:", type, ")"),
        types == 1, net,
        type == "real", "System.Double",
        "System.Int64")
    | extend wrong = type startswith_cs "ERROR"
    | sort by wrong asc, place asc, name asc
    | extend place = case(wrong, -1, ${keepsOrder}, place, row_number(0))
    ${projection('name', 'place', 'net', 'type')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: {} }, scope, span), build)
}
