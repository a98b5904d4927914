import type { CompiledQuery } from '../../compile/row.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { Table } from '../../lib/table.ts'
import { threadPeer } from '../threads/peer.ts'
import type { EngineReply, EngineRequest } from './protocol.ts'
import { Thread } from './thread.ts'

export interface OverParts {
  readonly parts: Table
  /** What reads them, as `partsTableOf` their types. */
  readonly compiled: CompiledQuery
  readonly limit: number
  readonly signal: AbortSignal
}

/** Runs a query over rows that are no workspace's, in an engine of its own, which ends with it. `isCut`: there are more than `limit`. */
export async function runOverParts({ parts, compiled, limit, signal }: OverParts) {
  const engine = new Thread<EngineRequest, EngineReply>(
    'engine',
    threadPeer('engine', 'engine-thread', import.meta.url),
  )
  try {
    await engine.askFor(['opened'], { kind: 'open', source: { kind: 'files', paths: [] } }, { signal })
    const { columns, rowCount, data } = parts
    await engine.askFor(
      ['parts-put'],
      { kind: 'put-parts', types: columns.map(({ type }) => type), rowCount, data },
      { signal },
    )
    const { sql, udfs, shared } = compiled
    const types = compiled.columns.map(({ type }) => type)
    const result = await engine.askFor(
      ['result'],
      { kind: 'run', sql, types, udfs, limit, ...(shared && { shared }) },
      { signal },
    )
    return { table: Table.fromColumns(compiled.columns, result.rowCount, result.data), isCut: result.isCut }
  } finally {
    await engine.ask({ kind: 'close' }).catch(() => undefined)
    await engine.stop(new HuntletError('WORKSPACE_CLOSED', 'The engine has ended.'))
  }
}
