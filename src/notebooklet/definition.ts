import type { Progress } from '../lib/progress.ts'
import type { Table } from '../lib/table.ts'
import type { Subject } from '../providers/lookups/lookup.ts'
import type { ObservableHint } from '../providers/lookups/observable.ts'
import type { TimeRange, WorkspaceTable } from '../providers/workspace.ts'
import type { Parameter } from '../queries/parameter.ts'
import type { EntityType } from './result-data.ts'
import type { StepDefinition } from './step.ts'
import type { View } from './view.ts'

/**
 * What a query parameter or a step option is given: a constant, `$name` for the value, a parameter or a choice, or `$data.Column` for the
 * distinct values of a column of named data.
 */
export type Binding = string | number | boolean | readonly (string | number | boolean)[]

export type Bindings = Readonly<Record<string, Binding>>

/** A time of its own, instead of the time range of the run. */
export interface OwnTime {
  /** A datetime that it lies around. */
  readonly around?: Binding
  /** How much time on each side of it. */
  readonly within?: Binding
}

/** Where a table comes from. */
export type TableSource =
  | ({ readonly kind: 'query'; readonly query: string; readonly with: Bindings } & OwnTime)
  /** Several queries as one table, with a column `Source` that says which. `only` leaves one of them, or `all`. */
  | ({
      readonly kind: 'sources'
      readonly sources: Readonly<Record<string, { readonly query: string; readonly with: Bindings }>>
      readonly only?: Binding
    } & OwnTime)
  /** Named data as it is, or what a step makes of it. */
  | { readonly kind: 'from'; readonly from: readonly string[]; readonly step?: string; readonly with: Bindings }
  | { readonly kind: 'compute'; readonly compute: Compute }
  /** What asks the workspace one question after another, by its name. */
  | { readonly kind: 'enquiry'; readonly enquiry: string; readonly with: Bindings }
  | { readonly kind: 'lookup'; readonly lookup: LookupDefinition }

/** What is looked up, and where. */
export interface LookupDefinition {
  /** Named data whose columns hold observables. */
  readonly from: readonly string[]
  /** Column → what it holds. */
  readonly columns: Readonly<Record<string, ObservableHint>>
  /** One observable, or a list of them, beside those of the data. */
  readonly value?: Binding
  /** Only sources of threats, or only those of places, networks and owners. */
  readonly about?: Subject
  /** Only these look-ups. */
  readonly only: readonly string[]
  /** What nobody knows has a row too. */
  readonly unknown: boolean
}

/** Logic in TypeScript: what it returns is the table. */
export type Compute = (context: ComputeContext) => Promise<Table> | Table

/** What code of a notebooklet may ask of its run. */
export interface ComputeContext {
  /** The value it was run on, as text; empty where none was given. */
  readonly value: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly options: readonly string[]
  readonly choices: Readonly<Record<string, string>>
  readonly timeRange: TimeRange
  readonly signal: AbortSignal | undefined
  /** A query by its id. It is recorded with the section. */
  query(id: string, parameters?: Readonly<Record<string, unknown>>): Promise<Table>
  /** Named data of the notebooklet. */
  data(name: string): Promise<Table>
  /** The tables of the workspace with their columns. */
  tables(): Promise<readonly WorkspaceTable[]>
  /**
   * The answer to KQL made here, recorded with the section. It sees the records of the run's time range, or of another. Values
   * and names in it are printed by `kqlLiteral` and `kqlName`, never put in as they are. Asked again by this Result or those grown from it,
   * the same question is answered from memory.
   */
  ask(kql: string, timeRange?: TimeRange): Promise<Table>
  /** Whether `ask` has the answer already. */
  isKept(kql: string, timeRange?: TimeRange): boolean
  /** Something the reader must know about the table. */
  notice(text: string): void
  /** What is missing in the table: it is partial. */
  incomplete(text: string): void
  /** How far long work has come: shown while it goes on. */
  progress: Progress
}

/** The rows of a section are candidates: the values of one column, labelled by others. */
export interface ChoiceDefinition {
  readonly id: string
  readonly title?: string
  /** Column of the value. Default: the table's first. */
  readonly value?: string
  /** Columns shown beside the value. */
  readonly label: readonly string[]
  /** A query that gives every value there is: where nothing matches, the nearest of them are offered. */
  readonly nearest?: NearestDefinition
  /** Whether without a value all are meant: then nothing is asked and the empty text is chosen. */
  readonly all?: boolean
}

