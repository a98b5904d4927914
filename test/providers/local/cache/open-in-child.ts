/** Opens a folder with a cache, as a process of its own, and says what it holds and whether it had to read it: `folder cache`. */
import { Engine } from '../../../../src/providers/local/engine/engine.ts'

const [folder, cache] = process.argv.slice(2) as [string, string]
let isRead = false
const engine = await Engine.open(
  { kind: 'files', paths: [folder] },
  {
    signal: new AbortController().signal,
    onProgress: () => {
      isRead = true
    },
    disk: { folder: cache, cache: { leastBytes: 0 } },
  },
)
const { tables, notices, losses } = engine
const { data } = await engine.run('SELECT sum("n")::BIGINT FROM "log"', ['long'], [], 1, new AbortController().signal)
engine.close()
const [sum] = data
process.stdout.write(
  JSON.stringify({ isRead, tables, notices, losses, sum: sum?.kind === 'bigints' ? String(sum.values[0]) : sum }),
)
