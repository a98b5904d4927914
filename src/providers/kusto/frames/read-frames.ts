import type { Json, Table } from '../../../lib/table.ts'
import type { ByteSource } from '../../remote/answer/byte-source.ts'
import { JsonBody } from '../../remote/answer/json-body.ts'
import { openBrace } from '../../remote/answer/json-bytes.ts'
import { TypedRows } from '../../remote/answer/typed-rows.ts'
import { completionOf, visualizationOf } from './beside-tables.ts'
import { declaredColumns } from './declared-columns.ts'
import { type OneApiError, oneApiError, oneApiErrors } from './one-api-error.ts'

/** The body of an answer to a query: its tables decoded by declared type, and what it says of them. */
export interface DataSet {
  /** Those that are the answer; none where the query failed before it had any. */
  readonly tables: readonly { readonly name: string; readonly table: Table }[]
  /** Why the answer is not all there is; each once. */
  readonly errors: readonly OneApiError[]
  readonly isCancelled: boolean
  readonly warnings: readonly string[]
  /** What the service says beside, though all is well. */
  readonly remarks: readonly string[]
  readonly chart?: string
  readonly statistics?: { readonly seconds?: number; readonly rows?: number }
}

/**
 * Reads the frames of version 2 from the bytes of a body while they come, whole tables as well as fragments: rows go straight into
 * columns. Throws ServiceFault `bad-answer` where the body is cut off or no such frames: without its last frame nobody knows
 * whether there was more.
 */
export async function readFrames(source: ByteSource, seed: number): Promise<DataSet> {
  return new FramesReader(source, seed).dataSet()
}

/** What is read of the tables beside the answer: of what kind, and what for. */
const readKinds: ReadonlySet<string> = new Set(['PrimaryResult', 'QueryProperties', 'QueryCompletionInformation'])

interface OpenTable {
  readonly name: string
  readonly kind: string
  rows: TypedRows
  /** It comes in fragments, and its last has not been announced. */
  isOpen: boolean
}

type Members = { [key: string]: Json }

class FramesReader {
  readonly #body: JsonBody
  readonly #seed: number
  /** Tables by their id, in the order in which they came. */
  readonly #tables = new Map<Json, OpenTable>()
  /** Those of no interest, by their id. */
  readonly #others = new Set<Json>()
  readonly #errors: OneApiError[] = []
  #isComplete = false
  #isCancelled = false

  constructor(source: ByteSource, seed: number) {
    this.#body = new JsonBody(source, 'Kusto')
    this.#seed = seed
  }

  async dataSet(): Promise<DataSet> {
    const body = this.#body
    if ((await body.next()) === openBrace) await this.#bareError()
    else await body.elements(() => this.#frame())
    await body.ending()
    const ofKind = (kind: string) => [...this.#tables.values()].filter((table) => table.kind === kind)
    const [told] = ofKind('QueryCompletionInformation')
    const completion = told && completionOf(told.rows.table())
    const errors = this.#errors.length > 0 ? this.#errors : oneApiErrors([...(completion?.errors ?? [])])
    const isOpen = [...this.#tables.values()].some((table) => table.isOpen)
    if ((!this.#isComplete || isOpen) && errors.length === 0) {
      throw body.bad('it ends before it says that it is complete')
    }
    const [properties] = ofKind('QueryProperties')
    const chart = properties && visualizationOf(properties.rows.table())
    return {
      tables: ofKind('PrimaryResult').map(({ name, rows }) => ({ name, table: rows.table() })),
      errors: errors.filter((error, index) => errors.findIndex((each) => each.message === error.message) === index),
      isCancelled: this.#isCancelled,
      warnings: completion?.warnings ?? [],
      remarks: completion?.remarks ?? [],
      ...(chart !== undefined && { chart }),
      ...(completion?.statistics && { statistics: completion.statistics }),
    }
  }

  /** An error that came as though it were an answer. */
  async #bareError(): Promise<void> {
    const members = await this.#members()
    const error = oneApiError(members)
    if (!error) throw this.#body.bad('it is an object, not frames')
    this.#errors.push(error)
  }

  async #frame(): Promise<void> {
    const frame = await this.#members()
    switch (frame.FrameType) {
      case 'TableHeader':
        this.#open(frame)
        return
      case 'TableCompletion': {
        this.#errors.push(...oneApiErrors(frame.OneApiErrors))
        const table = this.#tables.get(frame.TableId ?? null)
        if (table) table.isOpen = false
        if (table && typeof frame.RowCount === 'number' && table.rows.count !== frame.RowCount) {
          throw this.#body.bad(`${frame.RowCount} rows are announced, and ${table.rows.count} came`)
        }
        return
      }
      case 'DataSetCompletion': {
        this.#isComplete = true
        this.#isCancelled = frame.Cancelled === true
        const errors = oneApiErrors(frame.OneApiErrors)
        this.#errors.push(...errors)
        if (frame.HasErrors === true && this.#errors.length === 0) {
          this.#errors.push(...oneApiErrors(['The service says that the answer has errors, but not which.']))
        }
        return
      }
      default: {
        // An error may be a frame of its own.
        const error = frame.FrameType === undefined || frame.error !== undefined ? oneApiError(frame) : undefined
        if (error) this.#errors.push(error)
      }
    }
  }

  /** The members of an object but for `Rows`, which go into the table they are of. */
  async #members(): Promise<Members> {
    const body = this.#body
    const members: Members = Object.create(null) as Members
    await body.members(async (name) => {
      if (name !== 'Rows') {
        members[name] = await body.value()
        return
      }
      const table = this.#open(members)
      if (table) await body.rows(table.rows, (value) => this.#errors.push(...rowErrors(value)))
      else await body.skip()
    })
    return members
  }

  /** The table that a frame begins or goes on with; undefined for one that is of no interest. */
  #open(frame: Members): OpenTable | undefined {
    const { TableId: id = null, TableKind: kind, TableName: name, Columns: columns } = frame
    if (frame.FrameType === undefined) throw this.#body.bad('its rows come before what they are of')
    if (frame.FrameType === 'TableFragment') {
      const table = this.#tables.get(id)
      if (!table && !this.#others.has(id)) throw this.#body.bad('it has rows of a table that it did not announce')
      if (table && frame.TableFragmentType === 'DataReplace') table.rows = new TypedRows(table.rows.columns, this.#seed)
      return table
    }
    if (typeof kind !== 'string' || !readKinds.has(kind)) {
      this.#others.add(id)
      return undefined
    }
    if (columns === undefined) throw this.#body.bad('its rows come before its columns')
    if (this.#tables.has(id)) throw this.#body.bad('two tables have one id')
    const rows = new TypedRows(declaredColumns(columns), this.#seed)
    const table = {
      kind,
      name: typeof name === 'string' ? name : kind,
      rows,
      isOpen: frame.FrameType === 'TableHeader',
    }
    this.#tables.set(id, table)
    return table
  }
}

/** An error that stands where the rows end which it cut off. */
function rowErrors(value: Json): OneApiError[] {
  const { OneApiErrors: errors, Exceptions: exceptions } = value as { readonly [key: string]: Json }
  return oneApiErrors(errors ?? exceptions)
}
