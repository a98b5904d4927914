/** A second database, in memory, for what is read while queries run: the first may be one that is only read. */
export const besideCatalog = 'beside'

/** A table of texts in the database beside the workspace's: for each column of KQL the engine's. */
export interface BesideTable {
  readonly name: string
  readonly columns: readonly (readonly [name: string, sqlName: string])[]
  /** Which column says in which order rows were read. */
  readonly rowOrder: string
}
