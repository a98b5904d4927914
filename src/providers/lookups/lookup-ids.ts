import { localLookups } from './local-lookups.ts'

/** The names of all look-ups there are. */
export const lookupIds: readonly string[] = localLookups({ folders: [] }).map(({ id }) => id)
