import type { Json } from '../../lib/table.ts'
import type { Udf, UdfValue } from '../row.ts'
import { bagOf } from './exact-json.ts'
import { parseXml } from './xml.ts'

function parameters(query: string): { [key: string]: Json } {
  if (query === '') return {}
  return bagOf(
    query.split('&').map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

/** The parts of RFC 3986, appendix B, and those of the authority. */
export function parseUrl(url: string): { [key: string]: Json } {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] =
    /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(url) ?? []
  const at = authority.lastIndexOf('@')
  const [username = '', ...password] = at < 0 ? [] : authority.slice(0, at).split(':')
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at + 1)) ?? []
  return {
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: path,
    Username: username,
    Password: password.join(':'),
    'Query Parameters': parameters(query),
    Fragment: fragment,
  }
}

export function parsePath(path: string): { [key: string]: Json } {
  const [, scheme = '', rest = path] = /^([A-Za-z][A-Za-z0-9+.-]+):\/\/([\s\S]*)$/.exec(path) ?? []
  const plain = rest.replace(/^\\\\\?\\/, '')
  const lastSlash = Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\'))
  const directory = plain.slice(0, Math.max(lastSlash, 0))
  const [filename = '', ...stream] = plain.slice(lastSlash + 1).split(':')
  const root = /^[A-Za-z]:/.exec(plain)?.[0] ?? ''
  const dot = filename.lastIndexOf('.')
  return {
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory === root ? '' : (directory.split(/[\\/]/).at(-1) ?? ''),
    Filename: filename,
    Extension: dot < 0 ? '' : filename.slice(dot + 1),
    AlternateDataStreamName: stream.join(':'),
  }
}

/**
 * Arguments as Windows' CommandLineToArgvW takes them apart: 2n backslashes before a quote are n and the quote opens or
 * closes, 2n+1 are n and a quote; three quotes in a row, the opening one counted, are a quote and close.
 */
export function parseCommandLine(line: string): string[] {
  const isBlank = (character: string | undefined) => character === ' ' || character === '\t'
  const program = line.startsWith('"') ? /^"([^"]*)"?/.exec(line)! : /^([^ \t]*)/.exec(line)!
  const args = [program[1]!]
  let at = program[0].length
  while (isBlank(line[at])) at++
  while (at < line.length) {
    let argument = ''
    let quotes = 0
    while (at < line.length && (quotes > 0 || !isBlank(line[at]))) {
      const slashes = /^\\*/.exec(line.slice(at))![0].length
      at += slashes
      if (line[at] !== '"') {
        argument += slashes > 0 ? '\\'.repeat(slashes) : line[at++]
        continue
      }
      argument += '\\'.repeat(Math.floor(slashes / 2))
      at++
      if (slashes % 2 === 1) argument += '"'
      else quotes++
      for (; line[at] === '"'; at++) {
        if (++quotes < 3) continue
        argument += '"'
        quotes = 0
      }
      if (quotes === 2) quotes = 0
    }
    args.push(argument)
    while (isBlank(line[at])) at++
  }
  return args
}

/** The fields of the first record, by RFC 4180. */
export function parseCsvRecord(text: string): string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at++
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === ',') {
      fields.push(field)
      field = ''
    } else if (character === '\n' || character === '\r') break
    else field += character
  }
  return [...fields, field]
}

/** A function from text to JSON; empty text gives `empty`. */
function fromText(name: string, parse: (text: string) => Json | undefined, empty?: Json): Udf {
  return {
    name,
    parameters: ['VARCHAR'],
    returns: 'JSON',
    evaluate(text): UdfValue {
      if (typeof text !== 'string') return null
      const parsed = text === '' && empty !== undefined ? empty : parse(text)
      return parsed === undefined || parsed === null ? null : JSON.stringify(parsed)
    },
  }
}

export const parsingUdfs: readonly Udf[] = [
  fromText('kql_parse_url', parseUrl),
  fromText('kql_parse_urlquery', (text) => ({ 'Query Parameters': parameters(text.replace(/^\?/, '')) })),
  fromText('kql_parse_path', parsePath),
  fromText('kql_parse_command_line', parseCommandLine, null),
  fromText('kql_parse_csv', parseCsvRecord),
  fromText('kql_parse_xml', parseXml),
]
