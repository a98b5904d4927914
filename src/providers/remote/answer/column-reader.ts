import type { KqlType } from '../../../lib/kql-type.ts'
import type { CellReader } from './cell-reader.ts'
import { dynamicReader } from './dynamic-reader.ts'
import { boolReader, numberReader } from './number-readers.ts'
import { textReader } from './text-reader.ts'
import { longReader, timeReader } from './tick-readers.ts'

/** `seed`: any number, not the same in each run, by which texts are spread. */
export function columnReader(type: KqlType, seed: number): CellReader {
  switch (type) {
    case 'bool':
      return boolReader()
    case 'int':
      return numberReader(true)
    case 'real':
      return numberReader(false)
    case 'long':
      return longReader()
    case 'datetime':
    case 'timespan':
      return timeReader(type)
    case 'string':
      return textReader(seed, true)
    case 'guid':
    case 'decimal':
      return textReader(seed, false)
    case 'dynamic':
      return dynamicReader(seed)
  }
}
