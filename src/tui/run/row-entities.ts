import type { NotebookletInfo } from '../../notebooklet/desk.ts'
import { type EntityFunction, functionsFor } from '../../notebooklet/entity-functions.ts'
import type { RowEntity } from '../../notebooklet/pivot-from.ts'
import type { Origin, ResultData } from '../../notebooklet/result-data.ts'
import type { PickItem } from '../overlays/overlay.ts'
import type { Surroundings } from '../state.ts'

/** Most entities of a whole result offered where no row has any. */
const mostOffered = 60

/** An entity the menu offers; of a row, with its column. */
export type MenuEntity = Omit<RowEntity, 'column'> & Partial<RowEntity>

/** Entities found anywhere in the result. */
export function resultEntities(data: ResultData): readonly MenuEntity[] {
  return data.entities.slice(0, mostOffered)
}

/** What can be run on each of some entities. The time goes along when one is chosen. */
export function pivotItems(
  entities: readonly MenuEntity[],
  surroundings: Surroundings,
  originOfEntity: (entity: MenuEntity) => Origin,
): readonly PickItem[] {
  return entities.flatMap((entity): PickItem[] => {
    const { type, value } = entity
    const group = `${type} ${value}`
    const notebooklets = surroundings.pivots(type).map(
      (info: NotebookletInfo): PickItem => ({
        label: info.title,
        detail: info.text,
        group,
        does: {
          kind: 'notebooklet',
          id: info.id,
          request: { notebooklet: info.id, value, from: originOfEntity(entity) },
        },
      }),
    )
    const functions = functionsFor(type).map(
      (does): PickItem => ({
        label: does.title,
        detail: details[does.kind],
        group,
        does: { kind: 'function', does, value, from: originOfEntity(entity) },
      }),
    )
    return [...notebooklets, ...functions]
  })
}

const details: Readonly<Record<EntityFunction['kind'], string>> = {
  step: 'Shown here.',
  kql: 'In which tables it stands, how often and when.',
  lookup: 'Threats, places, networks, owners. Services are asked only once that is agreed to.',
}
