/**
 * How a section is drawn. A closed union: every renderer draws every kind. The data is the section's table; a view
 * names its columns. Times are datetime columns, values numeric ones.
 */
export type View =
  | FactsView
  | TableView
  | TimelineView
  | ScatterView
  | SeriesView
  | BarsView
  | MatrixView
  | TreeView
  | MapView
  | TextView

export type ViewKind = View['kind']

/** Each row is a card: its non-empty columns as label and value. */
export interface FactsView {
  readonly kind: 'facts'
  readonly columns?: readonly string[]
}

export interface TableView {
  readonly kind: 'table'
  /** Columns first shown; the rest stay reachable. Default all. */
  readonly columns?: readonly string[]
  /** A boolean column: rows where it is true are marked. */
  readonly mark?: string
}

/** Events on a time axis, a row for each value of `by`. */
export interface TimelineView {
  readonly kind: 'timeline'
  readonly time: string
  readonly end?: string
  readonly by?: string
  readonly tooltip?: readonly string[]
}

/** A score against time: one point a row. */
export interface ScatterView {
  readonly kind: 'scatter'
  readonly time: string
  readonly score: string
  readonly scale: 'log' | 'linear'
  readonly by?: string
  readonly tooltip?: readonly string[]
}

/** Values over time, with a baseline and anomalies (non-zero) where there are such columns. */
export interface SeriesView {
  readonly kind: 'series'
  readonly time: string
  readonly value: string
  readonly baseline?: string
  readonly anomaly?: string
  readonly by?: string
}

export interface BarsView {
  readonly kind: 'bars'
  readonly label: string
  readonly value: string
  /** Stacked by this column's values. */
  readonly by?: string
}

/** A heat map: one cell for each pair of row and column label. */
export interface MatrixView {
  readonly kind: 'matrix'
  readonly row: string
  readonly column: string
  readonly value: string
}

/** Rows linked by id and parent id. A row whose parent is not there is a root. */
export interface TreeView {
  readonly kind: 'tree'
  readonly id: string
  readonly parent: string
  readonly label: string
  readonly detail?: readonly string[]
}

export interface MapView {
  readonly kind: 'map'
  readonly latitude: string
  readonly longitude: string
  readonly label?: string
}

export interface TextView {
  readonly kind: 'text'
  readonly text: string
}
