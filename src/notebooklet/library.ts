import type { Query } from '../queries/query-definition.ts'
import type { NotebookletDefinition } from './definition.ts'
import type { EntityType } from './result-data.ts'

/** Where a run finds what is named: queries and other notebooklets. Both throw HuntletError where there is none, or a broken one. */
export interface Library {
  findQuery(id: string): Query
  findNotebooklet(id: string): Promise<NotebookletDefinition>
  /** Columns that a project or user says hold entities, besides the well-known. */
  readonly entityColumns?: Readonly<Record<string, EntityType>>
}
