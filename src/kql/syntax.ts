/**
 * The binder's bound syntax tree, as far as it is read: the names its generated JavaScript gives to nodes and symbols.
 * Only what `language-service.ts` tests when it loads is written down here.
 */

/** A list of the binder's; elements of separated lists stand in `Element$1`. */
export interface NodeList<T> {
  readonly Count: number
  getItem(index: number): T | { readonly Element$1: T }
}

export interface SymbolList<T> {
  readonly Count: number
  getItem(index: number): T
}

export interface Token {
  readonly Text: string
  readonly ValueText: string
  readonly TextStart: number
  readonly End: number
  readonly IsToken: boolean
  readonly IsMissing: boolean
}

export interface SyntaxNode {
  /** First character after white space and comments. */
  readonly TextStart: number
  readonly End: number
  readonly IsToken: boolean
  readonly IsMissing: boolean
  readonly ChildCount: number
  GetChild(index: number): SyntaxNode | null
  Accept$1(visitor: object): void
  /** Text with the white space before it. */
  toString(): string
  readonly Parent: SyntaxNode | null
  /** What a name or a call refers to. */
  readonly ReferencedSymbol: BinderSymbol | null
  readonly ReferencedSignature: Signature | null
  /** On expressions and operators: the type, or the table, that comes out. */
  readonly ResultType?: BinderSymbol | null
  /** The same, before a tuple of one value is taken for its value. */
  readonly RawResultType?: BinderSymbol | null
  readonly SemanticDiagnostics: SymbolList<BinderDiagnostic> | null
  /** Of calls: the body has errors that show only with these arguments. */
  readonly CalledFunctionHasErrors: boolean
  /** The body of a called function, bound with this call's arguments; offsets are those of the body's own text. */
  GetCalledFunctionBody(): Node<'FunctionBody'> | null
}

export interface BinderSymbol {
  readonly Name: string
  /** Columns of a table, or of a function that yields several values. */
  readonly Columns?: SymbolList<ColumnSymbol>
  /** Members of a group of tables (a wildcard). */
  readonly Members?: SymbolList<BinderSymbol>
  readonly IsError: boolean
  readonly IsScalar: boolean
  readonly IsTabular: boolean
  readonly MinArgumentCount?: number
  readonly MaxArgumentCount?: number
  readonly IsHidden?: boolean
  readonly IsObsolete?: boolean
  /** Of functions: declared with `view`. */
  readonly IsView?: boolean
}

export interface ColumnSymbol extends BinderSymbol {
  readonly Type: BinderSymbol
}

export interface Parameter {
  readonly Name: string
  readonly IsRepeatable: boolean
  readonly IsOptional: boolean
  readonly DefaultValue: SyntaxNode | null
  readonly DeclaredTypes: SymbolList<BinderSymbol> | null
}

export interface Signature {
  readonly Parameters: SymbolList<Parameter>
  /** The function's body where it is declared. */
  readonly Declaration: SyntaxNode | null
}

export interface BinderDiagnostic {
  readonly Code: string
  readonly Severity: string
  readonly Start: number
  readonly Length: number
  readonly Message: string
}

