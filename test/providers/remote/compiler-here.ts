import { answerQuestions } from '../../../src/providers/local/answer.ts'
import { QueryCompiler } from '../../../src/providers/local/compiler/query-compiler.ts'
import type { CompilerReply, CompilerRequest } from '../../../src/providers/local/protocol.ts'
import type { Peer } from '../../../src/providers/threads/peer.ts'

/** The compiler in the test's own thread, where it need not be started for each test. */
export function compilerHere(): Peer {
  const compiler = new QueryCompiler()
  let receive: (message: unknown) => void = () => {}
  let tell: (message: unknown) => void = () => {}
  let isEnded = false
  const port = {
    onMessage: (listener: (message: unknown) => void) => {
      receive = listener
    },
    post: (message: unknown) => queueMicrotask(() => isEnded || tell(structuredClone(message))),
  }
  answerQuestions<CompilerRequest, CompilerReply>(port, async (request) => compiler.answer(request))
  return {
    listen: ({ onMessage }) => {
      tell = onMessage
    },
    post: (message) => {
      const sent = structuredClone(message)
      queueMicrotask(() => receive(sent))
    },
    ref() {},
    unref() {},
    async end() {
      isEnded = true
    },
  }
}
