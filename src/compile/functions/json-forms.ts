import { call, caseWhen, cast, lambda, list, literal, type SqlExpression, sql, tryCast } from '../../sql/tree.ts'
import { arrayOfList } from '../typed-list.ts'
import { once } from './once.ts'

/** The text of a dynamic value as KQL shows it: strings without quotes, arrays and bags as JSON, empty for null. */
export function jsonText(json: SqlExpression): SqlExpression {
  return sql`coalesce(json_extract_string(${json}, '$'), '')`
}

/** A JSON constant. */
export function jsonLiteral(json: string): SqlExpression {
  return cast(literal(json), 'JSON')
}

/** A dynamic array's elements (JSON null as NULL); NULL where it is no array. */
export function jsonItems(json: SqlExpression): SqlExpression {
  return tryCast(json, 'JSON[]')
}

/** A list of JSON as a dynamic array: NULL elements become JSON null. A NULL list stays NULL. */
export function jsonArray(items: SqlExpression): SqlExpression {
  return call('to_json', items)
}

/** Elements put together as a dynamic array. */
export function jsonArrayOf(items: readonly SqlExpression[]): SqlExpression {
  return arrayOfList(cast(list(items), 'JSON[]'), 'dynamic')
}

/** `list_transform` with a named element. */
export function mapList(
  items: SqlExpression,
  name: string,
  body: (element: SqlExpression) => SqlExpression,
): SqlExpression {
  return call('list_transform', items, lambda([name], body({ kind: 'column', name })))
}

/** `list_filter` with a named element. */
export function filterList(
  items: SqlExpression,
  name: string,
  body: (element: SqlExpression) => SqlExpression,
): SqlExpression {
  return call('list_filter', items, lambda([name], body({ kind: 'column', name })))
}

/** A DOUBLE as JSON. JSON knows no NaN and no infinities: they are the texts Kusto writes for them. */
export function realJson(real: SqlExpression): SqlExpression {
  return once('real', real, (value) =>
    caseWhen(
      [
        [sql`isfinite(${value})`, call('to_json', value)],
        [sql`isnan(${value})`, jsonLiteral('"NaN"')],
        [sql`${value} > 0`, jsonLiteral('"Infinity"')],
        [sql`${value} < 0`, jsonLiteral('"-Infinity"')],
      ],
      literal(null),
    ),
  )
}

// What DuckDB takes for JSON beyond the standard: bare NaN and infinities, commas before a closing bracket.
const looseJson = String.raw`(?i)nan|inf|,\s*[\]}]`
const jsonString = String.raw`"(?:[^"\\]|\\.)*"`

/** The text as JSON; NULL where it is none by the standard. */
function strictJson(text: SqlExpression): SqlExpression {
  return once('candidate', text, (value) => {
    const withoutStrings = sql`regexp_replace(${value}, ${literal(jsonString)}, '""', 'g')`
    // CASE, not AND: DuckDB works out both sides of AND, and the second one is dear.
    const isStandard = caseWhen(
      [
        [
          sql`regexp_matches(${value}, ${literal(looseJson)})`,
          sql`NOT regexp_matches(${withoutStrings}, ${literal(looseJson)})`,
        ],
      ],
      literal(true),
    )
    return caseWhen([[isStandard, tryCast(value, 'JSON')]], cast(literal(null), 'JSON'))
  })
}

/** Text → dynamic: what is no JSON is a string of its own; empty text is null, and so is JSON's null. */
export function parseJsonText(text: SqlExpression): SqlExpression {
  return once('text', text, (value) => {
    const mayBeJson = caseWhen(
      [[sql`${value} LIKE '{%' OR ${value} LIKE '[%'`, literal(true)]],
      sql`regexp_matches(${value}, '^\\s*(?:[\\[{"\\d]|-\\d|true|false)')`,
    )
    return caseWhen(
      [
        [mayBeJson, sql`coalesce(${strictJson(value)}, to_json(${value}))`],
        [sql`regexp_matches(${value}, '^\\s*(?:null\\s*)?$')`, literal(null)],
      ],
      call('to_json', value),
    )
  })
}
