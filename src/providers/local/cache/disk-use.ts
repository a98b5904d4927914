/** What may be written to disk, and where. Without it nothing is written, and what does not fit in memory fails. */
export interface DiskUse {
  /** The user's own folder for what can be made again. It is made where it is missing, for the user alone. */
  readonly folder: string
  /** What was read is kept for the next opening. Absent: nothing kept is used, and nothing is kept. */
  readonly cache?: CacheLimits
}

/** What huntlet writes into that folder, each in a folder of its own. */
export const keptFolders = {
  /** What was read of large inputs. */
  workspaces: 'workspaces',
  /** Snapshots of the compiler. */
  compiler: 'compiler',
  /** Our own code as Node has compiled it. */
  code: 'code',
  /** What tables workspaces of services have. */
  schemas: 'schemas',
  /** What look-up services answered. */
  lookups: 'lookups',
  /** What workspaces of services answered. */
  answers: 'answers',
  /** What does not fit in memory, while a workspace is open. */
  spill: 'spill',
} as const

/** Which inputs are kept, and how much of them. */
export interface CacheLimits {
  /** Files of fewer bytes together are not kept: reading them takes no longer than looking for what was kept. */
  readonly leastBytes?: number
  /** Most bytes of all that is kept; what was not used for longest goes first. 0: what there is is used, and no more is kept. */
  readonly mostBytes?: number
}

/** The limits where nobody says otherwise. */
export const defaultLimits: Required<CacheLimits> = { leastBytes: 16_000_000, mostBytes: 10_000_000_000 }
