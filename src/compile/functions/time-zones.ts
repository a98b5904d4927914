import { literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { separated } from './regex.ts'

/** Names the engine knows beside those of the IANA database: abbreviations of old, and zones long withdrawn. */
const withdrawn =
  '^(?:SystemV/.*|Factory|Canada/East-Saskatchewan|US/Pacific-New|[ABCEINPSV][A-Z]T|CNT|MIT|PLT|PNT|PRT|PST|JST)$'
/** Three letters ending in T that are names of their own. */
const kept = ['CET', 'EET', 'EST', 'MET', 'MST', 'WET', 'HST', 'GMT', 'UCT', 'UTC']

/** The time zone of an argument: a constant is looked up, and refused where there is none of the name. */
export function zoneOf(args: Arguments, index: number): SqlExpression {
  const { constant, type, span } = args.typed(index)
  if (type === 'string' && typeof constant === 'string' && !isZone(constant)) {
    const hint = 'Zones have the names of the IANA database: Europe/Berlin. `datetime_list_timezones()` gives them all.'
    args.context.refuse(span, `\`${constant}\` is no time zone`, hint)
  }
  return args.text(index)
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return kept.includes(name.toUpperCase()) || !new RegExp(withdrawn, 'i').test(name)
  } catch {
    return false
  }
}

export const timeZones: readonly ScalarRow[] = [
  scalar({
    name: 'datetime_list_timezones',
    doc: 'The names of time zones that `datetime_utc_to_local` and `datetime_local_to_utc` know, as an array.',
    trap: 'Those of the IANA database, old names too.',
    examples: [
      ['set_has_element(datetime_list_timezones(), "Europe/Berlin")', true],
      ['set_has_element(datetime_list_timezones(), "Africa/Asmera")', true],
      ['set_has_element(datetime_list_timezones(), "PST")', false],
      ['array_length(datetime_list_timezones()) > 500', true],
    ],
    sql: () => {
      const list = separated(kept.map(literal))
      return sql`(SELECT to_json(list(name ORDER BY name)) FROM pg_timezone_names() WHERE name IN (${list}) OR NOT regexp_matches(name, ${literal(withdrawn)}))`
    },
  }),
]
