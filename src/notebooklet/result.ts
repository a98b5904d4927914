import { HuntletError } from '../lib/diagnostic.ts'
import type { Workspace } from '../providers/workspace.ts'
import { camelCase } from './camel-case.ts'
import type { NotebookletDefinition } from './definition.ts'
import type { ResultHandle, RunHooks, RunRequest } from './desk.ts'
import type { Run } from './finished-run.ts'
import { growRun } from './grow-run.ts'
import type { Library } from './library.ts'
import type { Entity, ResultData, Section } from './result-data.ts'
import { type ResultJson, resultFromJson, resultToJson } from './result-json.ts'
import { startRun } from './run.ts'

/**
 * What a run found, with what can be asked next. A Result does not change: a follow-up gives a new, grown one. Each follow-up
 * is also a method, by the camelCase of its id: `result.additionalData()`.
 */
export class Result implements ResultHandle {
  readonly data: ResultData
  readonly #run: Run | undefined

  constructor(data: ResultData, run?: Run) {
    this.data = data
    this.#run = run
    for (const id of Object.keys(run?.scope.definition.followUps ?? {})) {
      const name = camelCase(id)
      // The check of a notebooklet refuses ids that would hide a member.
      if (name in this) continue
      Object.defineProperty(this, name, {
        value: (parameters?: Readonly<Record<string, unknown>>, hooks?: RunHooks) =>
          this.followUp(id, parameters, hooks),
      })
    }
  }

  get sections(): readonly Section[] {
    return this.data.sections
  }

  get entities(): readonly Entity[] {
    return this.data.entities
  }

  /** A section by its id. */
  section(id: string): Section | undefined {
    return this.data.sections.find((section) => section.id === id)
  }

  /** Runs a follow-up; the grown Result comes back, this one stays as it is. Throws `RESULT_CLOSED` for one read from a file without its workspace. */
  async followUp(
    id: string,
    parameters: Readonly<Record<string, unknown>> = {},
    hooks: RunHooks = {},
  ): Promise<Result> {
    if (!this.#run) {
      throw new HuntletError('RESULT_CLOSED', `The follow-up \`${id}\` needs the workspace this Result came from.`, {
        hint: `Open it with its workspace (${this.data.request.workspace}), or run \`${this.data.notebooklet}\` again.`,
      })
    }
    const grown = await growRun(this.#run, id, parameters, hooks)
    return new Result(grown.data, grown)
  }

  /** The JSON that `--format json` prints and `Result.fromJSON` reads. */
  toJSON(): ResultJson {
    return resultToJson(this.data)
  }

  /** Reads a saved Result back. With a run (`reopenRun`) its follow-ups work. Throws `INVALID_RESULT`. */
  static fromJSON(json: unknown, run?: Run): Result {
    return new Result(resultFromJson(json), run)
  }
}

/** Runs a notebooklet; see `startRun` for what it throws. */
export async function runNotebooklet(
  definition: NotebookletDefinition,
  workspace: Workspace,
  library: Library,
  request: Omit<RunRequest, 'notebooklet'> = {},
  hooks: RunHooks = {},
): Promise<Result> {
  const run = await startRun(definition, workspace, library, request, hooks)
  return new Result(run.data, run)
}

/** Members of a Result, which no follow-up may be called. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Result.prototype),
  ...Object.getOwnPropertyNames(Object.prototype),
  'data',
  'then',
])
