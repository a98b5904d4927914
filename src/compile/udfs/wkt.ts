import type { Json } from '../../lib/table.ts'

/** The GeoJSON name of each shape of WKT (OGC 06-103r4), and how many lists its positions lie in. */
const shapes: Readonly<Record<string, readonly [type: string, depth: number]>> = {
  POINT: ['Point', 0],
  MULTIPOINT: ['MultiPoint', 1],
  LINESTRING: ['LineString', 1],
  MULTILINESTRING: ['MultiLineString', 2],
  POLYGON: ['Polygon', 2],
  MULTIPOLYGON: ['MultiPolygon', 3],
}

const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`
const token = new RegExp(String.raw`\s*(?:(${number})|([(),])|([A-Za-z]+))\s*`, 'y')

/** A shape in well-known text as GeoJSON; undefined where it is none. */
export function readWkt(text: string): Json | undefined {
  const tokens = tokensOf(text)
  if (!tokens) return undefined
  let at = 0
  const take = (expected: string): boolean => {
    const isNext = tokens[at] === expected
    if (isNext) at++
    return isNext
  }

  const position = (): Json | undefined => {
    const numbers: number[] = []
    while (/^[-+.\d]/.test(tokens[at] ?? '')) numbers.push(Number(tokens[at++]))
    return numbers.length === 2 ? numbers : undefined
  }
  const listOf = (element: () => Json | undefined): Json | undefined => {
    if (!take('(')) return undefined
    const items: Json[] = []
    do {
      const item = element()
      if (item === undefined) return undefined
      items.push(item)
    } while (take(','))
    return take(')') ? items : undefined
  }
  const nested = (depth: number): Json | undefined => {
    if (depth > 1) return listOf(() => nested(depth - 1))
    // The points of a multipoint may stand in brackets of their own.
    return listOf(() => (tokens[at] === '(' ? bracketed() : position()))
  }
  const bracketed = (): Json | undefined => {
    const inner = take('(') ? position() : undefined
    return inner !== undefined && take(')') ? inner : undefined
  }
  const shape = (): Json | undefined => {
    const name = (tokens[at++] ?? '').toUpperCase()
    if (name === 'GEOMETRYCOLLECTION') {
      const geometries = listOf(shape)
      return geometries && { type: 'GeometryCollection', geometries }
    }
    const known = shapes[name]
    if (!known) return undefined
    const [type, depth] = known
    const coordinates = depth === 0 ? bracketed() : nested(depth)
    return coordinates && { type, coordinates }
  }

  const found = shape()
  return at === tokens.length ? found : undefined
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  let at = 0
  while (at < text.length) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) return undefined
    tokens.push((found[1] ?? found[2] ?? found[3])!)
    at = token.lastIndex
  }
  return tokens
}
