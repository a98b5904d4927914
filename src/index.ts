import { contentRoots } from './cli/content-roots.ts'
import { loadCatalog } from './notebooklet/catalog.ts'
import { loadNotebookletsFrom, type Notebooklets } from './notebooklet/load-notebooklets.ts'
import {
  type ColumnPivot,
  type ColumnPivotHooks,
  type ColumnPivotResult,
  pivotOnColumn as pivotColumn,
} from './notebooklet/pivot-column.ts'
import type { Workspace } from './providers/workspace.ts'

/** zod, in which steps declare their options. */
export { z } from 'zod'

/** Every notebooklet: huntlet's, those below `folder` (default the current one), and the user's own. */
export async function loadNotebooklets(options: { readonly folder?: string } = {}): Promise<Notebooklets> {
  return loadNotebookletsFrom(contentRoots(options.folder))
}

/** Asks a query or a notebooklet about every different value of a table's column, and joins what is found to its rows. */
export async function pivotOnColumn(
  workspace: Workspace,
  pivot: ColumnPivot,
  options: ColumnPivotHooks & { readonly folder?: string } = {},
): Promise<ColumnPivotResult> {
  const { folder, ...hooks } = options
  return pivotColumn(workspace, await loadCatalog(contentRoots(folder)), pivot, hooks)
}

export { type Diagnostic, HuntletError, KqlError, printDiagnostic, type Source, type Span } from './lib/diagnostic.ts'
export type { ColumnType, KqlType } from './lib/kql-type.ts'
export { type Cell, type Json, Table } from './lib/table.ts'
export {
  type CodeRequest,
  defineNotebooklet,
  defineSteps,
  type Notebooklet,
  type TypedResult,
} from './notebooklet/define-notebooklet.ts'
export type { ComputeContext } from './notebooklet/definition.ts'
export type { RunHooks, RunRequest } from './notebooklet/desk.ts'
export { goldenText } from './notebooklet/golden.ts'
export type { Notebooklets } from './notebooklet/load-notebooklets.ts'
export type { ColumnPivot, ColumnPivotResult } from './notebooklet/pivot-column.ts'
export { Result } from './notebooklet/result.ts'
export type {
  Choice,
  Entity,
  EntityType,
  FollowUpOffer,
  QueryRecord,
  ResultData,
  RunEvent,
  Section,
  SectionStatus,
} from './notebooklet/result-data.ts'
export { defineStep, type StepDefinition, type StepOutput } from './notebooklet/step.ts'
export type { View, ViewKind } from './notebooklet/view.ts'
export type { Answer, Lookup, LookupContext, LookupOutcome } from './providers/lookups/lookup.ts'
export type { Observable } from './providers/lookups/observable.ts'
export { openWorkspace, type WorkspaceRequest } from './providers/open-workspace.ts'
export type {
  Completeness,
  QueryOptions,
  QueryTable,
  TimeRange,
  Workspace,
  WorkspaceNotice,
  WorkspaceTable,
} from './providers/workspace.ts'
