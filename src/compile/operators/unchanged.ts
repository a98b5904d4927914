import type { As, Render } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'

/** `as` and `render` change no row. */
export function compileUnchanged(table: As | Render, compilation: Compilation): Relation {
  return compilation.compile(table.input)
}
