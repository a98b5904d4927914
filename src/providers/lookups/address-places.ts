import type { CityResponse } from 'mmdb-lib'
import type { Lookup } from './lookup.ts'
import type { DatabasePlaces } from './mmdb-files.ts'
import { mmdbLookup } from './mmdb-lookup.ts'

/** Where addresses are, by a database of cities or countries. */
export function addressPlaces(places: DatabasePlaces): Lookup {
  return mmdbLookup<CityResponse>(places, {
    id: 'address-places',
    title: 'Places of addresses',
    text: 'Where an address is, by a database of places in MaxMind’s format (GeoLite2-City.mmdb) beside the logs, or --geoip. Information.',
    type: /city|country|enterprise|insights|location/i,
    read({ city, subdivisions, country, registered_country: registered }) {
      const names = [city?.names?.en, subdivisions?.[0]?.names?.en, (country ?? registered)?.names?.en]
      const verdict = [...new Set(names.filter((name) => name !== undefined))].join(', ')
      if (verdict === '') return undefined
      return { verdict, tags: [(country ?? registered)?.iso_code ?? ''].filter((code) => code) }
    },
  })
}
