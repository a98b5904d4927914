import type { Response } from 'mmdb-lib'
import type { Answer, Lookup } from './lookup.ts'
import { type DatabasePlaces, MmdbFile } from './mmdb-files.ts'

/** What a database of addresses knows: `type` is what its own kind of database is called. */
export interface MmdbKnowledge<Found> extends Pick<Lookup, 'id' | 'title' | 'text'> {
  readonly type: RegExp
  /** What it says of an address, from the record it has of it; undefined where that tells nothing. */
  readonly read: (found: Found) => Pick<Answer, 'verdict' | 'tags'> | undefined
}

/** The look-up of addresses in a database in MaxMind's format. */
export function mmdbLookup<Found extends Response>(
  places: DatabasePlaces,
  { id, title, text, type, read }: MmdbKnowledge<Found>,
): Lookup {
  const database = new MmdbFile(places, type)
  return {
    id,
    title,
    text,
    about: 'context',
    kinds: ['ip'],
    place: 'local',
    hosts: [],
    needsKey: false,
    // A database of that type has records of that shape.
    look: async (observables) => database.look(observables, (found) => read(found as Found)),
  }
}
