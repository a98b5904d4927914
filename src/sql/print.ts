import { assertNever, invariant } from '../lib/invariant.ts'
import type { FromItem, OrderKey, Select, SqlExpression, SqlQuery, SqlStatement, Values } from './tree.ts'

const lineWidth = 120

/** The statement as DuckDB reads it: one `WITH` step and one clause a line. */
export function printStatement(statement: SqlStatement): string {
  const steps = statement.with.map((step) => {
    const columns = step.columns ? `(${step.columns.map(printName).join(', ')})` : ''
    const materialized =
      step.materialized === undefined || step.recursive ? '' : step.materialized ? ' MATERIALIZED' : ' NOT MATERIALIZED'
    return `${printName(step.name)}${columns} AS${materialized} (\n${indent(printQuery(step.query))}\n)`
  })
  const query = printQuery(statement.query)
  const word = statement.with.some((step) => step.recursive) ? 'WITH RECURSIVE' : 'WITH'
  return steps.length > 0 ? `${word} ${steps.join(',\n')}\n${query}` : query
}

/** A query without its steps. */
function printQuery(query: SqlQuery): string {
  switch (query.kind) {
    case 'select':
      return printSelect(query)
    case 'values':
      return printValues(query)
    case 'union-all':
      return query.members
        .map((member) => (needsParentheses(member) ? `(\n${indent(printQuery(member))}\n)` : printQuery(member)))
        .join('\nUNION ALL\n')
    default:
      return assertNever(query)
  }
}

/** An expression standing alone: no parentheses around the whole, those inside where they are needed. */
export function printExpression(expression: SqlExpression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value)
    case 'column':
      return expression.table === undefined
        ? printName(expression.name)
        : `${printName(expression.table)}.${printName(expression.name)}`
    case 'template':
      return printTemplate(expression.texts, expression.holes)
    case 'call':
      invariant(/^[a-z_]\w*$/i.test(expression.name), `${expression.name} is the name of a function`)
      return `${expression.name}(${expression.arguments.map(printExpression).join(', ')})`
    case 'cast':
      return `${expression.try ? 'TRY_CAST' : 'CAST'}(${printExpression(expression.operand)} AS ${expression.to})`
    case 'case': {
      const branches = expression.when.map(
        ([condition, value]) => `WHEN ${printExpression(condition)} THEN ${printExpression(value)}`,
      )
      return `CASE ${branches.join(' ')} ELSE ${printExpression(expression.else)} END`
    }
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`
    case 'lambda':
      return `lambda ${expression.parameters.map(printName).join(', ')}: ${printExpression(expression.body)}`
    case 'subquery':
      return `(\n${indent(printQuery(expression.query))}\n)`
    case 'exists':
      return `EXISTS (\n${indent(printQuery(expression.query))}\n)`
    default:
      return assertNever(expression)
  }
}

/**
 * A literal of exactly the type it stands for: `5::BIGINT`, `1.5e0` (DOUBLE), `'text'`. Negative numbers are in
 * parentheses, so that a minus before them makes no comment. Text may hold any character: NUL, which DuckDB's parser
 * refuses, is put in by `chr`.
 */
export function printLiteral(value: null | boolean | number | bigint | string): string {
  if (value === null) return 'NULL'
  switch (typeof value) {
    case 'boolean':
      return value ? 'TRUE' : 'FALSE'
    case 'bigint':
      // The parser reads the digits before the sign: the smallest BIGINT only fits as text.
      if (value === -(2n ** 63n)) return "'-9223372036854775808'::BIGINT"
      return value < 0n ? `(${value}::BIGINT)` : `${value}::BIGINT`
    case 'number':
      return printDouble(value)
    case 'string':
      return printText(value)
  }
}

function printDouble(value: number): string {
  if (Number.isNaN(value)) return "'nan'::DOUBLE"
  if (!Number.isFinite(value)) return value > 0 ? "'inf'::DOUBLE" : "'-inf'::DOUBLE"
  const digits = String(Math.abs(value))
  const positive = digits.includes('e') ? digits.replace('e+', 'e') : `${digits}e0`
  return value < 0 || Object.is(value, -0) ? `(-${positive})` : positive
}

function printText(value: string): string {
  const quoted = value
    .toWellFormed()
    .split('\0')
    .map((piece) => `'${piece.replaceAll("'", "''")}'`)
  return quoted.length === 1 ? quoted[0]! : `(${quoted.join(' || chr(0) || ')})`
}

