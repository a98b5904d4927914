/** `additional-data` → `additionalData`: the name of an id in code. */
export function camelCase(id: string): string {
  return id.replace(/[-/]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
