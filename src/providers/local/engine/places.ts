import { readdirSync, readFileSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { type CityResponse, Reader } from 'mmdb-lib'
import type { Place } from '../../../compile/udfs/places.ts'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { cannotRead } from '../load/find-files.ts'

/** The places of addresses, by a database in MaxMind's format. It is read when the first address is looked up. */
export interface Places {
  find(address: string): Place | undefined
}

/** Kinds of databases that tell places, the best first: `GeoLite2-City`, `DBIP-City-Lite`, `GeoIP2-Country` … */
const kinds = [/city|enterprise|insights/i, /country|location/i]

/**
 * The database the user named, or else what lies in a folder of the workspace or in its `geoip`; undefined where there is
 * none. Throws HuntletError NO_SUCH_PATH and UNREADABLE_PATH for a named one; BAD_GEOIP, when first asked, for one that is none.
 */
export function openPlaces(named: string | undefined, folders: readonly string[]): Places | undefined {
  if (named !== undefined) checkReadable(named)
  const files = named === undefined ? folders.flatMap(databasesIn) : [named]
  if (files.length === 0) return undefined
  let reader: Reader<CityResponse> | undefined
  return {
    find(address) {
      if (isIP(address) === 0) return undefined
      reader ??= bestOf(files)
      // A database of the old addresses alone knows nothing of the new ones.
      if (reader.metadata.ipVersion === 4 && isIP(address) === 6) return undefined
      const found = reader.get(address)
      return found ? placeOf(found) : undefined
    },
  }
}

function checkReadable(file: string): void {
  try {
    if (statSync(file).isFile()) return
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new HuntletError(
      isMissing ? 'NO_SUCH_PATH' : 'UNREADABLE_PATH',
      isMissing ? `There is no file \`${safeText(file)}\`.` : `\`${safeText(file)}\`: ${cannotRead(cause)}`,
      { hint: 'Give a database of places in the MaxMind format, such as GeoLite2-City.mmdb.', cause },
    )
  }
  throw new HuntletError('UNREADABLE_PATH', `\`${safeText(file)}\` is no file.`, {
    hint: 'Give a database of places in the MaxMind format, such as GeoLite2-City.mmdb.',
  })
}

function databasesIn(folder: string): string[] {
  return [join(folder, 'geoip'), folder].flatMap((place) => {
    try {
      return readdirSync(place)
        .filter((name) => /\.mmdb$/i.test(name))
        .sort()
        .map((name) => join(place, name))
    } catch {
      // A file of logs, or a folder without `geoip`.
      return []
    }
  })
}

/** The first database of the best kind. */
function bestOf(files: readonly string[]): Reader<CityResponse> {
  const readers = files.map(read)
  const best = kinds
    .map((kind) => readers.find(({ metadata }) => kind.test(metadata.databaseType)))
    .find((reader) => reader !== undefined)
  if (best) return best
  throw new HuntletError(
    'BAD_GEOIP',
    `${files.map((file) => `\`${safeText(file)}\``).join(', ')} knows no places: ${readers.map(({ metadata }) => safeText(metadata.databaseType)).join(', ')}.`,
    { hint: 'A database of cities or countries is needed, such as GeoLite2-City.mmdb.' },
  )
}

function read(file: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(file))
  } catch (cause) {
    throw new HuntletError('BAD_GEOIP', `\`${safeText(file)}\` is no database in the MaxMind format.`, {
      hint: 'Download it again: a page that asks for a login is easily saved in its place.',
      cause,
    })
  }
}

function placeOf({ country, registered_country, subdivisions, city, location }: CityResponse): Place | undefined {
  const countryName = (country ?? registered_country)?.names?.en
  const state = subdivisions?.[0]?.names?.en
  const cityName = city?.names?.en
  const place: Place = {
    ...(countryName !== undefined && { country: countryName }),
    ...(state !== undefined && { state }),
    ...(cityName !== undefined && { city: cityName }),
    ...(location?.latitude !== undefined && { latitude: location.latitude }),
    ...(location?.longitude !== undefined && { longitude: location.longitude }),
  }
  return Object.keys(place).length > 0 ? place : undefined
}
