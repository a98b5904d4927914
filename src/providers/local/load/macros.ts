import { lastInstant, unixEpochTicks } from '../../../lib/kql-time.ts'

/**
 * How a value as it stands in a file becomes a value of a KQL type: SQL macros of the loading connection. Each takes the
 * text (`x`) and gives NULL where there is no value and where the text is no value of the type; `h_absent` tells the two
 * apart. Leniency ends where a guess would begin: `443.7` is no long, 1619620334 is no datetime.
 */
export const loadMacros: readonly string[] = [
  // Besides nothing, what Python and SQL programs write for it.
  `h_absent(x) AS (x IS NULL OR x IN ('', 'null', 'NULL', 'None', 'NaN', 'nan', 'NaT'))`,

  `h_bool(x) AS (CASE
     WHEN lower(x) IN ('true', '1', '1.0') THEN true
     WHEN lower(x) IN ('false', '0', '0.0') THEN false
   END)`,

  // DuckDB rounds '443.7' to 444: the number is taken only where it is whole.
  `h_long(x) AS (CASE WHEN TRY_CAST(x AS DOUBLE) = TRY_CAST(x AS BIGINT)::DOUBLE THEN TRY_CAST(x AS BIGINT) END)`,

  `h_int(x) AS (TRY_CAST(h_long(x) AS INTEGER))`,

  `h_real(x) AS (CASE WHEN x IN ('NaN', 'nan') THEN 'nan'::DOUBLE ELSE TRY_CAST(x AS DOUBLE) END)`,

  `h_decimal(x) AS (TRY_CAST(x AS DECIMAL(38,18)))`,

  `h_guid(x) AS (TRY_CAST(x AS UUID))`,

  // Microseconds since 1970 as ticks since 0001-01-01, and so a TIMESTAMP, which is worked out but once.
  `h_instant(us) AS (CASE
     WHEN us BETWEEN ${-unixEpochTicks / 10n} AND ${(lastInstant - unixEpochTicks) / 10n} THEN us * 10 + ${unixEpochTicks}
   END)`,

  `h_ticks(t) AS (list_transform([epoch_us(t)], lambda us: h_instant(us))[1])`,

  // Downwards where nanoseconds lie before 1970.
  `h_ns_ticks(ns) AS (ns // 100 - (ns % 100 < 0)::BIGINT + ${unixEpochTicks})`,

  // The tick of a written time, which a TIMESTAMP leaves out.
  `h_seventh(x) AS (CASE
     WHEN contains(x, '.') THEN coalesce(TRY_CAST(regexp_extract(x, '\\.\\d{6}(\\d)', 1) AS BIGINT), 0) ELSE 0
   END)`,

  // Forms that are not ISO 8601. Browsers put a narrow no-break space (U+202F) before AM and PM.
  `h_slashes(x) AS (regexp_replace(replace(x, chr(8239), ' '), '(\\.\\d{6})\\d+', '\\1'))`,

  `h_written_time(x, day_first) AS (h_seventh(x) + h_ticks(
     CASE
       WHEN regexp_matches(x, '^\\d{1,2}/\\d{1,2}/\\d{4}') THEN
         CASE WHEN day_first THEN try_strptime(h_slashes(x), ${slashFormats('%d/%m/%Y')})
         ELSE try_strptime(h_slashes(x), ${slashFormats('%m/%d/%Y')}) END
       WHEN regexp_matches(x, '^\\d{4}/\\d\\d/\\d\\d') THEN try_strptime(h_slashes(x), ['%Y/%m/%d %H:%M:%S.%f', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d'])
       WHEN regexp_matches(x, '^[A-Z][a-z]{2}, \\d') THEN try_strptime(x, '%a, %d %b %Y %H:%M:%S GMT')
       WHEN regexp_matches(x, '^[A-Z][a-z]{2} \\d{1,2}, \\d{4}') THEN try_strptime(h_slashes(x), ['%b %d, %Y %I:%M:%S.%f %p', '%b %d, %Y %I:%M:%S %p'])
       WHEN regexp_matches(x, '^\\d{8}T\\d{6}Z$') THEN try_strptime(x, '%Y%m%dT%H%M%SZ')
       WHEN regexp_matches(x, '^/Date\\(-?\\d{1,15}\\)/$') THEN make_timestamp(regexp_extract(x, '-?\\d+')::BIGINT * 1000)
     END))`,

  // TIMESTAMP_NS keeps all digits and applies an offset, but reaches from 1677 to 2262 only, and knows no names of zones:
  // the rest goes through TIMESTAMPTZ, which costs more. A cast to TIMESTAMP reads '…+02:00' and forgets the offset. The hyphen
  // keeps out 'infinity', 'epoch' and years of six digits; the year 0 is before time begins.
  `h_any_iso(x) AS (h_ticks(TRY_CAST(x AS TIMESTAMPTZ)) + h_seventh(x))`,

  `h_iso(x) AS (CASE
     WHEN x NOT LIKE '____-%' OR x < '0001' THEN NULL
     WHEN x > '1971' THEN coalesce(epoch_ns(TRY_CAST(x AS TIMESTAMP_NS)) // 100 + ${unixEpochTicks}, h_any_iso(x))
     ELSE h_any_iso(x)
   END)`,

  `h_datetime(x, day_first) AS (CASE WHEN x LIKE '____-%' THEN h_iso(x) ELSE h_written_time(x, day_first) END)`,

  // A time written in a zone of its own; one that says its offset is taken by its word.
  `h_datetime_in(x, day_first, zone) AS (CASE
     WHEN regexp_matches(x, '(Z|[+-]\\d\\d:?\\d\\d)$') THEN h_datetime(x, day_first)
     ELSE h_ticks(timezone(zone, make_timestamp(h_datetime(x, day_first) // 10 - ${unixEpochTicks / 10n})))
       + h_datetime(x, day_first) % 10
   END)`,

  `h_holds_json(x) AS (x[1] IN ('{', '[') AND json_valid(x))`,

  // JSON in a string, in a string: exports encode twice, some thrice.
  `h_unpack(j) AS (CASE
     WHEN json_type(j) <> 'VARCHAR' THEN j
     WHEN h_holds_json(trim(j->>'$', E' \\t\\r\\n')) THEN json(trim(j->>'$', E' \\t\\r\\n'))
     ELSE j
   END)`,

  `h_once_more(j) AS (CASE
     WHEN json_type(j) = 'VARCHAR' AND (j->>'$')[1] = '"' AND json_valid(j->>'$') THEN json(j->>'$')
     ELSE j
   END)`,

  // 123 and 91 are { and [: what nearly all values begin with needs no second look.
  `h_dynamic_json(j) AS (CASE
     WHEN ascii(j::VARCHAR) IN (123, 91) THEN j
     WHEN j IS NULL OR json_type(j) = 'NULL' OR j = '""' THEN NULL
     ELSE h_unpack(h_once_more(j))
   END)`,

  // Text that is no JSON is a dynamic string, as todynamic() makes it.
  `h_dynamic(x) AS (CASE
     WHEN x IS NULL OR x = '' THEN NULL
     WHEN ascii(x) IN (123, 91) THEN CASE WHEN json_valid(x) THEN json(x) ELSE to_json(x) END
     WHEN json_valid(x) THEN h_dynamic_json(json(x))
     ELSE to_json(x)
   END)`,
].map((definition) => `CREATE MACRO ${definition}`)

/** The ways a time follows a date with slashes: after a comma or not, with AM and PM or 24 hours, or not at all. */
function slashFormats(date: string): string {
  const times = ['%I:%M:%S.%f %p', '%I:%M:%S %p', '%I:%M %p', '%H:%M:%S.%f', '%H:%M:%S', '%H:%M']
  return `[${[...times.flatMap((time) => [`${date}, ${time}`, `${date} ${time}`]), date].map((each) => `'${each}'`).join(', ')}]`
}
