/** A folder of this name directly below a folder of logs holds mappings, and no logs. */
export const mappingsFolder = 'mappings'

/** True for the name of a file that may hold a mapping. */
export function isMappingName(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !name.startsWith('.')
}