type Nodes = {
  // statements
  QueryBlock: { readonly Statements: NodeList<SyntaxNode> }
  LetStatement: { readonly Name: Node<'NameDeclaration'>; readonly Expression: SyntaxNode }
  ExpressionStatement: { readonly Expression: SyntaxNode }
  SetOptionStatement: {
    readonly Name: Node<'NameDeclaration'>
    readonly ValueClause: { readonly Expression: SyntaxNode } | null
  }
  PatternStatement: { readonly Name: Node<'NameDeclaration'>; readonly Pattern: Node<'PatternDeclaration'> | null }
  PatternDeclaration: {
    readonly Parameters: NodeList<Node<'NameAndTypeDeclaration'>>
    readonly PathParameter: { readonly Parameter: Node<'NameAndTypeDeclaration'> } | null
    readonly Patterns: NodeList<Node<'PatternMatch'>>
  }
  PatternMatch: {
    readonly ParameterValues: ExpressionList
    readonly PathValue: { readonly Value: SyntaxNode } | null
    readonly Body: Node<'FunctionBody'>
  }
  RestrictStatement: { readonly Expressions: NodeList<SyntaxNode> }
  AliasStatement: { readonly Name: Node<'NameDeclaration'>; readonly Expression: SyntaxNode }
  QueryParametersStatement: { readonly Parameters: NodeList<Node<'FunctionParameter'>> }
  FunctionDeclaration: {
    readonly ViewKeyword: Token | null
    readonly Parameters: { readonly Parameters: NodeList<Node<'FunctionParameter'>> }
    readonly Body: Node<'FunctionBody'>
  }
  FunctionBody: { readonly Statements: NodeList<SyntaxNode>; readonly Expression: SyntaxNode | null }
  FunctionParameter: {
    readonly NameAndType: Node<'NameAndTypeDeclaration'>
    readonly DefaultValue: { readonly Value: SyntaxNode } | null
  }
  NameDeclaration: { readonly SimpleName: string }
  NameAndTypeDeclaration: { readonly Name: Node<'NameDeclaration'>; readonly Type: SyntaxNode }
  PrimitiveTypeExpression: { readonly Type: Token }
  MaterializeExpression: { readonly Expression: SyntaxNode }

  // expressions
  LiteralExpression: { readonly Token: Token }
  CompoundStringLiteralExpression: { readonly Tokens: SymbolList<Token> }
  TypeOfLiteralExpression: { readonly Types: NodeList<SyntaxNode> }
  DynamicExpression: { readonly Expression: SyntaxNode }
  JsonObjectExpression: { readonly Pairs: NodeList<{ readonly Name: Token; readonly Value: SyntaxNode }> }
  JsonArrayExpression: { readonly Values: NodeList<SyntaxNode> }
  NameReference: { readonly SimpleName: string }
  ParenthesizedExpression: { readonly Expression: SyntaxNode }
  PrefixUnaryExpression: { readonly Operator: Token; readonly Expression: SyntaxNode }
  BinaryExpression: { readonly Left: SyntaxNode; readonly Operator: Token; readonly Right: SyntaxNode }
  InExpression: { readonly Left: SyntaxNode; readonly Operator: Token; readonly Right: ExpressionList }
  HasAnyExpression: { readonly Left: SyntaxNode; readonly Right: ExpressionList }
  HasAllExpression: { readonly Left: SyntaxNode; readonly Right: ExpressionList }
  BetweenExpression: {
    readonly Left: SyntaxNode
    readonly Operator: Token
    readonly Right: { readonly First: SyntaxNode; readonly Second: SyntaxNode }
  }
  PathExpression: { readonly Expression: SyntaxNode; readonly Selector: SyntaxNode }
  ElementExpression: { readonly Expression: SyntaxNode; readonly Selector: Node<'BracketedExpression'> }
  BracketedExpression: { readonly Expression: SyntaxNode }
  FunctionCallExpression: { readonly Name: Node<'NameReference'>; readonly ArgumentList: ExpressionList }
  ToScalarExpression: { readonly Expression: SyntaxNode }
  ToTableExpression: { readonly Expression: SyntaxNode }
  SimpleNamedExpression: { readonly Name: Node<'NameDeclaration'>; readonly Expression: SyntaxNode }
  CompoundNamedExpression: {
    readonly Names: { readonly Names: NodeList<Node<'NameDeclaration'>> }
    readonly Expression: SyntaxNode
  }
  StarExpression: object
  OrderedExpression: {
    readonly Expression: SyntaxNode
    readonly Ordering: {
      readonly AscOrDescKeyword: Token | null
      readonly NullsClause: { readonly FirstOrLastKeyword: Token } | null
    }
  }

  // tables
  PipeExpression: { readonly Expression: SyntaxNode; readonly Operator: SyntaxNode }
  DataTableExpression: { readonly Values: NodeList<SyntaxNode> }
  NamedParameter: { readonly Name: Node<'NameDeclaration'>; readonly Expression: SyntaxNode }
  FilterOperator: Operator & { readonly Condition: SyntaxNode }
  ExtendOperator: { readonly Expressions: NodeList<SyntaxNode> }
  SerializeOperator: Operator & { readonly Expressions: NodeList<SyntaxNode> }
  ProjectOperator: { readonly Expressions: NodeList<SyntaxNode> }
  ProjectAwayOperator: object
  ProjectKeepOperator: object
  ProjectRenameOperator: { readonly Expressions: NodeList<SyntaxNode> }
  ProjectReorderOperator: object
  ProjectByNamesOperator: object
  SummarizeOperator: Operator & {
    readonly Aggregates: NodeList<SyntaxNode>
    readonly ByClause: { readonly Expressions: NodeList<SyntaxNode>; readonly BinClause: SyntaxNode | null } | null
  }
  DistinctOperator: Operator & { readonly Expressions: NodeList<SyntaxNode> }
  CountOperator: object
  SortOperator: Operator & { readonly Expressions: NodeList<SyntaxNode> }
  TopOperator: Operator & { readonly Expression: SyntaxNode; readonly ByExpression: SyntaxNode }
  TakeOperator: Operator & { readonly Expression: SyntaxNode }
  PrintOperator: { readonly Expressions: NodeList<SyntaxNode> }
  RangeOperator: {
    readonly Name: Node<'NameDeclaration'>
    readonly From: SyntaxNode
    readonly To: SyntaxNode
    readonly Step: SyntaxNode
  }
  UnionOperator: Operator & { readonly Expressions: NodeList<SyntaxNode> }
  JoinOperator: Operator & { readonly Expression: SyntaxNode; readonly ConditionClause: SyntaxNode }
  LookupOperator: Operator & { readonly Expression: SyntaxNode; readonly LookupClause: SyntaxNode }
  JoinOnClause: { readonly Expressions: NodeList<SyntaxNode> }
  SearchOperator: Operator & {
    readonly InClause: { readonly Expressions: NodeList<SyntaxNode> } | null
    readonly Condition: SyntaxNode
  }
  FindOperator: Operator & {
    readonly InClause: { readonly Expressions: NodeList<SyntaxNode> } | null
    readonly Condition: SyntaxNode
    readonly Project: (SyntaxNode & { readonly ProjectKeyword: Token; readonly Columns: NodeList<SyntaxNode> }) | null
    readonly ProjectAway: SyntaxNode | null
  }
  TypedColumnReference: { readonly Column: Node<'NameReference'>; readonly Type: SyntaxNode }
  PackExpression: object
  ExternalDataExpression: Operator & {
    readonly URIs: NodeList<SyntaxNode>
    readonly WithClause: { readonly Properties: NodeList<Node<'NamedParameter'>> } | null
  }
  ForkOperator: { readonly Expressions: SymbolList<Node<'ForkExpression'>> }
  ForkExpression: {
    readonly NameEquals: { readonly Name: Node<'NameDeclaration'> } | null
    readonly Expression: SyntaxNode
  }
  FacetOperator: {
    readonly Expressions: NodeList<SyntaxNode>
    readonly WithClause: SyntaxNode | null
  }
  FacetWithOperatorClause: { readonly Operator: SyntaxNode }
  FacetWithExpressionClause: { readonly Expression: SyntaxNode }
  ConsumeOperator: Operator
  MvExpandOperator: Operator & {
    readonly Expressions: NodeList<Node<'MvExpandExpression'>>
    readonly RowLimitClause: { readonly RowLimit: SyntaxNode } | null
  }
  MvExpandExpression: { readonly Expression: SyntaxNode; readonly ToTypeOf: SyntaxNode | null }
  MvApplyOperator: Operator & {
    readonly Expressions: NodeList<Node<'MvApplyExpression'>>
    readonly RowLimitClause: { readonly RowLimit: SyntaxNode } | null
    readonly ContextIdClause: SyntaxNode | null
    readonly Subquery: SyntaxNode & { readonly Expression: SyntaxNode }
  }
  MvApplyExpression: {
    readonly Expression: SyntaxNode
    readonly ToTypeOf: { readonly TypeOf: SyntaxNode } | null
  }
  ScanOperator: Operator & {
    readonly OrderByClause: SyntaxNode | null
    readonly PartitionByClause: SyntaxNode | null
    readonly DeclareClause: { readonly Declarations: NodeList<Node<'FunctionParameter'>> } | null
    readonly Steps: NodeList<Node<'ScanStep'>>
  }
  ScanStep: {
    readonly Name: Node<'NameDeclaration'>
    readonly OptionalKeyword: Token | null
    readonly ScanStepOutput: SyntaxNode | null
    readonly Condition: SyntaxNode
    readonly ComputationClause: { readonly Assignments: NodeList<Node<'ScanAssignment'>> } | null
  }
  ScanAssignment: { readonly Name: Node<'NameReference'>; readonly Expression: SyntaxNode }
  PartitionOperator: Operator & { readonly ByExpression: SyntaxNode; readonly Operand: SyntaxNode }
  TopHittersOperator: Operator & {
    readonly Expression: SyntaxNode
    readonly OfExpression: SyntaxNode
    readonly ByClause: { readonly Expression: SyntaxNode } | null
  }
  TopNestedOperator: { readonly Clauses: NodeList<Node<'TopNestedClause'>> }
  TopNestedClause: {
    readonly Expression: SyntaxNode | null
    readonly OfExpression: SyntaxNode
    readonly WithOthersClause: (SyntaxNode & { readonly Expression: SyntaxNode }) | null
    readonly ByExpression: SyntaxNode
  }
  AssertSchemaOperator: { readonly Schema: SyntaxNode & { readonly Columns: NodeList<Node<'NameAndTypeDeclaration'>> } }
  ReduceByOperator: Operator & {
    readonly Expression: SyntaxNode
    readonly With: (SyntaxNode & { readonly Parameters: NodeList<Node<'NamedParameter'>> }) | null
  }
  SampleOperator: Operator & { readonly Expression: SyntaxNode }
  SampleDistinctOperator: Operator & { readonly Expression: SyntaxNode; readonly OfExpression: SyntaxNode }
  ParseKvOperator: {
    readonly Expression: SyntaxNode
    readonly Keys: { readonly Columns: NodeList<Node<'NameAndTypeDeclaration'>> }
    readonly WithClause: { readonly Properties: NodeList<Node<'NamedParameter'>> } | null
  }
  ParseOperator: ParseNode
  ParseWhereOperator: ParseNode
  MakeSeriesOperator: Operator & {
    readonly Aggregates: NodeList<Node<'MakeSeriesExpression'>>
    readonly OnClause: { readonly Expression: SyntaxNode }
    readonly RangeClause: SyntaxNode
    readonly ByClause: { readonly Expressions: NodeList<SyntaxNode> } | null
  }
  MakeSeriesExpression: {
    readonly Expression: SyntaxNode
    readonly DefaultExpression: { readonly Expression: SyntaxNode } | null
  }
  MakeSeriesFromToStepClause: {
    readonly MakeSeriesFromClause: { readonly Expression: SyntaxNode } | null
    readonly MakeSeriesToClause: { readonly Expression: SyntaxNode } | null
    readonly MakeSeriesStepClause: { readonly Expression: SyntaxNode }
  }
  MakeSeriesInRangeClause: { readonly Arguments: ExpressionList }
  EvaluateOperator: Operator & {
    readonly FunctionCall: Node<'FunctionCallExpression'>
    readonly Schema:
      | (SyntaxNode & { readonly Schema: { readonly Columns: NodeList<Node<'NameAndTypeDeclaration'>> } })
      | null
  }
  InvokeOperator: { readonly Function: Node<'FunctionCallExpression'> }
  GetSchemaOperator: { readonly KindParameter: SyntaxNode | null }
  AsOperator: Operator & { readonly Name: Node<'NameDeclaration'> }
  RenderOperator: { readonly ChartType: Token }
}

