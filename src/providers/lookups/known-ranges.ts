import { addressKind } from '../../analytics/text/address.ts'
import { safeText } from '../../lib/safe-text.ts'
import type { Json } from '../../lib/table.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { CsvRecords } from '../local/load/csv-records.ts'
import { AddressRanges } from './address-ranges.ts'
import { type FileBeside, FilesBeside } from './files-beside.ts'
import { arrayAt, memberAt, textAt } from './json-members.ts'
import type { Answer, Lookup } from './lookup.ts'
import { isDocumentation } from './reserved.ts'

interface KnownRange {
  readonly name: string
  readonly file: string
  readonly asOf: string
  readonly raw: Json
}

/**
 * Whose an address is, by ranges that are known: those kept for private and other uses, and files in the folder `ranges`: the service tags that
 * Azure publishes, the ranges that Amazon publishes, or CSV of networks and names.
 */
export function knownRanges(folders: readonly string[]): Lookup {
  const files = new FilesBeside(folders, /\.(csv|tsv|json)(\.gz)?$/i, rangesOf)
  return {
    id: 'known-ranges',
    title: 'Known address ranges',
    text: 'Private, shared, link-local, documentation and other reserved addresses, and the files of the folder `ranges` beside the logs or your own: service tags of Azure, ip-ranges.json of AWS, CSV of networks and names. Information.',
    about: 'context',
    kinds: ['ip'],
    place: 'local',
    hosts: [],
    needsKey: false,
    async look(observables, { signal }) {
      const { made, notices } = await files.read(signal)
      const answers = observables.flatMap((observable): Answer[] => {
        const kind = isDocumentation(observable.value) ? 'documentation' : addressKind(observable.value)
        const reserved: Answer[] =
          kind === 'public'
            ? []
            : [
                {
                  observable,
                  severity: 'information',
                  verdict: `${words[kind] ?? `${kind} address`}`,
                  raw: { range: kind },
                },
              ]
        return [
          ...reserved,
          ...made.find(observable.value).map(
            ({ entry, written }): Answer => ({
              observable,
              severity: 'information',
              verdict: `In ${written}: ${entry.name}`,
              asOf: entry.asOf,
              within: entry.file,
              raw: entry.raw,
            }),
          ),
        ]
      })
      return { answers, notices, entries: made.size }
    },
  }
}

const words: Readonly<Record<string, string>> = {
  private: 'Private address, of a network of one’s own',
  loopback: 'The machine itself',
  'link-local': 'Link-local address, which no router passes on',
  shared: 'Shared address of a provider’s network (carrier-grade NAT)',
  multicast: 'Multicast address',
  unspecified: 'No address: unspecified',
  transition: 'An IPv4 address within IPv6 (transition)',
  documentation: 'Address for documentation, used nowhere',
  reserved: 'Reserved address, used nowhere',
  broadcast: 'Broadcast address',
}

function rangesOf(files: readonly FileBeside[], tell: (notice: string) => void): AddressRanges<KnownRange> {
  const ranges = new AddressRanges<KnownRange>()
  for (const file of files) {
    try {
      let taken = 0
      for (const [network, name, raw] of file.extension === '.json' ? rangesOfJson(file) : rangesOfCsv(file)) {
        if (ranges.add(network, { name, file: file.name, asOf: file.modified, raw })) taken++
      }
      if (taken === 0) tell(`${safeText(file.path)} names no networks.`)
    } catch (error) {
      tell(`${safeText(file.path)} is left out: ${wordsOf(error)}`)
    }
  }
  return ranges
}

function* rangesOfJson(file: FileBeside): Generator<[string, string, Json]> {
  const json = JSON.parse(file.text) as Json
  for (const tag of arrayAt(json, 'values')) {
    const properties = memberAt(tag, 'properties')
    const region = textAt(properties, 'region')
    const name = `Azure ${textAt(tag, 'name')}${region ? ` (${region})` : ''}`
    const raw = { name: textAt(tag, 'name'), region, systemService: textAt(properties, 'systemService') }
    for (const prefix of arrayAt(properties, 'addressPrefixes')) yield [String(prefix), name, raw]
  }
  for (const prefix of [...arrayAt(json, 'prefixes'), ...arrayAt(json, 'ipv6_prefixes')]) {
    const network =
      textAt(prefix, 'ip_prefix') ||
      textAt(prefix, 'ipv6_prefix') ||
      textAt(prefix, 'ipv4Prefix') ||
      textAt(prefix, 'ipv6Prefix')
    const owner = (memberAt(prefix, 'ip_prefix') ?? memberAt(prefix, 'ipv6_prefix')) ? 'AWS' : ''
    const parts = [owner, textAt(prefix, 'service'), textAt(prefix, 'region') || textAt(prefix, 'scope')]
    yield [network, parts.filter((part) => part !== '').join(' '), prefix]
  }
}

/** The first cell of a row is the network, wherever it stands; the others say what it is. */
function* rangesOfCsv({ text, extension }: FileBeside): Generator<[string, string, Json]> {
  const csv = new CsvRecords(extension === '.tsv' ? '\t' : ',')
  for (const { fields } of [...csv.push(text.replace(/^[ \t]*#.*$/gm, '')), ...csv.end()]) {
    const at = fields.findIndex((field) => new AddressRanges<true>().add(field, true))
    if (at < 0) continue
    const rest = fields.filter((field, index) => index !== at && field.trim() !== '')
    yield [fields[at]!, rest.join(', '), [...fields]]
  }
}
