/** What may be written to disk, and where. Without it nothing is written, and what does not fit in memory fails. */
export interface DiskUse {
  /** The user's own folder for what can be made again. It is made where it is missing, for the user alone. */
  readonly folder: string
  /** What was read is kept for the next opening. Absent: nothing kept is used, and nothing is kept. */
  readonly cache?: CacheLimits
}

export interface CacheLimits {
  /** Files of fewer bytes together are not kept: reading them takes no longer than looking for what was kept. */
  readonly leastBytes?: number
  /** Most bytes of all that is kept; what was not used for longest goes first. 0: what there is is used, and no more is kept. */
  readonly mostBytes?: number
}

export const defaultLimits: Required<CacheLimits> = { leastBytes: 16_000_000, mostBytes: 10_000_000_000 }
