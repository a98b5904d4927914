/** A program: starts a compiler from a snapshot, prints the id of its process, and waits. Arguments: snapshot, program. */
import type { Ready } from '../../../../../src/providers/local/compiler/compiler-peer.ts'
import { processPeer } from '../../../../../src/providers/local/compiler/process-peer.ts'

const [blob = '', program = ''] = process.argv.slice(2)
processPeer(blob, program).listen({
  onMessage: (message) => process.stdout.write(`${(message as Ready).pid}\n`),
  onEnd: () => process.exit(1),
})
setInterval(() => {}, 1000)
