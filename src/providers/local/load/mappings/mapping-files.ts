import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isMappingName, mappingsFolder } from './mapping-names.ts'

/** The YAML files of mappings below folders of logs, then those of the folders that are given, in the order of their names. */
export function mappingFiles(paths: readonly string[], folders: readonly string[]): string[] {
  return [...paths.map((path) => join(path, mappingsFolder)), ...folders].flatMap((folder) =>
    namesIn(folder).map((name) => join(folder, name)),
  )
}

function namesIn(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory()) return []
    return readdirSync(folder).filter(isMappingName).sort()
  } catch {
    // Most folders have none.
    return []
  }
}
