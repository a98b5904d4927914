import type { Table } from '../lib/table.ts'
import { entityValue } from './entity-value.ts'
import type { Entity, EntityType, Section } from './result-data.ts'

/** Most distinct entities taken from one section; beyond, the section says how many there are. */
export const entitiesPerSection = 1000

export interface FoundEntity {
  readonly type: EntityType
  readonly value: string
}

/** The entities in a table's cells, in order of rows, each once whatever its case. A list in a dynamic cell gives its items. */
export function tableEntities(
  table: Table,
  columns: Readonly<Record<string, EntityType>>,
): { readonly entities: readonly FoundEntity[]; readonly notice?: string } {
  const found = new Map<string, FoundEntity>()
  for (const [column, type] of Object.entries(columns)) {
    const seen = new Set<string>()
    const at = table.indexOf(column)
    if (at < 0) continue
    for (let row = 0; row < table.rowCount; row++) {
      for (const text of cellTexts(table.cell(row, at))) {
        if (seen.has(text)) continue
        seen.add(text)
        const value = entityValue(type, text)
        if (value === undefined) continue
        const key = entityKey({ type, value })
        if (!found.has(key)) found.set(key, { type, value })
      }
    }
  }
  const entities = [...found.values()]
  if (entities.length <= entitiesPerSection) return { entities }
  const most = entitiesPerSection.toLocaleString('en-US')
  const all = entities.length.toLocaleString('en-US')
  return {
    entities: entities.slice(0, entitiesPerSection),
    notice: `The first ${most} of ${all} entities in this table are offered for pivots.`,
  }
}

/** The entities of all sections, each once, with the sections it is in. */
export function collectEntities(sections: readonly Section[]): readonly Entity[] {
  const all = new Map<string, { type: EntityType; value: string; sections: string[] }>()
  for (const { id, table, entityColumns } of sections) {
    if (!table) continue
    for (const entity of tableEntities(table, entityColumns).entities) {
      const known = all.get(entityKey(entity))
      if (known) known.sections.push(id)
      else all.set(entityKey(entity), { ...entity, sections: [id] })
    }
  }
  return [...all.values()]
}

function entityKey({ type, value }: FoundEntity): string {
  return `${type} ${value.toLowerCase()}`
}

function cellTexts(cell: unknown): string[] {
  if (typeof cell === 'string') return [cell]
  if (Array.isArray(cell)) return cell.filter((item) => typeof item === 'string')
  return []
}
