import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { placeOfAddress } from '../udfs/places.ts'
import { type Arguments, scalar } from './define.ts'
import { once } from './once.ts'

/** The radius of the globe that Kusto reckons with, in metres. */
const earthRadius = 6_371_010

const nullReal = cast(literal(null), 'DOUBLE')

/** `body` over two points in radians; null where one is none: a longitude beyond ±180, a latitude beyond ±90. */
function betweenPoints(
  args: Arguments,
  body: (lng1: SqlExpression, lat1: SqlExpression, lng2: SqlExpression, lat2: SqlExpression) => SqlExpression,
): SqlExpression {
  return once('lng1', args.real(0), (lng1) =>
    once('lat1', args.real(1), (lat1) =>
      once('lng2', args.real(2), (lng2) =>
        once('lat2', args.real(3), (lat2) => {
          const isValid = sql`greatest(abs(${lng1}), abs(${lng2})) <= 180 AND greatest(abs(${lat1}), abs(${lat2})) <= 90`
          const isGiven = sql`${lng1} IS NOT NULL AND ${lat1} IS NOT NULL AND ${lng2} IS NOT NULL AND ${lat2} IS NOT NULL`
          const [a, b, c, d] = [lng1, lat1, lng2, lat2].map((degrees) => call('radians', degrees))
          return caseWhen([[sql`${isGiven} AND ${isValid}`, body(a!, b!, c!, d!)]], nullReal)
        }),
      ),
    ),
  )
}

/** In metres, by the haversine formula. */
function distance(args: Arguments): SqlExpression {
  return betweenPoints(args, (lng1, lat1, lng2, lat2) => {
    const rise = sql`sin((${lat2} - ${lat1}) / 2)`
    const turn = sql`sin((${lng2} - ${lng1}) / 2)`
    const x = sql`${rise} * ${rise} + ${turn} * ${turn} * cos(${lat1}) * cos(${lat2})`
    return once(
      'x',
      x,
      (value) => sql`2 * atan2(sqrt(${value}), sqrt(greatest(0e0, 1 - ${value}))) * ${literal(earthRadius)}`,
    )
  })
}

function azimuth(args: Arguments): SqlExpression {
  const isSame = sql`${args.real(0)} = ${args.real(2)} AND ${args.real(1)} = ${args.real(3)}`
  const bearing = betweenPoints(args, (lng1, lat1, lng2, lat2) => {
    const turn = sql`(${lng2} - ${lng1})`
    const angle = sql`atan2(sin(${turn}) * cos(${lat2}), cos(${lat1}) * sin(${lat2}) - sin(${lat1}) * cos(${lat2}) * cos(${turn}))`
    return once('bearing', angle, (value) => sql`CASE WHEN ${value} < 0 THEN ${value} + 2 * pi() ELSE ${value} END`)
  })
  return caseWhen([[isSame, nullReal]], bearing)
}

const line = '{"type":"LineString","coordinates":[[0,0],[0,1]]}'

