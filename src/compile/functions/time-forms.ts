import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond, unixEpochTicks } from '../../lib/kql-time.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { instantOfTimestamp, timestampOf } from './instants.ts'
import { once } from './once.ts'

/** `2021-04-16T12:07:14.1234567Z`, empty for null. */
export function datetimeText(instant: SqlExpression): SqlExpression {
  return once('instant', instant, (at) => {
    const timestamp = timestampOf(at)
    return sql`coalesce(${caseWhen(
      [[sql`${at} % 10 = 0`, sql`strftime(${timestamp}, '%Y-%m-%dT%H:%M:%S.%f0Z')`]],
      sql`strftime(${timestamp}, '%Y-%m-%dT%H:%M:%S.%f') || CAST(${at} % 10 AS VARCHAR) || 'Z'`,
    )}, '')`
  })
}

/** `[-][d.]hh:mm:ss[.fffffff]`, empty for null. */
export function timespanText(ticks: SqlExpression): SqlExpression {
  return once('span', ticks, (span) =>
    once('size', sql`abs(${span})`, (size) =>
      caseWhen(
        [[sql`${span} IS NULL`, literal('')]],
        call(
          'concat',
          caseWhen([[sql`${span} < 0`, literal('-')]], literal('')),
          caseWhen(
            [[sql`${size} >= ${literal(ticksPerDay)}`, sql`concat(${size} // ${literal(ticksPerDay)}, '.')`]],
            literal(''),
          ),
          sql`printf('%02d:%02d:%02d', ${size} // ${literal(ticksPerHour)} % 24, ${size} // ${literal(ticksPerMinute)} % 60, ${size} // ${literal(ticksPerSecond)} % 60)`,
          caseWhen(
            [
              [
                sql`${size} % ${literal(ticksPerSecond)} <> 0`,
                sql`printf('.%07d', ${size} % ${literal(ticksPerSecond)})`,
              ],
            ],
            literal(''),
          ),
        ),
      ),
    ),
  )
}

const clockPattern = String.raw`^\s*(-)?(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$`
const amountPattern = String.raw`^\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$`
const daysPattern = String.raw`^\s*-?\d{1,8}\s*$`

const unitTicks: readonly (readonly [ticks: bigint, names: string])[] = [
  [ticksPerDay, 'd,day,days'],
  [ticksPerHour, 'h,hr,hrs,hour,hours'],
  [ticksPerMinute, 'm,min,minute,minutes'],
  [ticksPerSecond, 's,sec,second,seconds'],
  [10_000n, 'ms,milli,millis,millisecond,milliseconds'],
  [10n, 'micro,micros,microsecond,microseconds'],
  [1n, 'tick,ticks'],
]

/** Text → ticks: `1.02:03:04.5`, `13:00`, `-00:30:00`, `1d`, `90s`, a whole number of days; null for anything else (`1.5` too). */
export function parseTimespanText(text: SqlExpression): SqlExpression {
  return once('text', text, (value) =>
    caseWhen(
      [
        [sql`regexp_matches(${value}, ${literal(clockPattern)})`, clockTicks(value)],
        [sql`regexp_matches(${value}, ${literal(amountPattern)})`, amountTicks(value)],
        [
          sql`regexp_matches(${value}, ${literal(daysPattern)})`,
          sql`TRY_CAST(trim(${value}) AS BIGINT) * ${literal(ticksPerDay)}`,
        ],
      ],
      literal(null),
    ),
  )
}

function clockTicks(text: SqlExpression): SqlExpression {
  const names = sql`['sign', 'days', 'hours', 'minutes', 'seconds', 'fraction']`
  return once('clock', sql`regexp_extract(${text}, ${literal(clockPattern)}, ${names})`, (clock) => {
    const part = (name: string) => sql`coalesce(TRY_CAST(struct_extract(${clock}, ${literal(name)}) AS BIGINT), 0)`
    const total = sql`${part('days')} * ${literal(ticksPerDay)} + ${part('hours')} * ${literal(ticksPerHour)} + ${part('minutes')} * ${literal(ticksPerMinute)} + ${part('seconds')} * ${literal(ticksPerSecond)} + coalesce(TRY_CAST(rpad(struct_extract(${clock}, 'fraction'), 7, '0') AS BIGINT), 0)`
    return caseWhen(
      [
        [sql`${part('hours')} > 23 OR ${part('minutes')} > 59 OR ${part('seconds')} > 59`, literal(null)],
        [sql`struct_extract(${clock}, 'sign') = '-'`, sql`-(${total})`],
      ],
      total,
    )
  })
}

function amountTicks(text: SqlExpression): SqlExpression {
  const pattern = literal(amountPattern)
  const unit = sql`lower(regexp_extract(${text}, ${pattern}, 2))`
  const amount = sql`TRY_CAST(regexp_extract(${text}, ${pattern}, 1) AS DOUBLE)`
  return once('unit', unit, (name) =>
    cast(
      sql`round(${amount} * ${caseWhen(
        unitTicks.map(([ticks, names]) => [
          call('list_contains', sql`string_split(${literal(names)}, ',')`, name),
          literal(Number(ticks)),
        ]),
        literal(null),
      )})`,
      'BIGINT',
    ),
  )
}

