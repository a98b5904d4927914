import type { Udf } from '../row.ts'
import { type Place, placesUdf } from './places.ts'
import { type UserAgentRules, userAgentUdf } from './user-agent.ts'

/** What functions of ours need from outside, asked for when the first query calls them. */
export interface UdfResources {
  userAgentRules(): UserAgentRules
  /** The place of an address, by the database the user gave; undefined where none was given or none is known. */
  placeOf(address: string): Place | undefined
}

/** Our functions that look something up, by the name the SQL calls them. */
export function resourceUdfs(resources: UdfResources): ReadonlyMap<string, Udf> {
  const udfs = [userAgentUdf(() => resources.userAgentRules()), placesUdf((address) => resources.placeOf(address))]
  return new Map(udfs.map((udf) => [udf.name, udf]))
}
