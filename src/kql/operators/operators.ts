import type { Scope } from '../scope.ts'
import type { Node, NodeClass } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { assertSchema } from './assert-schema.ts'
import { evaluate } from './evaluate.ts'
import { externalData } from './external-data.ts'
import { as, consume, count, getSchema, render, where } from './filter.ts'
import { find } from './find.ts'
import { invoke } from './invoke.ts'
import { join, lookup } from './join.ts'
import { makeSeries } from './make-series.ts'
import { mvApply, partition } from './mv-apply.ts'
import { mvExpand } from './mv-expand.ts'
import { sample, sort, take, top } from './order.ts'
import { parse, parseWhere } from './parse.ts'
import { parseKv } from './parse-kv.ts'
import { distinct, extend, print, project, projectRename, sampleDistinct, selectColumns, serialize } from './project.ts'
import { reduce } from './reduce.ts'
import { scan } from './scan.ts'
import { search } from './search.ts'
import { dataTable, range } from './source.ts'
import { summarize } from './summarize.ts'
import { topHitters } from './top-hitters.ts'
import { topNested } from './top-nested.ts'
import { union } from './union.ts'

/** An operator that reads a table; its binder node, the table before it, and where it stands. */
type Operators = {
  readonly [Class in NodeClass]?: (node: Node<Class>, input: never, scope: Scope) => Tabular
}

/** Operators by the class of the binder's node: to add one, write its function and its row here. */
export const operators = {
  AsOperator: as,
  AssertSchemaOperator: assertSchema,
  ConsumeOperator: consume,
  CountOperator: count,
  DataTableExpression: dataTable,
  DistinctOperator: distinct,
  EvaluateOperator: evaluate,
  ExtendOperator: extend,
  ExternalDataExpression: externalData,
  FilterOperator: where,
  FindOperator: find,
  GetSchemaOperator: getSchema,
  InvokeOperator: invoke,
  JoinOperator: join,
  LookupOperator: lookup,
  MakeSeriesOperator: makeSeries,
  MvApplyOperator: mvApply,
  MvExpandOperator: mvExpand,
  ParseKvOperator: parseKv,
  PartitionOperator: partition,
  SampleDistinctOperator: sampleDistinct,
  SampleOperator: sample,
  TopHittersOperator: topHitters,
  TopNestedOperator: topNested,
  ParseOperator: parse,
  ParseWhereOperator: parseWhere,
  PrintOperator: print,
  ProjectAwayOperator: selectColumns,
  ProjectByNamesOperator: selectColumns,
  ProjectKeepOperator: selectColumns,
  ProjectOperator: project,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: selectColumns,
  RangeOperator: range,
  RenderOperator: render,
  ReduceByOperator: reduce,
  ScanOperator: scan,
  SearchOperator: search,
  SerializeOperator: serialize,
  SortOperator: sort,
  SummarizeOperator: summarize,
  TakeOperator: take,
  TopOperator: top,
  UnionOperator: union,
} satisfies Operators
