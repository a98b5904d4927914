import { type BinderDiagnostic, classOf, isNode, type SyntaxNode, withoutParentheses } from './syntax.ts'

type Rule = (binder: BinderDiagnostic, node: SyntaxNode) => boolean

/** Where the binder refuses what the engine takes. */
const tolerated: readonly Rule[] = [
  // `count(x)` counts rows, whatever x is.
  (binder, node) => binder.Code === 'KS107' && calledFunction(node) === 'count',
  // What a dynamic holds is seen to row by row: the length of a bag is null.
  (binder, node) => /^KS23[45]$/.test(binder.Code) && node.ResultType?.Name.startsWith('dynamic') === true,
  // Seconds may have a fraction.
  (binder, node) => binder.Code === 'KS134' && /^make_(timespan|datetime)$/.test(calledFunction(node) ?? ''),
  // A degree may be a long.
  (binder, node) => /^KS1(07|41)$/.test(binder.Code) && calledFunction(node) === 'series_fit_poly',
  // It knows two of the four parameters.
  (binder, node) => /^KS1(07|19|20|93)$/.test(binder.Code) && isBagUnpack(node),
  // The lookback, which is taken for the cohort where none is given.
  (binder, node) =>
    /^KS1(08|29)$/.test(binder.Code) &&
    node.ResultType?.IsTabular === true &&
    calledFunction(node) === 'new_activity_metrics',
  // Its argument has a default.
  (binder, node) => binder.Code === 'KS119' && node.toString().trim() === 'schema_merge',
  // A period may be one of the calendar.
  (binder, node) =>
    binder.Code === 'KS138' && isNode(node, 'LiteralExpression') && calendarPlugIns.has(calledFunction(node) ?? ''),
  // A term to search for may be a number, and stand in `not(…)`.
  (binder, node) => /^KS1(07|41)$/.test(binder.Code) && isNode(node, 'LiteralExpression') && isSearchTerm(node),
  (binder, node) => binder.Code === 'KS106' && isNode(node, 'BinaryExpression') && combinesTerms(node),
  // An alias of a database that is elsewhere: whoever uses it is refused.
  (binder, node) => /^KS20[78]$/.test(binder.Code) && node !== undefined && isInAlias(node),
  // A wildcard that finds nothing in a fuzzy union.
  (binder, node) =>
    binder.Code === 'KS142' && isNode(node, 'NameReference') && node.SimpleName.includes('*') && isFuzzy(node),
]

/** Plug-ins that take `week`, `month` and `year` for a period. */
const calendarPlugIns: ReadonlySet<string> = new Set([
  'active_users_count',
  'activity_counts_metrics',
  'activity_metrics',
  'funnel_sequence',
  'funnel_sequence_completion',
  'session_count',
  'sliding_window_counts',
])

export function isTolerated(binder: BinderDiagnostic, node: SyntaxNode | undefined): boolean {
  return node !== undefined && tolerated.some((rule) => rule(binder, node))
}

/** What lists its elements: no part of an expression. */
const lists = /^(SeparatedElement|SyntaxList|ExpressionList)/

/** The expression or operator a node is a part of. */
export function ownerOf(node: SyntaxNode): SyntaxNode | null {
  let owner = node.Parent
  while (owner && lists.test(classOf(owner))) owner = owner.Parent
  return owner
}

/** The function a node is an argument of. */
function calledFunction(argument: SyntaxNode): string | undefined {
  const owner = ownerOf(argument)
  return owner && isNode(owner, 'FunctionCallExpression') ? owner.Name.SimpleName : undefined
}

function isBagUnpack(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at; at = ownerOf(at)) {
    if (isNode(at, 'FunctionCallExpression')) return at.Name.SimpleName === 'bag_unpack'
  }
  return false
}

function isSearchTerm(node: SyntaxNode): boolean {
  const owner = ownerOf(node)
  if (!owner) return false
  if (isNode(owner, 'SearchOperator')) return true
  const combines =
    isNode(owner, 'ParenthesizedExpression') ||
    (isNode(owner, 'BinaryExpression') && /^(and|or)$/i.test(owner.Operator.Text)) ||
    (isNode(owner, 'FunctionCallExpression') && owner.Name.SimpleName === 'not')
  return combines && isSearchTerm(owner)
}

/** `"a" or 42` */
function combinesTerms(node: SyntaxNode & { readonly Left: SyntaxNode; readonly Right: SyntaxNode }): boolean {
  return [node.Left, node.Right]
    .map(withoutParentheses)
    .some((each) => isNode(each, 'LiteralExpression') && isSearchTerm(each))
}

function isInAlias(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.Parent) if (isNode(at, 'AliasStatement')) return true
  return false
}

function isFuzzy(member: SyntaxNode): boolean {
  const owner = ownerOf(member)
  return owner !== null && isNode(owner, 'UnionOperator') && /\bisfuzzy\s*=\s*true\b/i.test(owner.toString())
}
