import { byName } from '../functions/define.ts'
import type { AggregateRow } from '../row.ts'
import { lists } from './lists.ts'
import { numbers } from './numbers.ts'
import { percentiles } from './percentiles.ts'
import { picks } from './picks.ts'
import { sketches } from './sketches.ts'

/** Every aggregate of KQL that is understood, by name and alias. */
export const aggregates: ReadonlyMap<string, AggregateRow> = byName([
  ...numbers,
  ...picks,
  ...lists,
  ...percentiles,
  ...sketches,
])
