import type { MapView, ScatterView, SeriesView, TimelineView } from '../../notebooklet/view.ts'

/** The views whose rows are points in a grid. */
export type PlotView = TimelineView | ScatterView | SeriesView | MapView
