import { countOf } from '../../lib/count-of.ts'
import type { TreeView } from '../../notebooklet/view.ts'
import { fitLine } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { shownInTree, type Tree, treeLine, treeOf, walk } from '../../report/charts/tree.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { parseFilter } from '../arrange.ts'
import { withHits } from '../hits.ts'
import { remembered } from '../remembered.ts'
import { type SectionLook, scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, type Motion, steppedTo } from './body.ts'
import { cutCellLines, cutCellRoom, type NamedCell } from './cut-cells.ts'
import { measuredColumns } from './table-columns.ts'

/** The rows of the tree as they are listed now, and where each is. */
interface Listing {
  readonly rows: readonly number[]
  readonly places: Int32Array
}

/** Rows under their parents; left folds or goes to the parent, right unfolds or goes to the first child. */
export const treeBody: Body<TreeView> = {
  draw(drawn) {
    const { view, table, look, width, height, zone } = drawn
    const tree = madeTree(drawn)
    const { rows } = listed(drawn, tree)
    if (rows.length === 0) return [[span(' No row fits the filter. Esc clears it.', 'quiet')]]
    const at = placeOf(drawn, tree)
    const below = cutCellRoom(height, rows.length)
    const room = height - below
    const top = scrolledTo(at, look.top, room, rows.length)
    const levels = Math.max(4, Math.floor(width / 9))
    const { needle, inverse } = parseFilter(look.filter)
    const lines: StyledLine[] = []
    for (let place = top; place < Math.min(rows.length, top + room); place++) {
      const row = rows[place]!
      const isCollapsed = look.folded.has(row)
      const line = withHits(treeLine(view, table, tree, row, { isCollapsed, levels, zone }), inverse ? '' : needle)
      const isCurrent = place === at
      const fitted = fitLine([span(isCurrent ? '❯ ' : '  ', 'accent'), ...line], width)
      lines.push(isCurrent ? fitted.map((piece) => ({ ...piece, ground: 'row' as const })) : fitted)
    }
    return below > 0 ? [...lines, ...cutCellLines(cellsOf(drawn, rows[at]!), width, below)] : lines
  },

  move(drawn, motion) {
    const { look } = drawn
    const tree = madeTree(drawn)
    const { rows } = listed(drawn, tree)
    if (rows.length === 0) return look
    const height = drawn.height - cutCellRoom(drawn.height, rows.length)
    const at = placeOf(drawn, tree)
    const row = rows[at]!
    const sideways = sidestep(look, tree, row, motion)
    if (sideways) return settled(drawn, sideways)
    const to =
      motion === 'next' || motion === 'previous'
        ? besideHit(look, rows, at, motion === 'next' ? 1 : -1)
        : steppedTo(at, motion, rows.length, height)
    return { ...look, row: rows[to]!, top: scrolledTo(to, look.top, height, rows.length) }
  },

  place(drawn) {
    const tree = madeTree(drawn)
    const { rows } = listed(drawn, tree)
    const at = placeOf(drawn, tree)
    const depth = rows.length > 0 ? ` · level ${withThousands(String(tree.depth[rows[at]!]! + 1))}` : ''
    const folded = drawn.look.folded.size > 0 ? ` · ${countOf(drawn.look.folded.size, 'row')} folded` : ''
    return `row ${withThousands(String(rows.length === 0 ? 0 : at + 1))} of ${withThousands(String(rows.length))}${depth}${folded}`
  },

  under(drawn) {
    const tree = madeTree(drawn)
    const row = listed(drawn, tree).rows[placeOf(drawn, tree)]
    return row === undefined ? [] : [row]
  },
}

/** What a row holds, those columns first that stand beside its label and are cut there. */
function cellsOf({ table, view, zone }: Drawn<TreeView>, row: number): readonly NamedCell[] {
  const names = new Set([...(view.detail ?? []), ...table.columns.map(({ name }) => name)])
  const columns = measuredColumns(
    table,
    [...names].filter((name) => table.indexOf(name) >= 0),
    zone,
  )
  const cells = columns.map(({ name, index, format }) => ({ name, text: format(table.cell(row, index)) }))
  const isLong = ({ text }: NamedCell) => Number(text.length > longText)
  return cells.filter(({ text }) => text !== '').sort((a, b) => isLong(b) - isLong(a))
}

