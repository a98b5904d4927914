import type { Tick } from './time-axis.ts'

export type Scale = 'log' | 'linear'

/** Where the values of an axis lie, as a fraction from 0 (lowest) to 1 (highest). */
export interface ValueAxis {
  readonly scale: Scale
  readonly low: number
  readonly high: number
  /** Of a log axis: the powers of ten it reaches from and to. 1e-324 is one that no number holds. */
  readonly powers?: readonly [number, number]
  /** 0…1; a value a log axis has no place for (zero, negative) lies at 0, the bottom edge. */
  place(value: number): number
}

/** An axis that holds all finite values. A log axis holds the positive ones; without any it is linear. */
export function valueAxis(values: Float64Array, scale: Scale, from?: number): ValueAxis {
  let low = from ?? Number.POSITIVE_INFINITY
  let high = from ?? Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value) || (scale === 'log' && value <= 0)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return scale === 'log' ? valueAxis(values, 'linear', from) : linearAxis(0, 1)
  if (scale === 'linear') return low === high ? linearAxis(...around(low)) : linearAxis(low, high)
  const bottom = Math.floor(Math.log10(low) + 1e-9)
  const top = Math.max(Math.ceil(Math.log10(high) - 1e-9), bottom + 1)
  return {
    scale,
    low: 10 ** bottom,
    high: 10 ** top,
    powers: [bottom, top],
    place: (value) => (value <= 0 ? 0 : clamp((Math.log10(value) - bottom) / (top - bottom))),
  }
}

function linearAxis(low: number, high: number): ValueAxis {
  return { scale: 'linear', low, high, place: (value) => clamp((value - low) / (high - low)) }
}

function around(value: number): [number, number] {
  return value === 0 ? [0, 1] : value > 0 ? [0, value * 2] : [value * 2, 0]
}

function clamp(fraction: number): number {
  return fraction > 0 ? Math.min(fraction, 1) : 0
}

/** Marks for a vertical axis of `height` cells, top cell 0: round values, or powers of ten, at least two cells apart. */
export function valueTicks(axis: ValueAxis, height: number): readonly Tick[] {
  return axis.powers ? powerTicks(axis.powers, height) : roundTicks(axis, height)
}

function powerTicks([bottom, top]: readonly [number, number], height: number): Tick[] {
  const step = Math.max(1, Math.ceil((top - bottom) / Math.max(1, Math.floor((height - 1) / 2))))
  const ticks: Tick[] = []
  for (let power = top; power >= bottom; power -= step) {
    const cell = Math.round(((top - power) / (top - bottom)) * (height - 1))
    ticks.push({ cell, label: power < -300 ? `1e${power}` : formatNumber(Number(`1e${power}`)) })
  }
  return ticks
}

function roundTicks(axis: ValueAxis, height: number): Tick[] {
  return roundValues(axis, height).map((value) => ({
    cell: Math.round((1 - axis.place(value)) * (height - 1)),
    label: formatNumber(value),
  }))
}

function roundValues(axis: ValueAxis, height: number): number[] {
  // Marks stand three cells apart, on a low axis two: with two marks only, nothing between them can be read.
  const most = Math.max(Math.floor((height - 1) / 3), Math.min(5, Math.floor((height - 1) / 2)))
  const step = roundStep((axis.high - axis.low) / Math.max(1, most))
  if (!(step > 0)) return [axis.low]
  const values: number[] = []
  for (let count = Math.ceil(axis.low / step - 1e-9); count * step <= axis.high + step * 1e-9; count++) {
    // 3 × 0.1 is 0.30000000000000004: the label must not say so.
    values.push(Number((count * step).toPrecision(12)))
    if (values.length > height) break
  }
  return values
}

function roundStep(rough: number): number {
  if (!(rough > 0) || !Number.isFinite(rough)) return 0
  const power = 10 ** Math.floor(Math.log10(rough))
  const lead = rough / power
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10)
}

/** A number as an axis or a bar shows it: `1,234`, `0.25`, `1e-9`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 0.001 || size >= 1e12)) {
    return Number(value.toPrecision(3)).toExponential().replace('e+', 'e')
  }
  if (Number.isInteger(value)) return withThousands(String(value))
  return withThousands(String(Number(value.toPrecision(size >= 1000 ? 7 : 4))))
}

/** `1234567` → `1,234,567`; a fraction stays as it is. */
export function withThousands(digits: string): string {
  const [whole = '', fraction] = digits.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
