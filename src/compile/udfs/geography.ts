import type { Json } from '../../lib/table.ts'
import type { Udf, UdfValue } from '../row.ts'
import { readWkt } from './wkt.ts'

/** The radius of the globe that Kusto reckons with, in metres. */
const earthRadius = 6_371_010

/** The digits of a geohash, five bits each. */
const digits = '0123456789bcdefghjkmnpqrstuvwxyz'
const longestHash = 18

interface Cell {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}

/** The cell of a point; bits of longitude and latitude take turns, longitude first. Empty for a point that is none. */
function geohashOf(longitude: number, latitude: number, length: number): string {
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) || length < 1 || length > longestHash) return ''
  const ranges = [
    { value: longitude, low: -180, high: 180 },
    { value: latitude, low: -90, high: 90 },
  ]
  let hash = ''
  for (let bit = 0, digit = 0; hash.length < length; bit++) {
    const range = ranges[bit % 2]!
    const middle = (range.low + range.high) / 2
    const isUpper = range.value >= middle
    if (isUpper) range.low = middle
    else range.high = middle
    digit = digit * 2 + (isUpper ? 1 : 0)
    if (bit % 5 === 4) {
      hash += digits[digit]!
      digit = 0
    }
  }
  return hash
}

/** The sides of a cell; undefined where the text is no geohash. */
function cellOf(hash: string): Cell | undefined {
  if (hash.length === 0 || hash.length > longestHash) return undefined
  const ranges = [
    { low: -180, high: 180 },
    { low: -90, high: 90 },
  ]
  let bit = 0
  for (const character of hash.toLowerCase()) {
    const digit = digits.indexOf(character)
    if (digit < 0) return undefined
    for (let mask = 16; mask > 0; mask >>= 1) {
      const range = ranges[bit++ % 2]!
      const middle = (range.low + range.high) / 2
      if (digit & mask) range.low = middle
      else range.high = middle
    }
  }
  const [longitude, latitude] = ranges as [{ low: number; high: number }, { low: number; high: number }]
  return { west: longitude.low, east: longitude.high, south: latitude.low, north: latitude.high }
}

function centre({ west, east, south, north }: Cell): readonly [number, number] {
  return [(west + east) / 2, (south + north) / 2]
}

/** Steps to the cells around, in the order Kusto lists them. */
const around = [
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 1],
  [1, 0],
  [0, 1],
  [-1, 1],
] as const

/** The cells around a cell; there are none beyond the poles. */
function neighbours(hash: string): Json | undefined {
  const cell = cellOf(hash)
  if (!cell) return undefined
  const [longitude, latitude] = centre(cell)
  const [width, height] = [cell.east - cell.west, cell.north - cell.south]
  return around.flatMap(([east, north]) => {
    const at = latitude + north * height
    const along = longitude + east * width
    const wrapped = along > 180 ? along - 360 : along < -180 ? along + 360 : along
    return Math.abs(at) > 90 ? [] : [geohashOf(wrapped, at, hash.length)]
  })
}

function polygon(hash: string): Json | undefined {
  const cell = cellOf(hash)
  if (!cell) return undefined
  const { west, east, south, north } = cell
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Polygon', coordinates: [corners] }
}

type Position = readonly [longitude: number, latitude: number]

/** The lines of a GeoJSON line string or several; undefined where it is neither, or a line is too short. */
function linesOf(json: Json): readonly (readonly Position[])[] | undefined {
  const { type, coordinates } = (json ?? {}) as { readonly type?: Json; readonly coordinates?: Json }
  if (!Array.isArray(coordinates)) return undefined
  const lines = type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : undefined
  const isPosition = (one: Json) =>
    Array.isArray(one) && one.length >= 2 && Number.isFinite(one[0]) && Math.abs(one[1] as number) <= 90
  const isLine = (line: Json) =>
    Array.isArray(line) && line.every(isPosition) && new Set(line.map((one) => JSON.stringify(one))).size > 1
  return lines && lines.length > 0 && lines.every(isLine) ? (lines as Position[][]) : undefined
}

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** The angle between two points at the centre of the globe, by the haversine formula. */
function angleBetween([lng1, lat1]: Position, [lng2, lat2]: Position): number {
  const rise = Math.sin((radians(lat2) - radians(lat1)) / 2)
  const turn = Math.sin((radians(lng2) - radians(lng1)) / 2)
  const x = rise * rise + turn * turn * Math.cos(radians(lat1)) * Math.cos(radians(lat2))
  return 2 * Math.atan2(Math.sqrt(x), Math.sqrt(Math.max(0, 1 - x)))
}

