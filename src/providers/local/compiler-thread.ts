import { warmUp } from '../../kql/bind-kql.ts'
import { threadPort } from '../threads/thread-port.ts'
import { answerQuestions } from './answer.ts'
import { QueryCompiler } from './compiler/query-compiler.ts'
import type { CompilerReply, CompilerRequest } from './protocol.ts'

const compiler = new QueryCompiler()

answerQuestions<CompilerRequest, CompilerReply>(threadPort(), async (request) => compiler.answer(request))

try {
  warmUp()
} catch {
  // The first query meets it again, and has someone to tell.
}
