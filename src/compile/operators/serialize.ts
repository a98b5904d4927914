import type { Serialize } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'
import { extended } from './extend.ts'
import { serialized } from './row-functions.ts'

/** The input in a fixed order, that in which it comes, over which row functions are defined. */
export function compileSerialize(serialize: Serialize, compilation: Compilation): Relation {
  const input = serialized(compilation.compile(serialize.input), compilation)
  return serialize.values.length > 0 ? extended(input, serialize, compilation) : input
}
