import type { OperatorRow } from '../row.ts'
import { plugIn } from './define.ts'

const bags = 'datatable(id:long, d:dynamic) [1, dynamic({"name": "a", "n": 5}), 2, dynamic({"name": "b"})]'
const results = 'datatable(user:string, result:string, n:long) ["ada", "ok", 3, "ada", "no", 4, "bob", "ok", 1]'
const visits = `datatable(user:string, t:datetime) [
  "a", datetime(2024-05-01 08:00), "b", datetime(2024-05-01 09:00), "a", datetime(2024-05-02 08:00), "c", datetime(2024-05-03 08:00)]`
const days = 'datetime(2024-05-01), datetime(2024-05-03 23:59)'
const pages = `datatable(user:string, t:datetime, page:string) [
  "a", datetime(2024-05-01 08:00), "home", "a", datetime(2024-05-01 08:05), "cart", "a", datetime(2024-05-01 08:30), "pay",
  "b", datetime(2024-05-01 09:00), "home", "b", datetime(2024-05-01 11:00), "cart"]`

const day = (date: number) => `2024-05-0${date}T00:00:00.0000000Z`
const minute = (time: string) => `2024-05-01T${time}:00.0000000Z`

/** Plug-ins of `evaluate` over columns, addresses, users and times. */
export const plugInRows: readonly OperatorRow[] = [
  plugIn({
    name: 'bag_unpack',
    syntax:
      'T | evaluate bag_unpack(Column [, OutputColumnPrefix] [, columnsConflict] [, ignoredProperties]) [: OutputSchema]',
    doc: 'The keys of a bag as columns.',
    trap: 'The columns depend on the data, which is asked first; a schema says them at once. A key of several types is dynamic.',
    examples: [
      [
        `${bags} | evaluate bag_unpack(d)`,
        [
          [1, 5, 'a'],
          [2, null, 'b'],
        ],
      ],
      [`${bags} | evaluate bag_unpack(d, "d_") : (id:long, d_name:string) | where id == 1`, [[1, 'a']]],
      [
        `${bags} | evaluate bag_unpack(d, ignoredProperties=dynamic(["name"]))`,
        [
          [1, 5],
          [2, null],
        ],
      ],
      ['print n = 1, d = dynamic({"n": 2}) | evaluate bag_unpack(d, columnsConflict="replace_source")', [[2]]],
    ],
  }),
  plugIn({
    name: 'pivot',
    syntax: 'T | evaluate pivot(PivotColumn [, Aggregate] [, Column, …]) [: OutputSchema]',
    doc: 'A column for each value of a column, with an aggregate of the rows that have it.',
    trap: 'Without columns to group by, all others are. Where a group lacks a value the aggregate is that of no rows: 0, NaN, null, or an empty list.',
    examples: [
      [
        `${results} | evaluate pivot(result, sum(n), user)`,
        [
          ['ada', 3, 4],
          ['bob', 1, 0],
        ],
      ],
      [
        `${results} | project user, result | evaluate pivot(result)`,
        [
          ['ada', 1, 1],
          ['bob', 1, 0],
        ],
      ],
      [
        `${results} | evaluate pivot(result, make_list(n), user) : (user:string, ok:dynamic)`,
        [
          ['ada', [3]],
          ['bob', [1]],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'narrow',
    syntax: 'T | evaluate narrow()',
    doc: 'A row for each column of each row: its number, the name of the column, the value as text.',
    trap: 'Rows are counted from 0.',
    parity: { approximate: 'a null is an empty text, and numbers are written as `tostring` writes them' },
    examples: [
      [
        'print a = 1, b = "x" | evaluate narrow()',
        [
          [0, 'a', '1'],
          [0, 'b', 'x'],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'schema_merge',
    syntax: 'union (T | getschema), (U | getschema) | evaluate schema_merge([PreserveOrder])',
    doc: 'The columns of several schemas as one schema.',
    trap: 'A column that stands in different places is an error, unless `PreserveOrder = false`.',
    parity: {
      approximate:
        'int and long together are long, and real with either is real; other types that differ are an error, whose words are not Azure’s',
    },
    examples: [
      [
        'union (print a = 1, b = "x" | getschema), (print a = 1, b = "x", c = 1.5 | getschema) | evaluate schema_merge()',
        [
          ['a', 0, 'System.Int64', 'long'],
          ['b', 1, 'System.String', 'string'],
          ['c', 2, 'System.Double', 'real'],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'ipv4_lookup',
    syntax: 'T | evaluate ipv4_lookup(LookupTable, SourceKey, LookupKey [, ExtraKey, …] [, return_unmatched = true])',
    doc: 'The rows of a table of networks that an IPv4 address lies in.',
    trap: 'An address may lie in several networks: a row for each.',
    examples: [
      [
        `let N = datatable(net:string, site:string) ["10.0.0.0/8", "inside", "10.1.0.0/16", "lab"];
         print ip = "10.1.2.3" | evaluate ipv4_lookup(N, ip, net) | project site`,
        [['inside'], ['lab']],
      ],
      [
        `let N = datatable(net:string, site:string) ["10.0.0.0/8", "inside"];
         print ip = "11.1.2.3" | evaluate ipv4_lookup(N, ip, net, return_unmatched = true)`,
        [['11.1.2.3', '', '']],
      ],
    ],
  }),
  plugIn({
    name: 'ipv6_lookup',
    syntax: 'T | evaluate ipv6_lookup(LookupTable, SourceKey, LookupKey [, return_unmatched = true])',
    doc: 'The rows of a table of networks that an IPv6 or IPv4 address lies in.',
    trap: 'An IPv4 address lies in `::ffff:0:0/96`, too.',
    examples: [
      [
        `let N = datatable(net:string, site:string) ["2001:db8::/32", "doc", "10.0.0.0/8", "inside"];
         datatable(ip:string) ["2001:db8::1", "10.1.2.3", "fe80::1"] | evaluate ipv6_lookup(N, ip, net)`,
        [
          ['2001:db8::1', '2001:db8::/32', 'doc'],
          ['10.1.2.3', '10.0.0.0/8', 'inside'],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'dcount_intersect',
    syntax: 'T | evaluate dcount_intersect(Hll1, Hll2 [, …])',
    doc: 'How many different values the first sketch of `hll` holds, the first two in common, the first three, and so on.',
    trap: 'Counts are exact, as the sketches hold the values.',
    examples: [
      [
        'range x from 1 to 10 step 1 | summarize a = hll(x), b = hll_if(x, x > 7) | evaluate dcount_intersect(a, b) | project s0, s1',
        [[10, 3]],
      ],
    ],
  }),
  plugIn({
    name: 'rolling_percentile',
    syntax:
      'T | evaluate rolling_percentile(ValueColumn, Percentile, IndexColumn, BinSize, BinsPerWindow [, Dimension, …])',
    doc: 'A percentile of the values in the bins of a window, for each bin that ends one.',
    trap: 'A bin without values has a row where its window has some, up to the last bin there is.',
    examples: [
      [
        'range x from 0 to 5 step 1 | extend v = x * 10 | evaluate rolling_percentile(v, 50, x, 2, 2)',
        [
          [0, 0],
          [2, 10],
          [4, 30],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'session_count',
    syntax: 'T | evaluate session_count(IdColumn, TimelineColumn, Start, End, Bin, LookBackWindow [, Dimension, …])',
    doc: 'How many sessions begin in each period: an id begins one when it has not appeared within the lookback before.',
    trap: 'Rows before the start count for the lookback.',
    parity: {
      approximate:
        'a session is counted in the period it begins in, and an id seen exactly the lookback ago goes on with its session',
    },
    examples: [
      [
        `${visits} | evaluate session_count(user, t, ${days}, 1d, 36h)`,
        [
          [day(1), 2],
          [day(3), 1],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'sliding_window_counts',
    syntax:
      'T | evaluate sliding_window_counts(IdColumn, TimelineColumn, Start, End, LookbackWindow, Bin [, Dimension, …])',
    doc: 'Rows and different ids of a window that ends with each period.',
    trap: 'The window is rounded down to whole periods. The last period is a whole one, also where the end is within it.',
    examples: [
      [
        `${visits} | evaluate sliding_window_counts(user, t, datetime(2024-05-01), datetime(2024-05-04), 2d, 1d)`,
        [
          [day(1), 2, 2],
          [day(2), 3, 2],
          [day(3), 2, 2],
          [day(4), 1, 1],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'active_users_count',
    syntax:
      'T | evaluate active_users_count(IdColumn, TimelineColumn, Start, End, LookbackWindow, Period, ActivePeriodsCount, Bin [, Dimension, …])',
    doc: 'Different ids that appeared in enough periods of the lookback that ends with an appearance of theirs.',
    trap: 'A period without such an id has no row. Rows before the start count for the lookback.',
    parity: { approximate: 'what is exactly the lookback ago lies outside it' },
    examples: [[`${visits} | evaluate active_users_count(user, t, ${days}, 3d, 1d, 2, 1d)`, [[day(2), 1]]]],
  }),
  plugIn({
    name: 'activity_counts_metrics',
    syntax: 'T | evaluate activity_counts_metrics(IdColumn, TimelineColumn, Start, End, Step [, Dimension, …])',
    doc: 'For each period its rows, its ids, those never seen before, and those seen so far.',
    trap: 'Rows before the start are not looked at; those at the end are.',
    parity: { approximate: 'a period without activity has no row' },
    examples: [
      [
        `${visits} | evaluate activity_counts_metrics(user, t, ${days}, 1d)`,
        [
          [day(1), 2, 2, 2, 2],
          [day(2), 1, 1, 0, 2],
          [day(3), 1, 1, 1, 3],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'activity_engagement',
    syntax:
      'T | evaluate activity_engagement(IdColumn, TimelineColumn, Start, End, InnerActivityWindow, OuterActivityWindow [, Dimension, …])',
    doc: 'The ids of each inner period, those of the outer one that ends with it, and their ratio.',
    trap: 'The outer window is rounded down to whole inner ones, and reaches before the start.',
    parity: { approximate: 'a period without activity has a row where its outer window has some' },
    examples: [
      [
        `${visits} | evaluate activity_engagement(user, t, ${days}, 1d, 2d)`,
        [
          [day(1), 2, 2, 1],
          [day(2), 1, 2, 0.5],
          [day(3), 1, 2, 0.5],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'activity_metrics',
    syntax: 'T | evaluate activity_metrics(IdColumn, TimelineColumn, Start, End, Window [, Dimension, …])',
    doc: 'For each period its ids, those the period before had not, and which part of that period’s came back or did not.',
    trap: 'Rates are NaN where the period before had no id. The window may be "week", "month" or "year".',
    parity: { approximate: 'a period without activity has no row' },
    examples: [
      [
        `${visits} | evaluate activity_metrics(user, t, ${days}, 1d)`,
        [
          [day(1), 2, 2, null, null],
          [day(2), 1, 0, 0.5, 0.5],
          [day(3), 1, 1, 0, 1],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'new_activity_metrics',
    syntax:
      'T | evaluate new_activity_metrics(IdColumn, TimelineColumn, Start, End, Window [, Cohort] [, Dimension, …] [, Lookback])',
    doc: 'What became of the ids first seen in each period: for it and every later period, how many were seen again.',
    trap: 'Ids of the lookback, a table with a column of their name, are new in no period.',
    parity: { approximate: 'a period in which nobody is new has rows, with rates that are NaN' },
    examples: [
      [
        `${visits} | evaluate new_activity_metrics(user, t, ${days}, 1d, datetime(2024-05-01))`,
        [
          [day(1), day(1), 2, 2, 0, 1, 0],
          [day(1), day(2), 0, 1, 1, 0.5, 0.5],
          [day(1), day(3), 1, 0, 2, 0, 1],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'sequence_detect',
    syntax:
      'T | evaluate sequence_detect(TimelineColumn, MaxSequenceStepWindow, MaxSequenceSpan, Name = Condition, … [, Dimension, …])',
    doc: 'Times of events that follow each other, a condition for each step.',
    trap: 'Every combination of times that fits comes out.',
    parity: { approximate: 'each combination comes out once, and events of one instant follow each other' },
    examples: [
      [
        `${pages} | evaluate sequence_detect(t, 30m, 1h, home = page == "home", cart = page == "cart", user)`,
        [['a', minute('08:00'), minute('08:05'), '00:05:00']],
      ],
    ],
  }),
  plugIn({
    name: 'funnel_sequence',
    syntax:
      'T | evaluate funnel_sequence(IdColumn, TimelineColumn, Start, End, MaxSequenceStepWindow, Step, StateColumn, Sequence)',
    doc: 'The states right before and right after a sequence of states, with how many ids went that way.',
    trap: 'Azure gives three tables; the first comes out.',
    parity: { approximate: 'repeated states are one stay, and the states of the sequence follow each other directly' },
    examples: [
      [
        `${pages} | evaluate funnel_sequence(user, t, ${days}, 1h, 1d, page, dynamic(["cart"]))`,
        [
          [day(1), 'home', '', 1, ['b']],
          [day(1), 'home', 'pay', 1, ['a']],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'funnel_sequence_completion',
    syntax:
      'T | evaluate funnel_sequence_completion(IdColumn, TimelineColumn, Start, End, Step, StateColumn, Sequence, MaxSequenceStepWindows)',
    doc: 'How many ids reached each state of a sequence within each of some lengths of time.',
    trap: 'A state nobody reached has no row.',
    parity: { approximate: 'a length is that of the whole way from the first state' },
    examples: [
      [
        `${pages} | evaluate funnel_sequence_completion(user, t, ${days}, 1d, page, dynamic(["home", "cart"]), dynamic([1h, 4h]))`,
        [
          [day(1), 'home', '01:00:00', 2],
          [day(1), 'cart', '01:00:00', 1],
          [day(1), 'home', '04:00:00', 2],
          [day(1), 'cart', '04:00:00', 2],
        ],
      ],
    ],
  }),
]
