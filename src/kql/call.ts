import { expression, text, typed } from './expression.ts'
import { functionScope } from './function-scope.ts'
import { refuse, type Scope, unexpected } from './scope.ts'
import { columnSymbols, elements, isNode, type Node } from './syntax.ts'
import type { Call, Expression } from './tree.ts'

/** A call of a scalar function: built in, or of a `let` or the workspace, whose body takes the call's place. */
export function callFunction(node: Node<'FunctionCallExpression'> | Node<'NameReference'>, scope: Scope): Expression {
  const body = node.GetCalledFunctionBody()
  if (body) {
    const inner = functionScope(node, body, scope)
    if (!body.Expression) return unexpected(scope, node, 'function without a value')
    return expression(body.Expression, inner)
  }
  if (!isNode(node, 'FunctionCallExpression')) return unexpected(scope, node, `function ${node.toString().trim()}`)
  const name = node.ReferencedSymbol?.Name ?? node.Name.SimpleName
  const special = specialCalls[name]
  if (special) return special(node, scope)
  return builtIn(
    name,
    elements(node.ArgumentList.Expressions).map((argument) => expression(argument, scope)),
    node,
    scope,
  )
}

function builtIn(name: string, args: readonly Expression[], node: Node<'FunctionCallExpression'>, scope: Scope): Call {
  return { kind: 'call', name, arguments: args, nameSpan: scope.spanOf(node.Name), ...typed(node, scope) }
}

type SpecialCall = (node: Node<'FunctionCallExpression'>, scope: Scope) => Expression

/** Built-in functions that look at the columns there are. */
const specialCalls: Readonly<Record<string, SpecialCall>> = {
  bin_auto: binAuto,
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
  iscolumnexists: isColumnExists,
  column_names_of: columnNamesOf,
  pack_all: packAll,
  bag_pack_columns: packColumns,
}

function columnIfExists(node: Node<'FunctionCallExpression'>, scope: Scope): Expression {
  const [nameNode, otherwise] = elements(node.ArgumentList.Expressions)
  if (!nameNode || !otherwise) return unexpected(scope, node, 'column_ifexists')
  const name = expression(nameNode, scope)
  if (name.kind !== 'literal' || typeof name.value !== 'string') {
    return refuse('KQL102', scope.spanOf(nameNode), { what: 'A column name that is no constant' })
  }
  const column = scope.row?.find((each) => each.name === name.value)
  if (!column) return expression(otherwise, scope)
  return { kind: 'column', ...column, span: scope.spanOf(node) }
}

/** `iscolumnexists("a")`: whether the row has the column. */
function isColumnExists(node: Node<'FunctionCallExpression'>, scope: Scope): Expression {
  const [nameNode] = elements(node.ArgumentList.Expressions)
  if (!nameNode) return unexpected(scope, node, 'iscolumnexists')
  const name = expression(nameNode, scope)
  if (name.kind !== 'literal' || typeof name.value !== 'string') {
    return refuse('KQL102', scope.spanOf(nameNode), { what: 'A column name that is no constant' })
  }
  const value = scope.row?.some((column) => column.name === name.value) ?? false
  return { kind: 'literal', value, type: 'bool', span: scope.spanOf(node) }
}

/** `column_names_of(T)`: the names of a table's columns as an array. */
function columnNamesOf(node: Node<'FunctionCallExpression'>, scope: Scope): Expression {
  const [table] = elements(node.ArgumentList.Expressions)
  const names = columnSymbols(table?.ResultType ?? null).map((column) => text(column.Name, node, scope))
  return builtIn('pack_array', names, node, scope)
}

/** `pack_all(ignore_null_empty)` → the flag, then name and value of every column of the row. */
function packAll(node: Node<'FunctionCallExpression'>, scope: Scope): Expression {
  const [flagNode] = elements(node.ArgumentList.Expressions)
  const span = scope.spanOf(node)
  const flag: Expression = flagNode
    ? expression(flagNode, scope)
    : { kind: 'literal', value: false, type: 'bool', span }
  const pairs = (scope.row ?? []).flatMap((column): Expression[] => [
    text(column.name, node, scope),
    { kind: 'column', ...column, span },
  ])
  return builtIn('pack_all', [flag, ...pairs], node, scope)
}

/** `bag_pack_columns(a, b)` → name and value of every column named. */
function packColumns(node: Node<'FunctionCallExpression'>, scope: Scope): Expression {
  const pairs = elements(node.ArgumentList.Expressions).flatMap((argument): Expression[] => {
    const value = expression(argument, scope)
    if (value.kind !== 'column') {
      return refuse('KQL102', scope.spanOf(argument), { what: 'An argument of `bag_pack_columns` that is no column' })
    }
    return [text(value.name, argument, scope), value]
  })
  return builtIn('bag_pack_columns', pairs, node, scope)
}

/** `bin_auto(x)`: a bin of the size, and from the point, that `set` names. */
function binAuto(node: Node<'FunctionCallExpression'>, scope: Scope): Expression {
  const { binSize, binAt } = scope.translation.settings
  const [value] = elements(node.ArgumentList.Expressions)
  if (!value) return unexpected(scope, node, 'bin_auto')
  if (!binSize) {
    const hint = 'Say it before: `set query_bin_auto_size=1h;`, and from where with `set query_bin_auto_at=…;`.'
    return refuse('KQL009', scope.spanOf(node), { what: 'The size of the bins of `bin_auto` is not set.', hint })
  }
  const operand = expression(value, scope)
  return binAt
    ? builtIn('bin_at', [operand, binSize, binAt], node, scope)
    : builtIn('bin', [operand, binSize], node, scope)
}
