import type { Json } from '../../lib/table.ts'
import { parseJson } from '../sessions/parse-event.ts'
import { normaliseValue } from './command-line/normalise-value.ts'
import { bagJson, type ValueChoice } from './split-command-lines.ts'

/**
 * Parameters as logs write them: a bag; a list of `{"Name", "Value"}` pairs (also `NewValue`, as of changed properties; `key`, `value`); a list of
 * names; any of these as JSON text. Empty where there are none; undefined where they cannot be read.
 */
export function readBag(text: string): ReadonlyMap<string, Json> | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed === 'null' || trimmed === '-') return new Map()
  const json = parseJson(trimmed)
  if (typeof json === 'string' && json !== trimmed) return readBag(json)
  if (json === null) return new Map()
  if (Array.isArray(json)) return readList(json)
  return typeof json === 'object' ? new Map(Object.entries(json)) : undefined
}

function readList(json: readonly Json[]): ReadonlyMap<string, Json> | undefined {
  const bag = new Map<string, Json>()
  for (const item of json) {
    if (typeof item === 'string') {
      bag.set(item, bag.get(item) ?? null)
      continue
    }
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return undefined
    const pair = item as { readonly [key: string]: Json }
    const name = pair.Name ?? pair.name ?? pair.key ?? pair.displayName
    if (typeof name !== 'string') return undefined
    bag.set(name, pair.Value ?? pair.NewValue ?? pair.value ?? pair.newValue ?? null)
  }
  return bag
}

/** A bag as JSON, with what is wanted of its values. */
export function parametersJson(bag: ReadonlyMap<string, Json>, values: ValueChoice): string {
  if (values === 'names') return JSON.stringify([...bag.keys()])
  if (values === 'logged') return bagJson(bag)
  return bagJson(new Map(Array.from(bag, ([name, value]) => [name, normalised(value)])))
}

function normalised(value: Json): Json {
  if (value === null || typeof value === 'boolean') return value
  return normaliseValue(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
