import type { BoundQuery, Expression, Join, NamedExpression, SearchCondition, Tabular } from '../../src/kql/tree.ts'

/** A tree as one line a step, its columns where they change: what the facade made of a query, short enough to read in a test. */
export function printTree(query: BoundQuery): string {
  const missing = query.missing.length > 0 ? [`missing: ${query.missing.join(', ')}`] : []
  const seen = new Set<number>()
  const results = [{ name: query.name, table: query.table }, ...(query.more ?? [])]
  const lines = results.flatMap((each) => [
    ...(each.name === undefined ? [] : [`-- ${each.name}`]),
    ...table(each.table, seen),
  ])
  return [...lines, ...missing].join('\n')
}

function table(node: Tabular, seen: Set<number>): string[] {
  const columns = columnsAfter(node)
  const step = (text: string) => [...('input' in node ? table(node.input, seen) : []), `${text}${columns}`]
  const nested = (child: Tabular) => table(child, seen).map((line) => `    ${line}`)
  switch (node.kind) {
    case 'table':
      return [`${node.name}${node.missing ? ' (missing)' : ''}${columns}`]
    case 'let-table': {
      const head = `let ${node.name}#${node.id}${node.materialized ? ' materialized' : ''}`
      if (seen.has(node.id)) return [`${head} again`]
      seen.add(node.id)
      return [head, ...nested(node.table)]
    }
    case 'datatable':
      return [`datatable [${node.rows.map((row) => row.map(print).join(', ')).join(' ; ')}]${columns}`]
    case 'print':
      return [`print ${values(node.values)}${columns}`]
    case 'range':
      return [`range ${print(node.from)} .. ${print(node.to)} step ${print(node.step)}${columns}`]
    case 'union': {
      const members = node.members.flatMap((member) => [
        `  ${member.source}: ${member.mapping.map((name) => name ?? '-').join(', ')}`,
        ...nested(member.table),
      ])
      return [`union${node.withSource === undefined ? '' : ` withsource=${node.withSource}`}${columns}`, ...members]
    }
    case 'search': {
      const members = node.members.flatMap((member) => [
        `  ${member.source}: ${member.mapping.map((name) => name ?? '-').join(', ')}`,
        ...nested(member.table),
      ])
      return [`search${node.caseSensitive ? ' case-sensitive' : ''} ${search(node.condition)}${columns}`, ...members]
    }
    case 'where':
      return step(`| where ${print(node.condition)}`)
    case 'extend':
    case 'project':
    case 'serialize':
    case 'distinct':
      return step(`| ${node.kind} ${values(node.values)}`)
    case 'summarize': {
      const aggregates = node.aggregates.map(
        (each) => `${each.columns.map((column) => column.name).join('+')} = ${print(each.expression)}`,
      )
      return step(`| summarize ${aggregates.join(', ')} by ${values(node.by)}`)
    }
    case 'external': {
      const skips = node.ignoreFirstRecord ? ' without the first record' : ''
      return [`external ${node.format} ${node.files.join(', ')}${skips}${columns}`]
    }
    case 'count':
    case 'consume':
    case 'getschema':
      return step(`| ${node.kind}`)
    case 'sort':
      return step(`| sort ${keys(node.keys)}`)
    case 'top':
      return step(`| top ${print(node.count)} by ${keys(node.keys)}`)
    case 'take':
      return step(`| take ${print(node.count)}`)
    case 'join': {
      const on = node.on.map((pair) => `${print(pair.left)} == ${print(pair.right)}`).join(' and ')
      const head = `| ${node.isLookup ? 'lookup' : 'join'} ${node.joinKind} on ${on}`
      return [...table(node.input, seen), `${head} output ${output(node.output)}${columns}`, ...nested(node.right)]
    }
    case 'mv-expand': {
      const items = node.items.map(expanded)
      const index = node.indexColumn === undefined ? '' : ` index=${node.indexColumn}`
      const limit = node.limit ? ` limit ${print(node.limit)}` : ''
      return step(`| mv-expand ${node.bagAs}${index} ${items.join(', ')}${limit}`)
    }
    case 'parse': {
      const pattern = node.pattern.map((part) =>
        part.kind === 'text'
          ? JSON.stringify(part.text)
          : part.kind === 'star'
            ? '*'
            : `${part.column.name}:${part.column.type}`,
      )
      const flags = node.flags === '' ? '' : ` flags=${node.flags}`
      return step(
        `| parse${node.filter ? '-where' : ''} ${node.mode}${flags} ${print(node.text)} with ${pattern.join(' ')}`,
      )
    }
    case 'group-rows':
      return [`rows of #${node.id}${columns}`]
    case 'mv-apply': {
      const items = node.items.map(expanded)
      const index = node.indexColumn === undefined ? '' : ` index=${node.indexColumn}`
      const limit = node.limit ? ` limit ${print(node.limit)}` : ''
      const head = `| mv-apply#${node.id} ${node.bagAs}${index} ${items.join(', ')}${limit}`
      const from = node.output.map((column) => `${column.from}.${column.name}`).join(', ')
      return [...table(node.input, seen), `${head} output ${from}${columns}`, ...nested(node.subquery)]
    }
    case 'partition':
      return [...step(`| partition#${node.id} by ${print(node.by)}`), ...nested(node.subquery)]
    case 'parse-kv': {
      const keys = node.keys.map((key) => `${key.name}:${key.type}`)
      return step(`| parse-kv ${print(node.text)} ${keys.join(', ')} ${JSON.stringify(node.form)}`)
    }
    case 'top-nested': {
      const levels = node.levels.map(
        (level) =>
          `${level.count ? print(level.count) : 'all'} of ${values([level.key])} by ${values([level.aggregate])} ${level.direction}`,
      )
      return step(`| top-nested ${levels.join(', ')}`)
    }
    case 'make-series': {
      const aggregates = node.aggregates.map(
        (each) =>
          `${each.column.name} = ${print(each.expression)}${each.default ? ` default ${print(each.default)}` : ''}`,
      )
      const bounds = `from ${node.from ? print(node.from) : '-'} to ${node.to ? print(node.to) : '-'} step ${print(node.step)}`
      const kind = `${node.inclusive ? ' inclusive' : ''}${node.nonEmpty ? ' nonempty' : ''}`
      return step(
        `| make-series${kind} ${aggregates.join(', ')} on ${values([node.axis])} ${bounds} by ${values(node.by)}`,
      )
    }
    case 'scan': {
      const steps = node.steps.map((each) => {
        const assigned = each.assignments.map((one) => `${one.name} = ${print(one.expression)}`)
        const output = each.output === 'all' ? '' : ` output=${each.output}`
        return `${each.name}${output}: ${print(each.condition)} => ${assigned.join(', ')}`
      })
      const id = node.matchId === undefined ? '' : ` id ${node.matchId}`
      return [...table(node.input, seen), `| scan${id} ${values(node.variables)} with ${steps.join('; ')}${columns}`]
    }
    case 'reduce':
      return step(`| reduce by ${print(node.text)} with ${node.threshold}, '${node.characters}'`)
    case 'find-patterns':
      return step(`| evaluate ${node.method} ${node.dimensionColumns.map(({ name }) => name).join(', ')}`)
    case 'as':
      return step(`| as ${node.name}`)
    case 'render':
      return step(`| render ${node.chart}`)
  }
}