export interface NearestDefinition {
  readonly query: string
  readonly with: Bindings
  /** Column of the values. Default: that of the choice. */
  readonly value?: string
}

export interface SectionDefinition {
  readonly id: string
  readonly title: string
  readonly text?: string
  /** Absent where there is only a text, and where another notebooklet is run. */
  readonly source?: TableSource
  /** Another notebooklet over the same time, whose sections stand here. */
  readonly run?: SectionRun
  /** Options that must be on; `!name` must be off. */
  readonly when: readonly string[]
  /** Choices that must be made, besides those its bindings name. */
  readonly needs: readonly string[]
  readonly choose?: ChoiceDefinition
  readonly view: View
  readonly entities: Readonly<Record<string, EntityType>>
  /** What an empty table means. */
  readonly empty?: string
}

export interface FollowUpDefinition {
  readonly title: string
  readonly text?: string
  readonly when: readonly string[]
  readonly needs: readonly string[]
  readonly parameters: Readonly<Record<string, FollowUpParameter>>
  readonly data: Readonly<Record<string, TableSource>>
  readonly sections: readonly SectionDefinition[]
  /** Another notebooklet, run over the same time, whose sections are added. */
  readonly run?: OtherRun
}

/** Another notebooklet, and what it is run on. */
export interface OtherRun extends OwnTime {
  readonly notebooklet: string
  readonly value?: Binding
  readonly with: Bindings
}

export interface FollowUpParameter extends Parameter {
  /** Column whose cell can fill it: a face may take it from the row under the cursor. */
  readonly column?: string
}

/** Another notebooklet in the place of a section. */
export interface SectionRun extends OtherRun {
  /** Ids of the sections that are kept; all where none is named. */
  readonly sections: readonly string[]
}

/** A notebooklet, whichever way it was written. */
export interface NotebookletDefinition {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly entities: readonly EntityType[]
  readonly keywords: readonly string[]
  /** What it is run on; absent where it takes no value. */
  readonly value?: Parameter
  readonly timespan: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly options: Readonly<Record<string, { readonly default: boolean; readonly text: string }>>
  readonly data: Readonly<Record<string, TableSource>>
  readonly sections: readonly SectionDefinition[]
  readonly followUps: Readonly<Record<string, FollowUpDefinition>>
  /** Steps of its own, beside those every notebooklet has. */
  readonly steps: Readonly<Record<string, StepDefinition>>
}

/** The name of what a binding refers to, or undefined where it is a constant. `$$` begins a text with a dollar sign. */
export function referenceOf(binding: Binding | undefined): string | undefined {
  return typeof binding === 'string' && /^\$[^$]/.test(binding) ? binding.slice(1) : undefined
}

/** The data and the column that a reference names, where it names those: `alert.SystemAlertId`. */
export function columnReference(name: string): { readonly data: string; readonly column: string } | undefined {
  const at = name.indexOf('.')
  return at < 0 ? undefined : { data: name.slice(0, at), column: name.slice(at + 1) }
}

/** A constant binding as it is meant: `$$x` is the text `$x`. */
export function constantOf(binding: Binding): Binding {
  return typeof binding === 'string' && binding.startsWith('$$') ? binding.slice(1) : binding
}

/** What bindings name. */
export function referencesOf(bindings: readonly (Binding | undefined)[]): string[] {
  return bindings.flatMap((binding) => referenceOf(binding) ?? [])
}

/** What the bindings of another notebooklet's run name. */
export function referencesOfRun({ value, around, within, with: bindings }: OtherRun): string[] {
  return referencesOf([value, around, within, ...Object.values(bindings)])
}

/** What a source's bindings name. */
export function referencesIn(source: TableSource): string[] {
  return referencesOf(bindingsOf(source))
}

function bindingsOf(source: TableSource): (Binding | undefined)[] {
  switch (source.kind) {
    case 'query':
      return [source.around, source.within, ...Object.values(source.with)]
    case 'from':
    case 'enquiry':
      return Object.values(source.with)
    case 'sources': {
      const { only, around, within, sources } = source
      return [only, around, within, ...Object.values(sources).flatMap((each) => Object.values(each.with))]
    }
    case 'lookup':
      return [source.lookup.value]
    case 'compute':
      return []
  }
}

/** The named data that a source is made of. */
export function dataOf(source: TableSource): readonly string[] {
  return source.kind === 'from' ? source.from : source.kind === 'lookup' ? source.lookup.from : []
}
