import type { Json } from '../../lib/table.ts'

/** An object of an alert's JSON: an entity, or a reference to one. */
export type JsonObject = { readonly [key: string]: Json }

/** What an entity of an alert is, in a row's terms. */
export const alertEntityTypes = [
  'account',
  'host',
  'ip',
  'url',
  'domain',
  'file',
  'hash',
  'process',
  'logon-session',
  'mailbox',
  'mail-message',
  'mail-cluster',
  'application',
  'resource',
  'registry',
  'malware',
  'group',
  'connection',
  'alert',
  'device',
  'Other',
] as const

export type AlertEntityType = (typeof alertEntityTypes)[number]

export interface DescribedEntity {
  readonly type: AlertEntityType
  /** What it is called by; empty where nothing in it names it. */
  readonly value: string
  /** What else a reader would ask of it, in a few words. */
  readonly detail: string
  readonly commandLine?: string
}

/** What stands behind a `$ref`; the object itself where it is none. */
export type Resolve = (value: Json | undefined) => JsonObject | undefined

type Describe = (entity: JsonObject, resolve: Resolve) => Omit<DescribedEntity, 'type'>

/** Kinds of entities as Microsoft writes them, without hyphens and in small letters, and how each is told. */
const kinds: Readonly<Record<string, { readonly type: AlertEntityType; readonly describe: Describe }>> = {
  account: { type: 'account', describe: account },
  serviceprincipal: {
    type: 'application',
    describe: (entity) => ({
      value: text(entity, 'ServicePrincipalName', 'DisplayName', 'AppId', 'ServicePrincipalObjectId'),
      detail: facts(['object', text(entity, 'ServicePrincipalObjectId')], ['application', text(entity, 'AppId')]),
    }),
  },
  host: { type: 'host', describe: host },
  machine: { type: 'host', describe: host },
  ip: { type: 'ip', describe: address },
  url: { type: 'url', describe: (entity) => ({ value: text(entity, 'Url'), detail: '' }) },
  dns: {
    type: 'domain',
    describe: (entity, resolve) => ({
      value: text(entity, 'DomainName'),
      detail: facts([
        'resolves to',
        objects(entity.IpAddress, resolve)
          .map((each) => text(each, 'Address'))
          .join(', '),
      ]),
    }),
  },
  dnsresolution: { type: 'domain', describe: (entity) => ({ value: text(entity, 'DomainName'), detail: '' }) },
  file: { type: 'file', describe: file },
  filehash: {
    type: 'hash',
    describe: (entity) => ({ value: text(entity, 'Value').toLowerCase(), detail: text(entity, 'Algorithm') }),
  },
  process: { type: 'process', describe: process },
  hostlogonsession: {
    type: 'logon-session',
    describe: (entity, resolve) => ({
      value: text(entity, 'SessionId'),
      detail: facts(['on', nameOf(entity.Host, resolve)], ['of', nameOf(entity.Account, resolve)]),
    }),
  },
  mailbox: {
    type: 'mailbox',
    describe: (entity) => ({
      value: text(entity, 'MailboxPrimaryAddress', 'Upn', 'DisplayName', 'ExternalDirectoryObjectId'),
      detail: text(entity, 'DisplayName'),
    }),
  },
  mailmessage: {
    type: 'mail-message',
    describe: (entity) => ({
      value: text(entity, 'Subject', 'InternetMessageId', 'NetworkMessageId'),
      detail: facts(
        ['from', text(entity, 'P2Sender', 'Sender', 'P1Sender')],
        ['to', text(entity, 'Recipient')],
        ['message', text(entity, 'NetworkMessageId')],
      ),
    }),
  },
  mailcluster: {
    type: 'mail-cluster',
    describe: (entity) => ({
      value: text(entity, 'Query', 'ClusterSourceIdentifier'),
      detail: facts(['messages', text(entity, 'MailCount')]),
    }),
  },
  cloudapplication: { type: 'application', describe: application },
  oauthapplication: { type: 'application', describe: application },
  azureresource: {
    type: 'resource',
    describe: (entity) => ({ value: text(entity, 'ResourceId'), detail: text(entity, 'ResourceType') }),
  },
  amazonresource: {
    type: 'resource',
    describe: (entity) => ({
      value: text(entity, 'AmazonResourceId', 'ResourceId'),
      detail: text(entity, 'ResourceType'),
    }),
  },
  gcpresource: {
    type: 'resource',
    describe: (entity) => ({
      value: text(entity, 'RelatedResourceName', 'ResourceId'),
      detail: text(entity, 'ProjectId'),
    }),
  },
  registrykey: {
    type: 'registry',
    describe: (entity) => ({ value: path([text(entity, 'Hive'), text(entity, 'Key')], '\\'), detail: '' }),
  },
  registryvalue: {
    type: 'registry',
    describe(entity, resolve) {
      const key = resolve(entity.Key)
      const under = key ? path([text(key, 'Hive'), text(key, 'Key')], '\\') : text(entity, 'Key')
      return { value: path([under, text(entity, 'Name')], '\\'), detail: text(entity, 'Value') }
    },
  },
  malware: {
    type: 'malware',
    describe: (entity) => ({ value: text(entity, 'Name'), detail: text(entity, 'Category') }),
  },
  securitygroup: {
    type: 'group',
    describe: (entity) => ({
      value: text(entity, 'DistinguishedName', 'Name', 'SID', 'ObjectGuid'),
      detail: facts(['SID', text(entity, 'SID')]),
    }),
  },
  networkconnection: {
    type: 'connection',
    describe(entity, resolve) {
      const end = (name: string) => path([nameOf(entity[`${name}Address`], resolve), text(entity, `${name}Port`)], ':')
      return { value: path([end('Source'), end('Destination')], ' → '), detail: text(entity, 'Protocol') }
    },
  },
  iotdevice: {
    type: 'device',
    describe: (entity) => ({ value: text(entity, 'DeviceName', 'DeviceId'), detail: text(entity, 'DeviceType') }),
  },
  alerts: {
    type: 'alert',
    describe: (entity) => ({
      value: String([entity.SystemAlertIds ?? entity.SystemAlertId].flat()[0] ?? ''),
      detail: facts(['', text(entity, 'DisplayName')], ['on', text(entity, 'CompromisedEntity')]),
    }),
  },
}

