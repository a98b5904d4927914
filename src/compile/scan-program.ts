/**
 * The conditions and assignments of `scan` as the machine in `udfs/scan-machine.ts` runs them. Whatever reads one row alone
 * was computed before, in SQL, and comes as a list with an element for each row; what is left here compares and combines.
 */

/**
 * How values reach the machine. `whole`: int, long, timespan (ticks) and datetime (ticks since the year one). `text`: string,
 * and as text what is only passed on: guid, decimal, dynamic.
 */
export type ScanKind = 'flag' | 'whole' | 'real' | 'text'

/** Values by their kind; each a list with an element for each row, or with one element only (`first`). */
export interface ScanLists {
  readonly flag: readonly (readonly (boolean | null)[])[]
  readonly whole: readonly (readonly (bigint | null)[])[]
  readonly real: readonly (readonly (number | null)[])[]
  readonly text: readonly (readonly (string | null)[])[]
}

export type ScanValue = null | boolean | bigint | number | string

/** An expression, as JSON. */
export type ScanNode =
  | readonly ['flag', boolean | null]
  /** Decimal digits. */
  | readonly ['whole', string]
  | readonly ['real', number]
  | readonly ['text', string]
  | readonly ['null']
  /** The element of the row under way. */
  | readonly ['row', ScanKind, list: number]
  /** The element of the row that a step matched last; of the list's last element where it matched none. */
  | readonly ['at', step: number, ScanKind, list: number]
  /** The only element of a list. */
  | readonly ['first', ScanKind, list: number]
  /** A variable as a step left it. */
  | readonly ['variable', step: number, variable: number]
  | readonly ['call', ScanOperation, ...ScanNode[]]

/** What the machine can compute; `udfs/scan-operations.ts` says how. */
export type ScanOperation =
  | 'and'
  | 'or'
  | 'not'
  | 'iff'
  | 'equal'
  | 'unequal'
  | 'less'
  | 'less or equal'
  | 'is null'
  | 'is empty'
  | 'first not null'
  | 'first not empty'
  | 'greatest'
  | 'least'
  | 'to real'
  | 'to int'
  | 'to text'
  | 'join texts'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'remainder'
  | 'negate'
  | 'absolute'
  | 'as instant'
  | 'scale'
  | 'truncate'
  | 'boundaries'
  | 'equal but for case'
  | 'contains'
  | 'contains exactly'
  | 'starts with'
  | 'starts exactly with'
  | 'ends with'
  | 'ends exactly with'
  | 'has'
  | 'has exactly'

export interface ScanProgram {
  /** The defaults, in the order in which the variables are declared. */
  readonly variables: readonly ScanNode[]
  readonly steps: readonly {
    readonly output: 'all' | 'last' | 'none'
    readonly condition: ScanNode
    /** A value for every variable. */
    readonly values: readonly ScanNode[]
  }[]
}
