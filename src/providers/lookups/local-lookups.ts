import { join } from 'node:path'
import { indicatorsFolder, rangesFolder } from '../local/beside/surrounding-folders.ts'
import { addressNetworks } from './address-networks.ts'
import { addressPlaces } from './address-places.ts'
import { indicatorFiles } from './indicator-files.ts'
import { knownRanges } from './known-ranges.ts'
import type { Lookup } from './lookup.ts'
import { threatIntelIndicators } from './threat-intel-indicators.ts'
import { threatIntelligenceIndicator } from './threat-intelligence-indicator.ts'
import { watchlists } from './watchlists.ts'

/** Where files that look-ups read may stand: folders of logs, and the user's own. */
export interface LookupPlaces {
  readonly folders: readonly string[]
  /** A database of places that the user named. */
  readonly geoip?: string | undefined
}

/** The look-ups that send nothing anywhere. */
export function localLookups({ folders, geoip }: LookupPlaces): readonly Lookup[] {
  const below = (name: string) => folders.map((folder) => join(folder, name))
  return [
    threatIntelIndicators,
    threatIntelligenceIndicator,
    indicatorFiles(below(indicatorsFolder)),
    watchlists,
    knownRanges(below(rangesFolder)),
    addressPlaces({ folders, named: geoip }),
    addressNetworks({ folders }),
  ]
}
