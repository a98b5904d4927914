import { localLookups } from './local-lookups.ts'
import { services } from './services/index.ts'

/** The names of all look-ups there are. */
export const lookupIds: readonly string[] = [...localLookups({ folders: [] }), ...services].map(({ id }) => id)
