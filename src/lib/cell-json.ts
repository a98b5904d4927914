import type { Cell, Json } from './table.ts'

/** A cell as JSON can carry it: longs beyond ±2^53, NaN and infinities (`Infinity`, `-Infinity`) as text. */
export function cellJson(cell: Cell): Json {
  if (typeof cell === 'bigint') return cell.toString()
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell
}