function lineLength(lines: readonly (readonly Position[])[]): number {
  let sum = 0
  for (const line of lines) {
    for (let at = 1; at < line.length; at++) sum += angleBetween(line[at - 1]!, line[at]!)
  }
  return sum * earthRadius
}

type Vector = readonly [number, number, number]

function vectorOf([longitude, latitude]: Position): Vector {
  const [theta, phi] = [radians(longitude), radians(latitude)]
  return [Math.cos(theta) * Math.cos(phi), Math.sin(theta) * Math.cos(phi), Math.sin(phi)]
}

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const size = (a: Vector) => Math.sqrt(dot(a, a))
const angle = (a: Vector, b: Vector) => Math.atan2(size(cross(a, b)), dot(a, b))

/** From a point to the nearest one of a great circle's arc: across it, or to an end. */
function angleToArc(point: Vector, from: Vector, to: Vector): number {
  const pole = cross(from, to)
  const length = size(pole)
  const ends = Math.min(angle(point, from), angle(point, to))
  if (length === 0) return ends
  const isBeside = dot(cross(pole, from), point) > 0 && dot(cross(to, pole), point) > 0
  return isBeside ? Math.asin(Math.min(1, Math.abs(dot(point, pole)) / length)) : ends
}

function distanceToLine(point: Position, lines: readonly (readonly Position[])[]): number {
  const at = vectorOf(point)
  let nearest = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const vectors = line.map(vectorOf)
    for (let end = 1; end < vectors.length; end++) {
      nearest = Math.min(nearest, angleToArc(at, vectors[end - 1]!, vectors[end]!))
    }
  }
  return nearest * earthRadius
}

/** The angle from the first point over the second to the third, clockwise or not the smaller one. */
function angleAt(first: Position, vertex: Position, last: Position): number {
  const [a, b, c] = [first, vertex, last].map(vectorOf) as [Vector, Vector, Vector]
  return angle(cross(a, b), cross(c, b))
}

function isPoint(values: readonly UdfValue[]): values is readonly number[] {
  return values.every((value, index) => typeof value === 'number' && Math.abs(value) <= (index % 2 === 0 ? 180 : 90))
}

function fromText(name: string, answer: (text: string) => Json | undefined): Udf {
  return {
    name,
    parameters: ['VARCHAR'],
    returns: 'JSON',
    evaluate(text) {
      const found = typeof text === 'string' ? answer(text) : undefined
      return found === undefined ? null : JSON.stringify(found)
    },
  }
}

export const geographyUdfs: readonly Udf[] = [
  {
    name: 'kql_geohash',
    parameters: ['DOUBLE', 'DOUBLE', 'BIGINT'],
    returns: 'VARCHAR',
    evaluate: (longitude, latitude, length) =>
      typeof length === 'bigint'
        ? geohashOf(Number(longitude ?? Number.NaN), Number(latitude ?? Number.NaN), Number(length))
        : '',
  },
  fromText('kql_geohash_centre', (hash) => {
    const cell = cellOf(hash)
    return cell && { type: 'Point', coordinates: centre(cell) }
  }),
  fromText('kql_geohash_polygon', polygon),
  fromText('kql_geohash_neighbours', neighbours),
  fromText('kql_from_wkt', readWkt),
  {
    name: 'kql_line_length',
    parameters: ['JSON'],
    returns: 'DOUBLE',
    evaluate(line) {
      const lines = typeof line === 'string' ? linesOf(JSON.parse(line) as Json) : undefined
      return lines ? lineLength(lines) : null
    },
  },
  {
    name: 'kql_distance_to_line',
    parameters: ['DOUBLE', 'DOUBLE', 'JSON'],
    returns: 'DOUBLE',
    evaluate(longitude, latitude, line) {
      const point = [longitude ?? null, latitude ?? null]
      const lines = typeof line === 'string' ? linesOf(JSON.parse(line) as Json) : undefined
      return lines && isPoint(point) ? distanceToLine([point[0]!, point[1]!], lines) : null
    },
  },
  {
    name: 'kql_angle_at',
    parameters: ['DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'DOUBLE'],
    returns: 'DOUBLE',
    evaluate(...values) {
      if (!isPoint(values)) return null
      const [a, b, c, d, e, f] = values as unknown as [number, number, number, number, number, number]
      return (a === c && b === d) || (c === e && d === f) ? null : angleAt([a, b], [c, d], [e, f])
    },
  },
]
