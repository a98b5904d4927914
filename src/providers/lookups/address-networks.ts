import type { AsnResponse } from 'mmdb-lib'
import type { Lookup } from './lookup.ts'
import type { DatabasePlaces } from './mmdb-files.ts'
import { mmdbLookup } from './mmdb-lookup.ts'

/** Whose network addresses are in, by a database of autonomous systems. */
export function addressNetworks(places: DatabasePlaces): Lookup {
  return mmdbLookup<AsnResponse>(places, {
    id: 'address-networks',
    title: 'Networks of addresses',
    text: 'The autonomous system an address is in, by a database in MaxMind’s format (GeoLite2-ASN.mmdb) beside the logs. Information.',
    type: /asn|isp/i,
    read: ({ autonomous_system_number: number, autonomous_system_organization: name }) =>
      number === undefined ? undefined : { verdict: `AS${number} ${name ?? ''}`.trim(), tags: [`AS${number}`] },
  })
}
