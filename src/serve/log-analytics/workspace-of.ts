import type { ServedWorkspace } from '../route.ts'

/** The served workspace that goes by an id, a name, or a resource id that ends in its name. Names are not case-sensitive in Azure. */
export function servedBy(served: readonly ServedWorkspace[], identifier: string): ServedWorkspace | undefined {
  const wanted = identifier.trim().toLowerCase()
  const last = wanted.startsWith('/') || wanted.split('/').length === 3 ? wanted.split('/').at(-1) : undefined
  return served.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted || name.toLowerCase() === last)
}
