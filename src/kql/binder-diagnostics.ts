import type { Diagnostic, Span } from '../lib/diagnostic.ts'
import { ownEntry } from '../lib/own-entry.ts'
import { type LanguageService, watchlistDatabase } from './language-service.ts'
import { diagnostic, placed } from './messages.ts'
import {
  argumentCount,
  callOf,
  columnsAt,
  isTablePlace,
  letNames,
  madeBeside,
  nearestOf,
  whoDropped,
} from './names-in-scope.ts'
import { typeOf } from './scope.ts'
import { serviceFunctionHint } from './service-functions.ts'
import {
  type BinderDiagnostic,
  childrenOf,
  classOf,
  columnSymbols,
  elements,
  isNode,
  nodesOf,
  type SyntaxNode,
  withoutParentheses,
} from './syntax.ts'
import { isTolerated, ownerOf } from './tolerated.ts'

/** The text that was bound, or the text of a body. */
export interface BoundText {
  readonly text: string
  readonly root: SyntaxNode
  readonly tableNames: readonly string[]
  /** Aliases `_GetWatchlist` knows, where the workspace has such lists. */
  readonly watchlists?: readonly string[] | undefined
  /** What the workspace goes by. */
  readonly workspaceNames?: readonly string[] | undefined
  readonly service: LanguageService
}

/** A diagnostic of the binder, the node it is about, and the query around. */
interface Found {
  readonly binder: BinderDiagnostic
  readonly span: Span
  readonly node: SyntaxNode | undefined
  readonly query: BoundText
}

/**
 * The binder's diagnostics in our own words: each place once, nothing that only follows from a word the parser stumbled
 * over, nothing where the binder is stricter than the engine.
 */
export function translateDiagnostics(found: readonly BinderDiagnostic[], query: BoundText): Diagnostic[] {
  const all = found
    .filter((binder) => binder.Severity === 'Error' || binder.Severity === 'Warning')
    .map((binder) => locate(binder, query))
    .filter((each) => !isTolerated(each.binder, each.node) && !isInUnknownCall(each))
    .sort((a, b) => a.span.start - b.span.start || rank(a) - rank(b))
  const derailed = all.find((each) => derails(each))
  const kept = derailed ? all.filter((each) => each === derailed || each.span.start < derailed.span.start) : all
  const places = new Map<string, Diagnostic>()
  for (const each of kept) {
    const place = `${each.span.start} ${each.span.end}`
    const translated = translate(each)
    if (translated && !places.has(place)) places.set(place, translated)
  }
  return [...places.values()]
}

/** The same for a body that was bound for one call: its errors stand in the body, wherever that stands. */
export function translateBodyDiagnostics(
  body: SyntaxNode,
  query: BoundText,
  spanOf: (node: { readonly TextStart: number; readonly End: number }) => Span,
): Diagnostic[] {
  const found = [...nodesOf(body)].flatMap((node) => elements(node.SemanticDiagnostics))
  return translateDiagnostics(found, { ...query, root: body, text: body.toString() }).map((each) =>
    placed({ ...each, span: spanOf({ TextStart: each.span.start, End: each.span.end }) }),
  )
}

/** The arguments of a function nobody knows: whether they are aggregates can't be told. */
function isInUnknownCall({ binder, node }: Found): boolean {
  if (binder.Code !== 'KS236') return false
  for (let at = node?.Parent; at; at = at.Parent) {
    if (isNode(at, 'FunctionCallExpression') && !at.ReferencedSymbol) return true
  }
  return false
}

/** Of several at one place, the one that says most. */
function rank(each: Found): number {
  return ['KS142', 'KS188', 'KS204', 'KS211'].includes(each.binder.Code) ? 0 : 1
}

/** After these the parser reads on as if something new began: what follows says nothing. */
function derails(each: Found): boolean {
  const { binder } = each
  if (binder.Code === 'KS142')
    return operatorNames.includes(wordOf(each)) && each.node !== undefined && isTablePlace(each.node)
  if (binder.Code === 'KS005') return /^Expected: [;,]$/.test(binder.Message)
  return ['KS002', 'KS117', 'KS174', 'KS176', 'KS198'].includes(binder.Code)
}

