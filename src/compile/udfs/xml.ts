import { ownEntry } from '../../lib/own-entry.ts'
import type { Json } from '../../lib/table.ts'
import { bagOf, rawNumber } from './exact-json.ts'

/** Longer texts are not read. */
const longestXml = 1_048_576

interface Element {
  readonly name: string
  readonly attributes: readonly (readonly [string, string])[]
  readonly children: (Element | string)[]
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' }

/** The text with its references resolved; undefined where one is none. */
function decode(text: string): string | undefined {
  let isValid = true
  const decoded = text.replace(/&([^;&]*);?/g, (_reference, name: string) => {
    const code = /^#x[0-9a-fA-F]+$/.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : /^#\d+$/.test(name)
        ? Number(name.slice(1))
        : undefined
    if (code !== undefined && code > 0 && code <= 0x10ffff) return String.fromCodePoint(code)
    const known = ownEntry(namedEntities, name)
    if (known === undefined) isValid = false
    return known ?? ''
  })
  return isValid ? decoded : undefined
}

const namePattern = String.raw`[^\s<>/=&'"?!]+`
const attributePattern = new RegExp(String.raw`\s+(${namePattern})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
// Each part ends at the first character that cannot be of it, and is not tried shorter: a text without an end is refused in one pass.
const markup = new RegExp(
  String.raw`<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<!DOCTYPE[^[>]*(?:\[[^\]]*\][^>]*|\[[^>]*)?>|<(/)?(?=(${namePattern}))\2((?:"[^"]*"|'[^']*'|[^"'>])*?)(/)?>`,
  'y',
)

function readAttributes(text: string): [string, string][] | undefined {
  const attributes: [string, string][] = []
  let at = 0
  while (at < text.length && text.slice(at).trim() !== '') {
    attributePattern.lastIndex = at
    const found = attributePattern.exec(text)
    const value = found && decode(found[2] ?? found[3] ?? '')
    if (!found || value === undefined || value === null) return undefined
    attributes.push([found[1]!, value])
    at = attributePattern.lastIndex
  }
  return attributes
}

/** The document's element; undefined where the text is no well-formed XML. */
function readDocument(text: string): Element | undefined {
  const document: Element = { name: '', attributes: [], children: [] }
  const open: Element[] = [document]
  let at = 0
  while (at < text.length) {
    const inside = open.at(-1)!
    if (text[at] !== '<') {
      const end = text.indexOf('<', at)
      const piece = decode(text.slice(at, end < 0 ? text.length : end))
      if (piece === undefined || (inside === document && piece.trim() !== '')) return undefined
      inside.children.push(piece)
      at = end < 0 ? text.length : end
      continue
    }
    markup.lastIndex = at
    const tag = markup.exec(text)
    if (!tag) return undefined
    at = markup.lastIndex
    const [, closing, name, rest = '', selfClosing] = tag
    // Comments, instructions, CDATA and the document type are passed over.
    if (name === undefined) continue
    if (closing) {
      if (inside === document || inside.name !== name || rest.trim() !== '') return undefined
      open.pop()
      continue
    }
    const attributes = readAttributes(rest)
    if (!attributes || (inside === document && document.children.some((child) => typeof child !== 'string')))
      return undefined
    const element: Element = { name, attributes, children: [] }
    inside.children.push(element)
    if (!selfClosing) open.push(element)
  }
  return open.length === 1 ? document.children.find((child) => typeof child !== 'string') : undefined
}

/** A number where the text is one that prints the same again, else the text. */
function textValue(text: string): Json {
  const isNumber =
    /^-?(?:0|[1-9]\d{0,14})(?:\.0)?$/.test(text) || (/^-?\d+\.\d+$/.test(text) && String(Number(text)) === text)
  return isNumber ? rawNumber(text) : text
}

function elementValue(element: Element): Json {
  const text = element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()
  const elements = element.children.filter((child) => typeof child !== 'string')
  if (element.attributes.length === 0 && elements.length === 0) return text === '' ? null : textValue(text)
  const entries = new Map<string, Json>(element.attributes.map(([name, value]) => [`@${name}`, textValue(value)]))
  if (text !== '') entries.set('#text', textValue(text))
  for (const [name, group] of Map.groupBy(elements, (child) => child.name)) {
    entries.set(name, group.length === 1 ? elementValue(group[0]!) : group.map(elementValue))
  }
  return bagOf(entries)
}

/** Deeper documents are not read: turning them into JSON goes down with them. */
const deepest = 200

function depthOf(element: Element): number {
  let depth = 0
  let level = [element]
  while (level.length > 0 && depth <= deepest) {
    depth++
    level = level.flatMap((one) => one.children.filter((child) => typeof child !== 'string'))
  }
  return depth
}

/** An XML text as JSON, as `parse_xml` describes it; undefined where it is none. */
export function parseXml(text: string): Json | undefined {
  if (text.length > longestXml) return undefined
  const root = readDocument(text.trim())
  return root && depthOf(root) <= deepest ? bagOf([[root.name, elementValue(root)]]) : undefined
}
