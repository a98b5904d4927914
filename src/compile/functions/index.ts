import type { ScalarRow } from '../row.ts'
import { arrays } from './arrays.ts'
import { bags } from './bags.ts'
import { bins } from './bins.ts'
import { conditional } from './conditional.ts'
import { conversions } from './conversions.ts'
import { datetime } from './datetime.ts'
import { byName } from './define.ts'
import { encoding } from './encoding.ts'
import { geography } from './geography.ts'
import { ip } from './ip.ts'
import { math } from './math.ts'
import { parsing } from './parsing.ts'
import { regex } from './regex.ts'
import { series } from './series.ts'
import { sketches } from './sketches.ts'
import { strings } from './strings.ts'
import { timeFormat } from './time-format.ts'
import { timeZones } from './time-zones.ts'
import { units } from './units.ts'

/** The scalar functions of KQL that are understood, as a reader of the reference looks for them. */
export const functionFamilies: Readonly<Record<string, readonly ScalarRow[]>> = {
  Types: conversions,
  Choices: conditional,
  Texts: strings,
  'Regular expressions': regex,
  'Encodings and hashes': encoding,
  Bins: bins,
  Times: [...datetime, ...timeZones],
  'Texts of times': timeFormat,
  Numbers: math,
  Arrays: arrays,
  Bags: bags,
  'IP addresses': ip,
  'Places on the globe': geography,
  'Taking texts apart': parsing,
  Series: series,
  Sketches: sketches,
  Units: units,
}

/** Every scalar function of KQL that is understood, by name and alias. */
export const scalarFunctions: ReadonlyMap<string, ScalarRow> = byName(Object.values(functionFamilies).flat())
