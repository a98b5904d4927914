import { expression } from '../expression.ts'
import { readString } from '../read-literal.ts'
import { refuse, resultColumns, type Scope, typeOf } from '../scope.ts'
import { type ColumnSymbol, elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { Parse, ParsePart, Tabular } from '../tree.ts'

export function parse(node: Node<'ParseOperator'>, input: Tabular, scope: Scope): Tabular {
  return parsed(node, false, input, scope)
}

export function parseWhere(node: Node<'ParseWhereOperator'>, input: Tabular, scope: Scope): Tabular {
  return parsed(node, true, input, scope)
}

const modes: Readonly<Record<string, Parse['mode']>> = { simple: 'simple', relaxed: 'relaxed', regex: 'regex' }

function parsed(
  node: Node<'ParseOperator' | 'ParseWhereOperator'>,
  filter: boolean,
  input: Tabular,
  scope: Scope,
): Tabular {
  const parameters = parametersOf(node)
  const kind = parameters.get('kind')?.Expression
  const mode = kind ? modes[kind.toString().trim().toLowerCase()] : 'simple'
  if (!mode) return refuse('KQL102', scope.spanOf(kind!), { what: `parse of kind \`${kind!.toString().trim()}\`` })
  return {
    kind: 'parse',
    input,
    mode,
    flags: parameters.get('flags')?.Expression.toString().trim() ?? '',
    text: expression(node.Expression, scope),
    pattern: elements(node.Patterns).map((part) => patternPart(part, scope)),
    filter,
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

function patternPart(part: SyntaxNode, scope: Scope): ParsePart {
  if (isNode(part, 'StarExpression')) return { kind: 'star' }
  if (isNode(part, 'LiteralExpression')) return { kind: 'text', text: readString(part.Token.Text) }
  if (isNode(part, 'CompoundStringLiteralExpression')) {
    const texts = elements(part.Tokens).map((token) => readString(token.Text))
    return { kind: 'text', text: texts.join('') }
  }
  const name = isNode(part, 'NameAndTypeDeclaration') ? part.Name : part
  if (!isNode(name, 'NameDeclaration'))
    return refuse('KQL102', scope.spanOf(part), { what: 'This part of the pattern' })
  const type = typeOf((name.ReferencedSymbol as ColumnSymbol | null)?.Type)
  return { kind: 'column', column: { name: name.SimpleName, type } }
}
