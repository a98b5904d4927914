import { z } from 'zod'
import { nearest } from '../../lib/diagnostic.ts'
import { parseTimespan } from '../../lib/kql-time.ts'
import { type CloudName, clouds } from '../../providers/azure-clouds.ts'
import { clusterAddress } from '../../providers/kusto/cluster-address.ts'
import { lookupSettingsSchema } from '../../providers/lookups/lookup-settings.ts'
import { authKinds } from '../../providers/service-request.ts'
import { closed } from '../../queries/yaml-document.ts'
import { workspaceId, workspaceName } from './workspace-id.ts'
import { writtenList, writtenOut } from './written-out.ts'

const nonEmpty = (what: string) => z.string().min(1, what)
const path = nonEmpty('a path')
const url = z
  .string()
  .refine(
    (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
    `expected an address with its https://, such as ${clouds.public.endpoint}`,
  )
const cluster = z.string().refine((text) => {
  try {
    return clusterAddress(text).url !== ''
  } catch {
    return false
  }
}, 'expected a cluster without its database, such as help, or https://help.kusto.windows.net; plain http for this machine only')
const tenant = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'a tenant: its id, or a domain such as contoso.com')
const timespan = z.string().refine((text) => {
  const ticks = parseTimespan(text)
  return ticks !== undefined && ticks > 0n
}, 'expected a time such as 30s, 5m or 1h')

/** A secret is named, never written. */
const secret = z.union([closed({ env: nonEmpty('the name of a variable') }), closed({ file: path })])

const login = {
  auth: z.enum(authKinds).optional(),
  tenant: tenant.optional(),
  clientId: nonEmpty('the id of an application').optional(),
  certificate: path.optional(),
  token: secret.optional(),
}

const logAnalytics = closed({
  kind: z.literal('log-analytics'),
  workspace: z
    .string()
    .regex(workspaceId, 'the id of a workspace: a guid, on its overview page in the portal')
    .optional(),
  resource: z
    .string()
    .regex(
      /^\/subscriptions\/[^?#]+$/i,
      'the id of a resource: /subscriptions/… (huntlet workspaces add takes the address of its page in the portal)',
    )
    .optional(),
  cloud: z.enum(Object.keys(clouds) as [CloudName, ...CloudName[]]).optional(),
  endpoint: url.optional(),
  audience: url.optional(),
  plans: z.record(z.string(), z.enum(['analytics', 'basic', 'auxiliary'])).optional(),
  ...login,
})

const kusto = closed({
  kind: z.literal('kusto'),
  cluster,
  database: nonEmpty('the name of a database'),
  timeColumn: nonEmpty('the name of a column').optional(),
  ...login,
})

const local = closed({
  kind: z.literal('local'),
  paths: z
    .array(path, {
      error: ({ input }) =>
        `a list of folders and files, such as ${writtenList(typeof input === 'string' && input !== '' ? input : './logs')}`,
    })
    .min(1, 'a list of folders and files'),
  now: nonEmpty('a point in time').optional(),
  geoip: path.optional(),
})

const recorded = closed({ kind: z.literal('recorded'), folder: path, now: nonEmpty('a point in time').optional() })

const several = closed({
  kind: z.literal('several'),
  workspaces: z.array(nonEmpty('the name of a workspace')).min(2, 'a list of two names or more'),
})

const name = z.string().regex(workspaceName, 'a name of letters, digits, `-`, `_` and `.`, other than `demo`')

const timeZone = z.string().refine(isTimeZone, {
  error: ({ input }) => {
    const meant = nearest(String(input), Intl.supportedValuesOf('timeZone'))
    return `expected a time zone such as Europe/Berlin, America/New_York or UTC${meant === undefined ? '' : `. Did you mean ${meant}?`}`
  },
})

/** Whether a text names a time zone of IANA's list. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    // An offset such as `+02:00` is a clock of its own, without summer.
    return /^[A-Za-z]/.test(text)
  } catch {
    return false
  }
}

/** `huntlet.yaml` */
export const configSchema = closed({
  workspaces: z
    .record(
      name,
      z.discriminatedUnion('kind', [logAnalytics, kusto, local, recorded, several], {
        error: ({ input }) =>
          typeof input === 'object' && input !== null && !Array.isArray(input)
            ? 'one of `log-analytics` (what -w calls azure:), `kusto`, `local`, `recorded`, `several`'
            : `keys and values, such as ${writtenOut(input)}`,
      }),
    )
    .default({}),
  default: nonEmpty('the name of a workspace').optional(),
  auth: z.enum(authKinds).optional(),
  tenant: tenant.optional(),
  timeZone: timeZone.optional(),
  limits: closed({
    concurrent: z.int().min(1, 'a number of questions above 0').max(100, 'at most 100').optional(),
    timeout: timespan.optional(),
    rows: z.int().positive('a number of rows above 0').optional(),
    deadline: timespan.optional(),
  }).default({}),
  folders: closed({ notebooklets: path.optional(), queries: path.optional(), cache: path.optional() }).default({}),
  lookups: lookupSettingsSchema.optional(),
})

export type Config = z.infer<typeof configSchema>
export type ConfiguredWorkspace = Config['workspaces'][string]
