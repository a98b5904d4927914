import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { isUrgent, threadPort } from '../threads/thread-port.ts'
import { answerQuestions } from './answer.ts'
import { Engine } from './engine/engine.ts'
import { holdableBytes } from './engine/memory.ts'
import { transferable } from './engine/run-query.ts'
import type { EngineReply, EngineRequest } from './protocol.ts'

let engine: Engine | undefined

const noFiles = { filesDone: 0, files: 0, bytesDone: 0, bytes: 0 }

answerQuestions<EngineRequest, EngineReply>(threadPort(), async (request, { signal, send, endOthers }) => {
  switch (request.kind) {
    case 'open': {
      engine = await Engine.open(request.source, {
        signal,
        isUrgent,
        onProgress: (progress) => send({ kind: 'progress', progress }),
        ...(request.memoryLimit !== undefined && { memoryLimit: request.memoryLimit }),
        ...(request.geoip !== undefined && { geoip: request.geoip }),
        ...(request.disk && { disk: request.disk }),
        ...(request.output !== undefined && { output: request.output }),
      })
      const { tables, notices, losses, knowsPlaces, surroundings } = engine
      return { reply: { kind: 'opened', tables, notices, losses, knowsPlaces, surroundings } }
    }
    case 'run': {
      if (!engine) throw new HuntletError('WORKSPACE_CLOSED', 'The workspace is not open.')
      const begin = performance.now()
      const { sql, types, udfs, limit, mostBytes, shared, more: others = [] } = request
      const [result, ...more] = await engine.runAll([{ sql, types }, ...others], udfs, limit, signal, shared, {
        mostBytes,
        holdableBytes: holdableBytes(),
        onPercent: (percent) => send({ kind: 'progress', progress: { ...noFiles, text: `${percent} % done` } }),
      })
      const durationMs = performance.now() - begin
      return {
        reply: { kind: 'result', ...result!, durationMs, ...(more.length > 0 && { more }) },
        transfer: [result!, ...more].flatMap((each) => transferable(each.data)),
      }
    }
    case 'read-files':
      if (!engine) throw new HuntletError('WORKSPACE_CLOSED', 'The workspace is not open.')
      return { reply: { kind: 'files-read', table: await engine.readFiles(request, signal) } }
    case 'let-files-go':
      for (const table of request.tables) await engine?.letFilesGo(table)
      return { reply: { kind: 'files-let-go' } }
    case 'put-parts':
      if (!engine) throw new HuntletError('WORKSPACE_CLOSED', 'The workspace is not open.')
      await engine.putParts(request)
      return { reply: { kind: 'parts-put' } }
    case 'write': {
      if (!engine) throw new HuntletError('WORKSPACE_CLOSED', 'The workspace is not open.')
      const tell = (path: string) =>
        send({ kind: 'progress', progress: { ...noFiles, text: `Writing ${safeText(path)}` } })
      return { reply: { kind: 'written', files: await engine.writeParquet(request.folder, signal, tell) } }
    }
    case 'close':
      // A thread that ends while the database works takes the process with it.
      await endOthers()
      engine?.close()
      engine = undefined
      return { reply: { kind: 'closed' } }
  }
})
