import { beatsOf } from './beats.ts'
import { gapRhythm, type Rhythm } from './gap-rhythm.ts'
import { SpectralRhythms } from './spectral-rhythm.ts'

/** Seconds within which connections are taken for one beat, tried one after the other: a check-in may open several. */
const bursts = [0, 1, 5, 25, 120, 600] as const

/** Fewer beats tell no rhythm. */
export const fewestBeats = 6

/** Twice for the two methods. */
const tries = 2 * bursts.length

export interface FoundRhythm extends Rhythm {
  /** Connections closer than this were taken for one beat, in seconds. */
  readonly burst: number
}

/** Looks for rhythms; holds what a search shares with the next. */
export class RhythmFinder {
  readonly #spectra = new SpectralRhythms()

  /**
   * The rhythm of the times of some events (seconds, in order, known to `resolution` seconds), the least likely by chance of what gaps
   * and spectrum tell at several lengths of bursts. Undefined where there are too few beats, or none.
   */
  find(times: Float64Array, resolution: number): FoundRhythm | undefined {
    let best: FoundRhythm | undefined
    let before = -1
    let transformed = Number.POSITIVE_INFINITY
    for (const burst of bursts) {
      const beats = beatsOf(times, Math.max(burst, resolution / 2))
      if (beats.length < fewestBeats) break
      if (beats.length === before) continue
      before = beats.length
      const gaps = new Float64Array(beats.length - 1)
      for (let at = 0; at < gaps.length; at++) gaps[at] = beats[at + 1]! - beats[at]!
      const given = { dead: burst, resolution, tries }
      best = better(best, gapRhythm(gaps, given), burst)
      // What keeps its gaps keeps to no grid that a spectrum would show better.
      if (best && best.regularity > 0.9 && best.logP < -30) continue
      // Nearly the same beats have the same spectrum.
      if (beats.length > 0.7 * transformed) continue
      transformed = beats.length
      best = better(best, this.#spectra.find(beats, given), burst)
    }
    return best
  }
}

/** A rhythm that few of the events tell, as the rest is taken for bursts, must not stand for all of them. */
const leastEvidence = 0.25

/** Of two that are sure the one that explains more, unless it rests on far less; else the one that is less likely by chance. */
function better(best: FoundRhythm | undefined, found: Rhythm | undefined, burst: number): FoundRhythm | undefined {
  if (!found) return best
  const sure = Math.log(1e-6)
  const isBetter =
    !best ||
    (best.logP < sure && found.logP < sure
      ? found.regularity > best.regularity + 0.05 && found.logP < leastEvidence * best.logP
      : found.logP < best.logP)
  return isBetter ? { ...found, burst } : best
}
