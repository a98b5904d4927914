import type { ScalarRow } from '../row.ts'
import { arrays } from './arrays.ts'
import { bags } from './bags.ts'
import { bins } from './bins.ts'
import { conditional } from './conditional.ts'
import { conversions } from './conversions.ts'
import { datetime } from './datetime.ts'
import { byName } from './define.ts'
import { encoding } from './encoding.ts'
import { ip } from './ip.ts'
import { math } from './math.ts'
import { parsing } from './parsing.ts'
import { regex } from './regex.ts'
import { series } from './series.ts'
import { strings } from './strings.ts'
import { timeFormat } from './time-format.ts'
import { units } from './units.ts'

/** Every scalar function of KQL that is understood, by name and alias. */
export const scalarFunctions: ReadonlyMap<string, ScalarRow> = byName([
  ...conversions,
  ...conditional,
  ...strings,
  ...regex,
  ...encoding,
  ...bins,
  ...datetime,
  ...timeFormat,
  ...math,
  ...arrays,
  ...bags,
  ...ip,
  ...parsing,
  ...series,
  ...units,
])
