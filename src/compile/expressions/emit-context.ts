import type { Span } from '../../lib/diagnostic.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { literal } from '../../sql/tree.ts'
import { convert } from '../functions/conversions.ts'
import { refuse } from '../refusal.ts'
import type { EmitContext } from '../row.ts'
import type { Scope } from './lower.ts'

/** What the rows of the function tables may ask, for one call. */
export function emitContext(place: { readonly type: KqlType; readonly span: Span }, scope: Scope): EmitContext {
  const { compilation, relation } = scope
  const context: EmitContext = {
    convert: (value, to) => convert(value, to, context),
    now: literal(compilation.options.now),
    resultType: place.type,
    span: place.span,
    // Functions over neighbouring rows need steps of their own: operators/row-functions.ts computes them.
    window: () => refuse(place.span, 'this function of neighbouring rows cannot be used here'),
    order: relation.order && !relation.order.isStorage ? relation.order.keys : [],
    refuse,
    notice: (text) => compilation.notices.add(text),
    useUdf: (name) => compilation.udfs.add(name),
  }
  return context
}
