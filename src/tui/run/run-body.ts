import { Table } from '../../lib/table.ts'
import type { Section } from '../../notebooklet/result-data.ts'
import type { StyledLine } from '../../report/charts/styled-line.ts'
import { type BoundBody, bindBody } from '../bodies/bodies.ts'
import { runLayout } from '../layout.ts'
import { type State, type Surroundings, zoneOf } from '../state.ts'
import { focusedSection, lookOf, type RunLevel } from './run-state.ts'
import { sectionBanner } from './section-words.ts'

export interface RunBody {
  readonly section: Section
  readonly banner: readonly StyledLine[]
  readonly body: BoundBody
}

const noTable = Table.empty([])

/** The body of the focused section with the room it has; undefined while there is none, or nothing to draw in it. */
export function runBody(state: State, level: RunLevel, surroundings: Surroundings): RunBody | undefined {
  const section = focusedSection(level)
  if (!section) return undefined
  const table = section.table ?? noTable
  if (section.view.kind !== 'text' && table.rowCount === 0) return undefined
  if (section.view.kind === 'text' && section.view.text.trim() === '') return undefined
  const { body } = runLayout(state.size)
  const [width, height] = [body.width - 2, body.height - 2]
  const banner = sectionBanner(section, width, height)
  const drawn = {
    table,
    look: lookOf(level, section.id),
    width,
    height: Math.max(1, height - banner.length),
    zone: zoneOf(state, surroundings),
  }
  return { section, banner, body: bindBody(section, drawn) }
}
