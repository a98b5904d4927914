import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { version as engineVersion } from '@duckdb/node-api'
import { sqlTypeOf } from '../../../compile/row.ts'

let version: string | undefined

/**
 * Changes with everything that decides what becomes of a file: the loader's own code, the known schemas, the engine, the
 * form values have in it. Nobody has to remember to count it up.
 */
export function loaderVersion(): string {
  if (version !== undefined) return version
  const hash = createHash('sha256').update(`${engineVersion()} ${JSON.stringify(sqlTypeOf)}`)
  const loader = new URL('../load/', import.meta.url)
  const modules = readdirSync(loader, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[jt]s$/.test(name))
  for (const name of modules.sort()) hash.update(readFileSync(new URL(name.replaceAll('\\', '/'), loader)))
  hash.update(readFileSync(new URL('../../../../schemas/log-analytics.txt', import.meta.url)))
  version = hash.digest('hex').slice(0, 32)
  return version
}
