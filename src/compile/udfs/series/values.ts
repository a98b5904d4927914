import { ownEntry } from '../../../lib/own-entry.ts'
import type { Json } from '../../../lib/table.ts'
import type { UdfValue } from '../../row.ts'

/** An element of a series; null where there is no number. */
export type Point = number | null

const unbounded: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

function toPoint(value: Json): Point {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? (ownEntry(unbounded, value) ?? null) : null
}

/** The numbers of a dynamic array; undefined where it is none. */
export function readSeries(json: UdfValue | undefined): Point[] | undefined {
  if (typeof json !== 'string') return undefined
  const parsed = JSON.parse(json) as Json
  return Array.isArray(parsed) ? (parsed as readonly Json[]).map(toPoint) : undefined
}

/** The numbers of a dynamic array; undefined where it is none or one element is no number. */
export function readNumbers(json: UdfValue | undefined): number[] | undefined {
  const points = readSeries(json)
  return points?.every((point) => point !== null) ? (points as number[]) : undefined
}

/** NaN and the infinities are text in JSON. */
export function toJson(value: number | boolean | null): Json {
  return typeof value !== 'number' || Number.isFinite(value) ? value : String(value)
}

export function seriesJson(points: readonly (number | boolean | null)[]): Json {
  return points.map(toJson)
}
