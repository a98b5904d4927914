import { readString } from './read-literal.ts'
import { refuse, type Scope, typeOf } from './scope.ts'
import {
  type ColumnSymbol,
  classOf,
  columnSymbols,
  elements,
  isNode,
  type SyntaxNode,
  withoutParentheses,
} from './syntax.ts'

/**
 * Which expression each output column of an operator comes from. The binder says only which columns come out; how it
 * places and names them is played again here, and whatever then does not agree with its columns is refused.
 */
export interface Placed {
  /** The expression, without its name. */
  readonly node: SyntaxNode
  /** For each value of the expression (one, or a tuple's members) the output column it became, or null where it was left out. */
  readonly columns: readonly (ColumnSymbol | null)[]
}

/**
 * `extend`: unnamed expressions, too, replace a column of their name. `project`: a column already there makes an unnamed
 * one take another name. `expand`: even a bare column replaces.
 */
export type PlacingRule = 'extend' | 'project' | 'expand' | 'print'

export interface Projection {
  readonly rule: PlacingRule
  /** The columns that are there before the first expression. */
  readonly before: readonly { readonly name: string }[]
  /** Whether a column is there already, so that it is not added again when an expression yields it. */
  isKnown(column: ColumnSymbol): boolean
  /** The columns that come out. */
  readonly output: readonly ColumnSymbol[]
}

/** Places expressions one after the other; `at` counts the output columns that are taken. */
export class Placement {
  readonly #projection: Projection
  readonly #indexOf = new Map<string, number>()
  readonly #scope: Scope
  #next: number

  constructor(projection: Projection, scope: Scope) {
    this.#projection = projection
    this.#scope = scope
    this.#next = projection.before.length
    for (const [index, column] of projection.before.entries()) this.#indexOf.set(column.name, index)
  }

  /** How many output columns are placed. */
  get placed(): number {
    return this.#next
  }

  add(expression: SyntaxNode): Placed {
    if (isNode(expression, 'SimpleNamedExpression'))
      return this.#named(expression.Expression, [expression.Name.SimpleName])
    if (isNode(expression, 'CompoundNamedExpression')) {
      return this.#named(
        expression.Expression,
        elements(expression.Names.Names).map((name) => name.SimpleName),
      )
    }
    if (isNode(expression, 'OrderedExpression')) return this.add(expression.Expression)
    const { rule } = this.#projection
    const isKnown = (column: ColumnSymbol) => this.#projection.isKnown(column)
    const column = resultColumn(expression)
    if (column) {
      const place =
        isKnown(column) && rule !== 'expand' ? null : this.#place(column.Name, rule === 'expand', expression)
      return { node: expression, columns: [place] }
    }
    const members = this.#members(expression)
    if (members && !(rule === 'print' && members.length === 1)) {
      const columns = members.map((member) => (isKnown(member) ? null : this.append(expression)))
      return { node: expression, columns }
    }
    const name = this.#nameOf(expression)
    const place =
      name === null || rule === 'print'
        ? this.append(expression)
        : this.#place(name, rule === 'extend' || rule === 'expand', expression)
    return { node: expression, columns: [place] }
  }

  /** The values of a function that yields several. One that sorts no array yields none, which the binder lets pass. */
  #members(node: SyntaxNode): readonly ColumnSymbol[] | undefined {
    const members = tupleMembers(node)
    if (members?.length === 0 && /^array_sort_/.test(node.ReferencedSymbol?.Name ?? '')) {
      const what = `\`${node.ReferencedSymbol!.Name}\` needs an array.`
      return refuse('KQL006', this.#scope.spanOf(node), { what })
    }
    return members
  }

  /** The name an expression gives its column; `column_ifexists` has the name of the column it finds. */
  #nameOf(expression: SyntaxNode): string | null {
    const [argument] = isNode(expression, 'FunctionCallExpression') ? elements(expression.ArgumentList.Expressions) : []
    const function_ = expression.ReferencedSymbol?.Name ?? ''
    if (argument && /^column_?ifexists$/.test(function_) && isNode(argument, 'LiteralExpression')) {
      const name = readString(argument.Token.Text)
      return this.#projection.before.some((column) => column.name === name) ? name : null
    }
    return this.#scope.translation.service.resultName(expression, null)
  }

  #named(node: SyntaxNode, names: readonly string[]): Placed {
    const { rule } = this.#projection
    const members = this.#members(node)
    if (!members) {
      const replaces = rule === 'extend' || rule === 'expand' || resultColumn(node) !== undefined
      return { node, columns: [this.#place(names[0]!, replaces, node)] }
    }
    const columns = members.map((_, index) => {
      const name = names[index]
      if (name !== undefined) return this.#place(name, index === 0 || rule === 'extend' || rule === 'expand', node)
      return rule === 'print' ? null : this.append(node)
    })
    return { node, columns }
  }

  #place(name: string, replaces: boolean, node: SyntaxNode): ColumnSymbol {
    const there = this.#indexOf.get(name)
    if (replaces && there !== undefined) return this.#column(there, node)
    return this.append(node)
  }

  /** The next output column, whatever its name. */
  append(node: SyntaxNode): ColumnSymbol {
    const column = this.#column(this.#next, node)
    this.#indexOf.set(column.Name, this.#next)
    this.#next++
    return column
  }

  #column(index: number, node: SyntaxNode): ColumnSymbol {
    const column = this.#projection.output[index]
    if (!column) return refuse('KQL103', this.#scope.spanOf(node), { what: `\`${node.toString().trim()}\`` })
    return column
  }
}

/** The values of a function that yields several, or undefined. */
function tupleMembers(node: SyntaxNode): readonly ColumnSymbol[] | undefined {
  const type = node.RawResultType
  return type && classOf(type) === 'TupleSymbol' ? columnSymbols(type) : undefined
}

const conversions: ReadonlySet<string> = new Set(
  'tobool todatetime todecimal todouble todynamic toguid toint tolong toreal tostring totime totimespan'.split(' '),
)

/** The column an expression merely repeats: a column, or a conversion of one to the type it has. */
export function resultColumn(node: SyntaxNode): ColumnSymbol | undefined {
  const inner = withoutParentheses(node)
  const symbol = inner.ReferencedSymbol
  if (symbol && classOf(symbol) === 'ColumnSymbol') return symbol as ColumnSymbol
  if (!isNode(inner, 'FunctionCallExpression') || !conversions.has(inner.ReferencedSymbol?.Name ?? '')) return undefined
  const [argument, ...more] = elements(inner.ArgumentList.Expressions)
  const column = argument?.ReferencedSymbol
  if (!column || more.length > 0 || classOf(column) !== 'ColumnSymbol') return undefined
  return inner.ResultType === (column as ColumnSymbol).Type ? (column as ColumnSymbol) : undefined
}

/** Refuses where the columns placed are not the columns there are. */
export function checkPlaced(placement: Placement, projection: Projection, node: SyntaxNode, scope: Scope): void {
  if (placement.placed !== projection.output.length) {
    refuse('KQL103', scope.spanOf(node), { what: `\`${node.toString().trim().slice(0, 60)}\`` })
  }
}

export function columnOf(symbol: ColumnSymbol) {
  return { name: symbol.Name, type: typeOf(symbol.Type) }
}

/** Whether a column is one of those named. */
export function among(columns: readonly { readonly name: string }[]): (column: ColumnSymbol) => boolean {
  const names = new Set(columns.map((column) => column.name))
  return (column) => names.has(column.Name)
}

/** No column is known. */
export function none(): boolean {
  return false
}
