import { type FoundEntity, tableEntities } from '../../notebooklet/collect-entities.ts'
import type { NotebookletInfo, RunRequest } from '../../notebooklet/desk.ts'
import type { ResultData, Section } from '../../notebooklet/result-data.ts'
import type { PickItem } from '../overlays/overlay.ts'
import type { Surroundings } from '../state.ts'

/** The entities in a row's cells, those of the column under the cursor first. */
export function rowEntities(section: Section, row: number, column: string | undefined): readonly FoundEntity[] {
  const { table, entityColumns } = section
  if (!table || row < 0 || row >= table.rowCount) return []
  const one = table.pick([row])
  const current = column === undefined ? undefined : entityColumns[column]
  const first = column !== undefined && current ? tableEntities(one, { [column]: current }).entities : []
  const all = tableEntities(one, entityColumns).entities
  const isKnown = ({ type, value }: FoundEntity) => first.some((each) => each.type === type && each.value === value)
  return [...first, ...all.filter((entity) => !isKnown(entity))]
}

/** Most entities of a whole result offered where no row has any. */
const mostOffered = 60

/** Entities found anywhere in the result. */
export function resultEntities(data: ResultData): readonly FoundEntity[] {
  return data.entities.slice(0, mostOffered)
}

/** What can be run on each of some entities, over the time range of the result one comes from. */
export function pivotItems(
  entities: readonly FoundEntity[],
  surroundings: Surroundings,
  time: Pick<RunRequest, 'timespan' | 'start' | 'end'>,
): readonly PickItem[] {
  return entities.flatMap(({ type, value }): PickItem[] => {
    const group = `${type} ${value}`
    const notebooklets = surroundings.pivots(type)
    if (notebooklets.length === 0) {
      const does = { kind: 'command', command: 'back' } as const
      return [{ label: 'nothing to run', group, disabled: `no notebooklet takes ${type}`, does }]
    }
    return notebooklets.map(
      (info: NotebookletInfo): PickItem => ({
        label: info.title,
        detail: info.text,
        group,
        does: { kind: 'notebooklet', id: info.id, request: { notebooklet: info.id, value, ...time } },
      }),
    )
  })
}
