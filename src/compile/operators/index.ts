import type { Tabular } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'
import { compileConsume } from './consume.ts'
import { compileCount } from './count.ts'
import { compileDataTable } from './datatable.ts'
import { compileDistinct } from './distinct.ts'
import { compileExtend } from './extend.ts'
import { compileExternal } from './external.ts'
import { compileFindPatterns } from './find-patterns.ts'
import { compileGetSchema } from './getschema.ts'
import { compileJoin } from './join.ts'
import { compileLetTable } from './let-table.ts'
import { compileMakeSeries } from './make-series.ts'
import { compileGroupRows, compileMvApply } from './mv-apply.ts'
import { compileMvExpand } from './mv-expand.ts'
import { compileParse } from './parse.ts'
import { compileParseKv } from './parse-kv.ts'
import { compilePartition } from './partition.ts'
import { compilePrint } from './print.ts'
import { compileProject } from './project.ts'
import { compileRange } from './range.ts'
import { compileReduce } from './reduce.ts'
import { compileScan } from './scan.ts'
import { compileSearch } from './search.ts'
import { compileSerialize } from './serialize.ts'
import { compileSort } from './sort.ts'
import { compileSummarize } from './summarize.ts'
import { compileTable } from './table.ts'
import { compileTake, compileTop } from './take.ts'
import { compileTopNested } from './top-nested.ts'
import { compileUnchanged } from './unchanged.ts'
import { compileUnion } from './union.ts'
import { compileWhere } from './where.ts'

type Operators = {
  readonly [K in Tabular['kind']]: (table: Extract<Tabular, { kind: K }>, compilation: Compilation) => Relation
}

/** Who compiles each kind of table. */
export const operators: Operators = {
  table: compileTable,
  'let-table': compileLetTable,
  datatable: compileDataTable,
  print: compilePrint,
  range: compileRange,
  union: compileUnion,
  search: compileSearch,
  where: compileWhere,
  extend: compileExtend,
  project: compileProject,
  summarize: compileSummarize,
  distinct: compileDistinct,
  count: compileCount,
  sort: compileSort,
  top: compileTop,
  take: compileTake,
  join: compileJoin,
  'mv-expand': compileMvExpand,
  'mv-apply': compileMvApply,
  partition: compilePartition,
  'group-rows': compileGroupRows,
  parse: compileParse,
  'parse-kv': compileParseKv,
  serialize: compileSerialize,
  'make-series': compileMakeSeries,
  'top-nested': compileTopNested,
  scan: compileScan,
  reduce: compileReduce,
  'find-patterns': compileFindPatterns,
  getschema: compileGetSchema,
  as: compileUnchanged,
  render: compileUnchanged,
  external: compileExternal,
  consume: compileConsume,
}
