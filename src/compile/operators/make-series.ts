import type { MakeSeries } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { scopeOf } from '../expressions/lower.ts'
import type { Relation } from '../relation.ts'

export function compileMakeSeries(series: MakeSeries, compilation: Compilation): Relation {
  return emitContext({ type: 'dynamic', span: series.span }, scopeOf({ columns: [], where: [] }, compilation)).refuse(
    series.span,
    'make-series is not supported',
  )
}
