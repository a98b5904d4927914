import type { Workspace } from '../providers/workspace.ts'
import type { RunHooks, RunRequest } from './desk.ts'
import type { NotebookletInput } from './notebooklet-schema.ts'
import type { Result } from './result.ts'
import type { StepDefinition } from './step.ts'

/** `additional-data` → `additionalData` */
type CamelCase<Id extends string> = Id extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Id

type JsTypes = {
  string: string
  int: number
  long: number | bigint
  real: number
  bool: boolean
  datetime: string
  timespan: string
  list: readonly (string | number | boolean)[]
  table: string
  column: string
}

type ParametersOf<Declared> = {
  readonly [Name in keyof Declared as Declared[Name] extends { required: true } ? Name : never]: ValueOf<Declared[Name]>
} & {
  readonly [Name in keyof Declared as Declared[Name] extends { required: true } ? never : Name]?: ValueOf<
    Declared[Name]
  >
}

type ValueOf<Parameter> = Parameter extends { type: infer Type extends keyof JsTypes } ? JsTypes[Type] : never

type Arguments<FollowUp> = FollowUp extends { parameters: infer Declared }
  ? Record<never, never> extends ParametersOf<Declared>
    ? [parameters?: ParametersOf<Declared>, hooks?: RunHooks]
    : [parameters: ParametersOf<Declared>, hooks?: RunHooks]
  : [parameters?: Record<string, never>, hooks?: RunHooks]

/** A Result whose follow-ups are typed methods, as are those of the Results they give. */
export type TypedResult<FollowUps> = Result & {
  readonly [Id in keyof FollowUps & string as CamelCase<Id>]: (
    ...args: Arguments<FollowUps[Id]>
  ) => Promise<TypedResult<FollowUps>>
}

/** What a notebooklet is given in code. Parameters may be of their own type, or texts as on the command line. */
export interface CodeRequest extends Omit<RunRequest, 'notebooklet' | 'parameters'> {
  readonly parameters?: Readonly<Record<string, unknown>>
}

/** A notebooklet, ready to run. */
export interface Notebooklet<FollowUps = Record<never, never>> {
  readonly id: string
  readonly title: string
  readonly text: string
  run(workspace: Workspace, request?: CodeRequest, hooks?: RunHooks): Promise<TypedResult<FollowUps>>
}

const mark = Symbol.for('huntlet.notebooklet')

/** A notebooklet written in TypeScript, as its file exports it. */
export interface NotebookletCode<FollowUps = unknown> {
  readonly [mark]: 'notebooklet'
  readonly definition: NotebookletInput
  readonly steps: Readonly<Record<string, StepDefinition>>
  /** Only in types: what the follow-ups are called and given. */
  readonly followUps?: FollowUps
}

/** Steps that the `index.ts` beside a `notebooklet.yaml` adds. */
export interface StepsCode {
  readonly [mark]: 'steps'
  readonly steps: Readonly<Record<string, StepDefinition>>
}

/**
 * Defines a notebooklet in TypeScript: the keys of the YAML (`follow-ups` are typed methods of its Results), and wherever a
 * table comes from, `compute: async (context) => Table` instead of a query. `steps` adds steps of its own.
 *
 * ```ts
 * export default defineNotebooklet({
 *   id: 'quiet-hosts', title: 'Quiet hosts', text: 'Hosts that stopped reporting.',
 *   sections: [{ id: 'hosts', title: 'Hosts', compute: async ({ query }) => (await query('host/find', { host: '' })) }],
 * })
 * ```
 */
export function defineNotebooklet<const Input extends NotebookletInput>(
  input: Input,
  steps: Readonly<Record<string, StepDefinition>> = {},
): NotebookletCode<Input['follow-ups']> {
  return { [mark]: 'notebooklet', definition: input, steps }
}

/** Defines the steps that stand in `index.ts` beside a `notebooklet.yaml`. */
export function defineSteps(steps: Readonly<Record<string, StepDefinition>>): StepsCode {
  return { [mark]: 'steps', steps }
}

/** What a module exports by default, where it is ours: another copy of huntlet may have made it. */
export function isCode(value: unknown): value is NotebookletCode | StepsCode {
  return typeof value === 'object' && value !== null && mark in value
}

export function isNotebookletCode(code: NotebookletCode | StepsCode): code is NotebookletCode {
  return code[mark] === 'notebooklet'
}
