import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FunctionSchema } from '../../../kql/language-service.ts'
import type { Source } from '../../../lib/diagnostic.ts'
import { isKqlType } from '../../../lib/kql-type.ts'
import { wordsOf } from '../../../lib/words-of.ts'
import { readYaml } from '../../../queries/yaml-document.ts'
import { isFile } from '../path-kind.ts'
import { closing, skipSpace } from './kql-brackets.ts'

/** A function of the folder, and the file it is in. */
export type StoredFunction = FunctionSchema & { readonly file: string }

/**
 * The files of a folder, and of all that is below it, that may hold functions: `name.kql` one of that name, `name.yaml` one as
 * parsers are published. Links to folders are passed over: some lead back up. Throws what the system throws.
 */
export function functionFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  const below = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => functionFiles(join(folder, name)))
  const here = entries
    .map(({ name }) => join(folder, name))
    .filter((path) => /\.(kql|csl|ya?ml)$/i.test(path) && isFile(path))
  return [...here, ...below].sort()
}

/** The functions of a file. One that cannot be used is there with the reason. */
export function readFunctions(file: string): StoredFunction[] {
  const name = basename(file).replace(/\.[^.]+$/, '')
  try {
    const text = readFileSync(file, 'utf8')
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
    return /\.ya?ml$/i.test(file) ? published(name, file, text) : [plain(name, file, text)]
  } catch (error) {
    return [unusable(name, file, wordsOf(error))]
  }
}

/** `text` and `offset` say where the fault is, where it has a place. */
function unusable(name: string, file: string, fault: string, text = '', offset = 0): StoredFunction {
  const place = { source: { name: file, text }, offset }
  return { name, file, parameters: '()', body: '{}', place, fault }
}

/** `let Name = (a:string) { … }`, or a query, with its parameters in a comment above: `// parameters: (a:string, b:long = 5)`. */
function plain(name: string, file: string, text: string): StoredFunction {
  const source: Source = { name: file, text }
  if (rest(text, 0) === '') return unusable(name, file, 'The file holds no function.')
  const head = /^let\s+[\p{L}_][\p{L}\p{N}_]*\s*=\s*(?:view\s*)?(?=\()/u.exec(text.slice(skipSpace(text, 0)))
  if (head) {
    const start = skipSpace(text, 0) + head[0].length
    const end = closing(text, start)
    const body = end === undefined ? undefined : skipSpace(text, end)
    const bodyEnd = body !== undefined && text[body] === '{' ? closing(text, body) : undefined
    // Something after the function, say a call of it: then the whole file is the body.
    if (end !== undefined && body !== undefined && bodyEnd !== undefined && /^[\s;]*$/.test(rest(text, bodyEnd))) {
      const place = { source, offset: body }
      return { name, file, parameters: text.slice(start, end), body: text.slice(body, bodyEnd), place }
    }
  }
  return { name, file, parameters: declared(text), ...wrapped(source) }
}

function rest(text: string, from: number): string {
  let at = from
  let kept = ''
  while (at < text.length) {
    const next = skipSpace(text, at)
    if (next === at) {
      kept += text[at]
      at++
    } else at = next
  }
  return kept
}

/** A query as a body: where it begins in its text is one character before the body does. */
function wrapped(source: Source): Pick<StoredFunction, 'body' | 'place'> {
  const query = source.text.replace(/[\s;]+$/, '')
  return { body: `{${query}\n}`, place: { source, offset: -1 } }
}

/** Parameters in a comment at the top of the file. */
function declared(text: string): string {
  const comments = /^(?:\s*\/\/[^\n]*\n)+/.exec(`${text}\n`)?.[0] ?? ''
  for (const line of comments.split('\n')) {
    const found = /^\s*\/\/\s*(?:parameters?\s*:?|function\s+\S+?)?\s*(\(\s*[\p{L}_].*:.*\))\s*$/iu.exec(line)?.[1]
    if (found) return found
  }
  return '()'
}

/** The keys under which functions are published: older and newer names of the same. */
const nameKeys = ['FunctionName', 'FunctionAlias', 'ParserName', 'EquivalentBuiltInParser']
const parameterKeys = ['FunctionParams', 'FunctionParameters', 'ParserParams']
const queryKeys = ['FunctionQuery', 'ParserQuery']

/** A published function: under each of its names, and that of its file. */
function published(fileName: string, file: string, text: string): StoredFunction[] {
  const document = readYaml(file, text)
  const fault = document.diagnostics[0]
  if (fault) return [unusable(fileName, file, fault.message, text, fault.span?.start)]
  const value = document.value
  if (typeof value !== 'object' || value === null) return [unusable(fileName, file, 'The file holds no function.')]
  const data = value as Readonly<Record<string, unknown>>
  const queryKey = queryKeys.find((key) => typeof data[key] === 'string')
  const names = nameKeys.map((key) => data[key]).filter((each) => typeof each === 'string' && each !== '')
  const all = [...new Set([fileName, ...(names as string[])])]
  if (!queryKey) {
    // Other YAML may lie beside: it is nobody's business unless it says it is a function.
    const isFunction = names.length > 0 || Object.keys(data).some((key) => /^(Function|Parser)[A-Z]/.test(key))
    return isFunction ? all.map((name) => unusable(name, file, 'FunctionQuery is missing.')) : []
  }
  const block = document.blockAt([queryKey])
  const source: Source = 'hindrance' in block ? { name: file, text: String(data[queryKey]) } : block
  const parameters = parametersOf(data[parameterKeys.find((key) => data[key] !== undefined) ?? ''])
  return all.map((name) => ({ name, file, parameters, ...wrapped(source) }))
}

/** A list of Name, Type and Default, or the parameters as they are written in KQL. */
function parametersOf(given: unknown): string {
  if (typeof given === 'string') return given.trim().startsWith('(') ? given.trim() : `(${given.trim()})`
  if (!Array.isArray(given)) return '()'
  const parameters = given.map((each: Readonly<Record<string, unknown>>) => {
    const [name, type] = [each.Name ?? each.name, each.Type ?? each.type]
    const standard = each.Default ?? each.default
    return `${String(name)}:${String(type)}${standard === undefined ? '' : `=${written(standard, String(type))}`}`
  })
  return `(${parameters.join(', ')})`
}

/** YAML takes the quotes off a text. */
function written(value: unknown, type: string): string {
  const text = value === null ? `${type}(null)` : String(value)
  const isText = type === 'string' && isKqlType(type)
  return isText && !/^(["']).*\1$/s.test(text) ? JSON.stringify(text) : text
}
