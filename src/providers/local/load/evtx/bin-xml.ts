import { assertNever } from '../../../../lib/invariant.ts'
import { ownEntry } from '../../../../lib/own-entry.ts'
import { textsOf } from './bin-xml-value.ts'

/** An element of XML as an event log holds it. Attributes without a value are left out. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
}

/** A part of a template; `value` is a place that each event fills. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly index: number }
  | {
      readonly kind: 'element'
      readonly name: string
      readonly attributes: readonly { readonly name: string; readonly parts: readonly Part[] }[]
      readonly children: readonly Part[]
    }

/** What fills a place: nothing, a text, several texts (each its own element), or elements. */
export type Filling =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'elements'; readonly elements: readonly XmlElement[]; readonly size: number }

const token = {
  end: 0x00,
  open: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  character: 0x08,
  entity: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  template: 0x0c,
  substitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragment: 0x0f,
} as const
/** Said by a bit of the token: attributes follow, or more of the same kind. */
const more = 0x40

/** Templates and values may nest; a log that is no log may nest them without end. */
const deepest = 32

/** Characters that one event may become, by its templates; it is 64 KiB itself, and much more is a trap. */
const mostCharacters = 1 << 22

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * Reads the binary XML of one chunk of an .evtx file, as [MS-EVEN6] 2.2.12 and libevtx describe it. Names and templates are
 * written where they occur first and pointed to later by their place in the chunk. Throws a RangeError or Error where the
 * bytes are none.
 */
export class BinXml {
  readonly #view: DataView
  readonly #bytes: Uint8Array
  readonly #templates = new Map<number, readonly Part[]>()
  readonly #names = new Map<number, string>()
  #at = 0
  #room = mostCharacters

  constructor(chunk: Uint8Array) {
    this.#bytes = chunk
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  }

