import type { OperatorRow } from '../row.ts'
import { rowFunction } from './define.ts'

const serialized = 'The rows must be in order: after `sort`, `serialize` or `range`.'

/** Functions that look at neighbouring rows, at the table a row stands in, or at the options of the query. */
export const rowFunctionRows: readonly OperatorRow[] = [
  rowFunction({
    name: 'prev',
    syntax: 'prev(column, [offset], [default])',
    doc: 'The value of an expression some rows before.',
    trap: `Null, or the default, where there is no such row. ${serialized}`,
    examples: [
      [
        'range x from 1 to 3 step 1 | extend a = prev(x), b = prev(x, 2, -1)',
        [
          [1, null, -1],
          [2, 1, -1],
          [3, 2, 1],
        ],
      ],
    ],
  }),
  rowFunction({
    name: 'next',
    syntax: 'next(column, [offset], [default])',
    doc: 'The value of an expression some rows after.',
    trap: `Null, or the default, where there is no such row. ${serialized}`,
    examples: [
      [
        'range x from 1 to 3 step 1 | extend a = next(x), b = next(x, 2, -1)',
        [
          [1, 2, 3],
          [2, 3, -1],
          [3, null, -1],
        ],
      ],
    ],
  }),
  rowFunction({
    name: 'row_number',
    syntax: 'row_number([start], [restart])',
    doc: 'The number of a row, from 1 or as told; begins anew where `restart` is true.',
    trap: serialized,
    examples: [
      [
        'datatable(a:string) ["x", "x", "y"] | serialize | extend n = row_number(), m = row_number(0, a != prev(a))',
        [
          ['x', 1, 0],
          ['x', 2, 1],
          ['y', 3, 0],
        ],
      ],
    ],
  }),
  rowFunction({
    name: 'row_cumsum',
    syntax: 'row_cumsum(term, [restart])',
    doc: 'The sum up to a row; begins anew where `restart` is true.',
    trap: serialized,
    examples: [
      [
        'datatable(a:long) [1, 2, 3] | serialize | extend s = row_cumsum(a), t = row_cumsum(a, a == 3)',
        [
          [1, 1, 1],
          [2, 3, 3],
          [3, 6, 3],
        ],
      ],
    ],
  }),
  rowFunction({
    name: 'row_rank_dense',
    syntax: 'row_rank_dense(term, [restart])',
    doc: 'How many different values came up to a row.',
    trap: serialized,
    examples: [
      [
        'datatable(a:long) [5, 5, 7] | serialize | extend r = row_rank_dense(a)',
        [
          [5, 1],
          [5, 1],
          [7, 2],
        ],
      ],
    ],
  }),
  rowFunction({
    name: 'row_rank_min',
    syntax: 'row_rank_min(term, [restart])',
    doc: 'The number of the first row of a run of equal values.',
    trap: serialized,
    examples: [
      [
        'datatable(a:long) [5, 5, 7] | serialize | extend r = row_rank_min(a)',
        [
          [5, 1],
          [5, 1],
          [7, 3],
        ],
      ],
    ],
  }),
  rowFunction({
    name: 'row_window_session',
    syntax: 'row_window_session(time, longestFromFirst, longestBetweenNeighbors, [restart])',
    doc: 'The time of the first row of the session a row is in.',
    trap: `A session ends where either distance is reached, or where \`restart\` is true. ${serialized}`,
    examples: [
      [
        'datatable(t:datetime) [datetime(2020-01-01 00:00), datetime(2020-01-01 00:04), datetime(2020-01-01 00:30)] | sort by t asc | extend s = row_window_session(t, 1h, 10m) | project format_datetime(s, "HH:mm")',
        [['00:00'], ['00:00'], ['00:30']],
      ],
    ],
  }),
  rowFunction({
    name: 'column_ifexists',
    aliases: ['columnifexists'],
    syntax: 'column_ifexists("name", default)',
    doc: 'The column of that name where the table has it, else the default.',
    examples: [['print a=1 | extend b = column_ifexists("a", 0), c = column_ifexists("z", 7)', [[1, 1, 7]]]],
  }),
  rowFunction({
    name: 'ingestion_time',
    syntax: 'ingestion_time()',
    doc: 'When a record was received: `_TimeReceived` where the log has it, else `TimeGenerated`.',
    trap: 'Null for rows that are in no stored table.',
    examples: [['print x=1 | extend isnull(ingestion_time())', [[1, true]]]],
  }),
  rowFunction({
    name: 'bin_auto',
    syntax: 'bin_auto(Value)',
    doc: 'The multiple of `query_bin_auto_size` at or below a value, counted from `query_bin_auto_at`.',
    trap: '`set` gives both before the query; without the size it is refused.',
    examples: [
      [
        'set query_bin_auto_size = 10; range x from 1 to 12 step 1 | summarize count() by bin_auto(x)',
        [
          [0, 9],
          [10, 3],
        ],
      ],
      [
        'set query_bin_auto_size = 10; set query_bin_auto_at = 5; range x from 1 to 12 step 1 | summarize count() by bin_auto(x)',
        [
          [-5, 4],
          [5, 8],
        ],
      ],
    ],
  }),
]
