import type { ServedWorkspace } from '../route.ts'
import { noSuchEntity, type RequestIds } from './one-api-error.ts'

/** What Kusto calls the database of a request that names none, and what clients ask for then. */
const defaultName = 'NetDefaultDB'

/** The workspace that goes by a name, in any case, or by its id; the first where none is named. Throws KustoRefusal. */
export function databaseOf(
  name: string | undefined,
  served: readonly ServedWorkspace[],
  ids: RequestIds,
): ServedWorkspace {
  const [first] = served
  if (first && (name === undefined || name === '')) return first
  const sought = name ?? defaultName
  const found =
    served.find((each) => each.name === sought) ??
    served.find((each) => each.id === sought || each.name.toLowerCase() === sought.toLowerCase())
  if (found) return found
  if (first && sought.toLowerCase() === defaultName.toLowerCase()) return first
  throw noSuchEntity('Database', sought, ids)
}