/** A name of a table or a column: quoted unless it is one of ours (`c17`, `s3`), which are no keywords. */
export function printName(name: string): string {
  invariant(name !== '' && !name.includes('\0'), 'a name is not empty and holds no NUL')
  return /^[a-z]+[0-9]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

function printTemplate(texts: readonly string[], holes: readonly SqlExpression[]): string {
  let result = texts[0]!
  holes.forEach((hole, index) => {
    const after = texts[index + 1]!
    const printed = printExpression(hole)
    result += isDelimited(result, after) || isAtomic(hole, printed) ? printed : `(${printed})`
    result += after
  })
  return result
}

/** True where brackets or commas stand on both sides already. */
function isDelimited(before: string, after: string): boolean {
  return /[([,]\s*$/.test(before) && /^\s*[)\],]/.test(after)
}

function isAtomic(expression: SqlExpression, printed: string): boolean {
  switch (expression.kind) {
    case 'template':
      return isOneUnit(printed)
    case 'lambda':
    case 'exists':
      return false
    default:
      return true
  }
}

/** `word`, `12`, `word(…)`, `(…)`, `'text'`, `TYPE 'text'`, `OVER (…)`: text that no operator beside it can take apart. */
function isOneUnit(text: string): boolean {
  const head = /^(?:OVER |\w*)/.exec(text)![0]
  const rest = text.slice(head.length)
  if (rest === '') return true
  if (rest.startsWith('(')) return closingOf(rest) === rest.length - 1
  return /^(?: ?'(?:[^']|'')*')$/.test(rest)
}

/** Where the bracket that opens `text` closes. */
function closingOf(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === "'" || character === '"') {
      // A doubled quote ends one quoted stretch and begins the next: the same thing here.
      at = text.indexOf(character, at + 1)
    } else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return at
  }
  return -1
}

function printSelect(select: Select): string {
  const distinct = select.distinctOn
    ? `DISTINCT ON (${select.distinctOn.map(printExpression).join(', ')}) `
    : select.distinct
      ? 'DISTINCT '
      : ''
  const columns = select.columns.map(({ expression, name }) =>
    expression.kind === 'column' && expression.name === name
      ? printExpression(expression)
      : `${printExpression(expression)} AS ${printName(name)}`,
  )
  const clauses = [clause(`SELECT ${distinct}`.trimEnd(), columns, ',')]
  if (select.from) clauses.push(`FROM ${printFrom(select.from)}`)
  if (select.where) clauses.push(`WHERE ${printExpression(select.where)}`)
  if (select.groupBy && select.groupBy.length > 0) {
    clauses.push(clause('GROUP BY', select.groupBy.map(printExpression), ','))
  }
  if (select.having) clauses.push(`HAVING ${printExpression(select.having)}`)
  if (select.qualify) clauses.push(`QUALIFY ${printExpression(select.qualify)}`)
  if (select.orderBy && select.orderBy.length > 0) {
    clauses.push(clause('ORDER BY', select.orderBy.map(printOrderKey), ','))
  }
  if (select.limit) clauses.push(`LIMIT ${printTemplate(['', ''], [select.limit])}`)
  return clauses.join('\n')
}

/** `ORDER BY` and window clauses: direction and nulls always written out. */
function printOrderKey(key: OrderKey): string {
  return `${printExpression(key.expression)} ${key.direction} NULLS ${key.nulls}`
}

function clause(head: string, items: readonly string[], separator: string): string {
  const line = `${head} ${items.join(`${separator} `)}`
  return line.length <= lineWidth && !line.includes('\n') ? line : `${head}\n${indent(items.join(`${separator}\n`))}`
}

function printValues(values: Values): string {
  return clause(
    'VALUES',
    values.rows.map((row) => `(${row.map(printExpression).join(', ')})`),
    ',',
  )
}

function printFrom(item: FromItem): string {
  switch (item.kind) {
    case 'name': {
      const name =
        item.catalog === undefined ? printName(item.name) : `${printName(item.catalog)}.main.${printName(item.name)}`
      return item.alias === undefined || item.alias === item.name ? name : `${name} AS ${printName(item.alias)}`
    }
    case 'subquery':
      return `(\n${indent(printQuery(item.query))}\n) AS ${printName(item.alias)}`
    case 'function':
      return `${printExpression(item.call)} AS ${printName(item.alias)}(${item.columns.map(printName).join(', ')})`
    case 'join': {
      const on = item.on ? ` ON ${printExpression(item.on)}` : ''
      const word = item.join === 'INNER' ? 'JOIN' : `${item.join} JOIN`
      const right = item.right.kind === 'join' ? `(${printFrom(item.right)})` : printFrom(item.right)
      return `${printFrom(item.left)}\n${word} ${right}${on}`
    }
    default:
      return assertNever(item)
  }
}

function needsParentheses(query: SqlQuery): boolean {
  return query.kind === 'union-all' || (query.kind === 'select' && (!!query.orderBy?.length || !!query.limit))
}

function indent(text: string): string {
  // Text literals may hold line breaks of their own, which must not move: only lines that begin outside quotes do.
  let quote = ''
  let result = '  '
  for (const character of text) {
    result += character
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === "'" || character === '"') quote = character
    else if (character === '\n') result += '  '
  }
  return result
}
