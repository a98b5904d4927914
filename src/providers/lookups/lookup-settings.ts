import { z } from 'zod'
import { type Diagnostic, HuntletError, positionOf } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { checkYaml, closed, readYaml } from '../../queries/yaml-document.ts'
import { AddressRanges } from './address-ranges.ts'
import { memberAt } from './json-members.ts'
import { readObservable } from './observable.ts'
import type { ServiceDefinition } from './service.ts'
import { services } from './services/index.ts'

/** Where a key stands: never in the file of settings itself. */
export type KeySource = { readonly env: string } | { readonly file: string }

/** What `lookups.yaml` says of a service. */
export interface ServiceSetting {
  readonly key?: KeySource | undefined
  readonly password?: KeySource | undefined
  /** Most observables it is asked about in one run. */
  readonly most?: number | undefined
  /** It may be asked without being told first what is sent. */
  readonly consent?: boolean | undefined
}

/** `lookups.yaml`. */
export interface LookupSettings {
  readonly services: Readonly<Record<string, ServiceSetting>>
  readonly own: { readonly domains: readonly string[]; readonly networks: readonly string[] }
}

const keySource = z.union([
  closed({ env: z.string().min(1, 'the name of a variable') }),
  closed({ file: z.string().min(1, 'a path') }),
])

const network = z
  .string()
  .refine((text) => new AddressRanges<true>().add(text, true), 'a network such as 198.51.100.0/24')
const domain = z
  .string()
  .refine((text) => readObservable(text, 'domain')?.kind === 'domain', 'a domain such as contoso.com')
  .transform((text) => text.toLowerCase())

/** What `lookups.yaml` may hold, and `lookups` of `huntlet.yaml`. */
export const lookupSettingsSchema = closed({
  services: closed(
    Object.fromEntries(services.map((service) => [service.id, serviceSchema(service).optional()])),
  ).default({}),
  own: closed({ domains: z.array(domain).default([]), networks: z.array(network).default([]) }).default({
    domains: [],
    networks: [],
  }),
})

function serviceSchema({ needs }: ServiceDefinition) {
  return closed({
    ...(needs !== 'nothing' && { key: keySource }),
    ...(needs === 'key and password' && { password: keySource }),
    most: z.int().positive('a number of observables above 0').optional(),
    consent: z.boolean().optional(),
  })
}

/**
 * Reads `lookups.yaml`. What is wrong is a diagnostic at its line. Throws HuntletError `KEY_IN_FILE` for a key that is written there; it names the line and does
 * not show it.
 */
export function readLookupSettings(
  name: string,
  content: string,
): { readonly settings?: LookupSettings; readonly diagnostics: readonly Diagnostic[] } {
  const document = readYaml(name, content)
  refuseKeys(
    document.value as Json | undefined,
    (path) => positionOf(document.source, document.spanOf(path).start).line,
    name,
  )
  const { value, diagnostics } = checkYaml(document, lookupSettingsSchema, 'the settings of look-ups')
  return value ? { settings: lookupSettings(value), diagnostics } : { diagnostics }
}

/** What was checked, without the services that are not named. */
export function lookupSettings({ own, services: named }: z.infer<typeof lookupSettingsSchema>): LookupSettings {
  const given = Object.entries(named).filter((entry) => entry[1] !== undefined)
  return { own, services: Object.fromEntries(given) as Record<string, ServiceSetting> }
}

function refuseKeys(value: Json | undefined, lineOf: (path: readonly string[]) => number, name: string): void {
  const written = memberAt(value, 'services')
  if (typeof written !== 'object' || written === null) return
  for (const [id, service] of Object.entries(written)) {
    for (const part of ['key', 'password']) {
      const key = memberAt(service as Json, part)
      if (typeof key !== 'string' && typeof key !== 'number') continue
      throw new HuntletError(
        'KEY_IN_FILE',
        `${name}:${lineOf(['services', id, part])}: a ${part} is written into the settings of \`${id}\`.`,
        {
          hint: `Write \`${part}: { env: NAME }\` for a variable of the environment, or \`${part}: { file: PATH }\` for a file that holds it.`,
        },
      )
    }
  }
}
