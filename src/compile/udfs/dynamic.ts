import type { Json } from '../../lib/table.ts'
import type { Udf, UdfValue } from '../row.ts'
import { bagOf, isBag, isRaw, isTooDeep, parseExactly, withoutTooDeep } from './exact-json.ts'

type Bag = { readonly [key: string]: Json }

/** Undefined also for a value that is nested too deeply to go through: one row of it would end the query. */
function parsed(value: UdfValue | undefined): Json | undefined {
  return typeof value === 'string' && !isTooDeep(value) ? parseExactly(value) : undefined
}

/** The values of all rows; null for one that is nested too deeply, as for one that is absent. */
function parsedRows(json: UdfValue | undefined): Json | undefined {
  return typeof json === 'string' ? parsed(withoutTooDeep(json)) : undefined
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** JSON with the keys of every bag in the order of their code points. */
function canonical(value: Json): Json {
  if (isArray(value)) return value.map(canonical)
  if (!isBag(value)) return value
  return bagOf(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}

/** What an element is told apart by: 2 and 2.0 are one, 2 and "2" are not. */
function identity(value: Json): string {
  if (typeof value === 'string') return `"${value}`
  if (typeof value === 'number') return String(value)
  return JSON.stringify(canonical(isRaw(value) ? (JSON.parse(JSON.stringify(value)) as Json) : value))
}

function distinct(items: readonly Json[]): Map<string, Json> {
  const found = new Map<string, Json>()
  for (const item of items) {
    const key = identity(item)
    if (!found.has(key)) found.set(key, item)
  }
  return found
}

function combineSets(operation: string, arrays: readonly (readonly Json[])[]): Json[] {
  const [first = [], ...others] = arrays
  if (operation === 'set_union') return [...distinct(arrays.flat()).values()]
  const sets = others.map((other) => new Set(other.map(identity)))
  const keeps = (key: string) =>
    operation === 'set_intersect' ? sets.every((set) => set.has(key)) : !sets.some((set) => set.has(key))
  return [...distinct(first)].filter(([key]) => keeps(key)).map(([, item]) => item)
}

const datetimeText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Numbers and times, then texts, then the rest. */
function rank(value: Json): number {
  if (typeof value === 'number' || isRaw(value)) return 0
  if (typeof value === 'string') return datetimeText.test(value) ? 0 : 1
  return 2
}

function compare(a: Json, b: Json): number {
  const byRank = rank(a) - rank(b)
  if (byRank !== 0) return byRank
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const [left, right] = [Number(JSON.stringify(a)), Number(JSON.stringify(b))]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The first array sorted, the others in its order; null for one of another length. */
function sortTogether(arrays: readonly Json[], descending: boolean, nullsLast: boolean): Json[] {
  const [first] = arrays
  if (!isArray(first)) return arrays.map(() => null)
  const order = first
    .map((_, place) => place)
    .sort((a, b) => {
      const [left, right] = [first[a]!, first[b]!]
      if (left === null || right === null) {
        return left === right ? 0 : (left === null) === nullsLast ? 1 : -1
      }
      return descending ? compare(right, left) : compare(left, right)
    })
  return arrays.map((array) =>
    isArray(array) && array.length === first.length ? order.map((place) => array[place]!) : null,
  )
}

function splitArray(items: readonly Json[], at: Json): Json[][] {
  const places = (isArray(at) ? at : [at]).map((place) => {
    const index = Number(JSON.stringify(place))
    return index < 0 ? items.length + index : index
  })
  const bounds = [0, ...places, items.length]
  return bounds.slice(1).map((end, index) => items.slice(Math.max(0, bounds[index]!), Math.max(0, end)))
}

/** `$.a.b` and `$['a']['b']` → the keys; any other text is one key. Undefined for a path that is none. */
function pathOf(key: string): readonly string[] | undefined {
  if (!key.startsWith('$')) return [key]
  const steps = /^\$(?:\.[^.[\]]+|\['[^']*'\]|\["[^"]*"\])+$/.test(key)
    ? [...key.matchAll(/\.([^.[\]]+)|\['([^']*)'\]|\["([^"]*)"\]/g)]
    : undefined
  return steps?.map(([, plain, single, double]) => plain ?? single ?? double ?? '')
}

function hasPath(value: Json, path: readonly string[]): boolean {
  const [key, ...rest] = path
  if (key === undefined) return true
  return isBag(value) && Object.hasOwn(value, key) && hasPath(value[key]!, rest)
}

function removePath(value: Json, path: readonly string[]): Json {
  const [key, ...rest] = path
  if (key === undefined || !isBag(value) || !Object.hasOwn(value, key)) return value
  return bagOf(
    Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      if (name !== key) return [[name, inner]]
      return rest.length === 0 ? [] : [[name, removePath(inner, rest)]]
    }),
  )
}

function setPath(bag: Bag, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return bag
  const inner = Object.hasOwn(bag, key) ? bag[key] : undefined
  const next = rest.length === 0 ? value : setPath(isBag(inner) ? inner : {}, rest, value)
  return bagOf([...Object.entries(bag).filter(([name]) => name !== key), [key, next]])
}

function treePaths(value: Json, prefix: string, paths: Set<string>): void {
  if (isArray(value)) {
    if (value.length > 0) paths.add(`${prefix}[0]`)
    for (const item of value) treePaths(item, `${prefix}[0]`, paths)
  } else if (isBag(value)) {
    for (const [key, inner] of Object.entries(value)) {
      paths.add(`${prefix}['${key}']`)
      treePaths(inner, `${prefix}['${key}']`, paths)
    }
  }
}

function hasTerm(text: string, term: string): boolean {
  if (term === '') return true
  const separator = '[^\\p{L}\\p{N}]'
  const before = /^[\p{L}\p{N}]/u.test(term) ? `(?:^|${separator})` : ''
  const after = /[\p{L}\p{N}]$/u.test(term) ? `(?:$|${separator})` : ''
  return new RegExp(before + term.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') + after, 'iu').test(text)
}

/** The key under which the types of an array's elements stand. */
const indexer = '`indexer`'

/** The types seen in one place: those of single values, and the places within bags and arrays. */
interface Schema {
  readonly types: Set<string>
  readonly members: Map<string, Schema>
}

function addToSchema(schema: Schema, value: Json): void {
  const member = (key: string) => {
    const known = schema.members.get(key) ?? { types: new Set<string>(), members: new Map<string, Schema>() }
    schema.members.set(key, known)
    return known
  }
  if (value === null) return
  if (isArray(value)) {
    const items = member(indexer)
    for (const item of value) addToSchema(items, item)
  } else if (isBag(value)) {
    for (const [key, inner] of Object.entries(value)) addToSchema(member(key), inner)
  } else {
    const isWhole = /^-?\d+$/.test(JSON.stringify(value))
    schema.types.add(
      typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : isWhole ? 'long' : 'double',
    )
  }
}

function schemaJson({ types, members }: Schema): Json {
  const parts: Json[] = [...types]
  if (members.size > 0) parts.push(bagOf([...members].map(([key, inner]) => [key, schemaJson(inner)])))
  return parts.length === 1 ? parts[0]! : parts
}

export const dynamicUdfs: readonly Udf[] = [
  {
    name: 'kql_canonical_json',
    parameters: ['VARCHAR'],
    returns: 'VARCHAR',
    evaluate(json) {
      if (typeof json !== 'string') return null
      // Such a value is told apart by its text as it stands, rather than be one with all others that are as deep.
      return isTooDeep(json) ? json : JSON.stringify(canonical(parseExactly(json)))
    },
  },
  {
    // An array of bags → one bag: of a key that comes twice the first value stays.
    name: 'kql_merge_bags',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(json) {
      const list = parsedRows(json)
      if (!isArray(list)) return null
      const merged = new Map<string, Json>()
      for (const bag of list) {
        if (!isBag(bag)) continue
        for (const [key, value] of Object.entries(bag)) if (!merged.has(key)) merged.set(key, value)
      }
      return JSON.stringify(bagOf(merged))
    },
  },
  {
    name: 'kql_set',
    parameters: ['VARCHAR', 'JSON'],
    returns: 'JSON',
    evaluate(operation, json) {
      const list = parsed(json)
      if (!isArray(list) || !list.every(isArray)) return null
      return JSON.stringify(combineSets(String(operation), list))
    },
  },
  {
    name: 'kql_jaccard_index',
    parameters: ['JSON', 'JSON'],
    returns: 'DOUBLE',
    evaluate(a, b) {
      const [left, right] = [parsed(a), parsed(b)]
      if (!isArray(left) || !isArray(right)) return null
      return combineSets('set_intersect', [left, right]).length / combineSets('set_union', [left, right]).length
    },
  },
  {
    // An array of arrays → the same, sorted by the first.
    name: 'kql_array_sort',
    parameters: ['JSON', 'BOOLEAN', 'BOOLEAN'],
    returns: 'JSON',
    evaluate(json, descending, nullsLast) {
      const arrays = parsed(json)
      return isArray(arrays) ? JSON.stringify(sortTogether(arrays, descending === true, nullsLast !== false)) : null
    },
  },
  {
    name: 'kql_array_split',
    parameters: ['JSON', 'JSON'],
    returns: 'JSON',
    evaluate(json, at) {
      const [items, places] = [parsed(json), parsed(at)]
      return isArray(items) && places !== undefined ? JSON.stringify(splitArray(items, places)) : null
    },
  },
  {
    name: 'kql_bag_has_key',
    parameters: ['JSON', 'VARCHAR'],
    returns: 'BOOLEAN',
    evaluate(json, key) {
      const bag = parsed(json)
      const path = pathOf(String(key ?? ''))
      return isBag(bag) && path !== undefined ? hasPath(bag, path) : null
    },
  },
  {
    name: 'kql_bag_remove_keys',
    parameters: ['JSON', 'JSON'],
    returns: 'JSON',
    evaluate(json, keys) {
      const [bag, names] = [parsed(json), parsed(keys)]
      if (!isBag(bag)) return null
      const paths = (isArray(names) ? names : [])
        .filter((name) => typeof name === 'string')
        .map(pathOf)
        .filter((path) => path !== undefined)
      return JSON.stringify(paths.reduce<Json>(removePath, bag))
    },
  },
  {
    name: 'kql_bag_set_key',
    parameters: ['JSON', 'VARCHAR', 'JSON'],
    returns: 'JSON',
    evaluate(json, key, value) {
      const bag = parsed(json)
      const path = pathOf(String(key ?? ''))
      if (!isBag(bag) || path === undefined) return null
      return JSON.stringify(setPath(bag, path, parsed(value) ?? null))
    },
  },
  {
    name: 'kql_bag_zip',
    parameters: ['JSON', 'JSON'],
    returns: 'JSON',
    evaluate(keys, values) {
      const [names, items] = [parsed(keys), parsed(values)]
      if (!isArray(names)) return null
      const value = (index: number) => (isArray(items) ? (items[index] ?? null) : null)
      return JSON.stringify(
        bagOf(
          names
            .map((name, index) => [name, value(index)] as const)
            .filter((pair): pair is readonly [string, Json] => typeof pair[0] === 'string'),
        ),
      )
    },
  },
  {
    name: 'kql_treepath',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(json) {
      const value = parsed(json)
      if (!isBag(value) && !isArray(value)) return null
      const paths = new Set<string>()
      treePaths(value, '', paths)
      return JSON.stringify([...paths])
    },
  },
  {
    name: 'kql_has_any_index',
    parameters: ['VARCHAR', 'JSON'],
    returns: 'BIGINT',
    evaluate(text, json) {
      const terms = parsed(json)
      if (typeof text !== 'string' || !isArray(terms)) return null
      const asText = (term: Json) => (typeof term === 'string' ? term : JSON.stringify(term))
      return BigInt(terms.findIndex((term) => term !== null && hasTerm(text, asText(term))))
    },
  },
  {
    name: 'kql_schema',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(json) {
      const values = parsedRows(json)
      if (!isArray(values)) return null
      const schema: Schema = { types: new Set(), members: new Map() }
      for (const value of values) addToSchema(schema, value)
      return JSON.stringify(schemaJson(schema))
    },
  },
]
