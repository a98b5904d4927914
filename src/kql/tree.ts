import type { Span } from '../lib/diagnostic.ts'
import type { ColumnType, KqlType } from '../lib/kql-type.ts'

/**
 * KQL as huntlet understands it: bound, typed, and with everything that only the binder knows made explicit — names of
 * unnamed columns, `let` values and function calls put in place, join suffixes, `*` expanded. Names of columns are unique
 * within a table, so a reference by name (and side, in a join condition) is enough.
 */

export type Expression =
  | Literal
  | ColumnReference
  | Call
  | Binary
  | Unary
  | Between
  | InList
  | InTable
  | HasAnyOf
  | Member
  | Element
  | DynamicLiteral
  | Conversion
  | ScalarQuery
  | StarText
  | Part

interface ExpressionBase {
  readonly type: KqlType
  readonly span: Span
}

/**
 * A constant. int and long: bigint; real: number (NaN and infinities included); datetime: ticks of 100 ns since 0001-01-01 (bigint);
 * timespan: ticks of 100 ns (bigint); decimal (plain digits) and guid (lower case, with hyphens): text; null: a typed null.
 * `typeof(long)` is the string `long`.
 */
export interface Literal extends ExpressionBase {
  readonly kind: 'literal'
  readonly value: null | boolean | number | bigint | string
}

export interface ColumnReference extends ExpressionBase {
  readonly kind: 'column'
  readonly name: string
  /** Only in join and lookup conditions. */
  readonly side?: 'left' | 'right'
  /** Only in `scan`: the column as the step of this name last left it (`s1.x`). */
  readonly step?: string
}

/**
 * A call of a built-in function or aggregate, spelled as KQL's documentation spells it (aliases are resolved by the function table).
 * Functions that look at the whole row are given it: `pack_all` has the flag first, then name and value of each column;
 * `arg_max(t, *)` and `take_any(*)` have a column for the star's each; `column_ifexists` never appears, it is resolved.
 */
export interface Call extends ExpressionBase {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Expression[]
  readonly nameSpan: Span
}

export type BinaryOperator =
  | 'and'
  | 'or'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '=~'
  | '!~'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | StringOperator

export type StringOperator =
  | 'has'
  | '!has'
  | 'has_cs'
  | '!has_cs'
  | 'hasprefix'
  | '!hasprefix'
  | 'hasprefix_cs'
  | '!hasprefix_cs'
  | 'hassuffix'
  | '!hassuffix'
  | 'hassuffix_cs'
  | '!hassuffix_cs'
  | 'contains'
  | '!contains'
  | 'contains_cs'
  | '!contains_cs'
  | 'startswith'
  | '!startswith'
  | 'startswith_cs'
  | '!startswith_cs'
  | 'endswith'
  | '!endswith'
  | 'endswith_cs'
  | '!endswith_cs'
  | 'matches regex'