/** A text of more characters is cut beside its label. */
const longText = 30

/** Folds the row under the cursor, or unfolds it. */
export function toggleFold(drawn: Drawn<TreeView>): SectionLook {
  const tree = madeTree(drawn)
  const row = listed(drawn, tree).rows[placeOf(drawn, tree)]
  if (row === undefined || tree.children(row).length === 0) return drawn.look
  return settled(drawn, withFold(drawn.look, row, !drawn.look.folded.has(row)))
}

/** Folds every row that has children, or none. */
export function foldAll(drawn: Drawn<TreeView>, fold: boolean): SectionLook {
  const tree = madeTree(drawn)
  const folded = new Set<number>()
  let row = drawn.look.row
  if (fold) {
    for (let at = 0; at < tree.parent.length; at++) if (tree.children(at).length > 0) folded.add(at)
    // The cursor stays in sight: on the root above it.
    while ((tree.parent[row] ?? -1) >= 0) row = tree.parent[row]!
  }
  return settled(drawn, { ...drawn.look, folded, row })
}

/** The next listed row that the filter found; those above it are listed only to lead there. */
function besideHit({ rows: found }: SectionLook, rows: readonly number[], at: number, step: 1 | -1): number {
  if (!found) return at
  const hits = new Set(found)
  for (let place = at + step; place >= 0 && place < rows.length; place += step) if (hits.has(rows[place]!)) return place
  return at
}

function sidestep(look: SectionLook, tree: Tree, row: number, motion: Motion): SectionLook | undefined {
  const children = tree.children(row)
  const isFolded = look.folded.has(row)
  if (motion === 'left' || motion === 'row-start') {
    if (children.length > 0 && !isFolded && motion === 'left') return withFold(look, row, true)
    return { ...look, row: tree.parent[row]! >= 0 ? tree.parent[row]! : row }
  }
  if (motion === 'right') {
    if (isFolded) return withFold(look, row, false)
    return { ...look, row: children[0] ?? row }
  }
  return undefined
}

function withFold(look: SectionLook, row: number, fold: boolean): SectionLook {
  const folded = new Set(look.folded)
  if (fold) folded.add(row)
  else folded.delete(row)
  return { ...look, folded }
}

function settled(drawn: Drawn<TreeView>, look: SectionLook): SectionLook {
  const moved = { ...drawn, look }
  const tree = madeTree(moved)
  const { rows } = listed(moved, tree)
  return { ...look, top: scrolledTo(placeOf(moved, tree), look.top, drawn.height, rows.length) }
}

function madeTree({ view, table }: Drawn<TreeView>): Tree {
  return remembered('tree', table, [view], () => treeOf(view, table))
}

function listed({ view, table, look }: Drawn<TreeView>, tree: Tree): Listing {
  return remembered('tree rows', table, [view, look.rows, look.folded], () => {
    const shown = shownInTree(tree, look.rows)
    const rows: number[] = []
    for (const row of walk(tree.roots, tree.children, (at) => !look.folded.has(at))) {
      if (!shown || shown[row] === 1) rows.push(row)
    }
    const places = new Int32Array(table.rowCount).fill(-1)
    rows.forEach((row, place) => {
      places[row] = place
    })
    return { rows, places }
  })
}

/** Where the cursor's row is listed, at first the first that is looked for; a row folded away is at the nearest shown row above it. */
function placeOf(drawn: Drawn<TreeView>, tree: Tree): number {
  const { places } = listed(drawn, tree)
  const { look } = drawn
  let row = look.row >= 0 ? Math.min(look.row, tree.parent.length - 1) : (look.rows?.[0] ?? tree.roots[0] ?? -1)
  while (row >= 0 && (places[row] ?? -1) < 0) row = tree.parent[row] ?? -1
  return row < 0 ? 0 : places[row]!
}
