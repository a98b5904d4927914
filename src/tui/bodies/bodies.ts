import type { Table } from '../../lib/table.ts'
import type { Section } from '../../notebooklet/result-data.ts'
import type { View, ViewKind } from '../../notebooklet/view.ts'
import { missingColumns } from '../../report/charts/draw-view.ts'
import type { SectionLook } from '../run/section-look.ts'
import { barsBody } from './bars-body.ts'
import type { Body, Drawn } from './body.ts'
import { factsBody } from './facts-body.ts'
import { matrixBody } from './matrix-body.ts'
import { plotBody } from './plot-body.ts'
import { tableBody } from './table-body.ts'
import { textBody } from './text-body.ts'
import { treeBody } from './tree-body.ts'

/** What a section is drawn with: its keys, and the name help gives it. */
export type BodyKind = 'table' | 'facts' | 'plot' | 'bars' | 'matrix' | 'tree' | 'text'

const kinds: Readonly<Record<ViewKind, BodyKind>> = {
  facts: 'facts',
  table: 'table',
  timeline: 'plot',
  scatter: 'plot',
  series: 'plot',
  bars: 'bars',
  matrix: 'matrix',
  tree: 'tree',
  map: 'plot',
  text: 'text',
}

/** The table beside its own body draws any view's rows. */
const tableView: View = { kind: 'table' }

/** How a section with rows is drawn now: by its view, or as a table where the analyst wants that or the view's columns are absent. */
export function bodyKindOf(view: View, table: Table, look: SectionLook): BodyKind {
  if (view.kind !== 'text' && (look.mode === 'table' || missingColumns(view, table).length > 0)) return 'table'
  return kinds[view.kind]
}

export interface BoundBody {
  readonly kind: BodyKind
  readonly drawn: Drawn
  readonly draw: () => ReturnType<Body['draw']>
  readonly move: (motion: Parameters<Body['move']>[1]) => SectionLook
  readonly place: () => string
  readonly under: () => readonly number[]
}

/** The body that draws a section, bound to what it draws. */
export function bindBody(section: Section, drawn: Omit<Drawn, 'view'>): BoundBody {
  const kind = bodyKindOf(section.view, drawn.table, drawn.look)
  return bound(kind, section.view, drawn)
}

function bound(kind: BodyKind, view: View, rest: Omit<Drawn, 'view'>): BoundBody {
  switch (view.kind) {
    case 'table':
      return boundTo(kind, tableBody, { ...rest, view })
    case 'text':
      return boundTo(kind, textBody, { ...rest, view })
    case 'facts':
      return kind === 'table'
        ? boundTo(kind, tableBody, { ...rest, view: tableView })
        : boundTo(kind, factsBody, { ...rest, view })
    case 'bars':
      return kind === 'table'
        ? boundTo(kind, tableBody, { ...rest, view: tableView })
        : boundTo(kind, barsBody, { ...rest, view })
    case 'matrix':
      return kind === 'table'
        ? boundTo(kind, tableBody, { ...rest, view: tableView })
        : boundTo(kind, matrixBody, { ...rest, view })
    case 'tree':
      return kind === 'table'
        ? boundTo(kind, tableBody, { ...rest, view: tableView })
        : boundTo(kind, treeBody, { ...rest, view })
    case 'timeline':
    case 'scatter':
    case 'series':
    case 'map':
      return kind === 'table'
        ? boundTo(kind, tableBody, { ...rest, view: tableView })
        : boundTo(kind, plotBody, { ...rest, view })
  }
}

function boundTo<V extends View>(kind: BodyKind, body: Body<V>, drawn: Drawn<V>): BoundBody {
  return {
    kind,
    drawn,
    draw: () => body.draw(drawn),
    move: (motion) => body.move(drawn, motion),
    place: () => body.place(drawn),
    under: () => body.under(drawn),
  }
}
