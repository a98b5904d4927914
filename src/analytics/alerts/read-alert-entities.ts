import { invariant } from '../../lib/invariant.ts'
import { ownEntry } from '../../lib/own-entry.ts'
import type { Json } from '../../lib/table.ts'
import { extractIocs } from '../text/extract-iocs.ts'
import type { IocType } from '../text/ioc-types.ts'
import {
  type AlertEntityType,
  type DescribedEntity,
  describeEntity,
  type JsonObject,
  kindOf,
  text,
} from './describe-entity.ts'

/** An entity of an alert, and where in the alert it stands. */
export interface AlertEntity extends DescribedEntity {
  /** `compromised`, `entity`, the name of an extended property, `in a command line`. */
  readonly role: string
  /** What the alert says of it; empty for what only a text names. */
  readonly properties: JsonObject
}

export interface AlertTexts {
  /** JSON text, or JSON already. */
  readonly entities: Json
  readonly extendedProperties?: Json
  readonly compromisedEntity?: string
}

/** What a property of an entity holds where it does not say so itself. */
const kindOfProperty: Readonly<Record<string, string>> = {
  Host: 'host',
  SourceHost: 'host',
  DestinationHost: 'host',
  Account: 'account',
  ImageFile: 'file',
  ParentProcess: 'process',
  CreationProcess: 'process',
  FileHashes: 'filehash',
  SourceAddress: 'ip',
  DestinationAddress: 'ip',
}

const typeOfIoc: Partial<Record<IocType, AlertEntityType>> = {
  ipv4: 'ip',
  ipv6: 'ip',
  url: 'url',
  dns: 'domain',
  md5_hash: 'hash',
  sha1_hash: 'hash',
  sha256_hash: 'hash',
  sha512_hash: 'hash',
}

const iocTypes = Object.keys(typeOfIoc) as IocType[]

/** Extended properties about the rule, not about what happened: a query names what it leaves out as well. */
const ofTheRule =
  /query|rule|resourcetype|data sources|datasources|productcomponent|alert message enrichment|link|url of/i

/**
 * The entities of an alert, each once, in the order in which the alert has them: those of its `Entities` with those nested in
 * them, its compromised entity, and the addresses, URLs, domains and hashes that command lines and extended properties name.
 * `problem` says why `Entities` could not be read. References (`$ref`) may go round in circles.
 */
export function readAlertEntities(alert: AlertTexts): {
  readonly entities: readonly AlertEntity[]
  readonly problem?: string
} {
  const parsed = parseJson(alert.entities)
  const found = new Map<string, AlertEntity>()
  const add = (entity: AlertEntity) => {
    if (entity.value === '') return
    const key = `${entity.type} ${entity.value.toLowerCase()}`
    if (!found.has(key)) found.set(key, entity)
  }
  const nested = 'json' in parsed ? collect(parsed.json) : []
  const byId = new Map(nested.flatMap(({ entity }) => (entity.$id === undefined ? [] : [[String(entity.$id), entity]])))
  const resolve = (value: Json | undefined): JsonObject | undefined => {
    if (!isObject(value)) return undefined
    return value.$ref === undefined ? value : byId.get(String(value.$ref))
  }
  for (const { entity, kind } of nested) {
    add({ ...describeEntity(entity, kind, resolve), role: 'entity', properties: entity })
    for (const algorithm of ['Sha256', 'Sha1', 'Md5']) {
      const value = kind === 'file' ? text(entity, algorithm).toLowerCase() : ''
      add({
        type: 'hash',
        value,
        detail: `${algorithm.toUpperCase()} of ${text(entity, 'Name')}`,
        role: 'entity',
        properties: {},
      })
    }
  }
  for (const { commandLine = '' } of [...found.values()]) named(commandLine, 'in a command line').forEach(add)
  const more = parseJson(alert.extendedProperties ?? null)
  const properties = 'json' in more && isObject(more.json) ? Object.entries(more.json) : []
  for (const [name, value] of properties) {
    if (typeof value === 'string' && !ofTheRule.test(name)) named(value, name).forEach(add)
  }
  const compromised = (alert.compromisedEntity ?? '').trim()
  const entities = withCompromised([...found.values()], compromised)
  return 'problem' in parsed ? { entities, problem: parsed.problem } : { entities }
}

interface Nested {
  readonly entity: JsonObject
  readonly kind: string
}

/** Every object that is an entity, outermost first. A stack of its own: how deep JSON goes is up to whoever wrote it. */
function collect(json: Json): Nested[] {
  const found: Nested[] = []
  const waiting: { readonly value: Json; readonly property: string }[] = [{ value: json, property: '' }]
  while (waiting.length > 0) {
    const next = waiting.pop()
    invariant(next, 'something waits')
    const { value, property } = next
    if (Array.isArray(value)) {
      for (const item of value.toReversed()) waiting.push({ value: item, property })
    } else if (isObject(value)) {
      const kind = kindOf(value) || (ownEntry(kindOfProperty, property) ?? '')
      const isEntity = value.$ref === undefined && (kind !== '' || property === '')
      if (isEntity) found.push({ entity: value, kind })
      for (const [name, inner] of Object.entries(value).toReversed()) {
        if (typeof inner === 'object') waiting.push({ value: inner, property: name })
      }
    }
  }
  return found
}

function named(content: string, role: string): AlertEntity[] {
  return extractIocs(content, { types: iocTypes }).map(({ type, observable, kind }) => ({
    type: typeOfIoc[type]!,
    value: observable,
    detail: kind,
    role,
    properties: {},
  }))
}

/** Marks the entity that the alert calls compromised, or adds it where no entity is called that. */
function withCompromised(entities: readonly AlertEntity[], name: string): readonly AlertEntity[] {
  if (name === '') return entities
  const at = entities.findIndex(({ type, value }) => isCalled(type, value, name))
  if (at >= 0) return entities.with(at, { ...entities[at]!, role: 'compromised' })
  return [{ type: typeOfName(name), value: name, detail: '', role: 'compromised', properties: {} }, ...entities]
}

function isCalled(type: AlertEntityType, value: string, name: string): boolean {
  const [left, right] = [value.toLowerCase(), name.toLowerCase()]
  if (left === right) return true
  if (type === 'host') return left.startsWith(`${right}.`) || right.startsWith(`${left}.`)
  return type === 'account' && left.split('\\').at(-1) === right
}

function typeOfName(name: string): AlertEntityType {
  if (/^\/subscriptions\//i.test(name) || /^arn:/i.test(name)) return 'resource'
  if (/^[^\s@]+@[^\s@]+$/.test(name) || /^[^\\/\s]+\\[^\\/]+$/.test(name)) return 'account'
  const [ioc] = extractIocs(name, { types: ['ipv4', 'ipv6', 'url'] })
  if (ioc?.asFound === name) return typeOfIoc[ioc.type]!
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? 'host' : 'Other'
}

/** An export on top of an export writes JSON as a text of JSON: it is read as often as that may have happened. */
const mostLayers = 3

function parseJson(written: Json): { readonly json: Json } | { readonly problem: string } {
  let json = written
  try {
    for (let layer = 0; layer < mostLayers && typeof json === 'string' && json.trim() !== ''; layer++) {
      json = JSON.parse(json) as Json
    }
  } catch {
    return { problem: 'is no JSON' }
  }
  if (typeof json !== 'string') return { json }
  return json.trim() === '' ? { json: null } : { problem: 'is no JSON' }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
