import type { Json } from '../../lib/table.ts'
import type { Udf } from '../row.ts'
import { bagOf, isBag, parseExactly } from './exact-json.ts'

/** JSON with the keys of every bag in the order of their code points. */
function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical)
  if (!isBag(value)) return value
  return bagOf(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}

export const dynamicUdfs: readonly Udf[] = [
  {
    name: 'kql_canonical_json',
    parameters: ['VARCHAR'],
    returns: 'VARCHAR',
    evaluate: (json) => (typeof json === 'string' ? JSON.stringify(canonical(parseExactly(json))) : null),
  },
  {
    // An array of bags → one bag: of a key that comes twice the first value stays.
    name: 'kql_merge_bags',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(json) {
      if (typeof json !== 'string') return null
      const merged = new Map<string, Json>()
      for (const bag of parseExactly(json) as readonly Json[]) {
        if (!isBag(bag)) continue
        for (const [key, value] of Object.entries(bag)) if (!merged.has(key)) merged.set(key, value)
      }
      return JSON.stringify(bagOf(merged))
    },
  },
]
