import type { Udf } from '../row.ts'

/** Where an address is, as `geo_info_from_ip_address` names it. What is not known is left out. */
export interface Place {
  readonly country?: string
  readonly state?: string
  readonly city?: string
  readonly latitude?: number
  readonly longitude?: number
}

/** The name of the function that looks addresses up: a query that calls it needs a database of places. */
export const placeOfAddress = 'kql_place_of_address'

/** `find` gives the place of an address; undefined for one that is none or that no database knows. */
export function placesUdf(find: (address: string) => Place | undefined): Udf {
  return {
    name: placeOfAddress,
    parameters: ['VARCHAR'],
    returns: 'JSON',
    evaluate(address) {
      if (typeof address !== 'string') return null
      const place = find(address.trim())
      return place ? JSON.stringify(place) : null
    },
  }
}
