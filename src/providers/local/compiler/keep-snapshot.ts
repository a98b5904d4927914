/** A program: makes the snapshot of the program given second in the folder given first, after all that is more urgent. */
import { constants, setPriority } from 'node:os'
import { argv } from 'node:process'
import { makeSnapshot } from './make-snapshot.ts'
import { snapshotPlace } from './snapshot-place.ts'

setPriority(constants.priority.PRIORITY_LOW)
const [folder = '', program] = argv.slice(2)
const place = snapshotPlace(folder, program)
if (place) await makeSnapshot(place)