/** The kind that an entity says it is, in small letters and without hyphens. */
export function kindOf(entity: JsonObject): string {
  return text(entity, 'Type').toLowerCase().replaceAll('-', '').replaceAll('_', '')
}

/** An entity in a row's terms; a kind that nobody knows is `Other`, called by whatever names it. */
export function describeEntity(entity: JsonObject, kind: string, resolve: Resolve): DescribedEntity {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (known) return { type: known.type, ...known.describe(entity, resolve) }
  const value = text(entity, 'Name', 'FriendlyName', 'DisplayName', 'Id', 'ResourceId', 'Value', 'Address')
  return { type: 'Other', value: value || firstText(entity), detail: text(entity, 'Type') }
}

/** The first of these properties that holds a text or a number; names differ in case between products. */
export function text(entity: JsonObject, ...names: readonly string[]): string {
  for (const name of names) {
    const value = entity[name] ?? entity[`${name[0]!.toLowerCase()}${name.slice(1)}`]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    if (typeof value === 'number') return String(value)
  }
  return ''
}

function firstText(entity: JsonObject): string {
  const found = Object.entries(entity).find(
    ([name, value]) =>
      !name.startsWith('$') && name.toLowerCase() !== 'type' && typeof value === 'string' && value !== '',
  )
  return found === undefined ? '' : String(found[1])
}

function account(entity: JsonObject, resolve: Resolve): Omit<DescribedEntity, 'type'> {
  const name = text(entity, 'Name')
  const suffix = text(entity, 'UPNSuffix')
  const domain = text(entity, 'NTDomain')
  const isWhole = name.includes('@') || name.includes('\\')
  const upn = text(entity, 'UserPrincipalName')
  const known = name === '' || isWhole ? name : suffix ? `${name}@${suffix}` : domain ? `${domain}\\${name}` : ''
  const value = known || upn || name || text(entity, 'DisplayName', 'AadUserId', 'Sid', 'ObjectGuid', 'PUID')
  return {
    value,
    detail: facts(
      ['on', nameOf(entity.Host, resolve)],
      ['logon', text(entity, 'LogonId')],
      ['SID', text(entity, 'Sid')],
      ['Entra ID', text(entity, 'AadUserId')],
    ),
  }
}

