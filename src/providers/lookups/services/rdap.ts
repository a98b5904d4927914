import { isIPv6 } from 'node:net'
import { parse } from 'tldts'
import type { Json } from '../../../lib/table.ts'
import { AddressRanges } from '../address-ranges.ts'
import { isoTime } from '../indicator.ts'
import { arrayAt, textAt } from '../json-members.ts'
import { hostOf } from '../observable.ts'
import type { AskContext, ServiceDefinition } from '../service.ts'

/** A domain that was registered within so many days is young. */
const youngDays = 30

/** RDAP: who registered a domain or network, by the registry that IANA names for it. */
export const rdap: ServiceDefinition = {
  id: 'rdap',
  title: 'RDAP',
  text: 'Who registered a network or domain, and when: information; a domain registered within 30 days is a warning. Asks the registry that IANA’s list names.',
  about: 'context',
  kinds: ['ip', 'domain', 'url'],
  base: 'https://data.iana.org',
  alsoSentTo: ['the registry of the network or domain'],
  needs: 'nothing',
  perMinute: 60,
  burst: 5,
  hours: 24 * 7,
  async ask(observable, context) {
    const subject = hostOf(observable) ?? observable
    const isAddress = subject.kind === 'ip'
    const name = isAddress ? subject.value : (parse(subject.value).domain ?? subject.value)
    const registries = await registriesFor(isAddress ? (isIPv6(name) ? 'ipv6' : 'ipv4') : 'dns', context)
    const base = registries.find(name)
    if (base === undefined) return undefined
    const path = `${base.replace(/\/?$/, '/')}${isAddress ? 'ip' : 'domain'}/${encodeURIComponent(name)}`
    const mayLeadTo = (url: URL) => registries.origins.has(url.origin)
    const json = await context.client.json({ path, mayLeadTo }, context.signal)
    if (json === undefined) return undefined
    const eventAt = (action: string) =>
      isoTime(
        textAt(
          arrayAt(json, 'events').find((event) => textAt(event, 'eventAction') === action),
          'eventDate',
        ),
      )
    const registered = eventAt('registration')
    const changed = eventAt('last changed')
    const young =
      !isAddress && registered !== undefined && Date.now() - Date.parse(registered) < youngDays * 24 * 3600_000
    const owners = arrayAt(json, 'entities').flatMap(nameOf)
    const what = [
      textAt(json, 'name') || textAt(json, 'ldhName').toLowerCase(),
      owners[0] ?? '',
      textAt(json, 'country'),
    ]
    return {
      severity: young ? 'warning' : 'information',
      verdict: `${what.filter((word) => word !== '').join(', ')}${registered ? `, registered ${registered.slice(0, 10)}` : ''}${young ? ': a young domain' : ''}`,
      tags: arrayAt(json, 'status').map(String),
      ...(registered && { firstSeen: registered }),
      ...(changed && { lastSeen: changed }),
      reference: path,
      raw: json,
    }
  },
}

interface Registries {
  find(name: string): string | undefined
  readonly origins: ReadonlySet<string>
}

/** Lists of registries by who fetches them: they are the same for all questions of a run. */
const fetched = new WeakMap<AskContext['client'], Map<string, Promise<Registries>>>()

function registriesFor(list: 'ipv4' | 'ipv6' | 'dns', { client, signal }: AskContext): Promise<Registries> {
  const lists = fetched.get(client) ?? new Map<string, Promise<Registries>>()
  fetched.set(client, lists)
  const there = lists.get(list)
  if (there) return there
  const fetching = client
    .json({ path: `/rdap/${list}.json` }, signal)
    .then((json) => registriesOf(json, list === 'dns'))
  fetching.catch(() => lists.delete(list))
  lists.set(list, fetching)
  return fetching
}

function registriesOf(json: Json | undefined, isNames: boolean): Registries {
  const services = arrayAt(json, 'services').map((service) => {
    const [of, urls] = service as readonly (readonly string[])[]
    return { of: of ?? [], url: urls?.find((url) => url.startsWith('https:')) ?? urls?.[0] }
  })
  const origins = new Set(services.flatMap(({ url }) => (url && URL.canParse(url) ? [new URL(url).origin] : [])))
  if (isNames) {
    const byLabel = new Map(services.flatMap(({ of, url }) => of.map((label) => [label.toLowerCase(), url] as const)))
    return { origins, find: (name) => byLabel.get(name.slice(name.lastIndexOf('.') + 1)) }
  }
  const ranges = new AddressRanges<string | undefined>()
  for (const { of, url } of services) for (const network of of) ranges.add(network, url)
  return { origins, find: (address) => ranges.find(address)[0]?.entry }
}

/** The name on the card of a registrant: a vCard in JSON. */
function nameOf(entity: Json): string[] {
  const roles = arrayAt(entity, 'roles').map(String)
  const fields = (arrayAt(entity, 'vcardArray')[1] ?? []) as readonly (readonly Json[])[]
  const name = Array.isArray(fields)
    ? fields.find((field) => Array.isArray(field) && field[0] === 'fn')?.[3]
    : undefined
  return roles.includes('registrant') && typeof name === 'string' && name !== '' ? [name] : []
}
