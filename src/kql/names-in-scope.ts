import { nearest } from '../lib/diagnostic.ts'
import {
  type BinderSymbol,
  classOf,
  columnSymbols,
  elements,
  isNode,
  type Node,
  nodesOf,
  type SyntaxNode,
  withoutParentheses,
} from './syntax.ts'

/** The columns an expression at a node can name, and where they come from. */
export interface ColumnsAt {
  readonly columns: readonly string[]
  /** The table the columns come from, where it is one table. */
  readonly table: string | undefined
  /** What flows into the operator. */
  readonly input: SyntaxNode | undefined
}

/** What is in scope at a node: the columns that flow into the operator it stands in. */
export function columnsAt(node: SyntaxNode): ColumnsAt {
  const side = node.Parent && isNode(node.Parent, 'PathExpression') ? node.Parent.Expression : undefined
  if (side && isNode(side, 'NameReference') && /^\$(left|right)$/.test(side.SimpleName)) {
    return { columns: namesOf(side.ResultType), table: undefined, input: undefined }
  }
  for (let at: SyntaxNode | null = node; at; at = at.Parent) {
    const pipe: SyntaxNode | null = at.Parent
    if (pipe && isNode(pipe, 'PipeExpression') && pipe.Operator === at) {
      return {
        columns: namesOf(pipe.Expression.ResultType),
        table: sourceTable(pipe.Expression),
        input: pipe.Expression,
      }
    }
    if (isNode(at, 'SearchOperator')) return { columns: namesOf(at.ResultType), table: undefined, input: undefined }
  }
  return { columns: [], table: undefined, input: undefined }
}

function namesOf(type: BinderSymbol | null | undefined): string[] {
  return columnSymbols(type).map((column) => column.Name)
}

/** `SecurityEvent` of `SecurityEvent | where … | extend …`. */
function sourceTable(node: SyntaxNode): string | undefined {
  const bare = withoutParentheses(node)
  if (isNode(bare, 'PipeExpression'))
    return keepsTable.has(classOf(bare.Operator)) ? sourceTable(bare.Expression) : undefined
  return isNode(bare, 'NameReference') ? bare.SimpleName : undefined
}

/** Operators after which one still speaks of the table's columns. */
const keepsTable: ReadonlySet<string> = new Set(
  'AsOperator FilterOperator ExtendOperator SortOperator TakeOperator TopOperator SerializeOperator'.split(' '),
)

/** The operator on the way that left a column out: `project` in `T | project a | where b == 1`. */
export function whoDropped(name: string, input: SyntaxNode | undefined): string | undefined {
  let node = input && withoutParentheses(input)
  while (node && isNode(node, 'PipeExpression')) {
    if (namesOf(node.Expression.ResultType).includes(name)) return firstWord(node.Operator)
    node = withoutParentheses(node.Expression)
  }
  return undefined
}

/** The operator that makes a column of this name in the same clause, where it can't be used yet. */
export function madeBeside(name: string, node: SyntaxNode): string | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.Parent) {
    if (!/Operator$/.test(classOf(at))) continue
    const made = [...nodesOf(at)].some((each) => isNode(each, 'SimpleNamedExpression') && each.Name.SimpleName === name)
    return made ? firstWord(at) : undefined
  }
  return undefined
}

function firstWord(node: SyntaxNode): string {
  return /^[\w-]+/.exec(node.toString().trim())?.[0] ?? ''
}

/** What `let` names in the query, by what it is. */
export function letNames(root: SyntaxNode): {
  readonly scalars: string[]
  readonly tables: string[]
  readonly functions: string[]
} {
  const names = { scalars: [] as string[], tables: [] as string[], functions: [] as string[] }
  for (const node of nodesOf(root)) {
    if (!isNode(node, 'LetStatement')) continue
    const { Name: name, Expression: value } = node
    if (isNode(value, 'FunctionDeclaration')) names.functions.push(name.SimpleName)
    else names[value.ResultType?.IsTabular ? 'tables' : 'scalars'].push(name.SimpleName)
  }
  return names
}

/**
 * The name that may be meant, from the first pool that has one. A short word is near to many others: names of another length
 * don't count, and of three letters or fewer the first must agree.
 */
export function nearestOf(name: string, ...pools: readonly (readonly string[])[]): string | undefined {
  const lower = name.toLowerCase()
  const far = Math.max(1, Math.floor(name.length / 3))
  const isNear = (other: string) =>
    other !== name &&
    Math.abs(other.length - name.length) <= far &&
    (name.length > 3 || other[0]?.toLowerCase() === lower[0])
  for (const pool of pools) {
    const found =
      pool.find((each) => each !== name && each.toLowerCase() === lower) ?? nearest(name, pool.filter(isNear))
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a name stands where a table is meant. */
export function isTablePlace(node: SyntaxNode): boolean {
  let at = node
  while (at.Parent && (isNode(at.Parent, 'ParenthesizedExpression') || isNode(at.Parent, 'MaterializeExpression')))
    at = at.Parent
  const { Parent: parent } = at
  if (!parent) return false
  if (isNode(parent, 'PipeExpression')) return parent.Expression === at
  if (isNode(parent, 'JoinOperator') || isNode(parent, 'LookupOperator')) return parent.Expression === at
  if (isNode(parent, 'ExpressionStatement')) return true
  return classOf(parent).startsWith('SeparatedElement') && isTableList(parent.Parent)
}

function isTableList(list: SyntaxNode | null): boolean {
  const owner = list && classOf(list).startsWith('SyntaxList') ? list.Parent : list
  return owner !== null && (isNode(owner, 'UnionOperator') || classOf(owner) === 'FindInClause')
}

/** The call a name is the function of. */
export function callOf(name: SyntaxNode): Node<'FunctionCallExpression'> | undefined {
  const { Parent: parent } = name
  return parent && isNode(parent, 'FunctionCallExpression') && parent.Name === name ? parent : undefined
}

export function argumentCount(call: Node<'FunctionCallExpression'>): number {
  return elements(call.ArgumentList.Expressions).length
}
