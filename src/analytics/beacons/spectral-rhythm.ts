import { Fft, powerOfTwo } from '../../lib/fft.ts'
import { beatsOf } from './beats.ts'
import { type Rhythm, shortestInterval } from './gap-rhythm.ts'

/** Beats of a stretch that is transformed at once; of more, the stretch in the middle. */
const mostBeats = 8192
/** A rhythm must be seen so many times: daily life has slow ones. */
const fewestCycles = 8
/** What is likelier by chance is not looked into. */
const mostChance = 0.001
/** Frequencies that a power is compared with. */
const neighbours = 64

/** Finds rhythms in spectra. Keeps the turns of each length it has transformed. */
export class SpectralRhythms {
  readonly #transforms = new Map<number, Fft>()
  #re = new Float64Array(0)
  #im = new Float64Array(0)

  /**
   * The rhythm of beats (seconds, in order) that keep to a grid, with others among them: beats that come late do not make the next late,
   * and gaps say nothing. The strongest frequency of their periodogram, in units of the median of its neighbours (so that bursts and
   * working hours, which are slow, are no rhythm), folded to the lowest of which it is a harmonic. Regularity is the length of the
   * beats' mean direction on a clock of that interval; `dead`, `resolution` and `tries` as for gaps. Undefined for less than 16 beats and where nothing stands out.
   */
  find(
    times: Float64Array,
    { dead, resolution, tries }: { readonly dead: number; readonly resolution: number; readonly tries: number },
  ): Rhythm | undefined {
    // Beats that are kept apart have a rhythm for that alone, of about so long.
    const shortest = Math.max(4 * dead, 4 * resolution, shortestInterval)
    if (times.length < 16) return undefined
    const from = Math.max(0, (times.length - mostBeats) >> 1)
    const beats = times.subarray(from, Math.min(times.length, from + mostBeats))
    const first = beats[0]!
    const span = beats.at(-1)! - first
    const size = powerOfTwo(Math.max(256, 8 * beats.length))
    const width = (span * (1 + 1 / beats.length)) / size
    if (!(span > 0) || width * 2 * size < 8 * resolution) return undefined
    const powers = this.#powers(beats, first, width, size)
    const longest = size * width
    let best = -1
    let bestPower = 0
    const highest = Math.min(powers.length - 1, Math.floor(longest / Math.max(2 * width, shortest)))
    for (let block = fewestCycles; block <= highest; block += neighbours) {
      const end = Math.min(block + neighbours, highest + 1)
      const background = medianOf(powers, Math.max(fewestCycles, end - neighbours), end) / Math.LN2
      if (!(background > 0)) continue
      for (let k = block; k < end; k++) {
        if (powers[k]! / background > bestPower) {
          bestPower = powers[k]! / background
          best = k
        }
      }
    }
    // Chance of the strongest of so many powers, each exponential around its background; 0.7 is for what the background errs.
    const logP = Math.min(0, -0.7 * bestPower + Math.log(highest) + Math.log(tries))
    if (best < 0 || logP > Math.log(mostChance)) return undefined
    const { frequency } = fundamental(beats, best / longest, 1 / longest)
    const interval = 1 / frequency
    if (span / interval < fewestCycles || interval < shortest) return undefined
    // Visits of many connections stand out too: taken once each, they must agree as well.
    const visits = beatsOf(beats, interval / 4)
    const direction = directionOf(visits, frequency)
    const logPOfVisits = -visits.length * direction.length ** 2 + Math.log(highest) + Math.log(tries)
    if (logPOfVisits > Math.log(mostChance)) return undefined
    return {
      interval,
      ...onClock(times, interval, direction),
      regularity: direction.length,
      logP: Math.max(logP, logPOfVisits),
      tolerance: 0,
      method: 'spectrum',
    }
  }

  #powers(beats: Float64Array, first: number, width: number, size: number): Float64Array {
    let fft = this.#transforms.get(size)
    if (!fft) {
      fft = new Fft(size)
      this.#transforms.set(size, fft)
    }
    if (this.#re.length !== size) {
      this.#re = new Float64Array(size)
      this.#im = new Float64Array(size)
    } else {
      this.#re.fill(0)
      this.#im.fill(0)
    }
    let filled = 0
    for (const time of beats) {
      const bin = Math.floor((time - first) / width)
      if (this.#re[bin] === 0) filled++
      this.#re[bin] = 1
    }
    const mean = filled / size
    for (let bin = 0; bin < size; bin++) this.#re[bin]! -= mean
    fft.transform(this.#re, this.#im)
    const powers = new Float64Array(size / 2)
    for (let k = 0; k < powers.length; k++) powers[k] = this.#re[k]! ** 2 + this.#im[k]! ** 2
    return powers
  }
}

interface Direction {
  /** 0 to 1: how much the beats agree on when. */
  readonly length: number
  readonly angle: number
}

/** Mean direction of the beats on a clock that goes round once in a cycle. */
function directionOf(beats: Float64Array, frequency: number): Direction {
  let x = 0
  let y = 0
  for (const time of beats) {
    const turns = (time - beats[0]!) * frequency
    const angle = 2 * Math.PI * (turns - Math.floor(turns))
    x += Math.cos(angle)
    y += Math.sin(angle)
  }
  return { length: Math.hypot(x, y) / beats.length, angle: Math.atan2(y, x) }
}

/** The lowest frequency of which the strongest is a harmonic and on which the beats agree as well, and where exactly it is. */
function fundamental(
  beats: Float64Array,
  strongest: number,
  step: number,
): { readonly frequency: number; readonly direction: Direction } {
  let chosen = refine(beats, strongest, step)
  const least = 0.6 * chosen.direction.length
  for (let harmonic = 6; harmonic >= 2; harmonic--) {
    const lower = refine(beats, chosen.frequency / harmonic, step / harmonic)
    if (lower.direction.length < least) continue
    chosen = lower
    break
  }
  return chosen
}

function refine(
  beats: Float64Array,
  frequency: number,
  step: number,
): { readonly frequency: number; readonly direction: Direction } {
  let best = { frequency, direction: directionOf(beats, frequency) }
  for (let reach = step / 2; reach > step / 20; reach /= 3) {
    const center = best.frequency
    for (const offset of [-2, -1, 1, 2]) {
      const near = center + (offset * reach) / 2
      const direction = directionOf(beats, near)
      if (direction.length > best.direction.length) best = { frequency: near, direction }
    }
  }
  return best
}

/** Beats within a sixth of a cycle of their common time, how far nine of ten of these are off, and how many cycles there were. */
function onClock(
  times: Float64Array,
  interval: number,
  { angle }: Direction,
): { readonly spread: number; readonly beats: number; readonly expected: number } {
  const offsets: number[] = []
  const cycles = new Set<number>()
  const phase = (angle / (2 * Math.PI)) * interval
  for (const time of times) {
    const turns = (time - times[0]! - phase) / interval
    const offset = Math.abs(turns - Math.round(turns)) * interval
    if (offset > interval / 6) continue
    offsets.push(offset)
    cycles.add(Math.round(turns))
  }
  offsets.sort((a, b) => a - b)
  return {
    spread: offsets[Math.floor(0.9 * (offsets.length - 1))] ?? 0,
    beats: cycles.size,
    expected: Math.max(cycles.size, Math.round((times.at(-1)! - times[0]!) / interval) + 1),
  }
}

function medianOf(values: Float64Array, from: number, to: number): number {
  const sorted = values.slice(from, to).sort()
  return sorted[sorted.length >> 1]!
}
