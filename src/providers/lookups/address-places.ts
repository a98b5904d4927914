import type { CityResponse } from 'mmdb-lib'
import type { Lookup } from './lookup.ts'
import { type DatabasePlaces, MmdbFile } from './mmdb-files.ts'

/** Where addresses are, by a database of cities or countries. */
export function addressPlaces(places: DatabasePlaces): Lookup {
  const database = new MmdbFile(places, /city|country|enterprise|insights|location/i)
  return {
    id: 'address-places',
    title: 'Places of addresses',
    text: 'Where an address is, by a database of places in MaxMind’s format (GeoLite2-City.mmdb) beside the logs, or --geoip. Information.',
    about: 'context',
    kinds: ['ip'],
    place: 'local',
    hosts: [],
    needsKey: false,
    async look(observables) {
      return database.look(observables, (found) => {
        const { city, subdivisions, country, registered_country: registered } = found as CityResponse
        const names = [city?.names?.en, subdivisions?.[0]?.names?.en, (country ?? registered)?.names?.en]
        const place = [...new Set(names.filter((name) => name !== undefined))].join(', ')
        return place === ''
          ? undefined
          : { verdict: place, tags: [(country ?? registered)?.iso_code ?? ''].filter((code) => code) }
      })
    },
  }
}
