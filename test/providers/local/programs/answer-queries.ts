/** A program: answers the queries of standard input, `{paths, memoryLimit, queries: [{kql, cancelMs?, timeoutMs?}]}`, and after each `print 1`. */
import { text } from 'node:stream/consumers'
import type { HuntletError } from '../../../../src/lib/diagnostic.ts'
import { openWorkspace } from '../../../../src/providers/open-workspace.ts'

interface Query {
  readonly kql: string
  readonly cancelMs?: number
  readonly timeoutMs?: number
}

const { paths, memoryLimit, queries } = JSON.parse(await text(process.stdin)) as {
  readonly paths: readonly string[]
  readonly memoryLimit: string
  readonly queries: readonly Query[]
}
const workspace = await openWorkspace({ kind: 'local', paths, memoryLimit })
for (const { kql, cancelMs, timeoutMs } of queries) {
  const outcome = await workspace
    .run(kql, {
      ...(cancelMs !== undefined && { signal: AbortSignal.timeout(cancelMs) }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    })
    .then(
      ({ table, completeness }) => ({
        rowCount: table.rowCount,
        first: table.rowCount > 0 ? firstOf(table.row(0)[0]) : null,
        ...completeness,
      }),
      ({ code, message, hint }: HuntletError) => ({ code, message, hint }),
    )
  const after = (await workspace.query('print 1')).rows()
  process.stdout.write(`${JSON.stringify({ ...outcome, after })}\n`)
}
await workspace.close()

/** A dynamic may be nested too deeply to be written here. */
function firstOf(cell: unknown): string {
  return typeof cell === 'object' ? 'dynamic' : String(cell).slice(0, 100)
}