const isoPattern = String.raw`^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:(?:T|\s+)(?:[01]?\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?\s*(?:[Zz]|UTC|GMT)?\s*$`
const offsetPattern = String.raw`^\s*\d{4}-\d{2}-\d{2}(?:T|\s+)(?:[01]?\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*[+-]\d{2}:?\d{2}\s*$`
const shortPattern = String.raw`^\s*\d{4}(?:-\d{2})?\s*$`
const zonePattern = String.raw`(?i)\s*(?:Z|UTC|GMT)?\s*$`

/** Forms beside ISO 8601, month before day; a time zone word is taken off before. */
const otherForms: readonly string[] = [
  // A year of two digits first: `%Y` would take `14` for the year 14, while `%y` does not take `1994`.
  ...['%m/%d/%y', '%m/%d/%Y', '%m/%d/%Y,', '%m-%d-%Y'].flatMap((day) => [
    `${day} %H:%M:%S.%f`,
    `${day} %H:%M:%S`,
    `${day} %H:%M`,
    `${day} %I:%M:%S.%f %p`,
    `${day} %I:%M:%S %p`,
    `${day} %I:%M %p`,
    day,
  ]),
  ...['%a, %d %b', '%d %b', '%d %B'].flatMap((day) => [`${day} %y`, `${day} %Y`]).flatMap(withTimes),
  ...['%A, %d-%b-%y', '%d-%b-%y', '%d-%b-%Y', '%b %d, %Y', '%B %d, %Y', '%b %d %Y'].flatMap(withTimes),
  '%a %b %d %H:%M:%S %Y',
  '%Y-%m-%d %I:%M:%S %p',
  '%Y%m%d',
]

function withTimes(day: string): string[] {
  return [`${day} %H:%M:%S`, `${day} %H:%M`, `${day} %I:%M:%S %p`, `${day} %I:%M %p`, `${day} %I:%M%p`, day]
}

const beyondMicroseconds = String.raw`(\.\d{6})\d+`

/** Text → datetime (UTC, cut to the tick); null where it is none of the forms Kusto's documentation lists. */
export function parseDatetimeText(text: SqlExpression): SqlExpression {
  return once('text', text, (value) => {
    const trimmed = sql`trim(${value})`
    const others = sql`regexp_replace(regexp_replace(${trimmed}, ${literal(zonePattern)}, ''), ${literal(beyondMicroseconds)}, '\\1')`
    return caseWhen(
      [
        [sql`${value} = ''`, literal(null)],
        [
          sql`regexp_matches(${value}, ${literal(isoPattern)}) OR regexp_matches(${value}, ${literal(offsetPattern)})`,
          isoInstant(sql`regexp_replace(${trimmed}, ${literal(zonePattern)}, '')`),
        ],
        [
          sql`regexp_matches(${value}, ${literal(shortPattern)})`,
          instantOfTimestamp(
            sql`TRY_CAST(concat(${trimmed}, CASE WHEN length(${trimmed}) = 4 THEN '-01-01' ELSE '-01' END) AS TIMESTAMP)`,
          ),
        ],
      ],
      sql`${instantOfTimestamp(sql`try_strptime(${others}, [${formList(otherForms)}])`)} + ${seventhDigit(value)}`,
    )
  })
}

/**
 * An ISO 8601 text, with an offset or without. TIMESTAMP_NS keeps all digits, but reaches from 1677 to 2262 only; before 1970
 * its nanoseconds would be cut upwards. A cast to TIMESTAMP drops the offset without a word: TIMESTAMPTZ applies it.
 */
function isoInstant(text: SqlExpression): SqlExpression {
  return once('iso', text, (iso) => {
    const any = sql`${instantOfTimestamp(sql`TRY_CAST(${iso} AS TIMESTAMPTZ)`)} + ${seventhDigit(iso)}`
    const near = sql`epoch_ns(TRY_CAST(${iso} AS TIMESTAMP_NS)) // 100 + ${literal(unixEpochTicks)}`
    return caseWhen([[sql`${iso} > '1971'`, call('coalesce', near, any)]], any)
  })
}

/** The tick that a TIMESTAMP of the text leaves out. */
function seventhDigit(text: SqlExpression): SqlExpression {
  return sql`coalesce(TRY_CAST(regexp_extract(${text}, '\\.\\d{6}(\\d)', 1) AS BIGINT), 0)`
}

function formList(forms: readonly string[]): SqlExpression {
  return {
    kind: 'template',
    texts: forms.map((_, index) => (index === 0 ? '' : ', ')).concat(''),
    holes: forms.map((form) => literal(form)),
  }
}
