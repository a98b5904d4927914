import type { ColumnType } from '../../lib/kql-type.ts'
import { ownEntry } from '../../lib/own-entry.ts'
import { treeBuilder } from '../built-tree.ts'
import { readString } from '../read-literal.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import type { ExternalData, ExternalFormat, Tabular } from '../tree.ts'

/** Formats by the names `with (format=…)` gives them, and by the ends of file names. */
const formats: Readonly<Record<string, ExternalFormat>> = {
  csv: 'csv',
  json: 'json',
  jsonl: 'json',
  multijson: 'multijson',
  ndjson: 'json',
  parquet: 'parquet',
  psv: 'psv',
  raw: 'raw',
  scsv: 'scsv',
  tsv: 'tsv',
  txt: 'txt',
}

/** The rows of files beside the workspace's tables, each value converted to the type of its column. */
export function externalData(node: Node<'ExternalDataExpression'>, _: undefined, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const columns = resultColumns(node)
  const files = elements(node.URIs).map((each) => fileOf(each, scope))
  const properties = new Map(
    elements(node.WithClause?.Properties).map((each) => [each.Name.SimpleName.toLowerCase(), each]),
  )
  for (const [name, property] of properties) {
    if (!knownProperties.has(name)) {
      const what = `\`${property.Name.SimpleName}\` of externaldata`
      return refuse('KQL102', scope.spanOf(property), { what, hint: 'There are format and ignoreFirstRecord.' })
    }
  }
  const build = treeBuilder(span)
  const texts = columns.map(({ name }): ColumnType => ({ name, type: 'string' }))
  const table: ExternalData = {
    kind: 'external',
    files,
    format: formatOf(properties.get('format'), files, scope),
    ignoreFirstRecord: /^true$|^1$/i.test(textOf(properties.get('ignorefirstrecord')) ?? 'false'),
    columns: texts,
    types: columns.map(({ type }) => type),
    span,
  }
  const values = columns.map((column) => {
    const text = build.column({ name: column.name, type: 'string' })
    const converter = column.type === 'dynamic' ? 'todynamic' : `to${column.type}`
    return { column, expression: column.type === 'string' ? text : build.call(converter, column.type, text) }
  })
  return build.project(table, values)
}

/** `creationTime` and its like tell the service how to keep what it ingests. */
const knownProperties: ReadonlySet<string> = new Set(['format', 'ignorefirstrecord', 'zippattern', 'creationtime'])

function fileOf(node: SyntaxNode, scope: Scope): string {
  if (!isNode(node, 'LiteralExpression') && !isNode(node, 'CompoundStringLiteralExpression')) {
    return refuse('KQL009', scope.spanOf(node), { what: 'The path of a file must be a constant text.' })
  }
  const path = isNode(node, 'LiteralExpression')
    ? readString(node.Token.Text)
    : elements(node.Tokens)
        .map((token) => readString(token.Text))
        .join('')
  // A key of access may follow a semicolon.
  const [place = ''] = path.split(';')
  const address = /^([a-z][a-z0-9+.-]+):\/\//i.exec(place)
  if (!address || /^file$/i.test(address[1]!)) return place
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(place.slice(address[0].length))?.[1] ?? 'data.csv'
  return refuse('KQL102', scope.spanOf(node), {
    what: 'Data from an address',
    hint: `Nothing is fetched from the network: download the file, put it into the workspace's folder and write the path from there: [@"external/${name}"].`,
  })
}

function formatOf(
  property: Node<'NamedParameter'> | undefined,
  files: readonly string[],
  scope: Scope,
): ExternalFormat {
  const given = textOf(property)?.toLowerCase()
  if (property && given !== undefined) {
    const format = ownEntry(formats, given)
    if (format) return format
    const what = `The format \`${given}\` of externaldata`
    return refuse('KQL102', scope.spanOf(property), { what, hint: `There are ${Object.keys(formats).join(', ')}.` })
  }
  const extension = /\.([a-z]+)(?:\.gz)?$/i.exec(files[0] ?? '')?.[1]?.toLowerCase() ?? ''
  return ownEntry(formats, extension) ?? 'csv'
}

/** The text of a property, quoted or not. */
function textOf(property: Node<'NamedParameter'> | undefined): string | undefined {
  if (!property) return undefined
  const { Expression: value } = property
  const written = value.toString().trim()
  return isNode(value, 'LiteralExpression') && /^[hH]?@?["']/.test(written) ? readString(written) : written
}