export interface Binary extends ExpressionBase {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

export interface Unary extends ExpressionBase {
  readonly kind: 'unary'
  readonly operator: '-' | '+'
  readonly operand: Expression
}

export interface Between extends ExpressionBase {
  readonly kind: 'between'
  readonly negated: boolean
  readonly operand: Expression
  readonly low: Expression
  readonly high: Expression
}

/** `x in (a, b)`, `in~` and their negations; a dynamic array among the items stands for its elements. */
export interface InList extends ExpressionBase {
  readonly kind: 'in-list'
  readonly negated: boolean
  readonly caseSensitive: boolean
  readonly operand: Expression
  readonly items: readonly Expression[]
}

/** `x in (table)`: the table's first column. */
export interface InTable extends ExpressionBase {
  readonly kind: 'in-table'
  readonly negated: boolean
  readonly caseSensitive: boolean
  readonly operand: Expression
  readonly table: Tabular
}

/** `has_any` and `has_all`; items as in `in`, or a table's first column. */
export interface HasAnyOf extends ExpressionBase {
  readonly kind: 'has-any' | 'has-all'
  readonly operand: Expression
  readonly items: readonly Expression[] | Tabular
}

/** `d.name` */
export interface Member extends ExpressionBase {
  readonly kind: 'member'
  readonly operand: Expression
  readonly name: string
}

/** `d[0]`, `d["name"]`, `d[expression]` */
export interface Element extends ExpressionBase {
  readonly kind: 'element'
  readonly operand: Expression
  readonly index: Expression
}

/** `dynamic(…)`: JSON text. */
export interface DynamicLiteral extends ExpressionBase {
  readonly kind: 'dynamic'
  readonly json: string
}

/** A conversion the binder implies (a typed function parameter, say); explicit ones are calls of `tostring` and its like. */
export interface Conversion extends ExpressionBase {
  readonly kind: 'conversion'
  readonly operand: Expression
}

/**
 * `toscalar(table)`: the first column of the first row, null of its type where there is no row. The uses of one `let` share
 * an `id`, and a value: it is computed once.
 */
export interface ScalarQuery extends ExpressionBase {
  readonly kind: 'scalar-query'
  readonly id?: number
  readonly table: Tabular
}

/** `*` on the left of a string operator: any string column. */
export interface StarText extends ExpressionBase {
  readonly kind: 'star'
}

/** One of the values of a scalar function that yields several (`series_fit_line`, `series_stats`): the `index`-th of the call. */
export interface Part extends ExpressionBase {
  readonly kind: 'part'
  readonly operand: Expression
  readonly index: number
}

/** An expression and the column it becomes. */
export interface NamedExpression {
  readonly column: ColumnType
  readonly expression: Expression
}

interface TabularBase {
  /** The columns that come out, in order. */
  readonly columns: readonly ColumnType[]
  readonly span: Span
}

/** An operator with the table it reads. */
interface OperatorBase extends TabularBase {
  readonly input: Tabular
}

export type Tabular =
  | TableReference
  | LetTable
  | DataTable
  | Print
  | Range
  | Union
  | Search
  | Where
  | Extend
  | Project
  | Summarize
  | Distinct
  | Count
  | Sort
  | Top
  | Take
  | Join
  | MvExpand
  | MvApply
  | Partition
  | GroupRows
  | Parse
  | ParseKv
  | Serialize
  | MakeSeries
  | TopNested
  | Scan
  | Reduce
  | FindPatterns
  | GetSchema
  | As
  | Render
  | ExternalData
  | Consume

/** A table of the workspace. `missing`: known to the schemas, absent from the workspace: empty, with a notice. */
export interface TableReference extends TabularBase {
  readonly kind: 'table'
  readonly name: string
  readonly missing: boolean
}

/** A use of a tabular `let`: computed once per `id`, however often used. `materialized`: `materialize()` was asked for. */
export interface LetTable extends TabularBase {
  readonly kind: 'let-table'
  readonly id: number
  readonly name: string
  readonly materialized: boolean
  readonly table: Tabular
}

/** The data of a file beside the workspace's tables (`externaldata`): every column as text, in the order they are declared. */
export interface ExternalData extends TabularBase {
  readonly kind: 'external'
  readonly files: readonly string[]
  readonly format: ExternalFormat
  /** The first record of each file is left out. */
  readonly ignoreFirstRecord: boolean
  /** What each column is to become: of JSON a dynamic is kept as it is written, any other value as its text. */
  readonly types: readonly KqlType[]
}

export type ExternalFormat = 'csv' | 'tsv' | 'psv' | 'scsv' | 'json' | 'multijson' | 'txt' | 'raw' | 'parquet'

/** Runs its input and gives no rows of it. */
export interface Consume extends OperatorBase {
  readonly kind: 'consume'
}

export interface DataTable extends TabularBase {
  readonly kind: 'datatable'
  readonly rows: readonly (readonly Expression[])[]
}

export interface Print extends TabularBase {
  readonly kind: 'print'
  readonly values: readonly NamedExpression[]
}

export interface Range extends TabularBase {
  readonly kind: 'range'
  readonly from: Expression
  readonly to: Expression
  readonly step: Expression
}

/** Output columns matched to each member by name and type; a name with two types comes out as `name_type`. */
export interface Union extends TabularBase {
  readonly kind: 'union'
  readonly members: readonly UnionMember[]
  /** The column that says which member a row came from. */
  readonly withSource?: string
}

export interface UnionMember {
  readonly table: Tabular
  /** What `withsource` says: a table's name, the name given with `as`, or `union_argN`. */
  readonly source: string
  /** For each output column (but the source column) the member's column, or null where it has none. */
  readonly mapping: readonly (string | null)[]
}

/** `search`: the condition over every table (or those named), `$table` first. */
export interface Search extends TabularBase {
  readonly kind: 'search'
  readonly members: readonly UnionMember[]
  readonly condition: SearchCondition
  readonly caseSensitive: boolean
}

export type SearchCondition =
  | { readonly kind: 'and' | 'or'; readonly left: SearchCondition; readonly right: SearchCondition }
  | { readonly kind: 'not'; readonly condition: SearchCondition }
  /** A bare term, with its wildcards still in it, over every column. */
  | { readonly kind: 'term'; readonly text: string; readonly span: Span }
  /** `Column:"term"` */
  | {
      readonly kind: 'column-term'
      readonly column: string
      readonly value: ColumnReference
      readonly text: string
      readonly span: Span
    }
  | { readonly kind: 'expression'; readonly expression: Expression }

export interface Where extends OperatorBase {
  readonly kind: 'where'
  readonly condition: Expression
}

/** New columns, or columns replaced in their place. Expressions see the input only. */
export interface Extend extends OperatorBase {
  readonly kind: 'extend'
  readonly values: readonly NamedExpression[]
}

/** Every output column with its expression: `project` and all its relatives (-away, -keep, -rename, -reorder). */
export interface Project extends OperatorBase {
  readonly kind: 'project'
  readonly values: readonly NamedExpression[]
}

export interface Summarize extends OperatorBase {
  readonly kind: 'summarize'
  readonly by: readonly NamedExpression[]
  readonly aggregates: readonly Aggregate[]
}

/**
 * An aggregate call, or an expression over several (`sum(a) / count()`): aggregates stand in it as calls.
 * `columns` has more than one where the aggregate yields several (`arg_max(t, *)`, `percentiles(x, 5, 95)`).
 */
export interface Aggregate {
  readonly columns: readonly ColumnType[]
  readonly expression: Expression
}

export interface Distinct extends OperatorBase {
  readonly kind: 'distinct'
  readonly values: readonly NamedExpression[]
}

export interface Count extends OperatorBase {
  readonly kind: 'count'
}

export interface SortKey {
  readonly expression: Expression
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

export interface Sort extends OperatorBase {
  readonly kind: 'sort'
  readonly keys: readonly SortKey[]
}

export interface Top extends OperatorBase {
  readonly kind: 'top'
  readonly count: Expression
  readonly keys: readonly SortKey[]
}

export interface Take extends OperatorBase {
  readonly kind: 'take'
  readonly count: Expression
}

export type JoinKind =
  | 'innerunique'
  | 'inner'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti'

/** `join` and `lookup`. Output columns come from a side's column by name. */
export interface Join extends OperatorBase {
  readonly kind: 'join'
  readonly joinKind: JoinKind
  readonly isLookup: boolean
  readonly right: Tabular
  /** Pairs that must be equal (null equals null). Each reads one side. */
  readonly on: readonly { readonly left: Expression; readonly right: Expression }[]
  readonly output: readonly { readonly side: 'left' | 'right'; readonly name: string }[]
}

export interface MvExpand extends OperatorBase {
  readonly kind: 'mv-expand'
  readonly items: readonly MvExpandItem[]
  /** `kind=array` turns a bag into key-value pairs. */
  readonly bagAs: 'bag' | 'array'
  readonly indexColumn?: string
  readonly limit?: Expression
}

export interface MvExpandItem {
  readonly column: ColumnType
  readonly expression: Expression
  /** `to typeof(T)` */
  readonly to?: KqlType
}

/**
 * `mv-apply`: the elements of each row (as `mv-expand` makes them), and a query over them; what it yields stands beside
 * the row. A row of which nothing comes is dropped.
 */
export interface MvApply extends OperatorBase {
  readonly kind: 'mv-apply'
  readonly items: readonly MvExpandItem[]
  readonly bagAs: 'bag' | 'array'
  readonly indexColumn?: string
  readonly limit?: Expression
  /** The query: reads the elements as `GroupRows` of this id, which have the columns of the input, too. */
  readonly id: number
  readonly subquery: Tabular
  /** For each output column, whether it is the row's own or the query's. */
  readonly output: readonly { readonly from: 'input' | 'subquery'; readonly name: string }[]
}

/** `partition by`: a query over the rows of each value of the key. */
export interface Partition extends OperatorBase {
  readonly kind: 'partition'
  readonly by: Expression
  readonly id: number
  readonly subquery: Tabular
}

/** The rows of one group, inside the query of `mv-apply` or `partition`. */
export interface GroupRows extends TabularBase {
  readonly kind: 'group-rows'
  readonly id: number
}

/**
 * `top-nested`: at each level the `count` greatest values of its expression by its aggregate (all of them without a count),
 * for each combination of the levels before. Columns of a level: the value, unless it is not shown, and the aggregate.
 */
export interface TopNested extends OperatorBase {
  readonly kind: 'top-nested'
  readonly levels: readonly {
    readonly count?: Expression
    readonly key: NamedExpression
    readonly aggregate: NamedExpression
    readonly direction: 'asc' | 'desc'
    /** `with others`: the value of a row more, for all that is not among the greatest here or at a level before. */
    readonly others?: Expression
  }[]
}

/**
 * `scan`: rows are held, one after the other, against every step, the last first. A step's sequence began at the first step
 * and came to it by the steps between; it knows the row that each of these matched last, with the variables as they were
 * assigned there. `step` of a column reads it; of a step not matched yet, variables have their defaults and the input's
 * columns are null.
 */
export interface Scan extends OperatorBase {
  readonly kind: 'scan'
  /** The variables declared, with their defaults. */
  readonly variables: readonly NamedExpression[]
  readonly steps: readonly ScanStep[]
  /** The column that numbers sequences, from 0. */
  readonly matchId?: string
}

export interface ScanStep {
  readonly name: string
  /** Which of its rows come out; `last`: of rows that match one after the other in a sequence, the last. */
  readonly output: 'all' | 'last' | 'none'
  readonly condition: Expression
  /** A variable that is not assigned has its default. */
  readonly assignments: readonly { readonly name: string; readonly expression: Expression }[]
}

/** `reduce`: texts that share words in the same places, as one row with their pattern. */
export interface Reduce extends OperatorBase {
  readonly kind: 'reduce'
  readonly text: Expression
  /** The share of rows a word must be in to be kept, 0 to 1. */
  readonly threshold: number
  /** Letters that part words, besides all that are neither letters nor digits. */
  readonly characters: string
}

/** `evaluate basket`, `autocluster`, `diffpatterns`: values that many rows share, or rows of one set more than the other's. */
export interface FindPatterns extends OperatorBase {
  readonly kind: 'find-patterns'
  readonly method: 'basket' | 'autocluster' | 'diffpatterns'
  /** The columns whose values make patterns; the others show the wildcard. */
  readonly dimensionColumns: readonly ColumnType[]
  /** How much a row counts: 1 without it. */
  readonly weight?: Expression
  /** The two sets of rows, as conditions, and the column they read. */
  readonly split?: { readonly column: string; readonly a: Expression; readonly b: Expression }
  readonly threshold: number
  /** How many values a pattern may ask for. */
  readonly dimensions: number
  /** What size weighs against the number of values shared, 0 to 1. */
  readonly sizeWeight: number
  /** What stands for any value, by the type of the column; else null, or the empty text. */
  readonly wildcards: ReadonlyMap<KqlType, Literal>
}

export interface Parse extends OperatorBase {
  readonly kind: 'parse'
  readonly mode: 'simple' | 'relaxed' | 'regex'
  readonly flags: string
  readonly text: Expression
  readonly pattern: readonly ParsePart[]
  /** `parse-where`: rows that do not match are dropped. */
  readonly filter: boolean
}

export type ParsePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'column'; readonly column: ColumnType }

/** `parse-kv`: the values of the keys named, each that of its first appearance; a key that does not appear is null. */
export interface ParseKv extends OperatorBase {
  readonly kind: 'parse-kv'
  readonly text: Expression
  readonly keys: readonly ColumnType[]
  readonly form:
    | {
        readonly kind: 'delimiters'
        readonly pair: string
        readonly keyValue: string
        /** What opens and what closes a quoted key or value. */
        readonly quotes: readonly (readonly [open: string, close: string])[]
        readonly escapes: readonly string[]
        /** A value reaches to the last pair delimiter before the next key. */
        readonly greedy: boolean
      }
    /** Every sign that is neither letter nor digit delimits: behind a key stands its value. */
    | {
        readonly kind: 'words'
        readonly quotes: readonly (readonly [open: string, close: string])[]
        readonly escapes: readonly string[]
      }
    /** A pattern with two groups: key and value. */
    | { readonly kind: 'regex'; readonly pattern: string }
}

export interface Serialize extends OperatorBase {
  readonly kind: 'serialize'
  readonly values: readonly NamedExpression[]
}

export interface MakeSeries extends OperatorBase {
  readonly kind: 'make-series'
  readonly aggregates: readonly {
    readonly column: ColumnType
    readonly expression: Expression
    readonly default?: Expression
  }[]
  readonly axis: NamedExpression
  readonly from?: Expression
  readonly to?: Expression
  readonly step: Expression
  /** `in range(start, stop, step)`: the end is included. */
  readonly inclusive: boolean
  readonly by: readonly NamedExpression[]
  readonly nonEmpty: boolean
}

export interface GetSchema extends OperatorBase {
  readonly kind: 'getschema'
}

/** Names the table for `withsource`. */
export interface As extends OperatorBase {
  readonly kind: 'as'
  readonly name: string
}

/** Changes no row: a hint how to draw. */
export interface Render extends OperatorBase {
  readonly kind: 'render'
  readonly chart: string
}

/** A whole query, bound: the table it yields. `now` is a placeholder call resolved by the compiler. */
export interface BoundQuery {
  readonly table: Tabular
  /** What Kusto calls the table; absent where it is the only one and the query gives it no name. */
  readonly name?: string
  /** The tables that come after the first, of several statements, of `fork` or `facet`; without it there is one. */
  readonly more?: readonly NamedTabular[]
  /** Tables of the workspace that are read, missing ones included. */
  readonly tables: readonly string[]
  readonly missing: readonly string[]
  /** What `set` asks for that changes the rows. */
  readonly settings?: QuerySettings
}

/** One of the tables of a query. */
export interface NamedTabular {
  readonly name: string
  readonly table: Tabular
}

/** `set` statements that change which rows come out. */
export interface QuerySettings {
  /** `set query_now`: what `now()` means, in the unit of a datetime literal. */
  readonly now?: bigint
  /** `set query_take_max_records`: at most so many rows of each table are wanted. */
  readonly mostRows?: number
  /** `set truncationmaxrecords`: each table is cut at so many rows, instead of the default. */
  readonly keptRows?: number
  /** `set truncationmaxsize`: each table is cut at so many bytes, instead of the default. */
  readonly keptBytes?: number
  /** `set notruncation`: no limit but the caller's own. */
  readonly isUnlimited?: boolean
}
