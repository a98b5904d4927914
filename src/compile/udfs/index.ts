import type { Udf } from '../row.ts'
import { decimalUdfs } from './decimal.ts'
import { dynamicUdfs } from './dynamic.ts'
import { encodingUdfs } from './encoding.ts'
import { geographyUdfs } from './geography.ts'
import { ipUdfs } from './ip.ts'
import { parseKv } from './parse-kv.ts'
import { parsingUdfs } from './parsing.ts'
import { patternUdfs } from './patterns.ts'
import { punycodeUdfs } from './punycode.ts'
import { reduceUdfs } from './reduce.ts'
import { scanUdfs } from './scan.ts'
import { seriesUdfs } from './series/series-udfs.ts'
import { sketchUdfs } from './sketches.ts'
import { specialUdfs } from './special-functions.ts'
import { textUdfs } from './text.ts'
import { windowUdfs } from './windows.ts'

/** Our functions on DuckDB, by the name the SQL calls them. */
export const udfs: ReadonlyMap<string, Udf> = new Map(
  [
    ...decimalUdfs,
    ...dynamicUdfs,
    ...encodingUdfs,
    ...ipUdfs,
    ...geographyUdfs,
    ...parsingUdfs,
    ...seriesUdfs,
    ...textUdfs,
    ...windowUdfs,
    ...punycodeUdfs,
    ...patternUdfs,
    ...reduceUdfs,
    ...scanUdfs,
    ...sketchUdfs,
    ...specialUdfs,
    parseKv,
  ].map((udf) => [udf.name, udf]),
)