  /** The elements between two places of the chunk: of a record, or of a value that is XML itself. */
  elementsAt(start: number, end: number, depth = 0, isValue = false): XmlElement[] {
    if (depth > deepest) throw new Error('elements are nested too deep')
    if (depth === 0) this.#room = mostCharacters
    this.#at = start
    const elements: XmlElement[] = []
    while (this.#at < end) {
      const next = this.#byte()
      switch (next & ~more) {
        case token.end:
          return elements
        case token.fragment:
          this.#at += 3
          break
        case token.template:
          elements.push(...this.#templateInstance(depth))
          break
        case token.open:
          // Only within a value is the number left out that an element has for what it depends on.
          elements.push(...this.#resolve([this.#element(next, !isValue, depth)], []).filter(isElement))
          break
        default:
          throw new Error(`token ${next} where an element begins`)
      }
    }
    return elements
  }

  #templateInstance(depth: number): XmlElement[] {
    this.#at += 5
    const place = this.#number32()
    // A template is written where it is used first.
    if (place === this.#at) this.#at += 24 + this.#view.getUint32(place + 20, true)
    const back = this.#at
    const parts = this.#templateAt(place, depth)
    this.#at = back
    const count = this.#number32()
    const kinds = Array.from({ length: Math.min(count, 0x4000) }, () => {
      const size = this.#number16()
      const type = this.#byte()
      this.#at++
      return { size, type }
    })
    if (kinds.length < count) throw new Error(`${count} values of one event`)
    let at = this.#at
    const fillings = kinds.map(({ size, type }): Filling => {
      const start = at
      at += size
      if (at > this.#bytes.length) throw new Error('a value ends beyond its chunk')
      if (type !== embeddedXml) return { kind: 'texts', texts: textsOf(type, this.#bytes.subarray(start, at)) }
      const elements = size === 0 ? [] : this.elementsAt(start, at, depth + 1, true)
      return { kind: 'elements', elements, size: sizeOf(elements) }
    })
    this.#at = at
    return this.#resolve(parts, fillings).filter(isElement)
  }

  #templateAt(place: number, depth: number): readonly Part[] {
    const known = this.#templates.get(place)
    if (known) return known
    const end = place + 24 + this.#view.getUint32(place + 20, true)
    this.#at = place + 24
    const parts: Part[] = []
    while (this.#at < end) {
      const next = this.#byte()
      if (next === token.end) break
      if (next === token.fragment) this.#at += 3
      else if ((next & ~more) === token.open) parts.push(this.#element(next, true, depth))
      else throw new Error(`token ${next} where a template begins`)
    }
    this.#templates.set(place, parts)
    return parts
  }

  #element(opening: number, hasDependency: boolean, depth: number): Part {
    if (depth > deepest) throw new Error('elements are nested too deep')
    this.#at += hasDependency ? 6 : 4
    const name = this.#name()
    const attributes: { name: string; parts: Part[] }[] = []
    if (opening & more) this.#at += 4
    let next = this.#byte()
    while ((next & ~more) === token.attribute) {
      const attribute = { name: this.#name(), parts: [] as Part[] }
      next = this.#byte()
      for (let part = this.#text(next); part; part = this.#text(next)) {
        attribute.parts.push(part)
        next = this.#byte()
      }
      attributes.push(attribute)
    }
    const children: Part[] = []
    if (next === token.closeEmpty) return { kind: 'element', name, attributes, children }
    if (next !== token.closeStart) throw new Error(`token ${next} where an element’s name ends`)
    for (next = this.#byte(); next !== token.endElement; next = this.#byte()) {
      if ((next & ~more) === token.open) children.push(this.#element(next, hasDependency, depth + 1))
      else if (next === token.instructionTarget) this.#name()
      else if (next === token.instructionData) this.#characters()
      else {
        const part = this.#text(next)
        if (!part) throw new Error(`token ${next} within an element`)
        children.push(part)
      }
    }
    return { kind: 'element', name, attributes, children }
  }

  /** What stands for text after this token; undefined for a token that is of something else. */
  #text(next: number): Part | undefined {
    switch (next & ~more) {
      case token.value:
        this.#at++
        return { kind: 'text', text: this.#characters() }
      case token.cdata:
        return { kind: 'text', text: this.#characters() }
      case token.character:
        return { kind: 'text', text: String.fromCharCode(this.#number16()) }
      case token.entity: {
        const name = this.#name()
        return { kind: 'text', text: ownEntry(entities, name) ?? `&${name};` }
      }
      case token.substitution:
      case token.optionalSubstitution: {
        const index = this.#number16()
        this.#at++
        return { kind: 'value', index }
      }
      default:
        return undefined
    }
  }

  #name(): string {
    const place = this.#number32()
    const isHere = place === this.#at
    let name = this.#names.get(place)
    if (name === undefined) {
      const length = this.#view.getUint16(place + 6, true)
      name = this.#utf16(place + 8, length)
      this.#names.set(place, name)
    }
    // Written here: next name, hash, length, the name and a zero.
    if (isHere) this.#at += 10 + 2 * name.length
    return name
  }

  /** The parts with their places filled. An element whose one place holds several texts comes once for each, as Windows shows it. */
  #resolve(parts: readonly Part[], fillings: readonly Filling[]): (XmlElement | string)[] {
    return parts.flatMap((part): readonly (XmlElement | string)[] => {
      switch (part.kind) {
        case 'text':
          return this.#placed([part.text], part.text.length)
        case 'value': {
          const filling = fillings[part.index]
          if (!filling) return []
          if (filling.kind === 'elements') return this.#placed(filling.elements, filling.size)
          const text = filling.texts.join('')
          return this.#placed([text], text.length)
        }
        case 'element': {
          const attributes = Object.fromEntries(
            part.attributes.flatMap(({ name, parts: value }) => {
              const text = this.#resolve(value, fillings)
                .filter((each) => typeof each === 'string')
                .join('')
              const isAbsent = value.every((each) => each.kind === 'value') && text === ''
              return isAbsent ? [] : [[name, text]]
            }),
          )
          const [only, ...others] = part.children
          const filling = only?.kind === 'value' && others.length === 0 ? fillings[only.index] : undefined
          if (filling?.kind === 'texts' && filling.texts.length > 1) {
            const several = filling.texts.map((text) => ({ name: part.name, attributes, children: [text] }))
            return this.#placed(several, sizeOf(several))
          }
          const element = { name: part.name, attributes, children: [] }
          this.#placed(element, sizeOf([element]))
          return [{ ...element, children: this.#resolve(part.children, fillings) }]
        }
        default:
          return assertNever(part)
      }
    })
  }

  #placed<Content>(content: Content, size: number): Content {
    this.#room -= size
    if (this.#room < 0) throw new Error('it holds far more than an event does')
    return content
  }

  /** Counted characters. */
  #characters(): string {
    const length = this.#number16()
    const text = this.#utf16(this.#at, length)
    this.#at += 2 * length
    return text
  }

  #utf16(at: number, length: number): string {
    if (at + 2 * length > this.#bytes.length) throw new Error('a text ends beyond its chunk')
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, 2 * length).toString('utf16le')
  }

  #byte(): number {
    return this.#view.getUint8(this.#at++)
  }

  #number16(): number {
    this.#at += 2
    return this.#view.getUint16(this.#at - 2, true)
  }

  #number32(): number {
    this.#at += 4
    return this.#view.getUint32(this.#at - 4, true)
  }
}

const embeddedXml = 0x21

/** About as many characters as the nodes are in XML. */
function sizeOf(nodes: readonly (XmlElement | string)[]): number {
  return nodes.reduce((sum, node) => {
    if (typeof node === 'string') return sum + node.length
    const said = Object.entries(node.attributes).reduce((all, [name, value]) => all + name.length + value.length, 0)
    return sum + 1 + node.name.length + said + sizeOf(node.children)
  }, 0)
}

function isElement(node: XmlElement | string): node is XmlElement {
  return typeof node !== 'string'
}
