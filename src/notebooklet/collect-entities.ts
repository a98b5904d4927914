import type { Table } from '../lib/table.ts'
import { entityValue } from './entity-value.ts'
import type { Entity, EntityType, Section } from './result-data.ts'

/** Most distinct entities taken from one section; beyond, the section says how many there are. */
export const entitiesPerSection = 5000

export interface FoundEntity {
  readonly type: EntityType
  readonly value: string
}

interface TableEntities {
  readonly entities: readonly FoundEntity[]
  readonly notice?: string
}

/** Tables do not change, and sections that show the same table name the same entities: a million rows are gone through once. */
const ofTables = new WeakMap<Table, Map<string, TableEntities>>()

/** The entities in a table's cells, in order of rows, each once whatever its case. A list in a dynamic cell gives its items. */
export function tableEntities(table: Table, columns: Readonly<Record<string, EntityType>>): TableEntities {
  const found = ofTables.get(table) ?? new Map<string, TableEntities>()
  ofTables.set(table, found)
  const key = JSON.stringify(columns)
  const entities = found.get(key) ?? findEntities(table, columns)
  found.set(key, entities)
  return entities
}

function findEntities(table: Table, columns: Readonly<Record<string, EntityType>>): TableEntities {
  const found = new Map<string, FoundEntity>()
  for (const [column, type] of Object.entries(columns)) {
    for (const text of columnTexts(table, table.indexOf(column))) {
      const value = entityValue(type, text)
      if (value === undefined) continue
      const key = entityKey({ type, value })
      if (!found.has(key)) found.set(key, { type, value })
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

/** The distinct texts of a column, in order of rows. */
function* columnTexts(table: Table, at: number): Generator<string> {
  const data = table.data[at]
  if (data?.kind !== 'texts') return
  const seen = new Uint8Array(data.dictionary.length)
  for (let row = 0; row < table.rowCount; row++) {
    const position = data.index[row]!
    if (seen[position] === 1 || data.valid?.[row] === 0) continue
    seen[position] = 1
    const cell = table.cell(row, at)
    if (typeof cell === 'string') yield cell
    else if (Array.isArray(cell)) yield* cell.filter((item) => typeof item === 'string')
  }
}