function locate(binder: BinderDiagnostic, query: BoundText): Found {
  const span = { start: binder.Start, end: binder.Start + binder.Length }
  let node: SyntaxNode | undefined
  for (const each of nodesOf(query.root)) {
    if (each.TextStart === span.start && each.End === span.end) node = each
    else if (
      childrenOf(each).some((token) => token.IsToken && token.TextStart === span.start && token.End === span.end)
    ) {
      node ??= each
    }
  }
  // A name is also a node of its own inside the reference.
  while (node?.Parent && /Name$/.test(classOf(node)) && node.Parent.End === node.End) node = node.Parent
  return { binder, span, node, query }
}

function translate(each: Found): Diagnostic | undefined {
  const { binder, span } = each
  const rule = rules[binder.Code]
  if (rule) return rule(each)
  if (binder.Severity === 'Warning') return undefined
  return diagnostic('KQL019', span, { binder: sentence(binder.Message) })
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

type Rule = (each: Found) => Diagnostic | undefined

const rules: Readonly<Record<string, Rule>> = {
  KS001: syntax,
  KS002: unexpectedWord,
  KS003: syntax,
  KS004: syntax,
  KS005: expected,
  KS006: missing,
  KS106: operandTypes,
  KS107: valueType,
  KS108: (each) => problem('KQL006', each, 'A single value is expected here, not a table.', 'Use `toscalar(…)`.'),
  KS109: (each) => problem('KQL006', each, 'The name of a column is expected here.'),
  KS111: (each) => problem('KQL006', each, 'A table is expected here.'),
  KS116: notAllowedType,
  KS117: (each) => problem('KQL005', each, `The function \`${wordOf(each)}\` needs its arguments in parentheses.`),
  KS118: argumentNumber,
  KS119: argumentNumber,
  KS120: argumentNumber,
  KS121: argumentNumber,
  KS122: (each) => unknownFunction('function', each),
  KS123: (each) => unknownFunction('aggregate', each),
  KS124: (each) => unknownFunction('plug-in', each),
  KS127: (each) => problem('KQL006', each, each.binder.Message),
  KS129: constant,
  KS130: constant,
  KS131: constant,
  KS132: constant,
  KS133: (each) => problem('KQL009', each, 'This must not be empty.'),
  KS134: (each) => wrongType(each, 'an integer'),
  KS135: (each) => wrongType(each, 'a real or decimal number'),
  KS136: (each) => wrongType(each, 'an integer or an array of integers'),
  KS137: (each) => wrongType(each, 'a number'),
  KS138: (each) => wrongType(each, 'a number, timespan or datetime'),
  KS140: (each) => problem('KQL009', each, each.binder.Message),
  KS141: valueType,
  KS142: unknownName,
  KS143: (each) => unknownFunction('function', each),
  KS144: (each) => diagnostic('KQL010', each.span, { name: wordOf(each) }),
  KS145: commonColumn,
  KS171: twice,
  KS173: (each) => problem('KQL005', each, 'The last row of the datatable is not complete.'),
  KS174: (each) => problem('KQL012', each, `\`${wordOf(each)}\` needs a table and \`|\` before it.`),
  KS175: (each) => problem('KQL012', each, `\`${wordOf(each)}\` begins a query; it can't follow \`|\`.`),
  KS176: unknownOperator,
  KS177: (each) => problem('KQL012', each, `\`${wordOf(each)}\` can't stand here.`),
  KS178: stepType,
  KS181: unknownTable,
  KS182: joinCondition,
  KS183: joinCondition,
  KS184: (each) => problem('KQL006', each, 'This names more than one column.'),
  KS188: (each) =>
    problem('KQL009', each, 'The pattern says nothing for these texts.', 'Add a case for them to `declare pattern`.'),
  KS196: (each) => problem('KQL005', each, `There is no parameter \`${wordOf(each)}\`.`),
  KS197: (each) => problem('KQL005', each, each.binder.Message),
  KS198: unexpectedWord,
  KS201: twice,
  KS204: unknownTable,
  // A fuzzy union says itself what it goes without.
  KS205: () => undefined,
  KS206: (each) => wrongType(each, 'a number, timespan, datetime, string or bool'),
  KS207: otherCluster,
  KS208: otherCluster,
  KS211: (each) => unknownFunction('function', each),
  KS213: (each) => problem('KQL001', each, `Unexpected \`${wordOf(each)}\`.`, placeholderHint),
  KS227: (each) =>
    problem(
      'KQL011',
      each,
      `\`${wordOf(each)}\` has another type on the right side.`,
      'Convert one side with `extend` before the join.',
    ),
  KS228: (each) => {
    const name = wordOf(each)
    return problem('KQL001', each, `\`${name}\` is a word of KQL’s own.`, `As a name it is written \`['${name}']\`.`)
  },
  KS234: (each) => wrongType(each, 'a dynamic array'),
  KS235: (each) => wrongType(each, 'a dynamic bag'),
  KS236: (each) =>
    problem(
      'KQL006',
      each,
      `\`${wordOf(each)}\` is no aggregate.`,
      'Use `by` to group by a column, or an aggregate such as `max(…)`.',
    ),
  KS237: (each) => unknownFunction('plug-in', each),
  KS241: (each) =>
    problem(
      'KQL011',
      joinOf(each),
      'A dynamic can’t be a join key.',
      'Convert it before the join, with `tostring(…)`.',
    ),
  KS242: keyTypes,
  KS244: (each) => diagnostic('KQL102', each.span, { what: 'A query of this length' }),
  KS245: (each) =>
    diagnostic('KQL102', each.span, {
      what: 'Nesting this deep',
      hint: 'Write `in (…)` for many values of one column.',
    }),
  KS249: (each) => problem('KQL005', each, 'The table lacks columns that the function’s parameter declares.'),
}

function problem(
  code: 'KQL001' | 'KQL005' | 'KQL006' | 'KQL009' | 'KQL011' | 'KQL012',
  { span }: Pick<Found, 'span'>,
  what: string,
  hint?: string,
): Diagnostic {
  return diagnostic(code, span, { what, hint })
}

function wordOf({ span, query }: Found): string {
  return query.text.slice(span.start, span.end).trim()
}

function syntax(each: Found): Diagnostic {
  const missing = /^Missing: (.*)$/.exec(each.binder.Message)?.[1]
  return problem('KQL001', each, missing ? `\`${missing}\` is missing.` : `${each.binder.Message}.`)
}

/** Workbooks, playbooks and templates of rules have them. */
const placeholderHint = 'If it is a placeholder, put its value there: it is filled in before Azure reads the query.'

const otherLanguages: Readonly<Record<string, string>> = {
  '&': 'KQL writes `and`.',
  '&&': 'KQL writes `and`.',
  '||': 'KQL writes `or`.',
  '=': 'Compare with `==`.',
  ...Object.fromEntries([...'“”„«»'].map((quote) => [quote, 'A typographic quote: KQL writes `"`.'])),
  ...Object.fromEntries([...'‘’‚'].map((quote) => [quote, "A typographic quote: KQL writes `'`."])),
  '{': placeholderHint,
}

function unexpectedWord(each: Found): Diagnostic {
  const word = wordOf(each)
  return problem(
    'KQL001',
    each,
    word ? `Unexpected \`${word.slice(0, 40)}\`.` : 'The query ends too early.',
    ownEntry(otherLanguages, word),
  )
}

function expected(each: Found): Diagnostic {
  const wanted = /^Expected(?: one of)?: (.*)$/.exec(each.binder.Message)?.[1] ?? ''
  const word = wordOf(each)
  if (/^[;,]$/.test(wanted) && word) {
    const hint = operatorNames.includes(word.toLowerCase()) ? `Put \`|\` before \`${word}\`.` : undefined
    return problem('KQL001', each, `Unexpected \`${word.slice(0, 40)}\`.`, hint)
  }
  if (wanted === ';' && each.query.text.slice(each.span.end).trim() !== '') {
    return problem(
      'KQL001',
      each,
      'Another query begins after this one.',
      'Run one at a time, or put `;` between them.',
    )
  }
  const one = wanted.includes(', ') ? `one of ${wanted}` : `\`${wanted}\``
  return problem('KQL001', each, word ? `Expected ${one}, found \`${word.slice(0, 40)}\`.` : `Expected ${one}.`)
}

function missing(each: Found): Diagnostic {
  const what = /^Missing (.+?)(?::.*)?$/s.exec(each.binder.Message)?.[1] ?? 'something'
  const article = /^[aeiou]/.test(what) ? 'An' : 'A'
  const bracket = /\['[^']+'\]/.exec(each.binder.Message)?.[0]
  return problem(
    'KQL001',
    each,
    `${article} ${what} is missing.`,
    bracket && `A name that is also a keyword is written ${bracket}.`,
  )
}

const operatorNames: readonly string[] =
  `as consume count distinct evaluate extend facet find fork getschema invoke join
  limit lookup make-graph make-series mv-apply mv-expand order parse parse-kv parse-where partition print project
  project-away project-keep project-rename project-reorder range reduce render sample sample-distinct scan search
  serialize sort summarize take top top-hitters top-nested union where`.split(/\s+/)

function unknownOperator(each: Found): Diagnostic {
  const word = wordOf(each)
  if (!word) return problem('KQL001', each, 'An operator is missing after `|`.')
  const { start } = each.span
  const written = /^[\w-]+/.exec(each.query.text.slice(start, start + 40))?.[0] ?? word
  const span = { start, end: start + written.length }
  return diagnostic('KQL004', span, { kind: 'operator', name: written, suggestion: nearestOf(written, operatorNames) })
}

/** The time of a row, as Sentinel, Defender and Application Insights call it. */
const timeColumns = ['TimeGenerated', 'Timestamp', 'timestamp']

function unknownName(each: Found): Diagnostic {
  const name = nameAt(each)
  const { node, span, query } = each
  if (!node || isTablePlace(node)) {
    if (operatorNames.includes(name)) return problem('KQL012', each, `\`${name}\` needs a table and \`|\` before it.`)
    return unknownTable(each)
  }
  const owner = node.Parent && isNode(node.Parent, 'PathExpression') ? node.Parent.Expression : undefined
  if (owner && owner !== node && owner.ResultType && classOf(owner.ResultType) === 'TupleSymbol') {
    const columns = columnSymbols(owner.ResultType).map((column) => column.Name)
    return diagnostic('KQL002', span, { name, table: undefined, suggestion: nearestOf(name, columns) })
  }
  if (owner && owner !== node && owner.ResultType?.IsScalar && !isSide(owner)) {
    const what = `A ${typeOf(owner.ResultType)} has no member \`${name}\`.`
    return problem('KQL006', each, what, `Parse it first: \`todynamic(…).${name}\`.`)
  }
  const { columns, table, input } = columnsAt(node)
  const dropped = whoDropped(name, input)
  const beside = madeBeside(name, node)
  const same = timeColumns.includes(name) ? timeColumns.find((each) => columns.includes(each)) : undefined
  const suggestion = dropped || beside ? undefined : (same ?? nearestOf(name, columns, letNames(query.root).scalars))
  const hint = dropped
    ? `\`${dropped}\` before it leaves the column out.`
    : beside && `\`${name}\` is made by the same \`${beside}\`: use it in the next one.`
  return diagnostic('KQL002', span, { name, table, suggestion, hint })
}

/** `$left`, `$right` */
function isSide(node: SyntaxNode): boolean {
  return isNode(node, 'NameReference') && node.SimpleName.startsWith('$')
}

function nameAt(each: Found): string {
  const { node } = each
  return node && (isNode(node, 'NameReference') || isNode(node, 'NameDeclaration')) ? node.SimpleName : wordOf(each)
}

function unknownTable(each: Found): Diagnostic {
  const { query, node } = each
  const { tables, functions } = letNames(query.root)
  const list = watchlistOf(each)
  if (list) return list
  const name = /^The name '(.*?)' /.exec(each.binder.Message)?.[1] ?? nameAt(each)
  // `table(t)` in a function: the call is what does not work.
  const owner = node && ownerOf(node)
  const call = owner && isNode(owner, 'FunctionCallExpression') ? owner : undefined
  const span = call ? { start: call.TextStart, end: call.End } : each.span
  const hint = serviceFunctionHint(name, query)
  const suggestion = hint ? undefined : nearestOf(name, [...tables, ...functions], query.tableNames)
  return diagnostic('KQL003', span, { name, suggestion, hint })
}

/** `_GetWatchlist("…")` of a list that is not there. */
function watchlistOf({ binder, node, span, query }: Found): Diagnostic | undefined {
  const owner = node?.Parent?.Parent ?? undefined
  if (!query.text.includes(watchlistDatabase) || !owner) return undefined
  const name = /^The name '(.*?)' /.exec(binder.Message)?.[1] ?? ''
  const known = query.watchlists ?? []
  const suggestion = nearestOf(name, known)
  const hint = `Put it into the workspace's folder: watchlists/${name}.csv. ${known.length > 0 ? `There are ${known.join(', ')}.` : 'There is none yet.'}`
  return diagnostic('KQL015', span, { name, suggestion, hint })
}

function unknownFunction(kind: string, each: Found): Diagnostic {
  const { query, span } = each
  const name = nameAt(each)
  const service = serviceFunctionHint(name, query)
  if (service) return diagnostic('KQL101', span, { name, hint: service })
  const { functions, aggregates, plugIns } = query.service.builtIns
  const own = letNames(query.root).functions
  const suggestion =
    kind === 'plug-in'
      ? nearestOf(name, plugIns)
      : nearestOf(name, own, isInSummarize(each.node) ? aggregates : [], functions, aggregates)
  return diagnostic('KQL004', span, { kind, name, suggestion })
}

function isInSummarize(node: SyntaxNode | undefined): boolean {
  for (let at = node; at; at = at.Parent ?? undefined) if (isNode(at, 'SummarizeOperator')) return true
  return false
}

function twice(each: Found): Diagnostic {
  return diagnostic('KQL008', each.span, { name: /'(.*)'/.exec(each.binder.Message)?.[1] ?? wordOf(each) })
}

function argumentNumber(each: Found): Diagnostic {
  const call = each.node && (callOf(each.node) ?? (isNode(each.node, 'FunctionCallExpression') ? each.node : undefined))
  const symbol = call?.ReferencedSymbol
  if (!call || symbol?.MinArgumentCount === undefined || symbol.MaxArgumentCount === undefined) {
    return problem('KQL005', each, each.binder.Message)
  }
  const { MinArgumentCount: least, MaxArgumentCount: most } = symbol
  const count =
    most >= 1000 ? `${least} or more arguments` : most === least ? plural(least) : `${least} to ${most} arguments`
  return problem('KQL005', each, `\`${symbol.Name}\` takes ${count}, here it has ${argumentCount(call)}.`)
}

function plural(count: number): string {
  return count === 0 ? 'no arguments' : count === 1 ? '1 argument' : `${count} arguments`
}

const conversionTo: Readonly<Record<string, string>> = {
  bool: 'tobool',
  datetime: 'todatetime',
  decimal: 'todecimal',
  dynamic: 'todynamic',
  guid: 'toguid',
  int: 'toint',
  long: 'tolong',
  real: 'toreal',
  string: 'tostring',
  timespan: 'totimespan',
}

function operandTypes(each: Found): Diagnostic {
  const [, operator = wordOf(each), list = ''] =
    /operator '(.+)' is not defined for the operand types? (.+)\.$/.exec(each.binder.Message) ?? []
  const [left, right] = list.split(/, | and /)
  return problem('KQL006', each, `\`${operator}\` is not defined for ${list}.`, operandHint(operator, left, right))
}

const numeric: ReadonlySet<string | undefined> = new Set(['int', 'long', 'real', 'decimal'])

function operandHint(operator: string, left: string | undefined, right: string | undefined): string | undefined {
  if (operator === '+' && left === 'string' && right === 'string') return 'Join texts with `strcat(…)`.'
  const other = left === 'string' ? right : right === 'string' ? left : undefined
  if (/^(and|or)$/.test(operator)) return undefined
  if (/[a-z~]/.test(operator)) {
    const number = [left, right].find((type) => type !== 'string')
    return number && `Convert the ${numeric.has(number) ? 'number' : number}: \`tostring(…)\`.`
  }
  return other && conversionTo[other] && `Convert the text: \`${conversionTo[other]}(…)\`.`
}

function valueType(each: Found): Diagnostic {
  const wanted = /(?:value of type|have the type) (.+?)(?: expected)?\.$/.exec(each.binder.Message)?.[1]
  return wanted ? wrongType(each, wanted) : problem('KQL006', each, each.binder.Message)
}

function wrongType(each: Found, wanted: string): Diagnostic {
  const { node } = each
  const found = node?.ResultType && !node.ResultType.IsError ? typeOf(node.ResultType) : undefined
  const what = found ? `Expected ${wanted}, found ${found}.` : `Expected ${wanted}.`
  if (wanted === 'bool' && /[^=!<>~]=[^=~]/.test(wordOf(each)))
    return problem('KQL006', each, what, 'Compare with `==`.')
  const convert = found && conversionTo[wanted]
  return problem('KQL006', each, what, convert && wanted !== 'bool' ? `Convert it: \`${convert}(…)\`.` : undefined)
}

function stepType(each: Found): Diagnostic {
  const [, step, axis] = /'(.+?)'.*'(.+?)'/.exec(each.binder.Message) ?? []
  return problem(
    'KQL006',
    each,
    `A step of type ${step} does not fit ${axis}.`,
    axis === 'datetime' ? 'Write a timespan, such as `1h`.' : undefined,
  )
}

function notAllowedType(each: Found): Diagnostic {
  const type = /type '(.+?)'/.exec(each.binder.Message)?.[1]
  const hint = type === 'dynamic' ? 'Convert it: `tostring(…)`.' : undefined
  return problem('KQL006', each, `A ${type ?? 'value of this type'} can't be sorted or grouped by.`, hint)
}

function constant(each: Found): Diagnostic {
  return problem('KQL009', each, 'This must be a constant.')
}

function commonColumn(each: Found): Diagnostic {
  const name = nameAt(each)
  return problem('KQL011', each, `\`${name}\` is not a column of both sides.`, 'Name both: `$left.a == $right.b`.')
}

function joinCondition(each: Found): Diagnostic {
  return problem(
    'KQL011',
    each,
    'This can’t be a join condition.',
    'Write a column both sides have, or `$left.a == $right.b`.',
  )
}

/** The binder gives these no place: the first condition of that kind is it. */
function joinOf(each: Found): Pick<Found, 'span'> {
  for (const node of nodesOf(each.query.root)) {
    if (isNode(node, 'JoinOnClause')) return { span: { start: node.TextStart, end: node.End } }
  }
  return each
}

function keyTypes(each: Found): Diagnostic {
  const [, left, right] = /\((\w+), (\w+)\)/.exec(each.binder.Message) ?? []
  for (const node of nodesOf(each.query.root)) {
    if (!isNode(node, 'JoinOnClause')) continue
    for (const condition of elements(node.Expressions)) {
      const bare = withoutParentheses(condition)
      if (!isNode(bare, 'BinaryExpression')) continue
      if (bare.Left.ResultType?.Name !== left || bare.Right.ResultType?.Name !== right) continue
      const span = { start: bare.TextStart, end: bare.End }
      return problem(
        'KQL011',
        { span },
        `The keys differ in type: ${left} and ${right}.`,
        'Convert one side with `extend` before the join.',
      )
    }
  }
  return problem('KQL011', joinOf(each), `The keys differ in type: ${left} and ${right}.`)
}

function otherCluster(each: Found): Diagnostic {
  const what = /known database/.test(each.binder.Message) ? 'Another database' : 'Another cluster'
  return diagnostic('KQL102', each.span, { what, hint: serviceFunctionHint('cluster', each.query) })
}
