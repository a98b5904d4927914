import type { Span } from '../lib/diagnostic.ts'
import { readString } from './read-literal.ts'
import { elements, isNode, type Node, nodesOf, type SyntaxNode } from './syntax.ts'

/** How another workspace, database or application is named before the table: `workspace("x").T`. */
const heads = /\b(?:workspace|app|resource|database|cluster|table|adx)\s*\(/i

/**
 * The text with what names the workspace itself left out of it, so that `workspace("here").T` is the table T: blanks take its
 * place, and what follows keeps its offsets. So is `table("f")` made the call of a function of that name. Undefined where
 * there is nothing of the kind.
 */
export function withoutThisWorkspace(
  text: string,
  parse: (text: string) => SyntaxNode,
  names: readonly string[],
  isFunction: (name: string) => boolean,
): string | undefined {
  if (!heads.test(text)) return undefined
  const root = parse(text)
  const own = new Set(names.map((name) => name.toLowerCase()))
  const { aliases, declared } = statementNames(root)
  const isHere = (name: string): boolean =>
    own.has(name.toLowerCase()) || (aliases.get(name.toLowerCase())?.some(isHere) ?? false)
  let changed = text
  const replace = ({ start, end }: Span, by = '') => {
    changed = changed.slice(0, start) + by.padEnd(end - start) + changed.slice(end)
  }
  for (const node of nodesOf(root)) {
    if (isNode(node, 'FunctionCallExpression') && node.Name.SimpleName === 'table') {
      const name = onlyText(node)
      if (name !== undefined && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && isFunctionName(name)) {
        replace({ start: node.TextStart, end: node.End }, name)
      }
      continue
    }
    if (!isNode(node, 'PathExpression')) continue
    const head = headOf(node.Expression)
    const { Selector: selector } = node
    if (!head || (isNode(selector, 'FunctionCallExpression') && /^database$/i.test(selector.Name.SimpleName))) continue
    if (!head.names.every((name) => name === '' || isHere(name))) continue
    if (isNode(selector, 'NameReference') && declared.has(selector.SimpleName)) continue
    if (isInRestriction(node)) {
      for (const argument of elements(head.call.ArgumentList.Expressions)) {
        replace({ start: argument.TextStart, end: argument.End })
      }
    } else replace({ start: node.TextStart, end: selector.TextStart })
  }
  return changed === text ? undefined : changed

  function isFunctionName(name: string): boolean {
    return declared.has(name) || isFunction(name)
  }
}

/** `database()`: once the names of this workspace are left out, the one that is this workspace’s. */
export function isOwnDatabase(head: SyntaxNode): boolean {
  return (
    isNode(head, 'FunctionCallExpression') &&
    head.Name.SimpleName === 'database' &&
    elements(head.ArgumentList.Expressions).length === 0
  )
}

/** What `let` names, and the databases that `alias database` gives other names. */
function statementNames(root: SyntaxNode) {
  const aliases = new Map<string, readonly string[]>()
  const declared = new Set<string>()
  for (const node of nodesOf(root)) {
    if (isNode(node, 'LetStatement')) declared.add(node.Name.SimpleName)
    if (!isNode(node, 'AliasStatement')) continue
    const target = headOf(node.Expression)
    if (target) aliases.set(node.Name.SimpleName.toLowerCase(), target.names)
  }
  return { aliases, declared }
}

/** The names that decide which place is meant: of `cluster("c").database("d")` that of the database. */
function headOf(
  node: SyntaxNode,
): { readonly names: readonly string[]; readonly call: Node<'FunctionCallExpression'> } | undefined {
  if (isNode(node, 'FunctionCallExpression')) {
    const name = node.Name.SimpleName.toLowerCase()
    if (!/^(workspace|app|resource|database)$/.test(name)) return undefined
    const given = elements(node.ArgumentList.Expressions).length === 0 ? '' : onlyText(node)
    return given === undefined ? undefined : { names: [given], call: node }
  }
  if (!isNode(node, 'PathExpression') || !isNode(node.Expression, 'FunctionCallExpression')) return undefined
  return node.Expression.Name.SimpleName.toLowerCase() === 'cluster' ? headOf(node.Selector) : undefined
}

function onlyText(call: Node<'FunctionCallExpression'>): string | undefined {
  const [only, ...more] = elements(call.ArgumentList.Expressions)
  if (!only || more.length > 0 || !isNode(only, 'LiteralExpression')) return undefined
  return /^[hH]?@?["'`~]/.test(only.Token.Text) ? readString(only.Token.Text) : undefined
}

function isInRestriction(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.Parent) if (isNode(at, 'RestrictStatement')) return true
  return false
}
