/**
 * A program: the compiler of a workspace as a process of its own. The build makes it one script, which Node runs twice:
 * once to make a snapshot of it, and, from the snapshot, for every workspace. Its first part must leave nothing open.
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { startupSnapshot } from 'node:v8'
import { languageService } from '../../../kql/language-service.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import { answerQuestions } from '../answer.ts'
import type { CompilerReply, CompilerRequest } from '../protocol.ts'
import type { Ready } from './compiler-peer.ts'
import { QueryCompiler } from './query-compiler.ts'
import { rehearse } from './rehearse.ts'

const [, , ...scripts] = process.argv
languageService((_, position) => {
  // What is loaded as a module cannot be in a snapshot.
  const text = readFileSync(scripts[position]!, 'utf8')
  new Function('module', 'exports', text)({}, {})
})
knownSchemas()
rehearse()
startupSnapshot.setDeserializeMainFunction(answer)

function answer(): void {
  const compiler = new QueryCompiler()
  // Ctrl+C is for the process that asks: it may want to go on.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  const port = {
    onMessage: (listener: (message: unknown) => void) => process.on('message', listener),
    post: (message: unknown) => process.send?.(message),
  }
  answerQuestions<CompilerRequest, CompilerReply>(port, async (request) => compiler.answer(request))
  port.post({ kind: 'ready', pid: process.pid } satisfies Ready)
}
