import { pastedPlace } from './pasted-place.ts'

/**
 * What is to be written for a workspace of the settings that was given as `--workspace` takes one, as a word or a list: `{ kind: local, paths:
 * [./logs] }` for `./logs`. Of anything else, what such a thing looks like.
 */
export function writtenOut(given: unknown): string {
  if (Array.isArray(given) && given.length > 1 && given.every((each) => typeof each === 'string')) {
    return `{ kind: several, workspaces: [${given.map(scalar).join(', ')}] }`
  }
  const word = Array.isArray(given) && given.length === 1 ? given[0] : given
  if (typeof word !== 'string' || word.trim() === '') return '{ kind: local, paths: [./logs] }'
  const recorded = /^recorded:(.+)$/i.exec(word)?.[1]
  if (recorded !== undefined) return `{ kind: recorded, folder: ${scalar(recorded)} }`
  const place = pastedPlace(word)
  const kusto = /^kusto:(.+)\/([^/]+)$/i.exec(word)
  if (place?.kind === 'log-analytics') {
    const { workspace, cloud } = place
    const key = workspace.startsWith('/') ? 'resource' : 'workspace'
    return `{ kind: log-analytics, ${key}: ${scalar(workspace)}${cloud === undefined ? '' : `, cloud: ${cloud}`} }`
  }
  const [cluster, database] = place ? [place.cluster, place.database] : [kusto?.[1], kusto?.[2]]
  if (cluster !== undefined && database !== undefined) {
    return `{ kind: kusto, cluster: ${scalar(cluster)}, database: ${scalar(database)} }`
  }
  return /^(azure|kusto):/i.test(word)
    ? '{ kind: log-analytics, workspace: ID }, or { kind: kusto, cluster: CLUSTER, database: DATABASE }'
    : `{ kind: local, paths: ${writtenList(word)} }`
}

/** A path that was given where a list of them is expected, as that list. */
export function writtenList(path: string): string {
  return `[${scalar(path)}]`
}

/** A text as it may stand between braces: in quotes where YAML would read something else. */
function scalar(text: string): string {
  return /^[\w./~\\-][\w./~\\ -]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`
}