function expanded(item: Extract<Tabular, { kind: 'mv-expand' }>['items'][number]): string {
  return `${item.column.name}:${item.column.type} = ${print(item.expression)}${item.to ? ` to ${item.to}` : ''}`
}

function columnsAfter(node: Tabular): string {
  const list = (table: Tabular) => table.columns.map((column) => `${column.name}:${column.type}`).join(', ')
  return 'input' in node && list(node) === list(node.input) ? '' : ` → ${list(node)}`
}

function output(columns: Join['output']): string {
  return columns.map((column) => `${column.side}.${column.name}`).join(', ')
}

function values(list: readonly NamedExpression[]): string {
  return list.map((value) => `${value.column.name} = ${print(value.expression)}`).join(', ')
}

function keys(list: Extract<Tabular, { kind: 'sort' }>['keys']): string {
  return list.map((key) => `${print(key.expression)} ${key.direction} nulls ${key.nulls}`).join(', ')
}

function search(condition: SearchCondition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${search(condition.left)} ${condition.kind} ${search(condition.right)})`
    case 'not':
      return `not(${search(condition.condition)})`
    case 'term':
      return JSON.stringify(condition.text)
    case 'column-term':
      return `${condition.column}:${JSON.stringify(condition.text)}`
    case 'expression':
      return print(condition.expression)
  }
}

/** An expression with its parentheses; literals as type and value. */
export function print(node: Expression): string {
  switch (node.kind) {
    case 'literal': {
      if (node.value === null) return `${node.type}(null)`
      if (node.type === 'string') return JSON.stringify(node.value)
      return node.type === 'long' || node.type === 'bool' ? String(node.value) : `${node.type}(${node.value})`
    }
    case 'column':
      return [node.side ?? node.step ?? [], node.name].flat().join('.')
    case 'call':
      return `${node.name}(${node.arguments.map(print).join(', ')})`
    case 'binary':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`
    case 'unary':
      return `${node.operator}${print(node.operand)}`
    case 'between':
      return `(${print(node.operand)} ${node.negated ? '!' : ''}between ${print(node.low)} .. ${print(node.high)})`
    case 'in-list':
      return `(${print(node.operand)} ${membership(node)} [${node.items.map(print).join(', ')}])`
    case 'in-table':
      return `(${print(node.operand)} ${membership(node)} {${table(node.table, new Set()).join(' ')}})`
    case 'has-any':
    case 'has-all': {
      const items =
        'kind' in node.items ? `{${table(node.items, new Set()).join(' ')}}` : `[${node.items.map(print).join(', ')}]`
      return `(${print(node.operand)} ${node.kind} ${items})`
    }
    case 'member':
      return `${print(node.operand)}.${node.name}`
    case 'element':
      return `${print(node.operand)}[${print(node.index)}]`
    case 'dynamic':
      return `dynamic(${node.json})`
    case 'conversion':
      return `<${node.type}>${print(node.operand)}`
    case 'scalar-query':
      return `toscalar{${table(node.table, new Set()).join(' ')}}`
    case 'star':
      return '*'
    case 'part':
      return `${print(node.operand)}#${node.index}`
  }
}

function membership(node: { readonly negated: boolean; readonly caseSensitive: boolean }): string {
  return `${node.negated ? '!' : ''}in${node.caseSensitive ? '' : '~'}`
}
