import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { once } from './once.ts'

/**
 * Kusto's sketches have no published form. Here they hold the values themselves, as a bag with one key that no log has:
 * - `{"$hll": [values]}`, each value once;
 * - `{"$tdigest": type, "values": [[text, count], …]}`, a value as `tostring` writes it, in any order and number.
 * Null where there was no value.
 */
export const hllPath = literal('$."$hll"')

/** Beyond this many values a sketch is no value any more, but a table. */
const mostValues = 1_000_000n

/** A list of different values as a sketch. */
export function hllOf(values: SqlExpression): SqlExpression {
  return once('values', values, (list) =>
    caseWhen([[sql`len(${list}) > 0`, bounded('hll', list, call('json_object', literal('$hll'), list))]], noJson),
  )
}

/** A list of pairs of a value's text and its count as a sketch; `type` is an expression. */
export function digestOf(pairs: SqlExpression, type: SqlExpression): SqlExpression {
  return once('pairs', pairs, (list) =>
    caseWhen(
      [
        [
          sql`len(${list}) > 0`,
          bounded(
            'tdigest',
            list,
            call('json_object', literal('$tdigest'), type, literal('values'), call('to_json', list)),
          ),
        ],
      ],
      noJson,
    ),
  )
}

/** The values of a sketch as a list of JSON; null for what is none. */
export function hllValues(sketch: SqlExpression): SqlExpression {
  return cast(call('json_extract', sketch, hllPath), 'JSON[]')
}

const noJson = cast(literal(null), 'JSON')

function bounded(name: string, list: SqlExpression, sketch: SqlExpression): SqlExpression {
  const message = `${name}: a sketch holds its values here, and these are more than ${mostValues}. Use dcount or percentile.`
  return caseWhen([[sql`len(${list}) > ${literal(mostValues)}`, sql`CAST(error(${literal(message)}) AS JSON)`]], sketch)
}
