import type { NotebookletInfo } from './desk.ts'
import type { EntityType } from './result-data.ts'

/** The notebooklets that take a kind of entity. One about this kind alone says more of it than one that takes many: it comes first. */
export function pivotsFor(notebooklets: readonly NotebookletInfo[], type: EntityType): NotebookletInfo[] {
  return notebooklets
    .filter(({ entities, value }) => value && entities.includes(type))
    .sort((a, b) => a.entities.length - b.entities.length)
}
