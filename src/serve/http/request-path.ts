/**
 * The path of a request's target, decoded once, and its query; undefined for a target that no client of ours sends: another
 * form than a path, dot segments, doubled or encoded slashes, backslashes, control characters, broken encodings.
 */
export function requestPath(target: string | undefined): { path: string; query: URLSearchParams } | undefined {
  if (target === undefined || !target.startsWith('/')) return undefined
  const at = target.indexOf('?')
  const raw = at < 0 ? target : target.slice(0, at)
  if (/%2f|%5c|%00|\\|\/\/|#/i.test(raw)) return undefined
  const path = decoded(raw)
  if (path === undefined || /[\x00-\x1f\x7f]/.test(path)) return undefined
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) return undefined
  // The routes know no path that ends so, and curl users write it.
  return {
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    query: new URLSearchParams(at < 0 ? '' : target.slice(at + 1)),
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
