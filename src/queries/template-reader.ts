import Handlebars from 'handlebars'
import { type Diagnostic, nearest, type Source, type Span } from '../lib/diagnostic.ts'
import { openAtEnd, wouldMerge } from './kql-lexis.ts'
import { diagnostic } from './messages.ts'
import type { ItemType, Parameter, ParameterType } from './parameter.ts'
import { conditionHelpers } from './template-conditions.ts'

/** A piece of the rendered text: KQL as written, or the place where a value is put. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span }
  | { readonly kind: 'value'; readonly type: Exclude<ParameterType, 'list'>; readonly span: Span }
  | { readonly kind: 'list'; readonly items: ItemType; readonly span: Span }

const comparisons: ReadonlySet<string> = new Set(['eq', 'ne'])

/**
 * Goes through a parsed template, collects its pieces and refuses what is no plain placeholder, condition or loop. It
 * changes the tree on the way: text becomes the number of its piece, a placeholder becomes a call of `put`.
 */
export class TemplateReader {
  readonly pieces: Piece[] = []
  readonly diagnostics: Diagnostic[] = []
  readonly used = new Set<string>()
  readonly conditions = new Map<string, (string | number | boolean)[]>()
  readonly #source: Source
  readonly #lineStarts: number[]
  readonly #parameters: Readonly<Record<string, Parameter>>
  /** KQL since the last tag: it must end in code before another tag may come. */
  #text = ''

  constructor(source: Source, parameters: Readonly<Record<string, Parameter>>) {
    this.#source = source
    this.#parameters = parameters
    this.#lineStarts = [0, ...Array.from(source.text.matchAll(/\n/g), (match) => match.index + 1)]
  }

  readProgram(program: hbs.AST.Program | undefined, item: Parameter | undefined): void {
    if (!program) return
    if (program.blockParams?.length) this.#refuse(program, 'as |…|', 'the item of a list is `this`')
    for (const statement of program.body) this.#readStatement(statement, item)
  }

  /** Called where a tag begins, and at the end. */
  finishText(end: number, tag?: { readonly text: string; readonly node: hbs.AST.Node }): void {
    const open = openAtEnd(this.#text)
    // What stays open closes in the text behind the tag: one fault is told once.
    this.#text = open?.opener ?? ''
    if (!open || (!tag && open.name === 'a comment')) return
    this.diagnostics.push(
      diagnostic(
        'QRY006',
        { tag: tag?.text ?? 'The end of the template', place: open.name },
        {
          source: this.#source,
          span: tag ? this.#span(tag.node) : { start: Math.max(0, end - 1), end },
          hint:
            tag && 'A placeholder prints a whole literal, quotes included: write {{name}} without quotes around it.',
        },
      ),
    )
  }

  #readStatement(statement: hbs.AST.Statement, item: Parameter | undefined): void {
    switch (statement.type) {
      case 'ContentStatement':
        this.#readText(statement as hbs.AST.ContentStatement)
        return
      case 'CommentStatement':
        return
      case 'MustacheStatement':
        this.#readPlaceholder(statement as hbs.AST.MustacheStatement, item)
        return
      case 'BlockStatement':
        this.#readBlock(statement as hbs.AST.BlockStatement, item)
        return
      default:
        this.#refuse(statement, this.#textOf(statement), 'partials and decorators have no place in a query')
    }
  }

