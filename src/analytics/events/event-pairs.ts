import { eventFields } from '../columns/event-data.ts'

/**
 * The pairs of name and value in event data, in their order: of XML with a `Data` element of each name, or of a JSON bag. Elements without a name are
 * called `Data1`, `Data2` … by their place. Empty where the text is neither.
 */
export function eventPairs(text: string): readonly (readonly [string, string])[] {
  const trimmed = text.trimStart()
  if (trimmed.startsWith('{')) {
    try {
      const field = eventFields(trimmed)
      return Object.keys(JSON.parse(trimmed) as object).map((name) => [name, field(name)] as const)
    } catch {
      return []
    }
  }
  const pairs: (readonly [string, string])[] = []
  // One element after the other: `[^<]*` stops at the next tag, so the time taken is in proportion to the text.
  const element = /<Data(?:\s+Name=(?:"([^"<]*)"|'([^'<]*)'))?\s*(?:\/>|>([^<]*)<\/Data>)/g
  for (const [, double, single, value = ''] of trimmed.matchAll(element)) {
    const name = double ?? single ?? `Data${pairs.length + 1}`
    pairs.push([name, eventFields(`<Data Name="x">${value}</Data>`)('x').trim()])
  }
  return pairs
}
