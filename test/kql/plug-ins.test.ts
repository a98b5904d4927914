import { describe, expect, it } from 'vitest'
import { bindKql } from '../../src/kql/bind-kql.ts'

const events = 'datatable(id:string, t:datetime, n:long, s:string, ok:bool) []'
const days = 'datetime(2024-05-01), datetime(2024-06-01)'

function messages(call: string): string[] {
  return bindKql(`${events} | evaluate ${call}`, { tables: [] }).diagnostics.map(
    ({ code, message }) => `${code} ${message}`,
  )
}

it('what every object has is no plug-in', () => {
  expect(messages('constructor()').join('\n')).toMatch(/KQL004 Unknown plug-in `constructor`/)
})

describe('plug-ins of users and times refuse', () => {
  it.each([
    ['periods without a start', 'activity_metrics(id, t, 7d)', /KQL102 .*without a start and an end/],
    ['windows without a start', 'activity_engagement(id, t, 1d, 7d)', /KQL102 .*without a start and an end/],
    ['a length of nothing', `session_count(id, t, ${days}, 0s, 1d)`, /KQL006 .*greater than zero/],
    ['a length that is a word of no calendar', `activity_metrics(id, t, ${days}, "day")`, /KQL006 .*`week`/],
    ['a length that is no timespan', `activity_metrics(id, t, ${days}, 7)`, /KQL006 .*measured in timespan.*long/],
    ['a start that is no instant', 'activity_metrics(id, t, 1, 2, 7d)', /KQL006 .*measured in datetime.*long/],
    ['a calendar over numbers', 'activity_metrics(id, n, 1, 2, "week")', /KQL006 .*over datetimes/],
    ['months in a window', `sliding_window_counts(id, t, ${days}, 30d, "month")`, /KQL102 A window over months/],
    ['a lookback beside dimensions', `new_activity_metrics(id, t, ${days}, 7d, s, ${events})`, /KQL102 A lookback/],
    [
      'a lookback without ids',
      `new_activity_metrics(id, t, ${days}, 7d, (print other = "x"))`,
      /KQL006 The lookback needs a column `id`/,
    ],
    ['a sequence of numbers', 'sequence_detect(n, 1, 2, a = ok, b = ok)', /KQL102 .*numbers/],
    ['states that are no constant', `funnel_sequence(id, t, ${days}, 1h, 1d, s, pack_array(s))`, /KQL/],
    [
      'a funnel without lengths',
      `funnel_sequence_completion(id, t, ${days}, 1d, s, dynamic(["a"]), dynamic(["x"]))`,
      /KQL006 .*`x` is none/,
    ],
  ])('%s', (_, call, message) => {
    expect(messages(call).join('\n')).toMatch(message)
  })
})

it('a plug-in without a table to read is refused', () => {
  const { diagnostics } = bindKql('evaluate narrow()', { tables: [] })
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'KQL012 `narrow` needs a table to read.',
  ])
})

describe('schema_merge refuses', () => {
  it('what does not come from getschema', () => {
    expect(messages('schema_merge()').join()).toMatch(/KQL006 .*no column `ColumnName`/)
  })

  it('a flag that is none', () => {
    expect(messages('schema_merge(PreserveOrder = 3)').join()).toMatch(/KQL00/)
    expect(messages('schema_merge(true, false)').join()).toMatch(/KQL00/)
  })
})

describe('bag_unpack refuses a schema with a column', () => {
  const unpack = (options: string) =>
    bindKql(`datatable(Name:string, d:dynamic) [] | evaluate bag_unpack(d, ${options}) : (*, Name:string)`, {
      tables: [],
    }).diagnostics.map(({ message }) => message)

  it('of the table that is to be replaced', () => {
    expect(unpack("columnsConflict='replace_source'").join()).toMatch(/to be replaced/)
    expect(unpack("columnsConflict='keep_source'")).toEqual([])
  })

  it('that is to be ignored', () => {
    expect(unpack('ignoredProperties=dynamic(["Name"])').join()).toMatch(/to be ignored/)
  })
})

describe('columns of plug-ins', () => {
  const columnsOf = (call: string) =>
    bindKql(`let n = 3; let percent = 99; ${events} | evaluate ${call}`, { tables: [] }).query?.table.columns.map(
      ({ name, type }) => `${name}:${type}`,
    )

  it('are named after constants by their value', () => {
    expect(columnsOf('rolling_percentile(n, percent, t, 1d, 3)')).toEqual([
      't:datetime',
      'rolling_3_percentile_n_99:long',
    ])
  })

  it('have the dimensions behind the time', () => {
    expect(columnsOf(`new_activity_metrics(id, t, ${days}, 7d, s, ok)`)).toEqual([
      'from_t:datetime',
      'to_t:datetime',
      's:string',
      'ok:bool',
      'dcount_new_values:long',
      'dcount_retained_values:long',
      'dcount_churn_values:long',
      'retention_rate:real',
      'churn_rate:real',
    ])
  })

  it('are said to be read so where the documentation is silent', () => {
    expect(messages(`session_count(id, t, ${days}, 1d, 1h)`).join()).toMatch(/KQL210 `session_count`: sessions are/)
  })
})
