/** A program: makes the snapshot of the program given second in the cache folder given first, after all that is more urgent. */
import { constants, setPriority } from 'node:os'
import { argv } from 'node:process'
import { makeSnapshot } from './make-snapshot.ts'
import { snapshotPlace } from './snapshot-place.ts'

setPriority(constants.priority.PRIORITY_LOW)
const [cacheFolder = '', program] = argv.slice(2)
const place = snapshotPlace(cacheFolder, program)
if (place) await makeSnapshot(place)