  #readText(statement: hbs.AST.ContentStatement): void {
    // Handlebars' types say this is a strip flag; it is the text before white space around tags was taken away.
    const original = statement.original as unknown as string
    const stripped = original.length - original.trimStart().length
    const kept = statement.value.length - statement.value.trimStart().length
    const start = this.#offset(statement.loc.start) + (statement.value.trim() === '' ? 0 : stripped - kept)
    this.#text += statement.value
    const number = this.pieces.push({
      kind: 'text',
      text: statement.value,
      span: { start, end: start + statement.value.length },
    })
    statement.value = statement.value === '' ? '' : `${number - 1};`
  }

  #readPlaceholder(statement: hbs.AST.MustacheStatement, item: Parameter | undefined): void {
    const tag = this.#textOf(statement)
    const before = this.#text.at(-1)
    const faults = this.diagnostics.length
    this.finishText(0, { text: tag, node: statement })
    const isInside = this.diagnostics.length > faults
    if (!statement.escaped) {
      this.#refuse(statement, tag, 'a value is printed as a literal and only so', 'Write it with two braces.')
      return
    }
    const { path } = statement
    if (path.type !== 'PathExpression' || statement.params.length > 0 || (statement.hash?.pairs.length ?? 0) > 0) {
      this.#refuse(statement, tag, 'a placeholder is the name of a parameter')
      return
    }
    const parameter = this.#resolve(path as hbs.AST.PathExpression, item)
    if (!parameter) return
    const after = this.#source.text[this.#offset(statement.loc.end)]
    for (const neighbour of [before, after]) {
      if (isInside || !wouldMerge(neighbour)) continue
      this.diagnostics.push(
        diagnostic(
          'QRY007',
          { tag, neighbour: neighbour! },
          {
            source: this.#source,
            span: this.#span(statement),
            hint: 'A placeholder prints a whole literal or name: put a space or an operator between.',
          },
        ),
      )
    }
    const span = this.#span(statement)
    const number = this.pieces.push(
      parameter.type === 'list'
        ? { kind: 'list', items: parameter.items ?? 'string', span }
        : { kind: 'value', type: parameter.type, span },
    )
    const call = Handlebars.parse(`{{put ${number - 1} this}}`).body[0] as hbs.AST.MustacheStatement
    statement.params = [call.params[0]!, path]
    statement.path = call.path
  }

  #readBlock(statement: hbs.AST.BlockStatement, item: Parameter | undefined): void {
    const name = statement.path.original
    const tag = this.#openTag(statement)
    this.finishText(0, { text: tag, node: statement.path })
    const [argument] = statement.params
    if (statement.params.length !== 1 || !argument || (statement.hash?.pairs.length ?? 0) > 0) {
      this.#refuse(statement.path, tag, 'a block takes one argument')
      return
    }
    if (name === 'if' || name === 'unless') {
      this.#readCondition(argument, item)
      this.#readBranches(statement, item, item)
    } else if (name === 'each') {
      const list =
        argument.type === 'PathExpression' ? this.#resolve(argument as hbs.AST.PathExpression, item) : undefined
      if (argument.type !== 'PathExpression' || (list && list.type !== 'list')) {
        this.#refuse(statement.path, tag, '`each` goes through a parameter of type list')
        return
      }
      if (list) this.#noteCondition(argument as hbs.AST.PathExpression)
      this.#readBranches(statement, list && { type: list.items ?? 'string', required: true }, item)
    } else {
      this.#refuse(statement.path, tag, `there is no block \`${name}\``, 'Blocks: if, unless, each.')
    }
  }

  #readBranches(statement: hbs.AST.BlockStatement, item: Parameter | undefined, outer: Parameter | undefined): void {
    this.readProgram(statement.program, item)
    this.finishText(0, { text: statement.inverse ? '{{else}}' : this.#closeTag(statement), node: statement.path })
    if (!statement.inverse) return
    this.readProgram(statement.inverse, outer)
    this.finishText(0, { text: this.#closeTag(statement), node: statement.path })
  }

  #readCondition(expression: hbs.AST.Expression, item: Parameter | undefined): void {
    if (expression.type === 'PathExpression') {
      const path = expression as hbs.AST.PathExpression
      if (path.data && item && ['first', 'last'].includes(path.parts.join('.'))) return
      if (this.#resolve(path, item)) this.#noteCondition(path)
      return
    }
    if (expression.type !== 'SubExpression') {
      this.#refuse(expression, this.#textOf(expression), 'a condition is a parameter or (eq parameter value)')
      return
    }
    const { path, params } = expression as hbs.AST.SubExpression
    const name = (path as hbs.AST.PathExpression).original
    if (!Object.hasOwn(conditionHelpers, name)) {
      const close = nearest(name, Object.keys(conditionHelpers))
      const hint = close ? `Did you mean \`${close}\`?` : 'Conditions: eq, ne, and, or, not.'
      this.#refuse(path, `(${name} …)`, `there is no condition \`${name}\``, hint)
      return
    }
    if (!comparisons.has(name)) {
      for (const param of params) this.#readCondition(param, item)
      return
    }
    this.#readComparison(expression as hbs.AST.SubExpression, item)
  }

  #readComparison(expression: hbs.AST.SubExpression, item: Parameter | undefined): void {
    const [left, right] = expression.params
    const tag = this.#textOf(expression)
    const isLiteral = right && /^(String|Number|Boolean)Literal$/.test(right.type)
    if (expression.params.length !== 2 || left?.type !== 'PathExpression' || !isLiteral) {
      this.#refuse(expression, tag, 'a comparison has a parameter and a text, number or boolean: (eq source "all")')
      return
    }
    const path = left as hbs.AST.PathExpression
    const parameter = this.#resolve(path, item)
    if (!parameter) return
    const { value } = right as hbs.AST.StringLiteral | hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral
    const kind = { string: 'string', int: 'number', long: 'number', real: 'number', bool: 'boolean' }[
      parameter.type as string
    ]
    if ((kind ?? 'string') !== typeof value || ['list', 'datetime', 'timespan'].includes(parameter.type)) {
      this.#refuse(expression, tag, `a ${parameter.type} can't be compared with ${JSON.stringify(value)}`)
      return
    }
    if (parameter.values && !parameter.values.includes(value)) {
      const hint = `Its values are ${parameter.values.join(', ')}.`
      this.#refuse(expression, tag, `the parameter is never ${JSON.stringify(value)}`, hint)
      return
    }
    this.#noteCondition(path, value)
  }

  #noteCondition(path: hbs.AST.PathExpression, value?: string | number | boolean): void {
    const name = path.parts.at(-1)
    if (name === undefined) return
    const values = this.conditions.get(name) ?? []
    if (value !== undefined && !values.includes(value)) values.push(value)
    this.conditions.set(name, values)
  }

  /** The parameter a path names; the path is made to look from the top, so that it means the same inside `each`. */
  #resolve(path: hbs.AST.PathExpression, item: Parameter | undefined): Parameter | undefined {
    const name = path.original
    if (name === 'this') {
      if (item) return item
      this.#refuse(path, 'this', 'there is no list around it')
      return undefined
    }
    const [word] = path.parts
    if (path.data || path.depth > 0 || path.parts.length !== 1 || word !== name) {
      this.#refuse(path, name, 'a placeholder is the plain name of a parameter')
      return undefined
    }
    if (!Object.hasOwn(this.#parameters, name)) {
      const close = nearest(name, Object.keys(this.#parameters))
      this.diagnostics.push(
        diagnostic(
          'QRY003',
          { name },
          {
            source: this.#source,
            span: this.#span(path),
            hint: close ? `Did you mean \`${close}\`?` : `Declare it: \`${name}: { type: string, required: true }\`.`,
          },
        ),
      )
      return undefined
    }
    this.used.add(name)
    path.data = true
    path.parts = ['root', name] as typeof path.parts
    return this.#parameters[name]
  }

  #refuse(node: hbs.AST.Node, tag: string, reason: string, hint?: string): void {
    this.diagnostics.push(
      diagnostic(
        'QRY002',
        { tag, reason },
        {
          source: this.#source,
          span: this.#span(node),
          ...(hint !== undefined && { hint }),
        },
      ),
    )
  }

  #offset(position: hbs.AST.Position): number {
    return (this.#lineStarts[position.line - 1] ?? this.#source.text.length) + position.column
  }

  #span(node: hbs.AST.Node): Span {
    return { start: this.#offset(node.loc.start), end: this.#offset(node.loc.end) }
  }

  #textOf(node: hbs.AST.Node): string {
    const { start, end } = this.#span(node)
    return this.#source.text.slice(start, end).replace(/\s+/g, ' ').slice(0, 80)
  }

  #openTag(statement: hbs.AST.BlockStatement): string {
    return `{{#${statement.path.original} …}}`
  }

  #closeTag(statement: hbs.AST.BlockStatement): string {
    return `{{/${statement.path.original}}}`
  }
}
