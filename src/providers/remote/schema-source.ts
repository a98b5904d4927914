import { KqlError } from '../../lib/diagnostic.ts'
import type { Clock } from '../clock.ts'
import { cancelled } from '../local/thread.ts'
import type { WorkspaceNotice } from '../workspace.ts'
import { errorOf } from './fault-error.ts'
import type { Limiter } from './limiter.ts'
import { askPatiently } from './patient-asking.ts'
import type { DatedSchema, SchemaFile } from './schema-file.ts'
import { ServiceFault, type Wire, type WireSchema } from './wire.ts'

export interface SchemaOptions {
  readonly wire: Wire
  readonly limiter: Limiter
  readonly clock: Clock
  readonly file: SchemaFile | undefined
  /** How old what is kept may be. */
  readonly ageMs: number
  readonly onProgress: ((text: string) => void) | undefined
}

export interface FoundSchema extends DatedSchema {
  readonly notices: readonly WorkspaceNotice[]
  readonly from: 'service' | 'file' | 'known'
}

/** Without these nothing else can be asked either. */
const hopeless: ReadonlySet<string> = new Set(['not-logged-in', 'token-expired', 'not-found'])

function isHopeless({ kind, isUnreached }: ServiceFault): boolean {
  return hopeless.has(kind) || isUnreached
}

/**
 * What can be named in queries: as it is kept, where that is young enough, else as the service says, and where that does not say, as
 * such workspaces are known to be. Throws NOT_LOGGED_IN, UNKNOWN_WORKSPACE, CANCELLED, what says that nobody is reached, and the fault that
 * every question would end in.
 */
export async function findSchema(options: SchemaOptions, signal: AbortSignal): Promise<FoundSchema> {
  const { clock, file, ageMs, onProgress } = options
  const kept = file?.read()
  // A clock that was set back makes what is kept look as if it came from the future.
  const age = kept ? clock.now() - kept.at : Number.POSITIVE_INFINITY
  if (kept && age >= 0 && age < ageMs) return { ...kept, notices: [], from: 'file' }
  onProgress?.('asking what tables there are')
  try {
    return await fetchSchema(options, signal)
  } catch (error) {
    if (!(error instanceof ServiceFault) || isHopeless(error)) throw errorOf(error, undefined)
    const lasting = await faultOfAll(options, signal)
    if (lasting) throw errorOf(lasting, undefined)
    return kept ? stale(kept, error) : guessed(error, clock)
  }
}

/** What any question would be answered with: said once, not as a warning of the schema and again as the error of the question. */
async function faultOfAll(
  { wire, limiter, onProgress }: SchemaOptions,
  signal: AbortSignal,
): Promise<ServiceFault | undefined> {
  onProgress?.('asking whether questions are answered')
  const done = await limiter.turn('analytics', signal).catch(() => {
    throw cancelled(signal)
  })
  try {
    await wire.ask({ kql: 'print 1', timeoutMs: probeMs, signal })
    return undefined
  } catch (error) {
    if (signal.aborted) throw cancelled(signal)
    if (error instanceof ServiceFault) return error
    // Even a refused text is an answer.
    if (error instanceof KqlError) return undefined
    throw error
  } finally {
    done()
  }
}

const probeMs = 60_000

/** As the service says now. Throws ServiceFault, CANCELLED. */
export async function fetchSchema(options: SchemaOptions, signal: AbortSignal): Promise<FoundSchema> {
  const { wire, limiter, clock, file, onProgress } = options
  const schema = await askPatiently(() => wire.schema(signal), {
    limiter,
    clock,
    pool: 'analytics',
    signal,
    onProgress,
  })
  const dated = { at: clock.now(), schema }
  file?.write(dated)
  return { ...dated, notices: [], from: 'service' }
}

function stale(kept: DatedSchema, fault: ServiceFault): FoundSchema {
  const message = `What tables there are could not be asked (${fault.message}): taken as it was on ${new Date(kept.at).toISOString().slice(0, 16)}Z.`
  return { ...kept, notices: [{ severity: 'warning', message }], from: 'file' }
}

function guessed(fault: ServiceFault, clock: Clock): FoundSchema {
  const schema: WireSchema = { tables: [], functions: [], watchlists: [], names: [], isPartial: true }
  const hint = fault.hint === undefined ? '' : ` ${fault.hint}`
  const message = `What tables there are could not be asked (${fault.message}): queries are checked against the tables such workspaces usually have, and the service has the last word.${hint}`
  return { at: clock.now(), schema, notices: [{ severity: 'warning', message }], from: 'known' }
}