export const geography: readonly ScalarRow[] = [
  scalar({
    name: 'geo_info_from_ip_address',
    doc: 'Where an address is: a bag of country, state, city, latitude and longitude.',
    trap: 'Needs a database of places: `--geoip FILE`. What it does not know is left out of the bag; null where it knows nothing.',
    parity: { approximate: 'places are those of the database given; Azure asks one of its own' },
    examples: [
      ['geo_info_from_ip_address("10.0.0.1")', null],
      ['geo_info_from_ip_address("no address")', null],
    ],
    sql: (args) => args.udf(placeOfAddress, args.text(0)),
  }),
  scalar({
    name: 'geo_distance_2points',
    doc: 'The shortest way over the globe between two points, in metres: longitude and latitude of each, in degrees.',
    trap: 'Longitude comes first. Null where a point is none.',
    examples: [
      ['round(geo_distance_2points(0.0, 0.0, 0.0, 1.0), 3)', 111195.101],
      ['round(geo_distance_2points(-180.0, 0.0, 180.0, 0.0), 3)', 0],
      ['geo_distance_2points(300.0, 1.0, 1.0, 1.0)', null],
    ],
    sql: distance,
  }),
  scalar({
    name: 'geo_azimuth',
    doc: 'The direction in which a point lies from another, in radians clockwise from north.',
    trap: 'From 0 to 2π; null where the points are the same, or one is none.',
    examples: [
      ['round(geo_azimuth(0.0, 0.0, 1.0, 0.0), 12) == round(pi() / 2, 12)', true],
      ['round(geo_azimuth(0.0, 0.0, -1.0, 0.0), 12) == round(pi() * 1.5, 12)', true],
      ['geo_azimuth(5.0, 10.0, 5.0, 10.0)', null],
    ],
    sql: azimuth,
  }),
  scalar({
    name: 'geo_angle',
    doc: 'The angle between the ways from the second point to the first and to the third, in radians.',
    trap: 'Null where a point is none, or the second is one of the others.',
    examples: [
      ['round(geo_angle(0.0, 10.0, 0.0, 0.0, 10.0, 0.0), 12) == round(pi() / 2, 12)', true],
      ['geo_angle(0.0, 0.0, 0.0, 0.0, 1.0, 1.0)', null],
    ],
    sql: (args) => args.udf('kql_angle_at', ...[0, 1, 2, 3, 4, 5].map((index) => args.real(index))),
  }),
  scalar({
    name: 'geo_point_in_circle',
    doc: 'True where a point lies no further from a centre than a radius, in metres.',
    trap: 'Point first, then centre and radius. Null where one of them is none.',
    examples: [
      ['geo_point_in_circle(0.0, 0.5, 0.0, 0.0, 60000.0)', true],
      ['geo_point_in_circle(0.0, 0.5, 0.0, 0.0, 50000.0)', false],
      ['geo_point_in_circle(200.0, 1.0, 1.0, 1.0, 1.0)', null],
      ['geo_point_in_circle(1.0, 1.0, 1.0, 1.0, -1.0)', null],
    ],
    sql: (args) =>
      once('radius', args.real(4), (radius) =>
        caseWhen(
          [[sql`${radius} >= 0 AND isfinite(${radius})`, sql`${distance(args)} <= ${radius}`]],
          cast(literal(null), 'BOOLEAN'),
        ),
      ),
  }),
  scalar({
    name: 'geo_point_to_geohash',
    doc: 'The cell of the geohash grid a point lies in, with 5 digits or as many as asked for (1 to 18).',
    trap: 'Longitude comes first. Empty where the point is none.',
    examples: [
      ['geo_point_to_geohash(-80.195829, 25.802215, 8)', 'dhwfz15h'],
      ['geo_point_to_geohash(139.806115, 35.554128)', 'xn76m'],
      ['geo_point_to_geohash(200.0, 1.0, 8)', ''],
    ],
    sql: (args) => args.udf('kql_geohash', args.real(0), args.real(1), args.has(2) ? args.long(2) : literal(5n)),
  }),
  scalar({
    name: 'geo_geohash_to_central_point',
    doc: 'The middle of a geohash cell as a GeoJSON point.',
    trap: 'Null where the text is no geohash: it has no `a`, `i`, `l` and `o`.',
    examples: [
      ['geo_geohash_to_central_point("sunny").coordinates', [42.47314453125, 23.70849609375]],
      ['geo_geohash_to_central_point("a")', null],
    ],
    sql: (args) => args.udf('kql_geohash_centre', args.text(0)),
  }),
  scalar({
    name: 'geo_geohash_to_polygon',
    doc: 'A geohash cell as a GeoJSON polygon.',
    trap: 'Null where the text is no geohash.',
    examples: [
      [
        'geo_geohash_to_polygon("s").coordinates',
        [
          [
            [0, 0],
            [45, 0],
            [45, 45],
            [0, 45],
            [0, 0],
          ],
        ],
      ],
      ['geo_geohash_to_polygon("a")', null],
    ],
    sql: (args) => args.udf('kql_geohash_polygon', args.text(0)),
  }),
  scalar({
    name: 'geo_geohash_neighbors',
    doc: 'The geohash cells around a cell.',
    trap: 'Null where the text is no geohash; fewer than eight at a pole.',
    examples: [
      ['array_length(geo_geohash_neighbors("sunny"))', 8],
      ['set_has_element(geo_geohash_neighbors("sunny"), "sunnz")', true],
      ['geo_geohash_neighbors("a")', null],
    ],
    sql: (args) => args.udf('kql_geohash_neighbours', args.text(0)),
  }),
  scalar({
    name: 'geo_line_length',
    doc: 'How long a GeoJSON line, or several, is on the globe, in metres.',
    trap: 'Null where it is no line of two points at least.',
    examples: [
      [`round(geo_line_length(dynamic(${line})), 3)`, 111195.101],
      ['geo_line_length(dynamic({"type":"LineString","coordinates":[[1,1]]}))', null],
    ],
    sql: (args) => args.udf('kql_line_length', args.json(0)),
  }),
  scalar({
    name: 'geo_distance_point_to_line',
    doc: 'The shortest way over the globe from a point to a GeoJSON line, or to the nearest of several, in metres.',
    trap: 'Null where the point or the line is none.',
    examples: [
      [`round(geo_distance_point_to_line(1.0, 0.0, dynamic(${line})), 3)`, 111195.101],
      [`round(geo_distance_point_to_line(0.0, 2.0, dynamic(${line})), 3)`, 111195.101],
      ['geo_distance_point_to_line(1.0, 1.0, dynamic({"type":"LineString"}))', null],
    ],
    sql: (args) => args.udf('kql_distance_to_line', args.real(0), args.real(1), args.json(2)),
  }),
  scalar({
    name: 'geo_from_wkt',
    doc: 'A shape in well-known text as GeoJSON.',
    trap: 'Null where it is none.',
    examples: [
      ['geo_from_wkt("POINT (1 2)")', { type: 'Point', coordinates: [1, 2] }],
      [
        'geo_from_wkt("MULTIPOINT (1 1, 2 2)")',
        {
          type: 'MultiPoint',
          coordinates: [
            [1, 1],
            [2, 2],
          ],
        },
      ],
      ['geo_from_wkt("POINT 1 2")', null],
    ],
    sql: (args) => args.udf('kql_from_wkt', args.text(0)),
  }),
]
