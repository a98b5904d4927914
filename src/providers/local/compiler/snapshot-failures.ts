import { rmSync, statSync, writeFileSync } from 'node:fs'
import type { SnapshotPlace } from './snapshot-place.ts'

const dayMs = 24 * 3600_000

/** Takes a snapshot that did not start out of the way. Another is made at once; if that fails within a day, the next is made a day later. */
export function setAside(place: SnapshotPlace): void {
  try {
    if (isFresh(failedOnce(place))) giveUp(place)
    else writeFileSync(failedOnce(place), '')
    rmSync(place.blob, { force: true })
  } catch {
    // In a folder that can be read only, it stays and fails again.
  }
}

/** For a day no snapshot is made. Throws what the system throws. */
export function giveUp({ blob }: SnapshotPlace): void {
  writeFileSync(`${blob}.given-up`, '')
}

export function isGivenUp({ blob }: SnapshotPlace): boolean {
  return isFresh(`${blob}.given-up`)
}

function failedOnce({ blob }: SnapshotPlace): string {
  return `${blob}.failed`
}

function isFresh(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs < dayMs
  } catch {
    return false
  }
}