interface ExpressionList {
  readonly Expressions: NodeList<SyntaxNode>
}

interface Operator {
  readonly Parameters: SymbolList<Node<'NamedParameter'>>
}

type ParseNode = Operator & { readonly Expression: SyntaxNode; readonly Patterns: SymbolList<SyntaxNode> }

export type NodeClass = keyof Nodes

declare const nodeClass: unique symbol

/** A node of one class; `isNode` tells. */
export type Node<Class extends NodeClass> = SyntaxNode & Nodes[Class] & { readonly [nodeClass]: Class }

/** The class of a node or a symbol: `JoinOperator`, `ColumnSymbol`. */
export function classOf(element: object): string {
  const { $$name } = element.constructor as unknown as { readonly $$name: string }
  const generic = $$name.indexOf('$')
  const name = generic < 0 ? $$name : $$name.slice(0, generic)
  return name.slice(name.lastIndexOf('.') + 1)
}

export function isNode<Class extends NodeClass>(node: SyntaxNode, nodeClass: Class): node is Node<Class> {
  return classOf(node) === nodeClass
}

/** The elements of a list, without their separators. */
export function elements<T extends object>(list: NodeList<T> | null | undefined): T[] {
  const found: T[] = []
  for (let index = 0; index < (list?.Count ?? 0); index++) {
    const item = list!.getItem(index)
    found.push('Element$1' in item ? item.Element$1 : item)
  }
  return found
}

/** The columns of a table or tuple; none for a scalar. */
export function columnSymbols(type: BinderSymbol | null | undefined): ColumnSymbol[] {
  return elements(type?.Columns)
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index)
    if (child) children.push(child)
  }
  return children
}

/** A node and all below it, outermost first; tokens left out. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  const waiting = [node]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.IsToken) continue
    yield next
    waiting.push(...childrenOf(next).reverse())
  }
}

/** The expression inside any parentheses. */
export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let inner = node
  while (isNode(inner, 'ParenthesizedExpression')) inner = inner.Expression
  return inner
}
