import type { AsnResponse } from 'mmdb-lib'
import type { Lookup } from './lookup.ts'
import { type DatabasePlaces, MmdbFile } from './mmdb-files.ts'

/** Whose network addresses are in, by a database of autonomous systems. */
export function addressNetworks(places: DatabasePlaces): Lookup {
  const database = new MmdbFile(places, /asn|isp/i)
  return {
    id: 'address-networks',
    title: 'Networks of addresses',
    text: 'The autonomous system an address is in, by a database in MaxMind’s format (GeoLite2-ASN.mmdb) beside the logs. Information.',
    about: 'context',
    kinds: ['ip'],
    place: 'local',
    hosts: [],
    needsKey: false,
    async look(observables) {
      return database.look(observables, (found) => {
        const { autonomous_system_number: number, autonomous_system_organization: name } = found as AsnResponse
        return number === undefined ? undefined : { verdict: `AS${number} ${name ?? ''}`.trim(), tags: [`AS${number}`] }
      })
    },
  }
}
