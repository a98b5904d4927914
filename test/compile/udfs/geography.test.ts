import { expect, test } from 'vitest'
import { geographyUdfs } from '../../../src/compile/udfs/geography.ts'
import { readWkt } from '../../../src/compile/udfs/wkt.ts'

function call(name: string, ...args: (string | number | bigint | null)[]): unknown {
  const answer = geographyUdfs.find((udf) => udf.name === name)!.evaluate(...args)
  return typeof answer === 'string' && /^[[{]/.test(answer) ? JSON.parse(answer) : answer
}

test('a geohash says where its point lies, however long it is', () => {
  for (const [longitude, latitude] of [
    [0, 0],
    [-180, -90],
    [180, 90],
    [12.345678901, -54.321],
  ] as const) {
    for (let length = 1; length <= 18; length++) {
      const hash = String(call('kql_geohash', longitude, latitude, BigInt(length)))
      expect(hash).toHaveLength(length)
      const { coordinates } = call('kql_geohash_centre', hash) as { coordinates: [number, number] }
      // Five bits a digit, longitude first.
      const bits = length * 5
      expect(Math.abs(coordinates[0] - longitude)).toBeLessThanOrEqual(180 / 2 ** Math.ceil(bits / 2))
      expect(Math.abs(coordinates[1] - latitude)).toBeLessThanOrEqual(90 / 2 ** Math.floor(bits / 2))
    }
  }
  expect(call('kql_geohash', 0, 91, 5n)).toBe('')
  expect(call('kql_geohash', 0, 0, 19n)).toBe('')
  expect(call('kql_geohash', null, 0, 5n)).toBe('')
})

test('a cell has eight neighbours, on the other side of the date line too, and none beyond a pole', () => {
  const across = call('kql_geohash_neighbours', String(call('kql_geohash', 179.99, 0.01, 4n))) as string[]
  expect(across).toHaveLength(8)
  expect(across.filter((hash) => '8x2'.includes(hash[0]!)).length).toBeGreaterThanOrEqual(3)
  expect(call('kql_geohash_neighbours', String(call('kql_geohash', 10, 89.99, 3n)))).toHaveLength(5)
})

test('a point beside an arc is as far as the arc, one before it as far as its end', () => {
  const equator = JSON.stringify({
    type: 'LineString',
    coordinates: [
      [0, 0],
      [10, 0],
    ],
  })
  const degree = (Math.PI / 180) * 6_371_010
  expect(call('kql_distance_to_line', 5, 2, equator)).toBeCloseTo(2 * degree, 3)
  expect(call('kql_distance_to_line', -3, 0, equator)).toBeCloseTo(3 * degree, 3)
  expect(call('kql_distance_to_line', 175, 0, equator)).toBeCloseTo(165 * degree, 3)
  expect(call('kql_distance_to_line', 5, 95, equator)).toBeNull()
})

test('text is a shape, or none', () => {
  expect(readWkt('POLYGON ((0 0, 2 0, 2 2, 0 0))')).toEqual({
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 0],
      ],
    ],
  })
  expect(readWkt('multipoint((1 2),(3 -4.5e1))')).toEqual({
    type: 'MultiPoint',
    coordinates: [
      [1, 2],
      [3, -45],
    ],
  })
  expect(readWkt('GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))')).toEqual({
    type: 'GeometryCollection',
    geometries: [
      { type: 'Point', coordinates: [1, 2] },
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  })
  for (const text of ['', 'POINT', 'POINT (1)', 'POINT (1 2', 'POINT (1 2) x', 'CIRCLE (1 2)', 'POINT (1 2 3)']) {
    expect(readWkt(text), text).toBeUndefined()
  }
})