function host(entity: JsonObject): Omit<DescribedEntity, 'type'> {
  const name = text(entity, 'HostName', 'NetBiosName')
  const domain = text(entity, 'DnsDomain')
  const resource = text(entity, 'AzureID')
  const full = name === '' || domain === '' || name.includes('.') ? name : `${name}.${domain}`
  return {
    value: text(entity, 'FQDN', 'FullName') || full || (resource.split('/').at(-1) ?? '') || text(entity, 'OMSAgentID'),
    detail: facts(['', text(entity, 'OSFamily')], ['domain', text(entity, 'NTDomain')], ['', resource]),
  }
}

function address(entity: JsonObject, resolve: Resolve): Omit<DescribedEntity, 'type'> {
  const place = resolve(entity.Location)
  const where = place ? [text(place, 'City'), text(place, 'State'), text(place, 'CountryName', 'CountryCode')] : []
  const network = place ? facts(['AS', text(place, 'Asn')], ['', text(place, 'Carrier', 'Organization')]) : ''
  return { value: text(entity, 'Address'), detail: path([path(where, ', '), network], '; ') }
}

function file(entity: JsonObject, resolve: Resolve): Omit<DescribedEntity, 'type'> {
  const folder = text(entity, 'Directory')
  const between = folder.includes('\\') || /^[a-z]:/i.test(folder) ? '\\' : '/'
  return {
    value:
      path([folder.replace(/(?<![\\/])[\\/]+$/, ''), text(entity, 'Name')], between) ||
      text(entity, 'Sha256', 'Sha1', 'Md5'),
    detail: facts(['on', nameOf(entity.Host, resolve)], ['from', text(entity, 'HostUrl')]),
  }
}

function process(entity: JsonObject, resolve: Resolve): Omit<DescribedEntity, 'type'> {
  const image = resolve(entity.ImageFile)
  const commandLine = text(entity, 'CommandLine')
  const id = text(entity, 'ProcessId')
  const program = image ? file(image, resolve).value : ''
  const parent = resolve(entity.ParentProcess)
  return {
    value: program || commandLine || (id ? `process ${id}` : ''),
    detail: facts(
      ['', program ? commandLine : ''],
      ['process', program || commandLine ? id : ''],
      ['by', nameOf(entity.Account, resolve)],
      ['on', nameOf(entity.Host, resolve)],
      ['started by', parent ? parentName(parent, resolve) : ''],
    ),
    commandLine,
  }
}

/** What a parent is called by, and no further up: a chain may come back to where it began. */
function parentName(parent: JsonObject, resolve: Resolve): string {
  const image = resolve(parent.ImageFile)
  const id = text(parent, 'ProcessId')
  return (image && file(image, () => undefined).value) || text(parent, 'CommandLine') || (id && `process ${id}`)
}

function application(entity: JsonObject): Omit<DescribedEntity, 'type'> {
  return {
    value: text(entity, 'Name', 'DisplayName', 'InstanceName', 'AppId', 'OAuthAppId'),
    detail: facts(['application', text(entity, 'AppId', 'OAuthAppId')], ['instance', text(entity, 'InstanceName')]),
  }
}

/** What an entity that another names is called by. What it names in turn is left out. */
function nameOf(value: Json | undefined, resolve: Resolve): string {
  const entity = resolve(value)
  if (!entity) return typeof value === 'string' ? value : ''
  const none: Resolve = () => undefined
  const kind = kindOf(entity)
  if (kind === 'host' || text(entity, 'HostName') !== '') return host(entity).value
  return kind === 'ip' || text(entity, 'Address') !== '' ? text(entity, 'Address') : account(entity, none).value
}

function objects(value: Json | undefined, resolve: Resolve): JsonObject[] {
  const each: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value as Json | undefined]
  return each.flatMap((item): readonly JsonObject[] => {
    const found = resolve(item)
    return found ? [found] : []
  })
}

function facts(...pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .filter(([, value]) => value !== '')
    .map(([name, value]) => (name === '' ? value : `${name} ${value}`))
    .join('; ')
}

function path(parts: readonly string[], between: string): string {
  return parts.filter((part) => part !== '').join(between)
}
