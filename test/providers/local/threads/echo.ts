import { HuntletError } from '../../../../src/lib/diagnostic.ts'
import { answerQuestions } from '../../../../src/providers/local/answer.ts'
import { threadPort } from '../../../../src/providers/threads/thread-port.ts'

type Request =
  | { readonly kind: 'echo' | 'fail' | 'crash' | 'exit' | 'close'; readonly id: number }
  | { readonly kind: 'wait'; readonly id: number; readonly milliseconds: number }
  | { readonly kind: 'cancel'; readonly id: number }

interface Reply {
  readonly kind: 'said' | 'progress'
  readonly id: number
  readonly text: string
}

/** A thread for tests: it says things, waits, fails and falls over. */
answerQuestions<Request, Reply>(threadPort(), async (request, { signal, send, endOthers }) => {
  switch (request.kind) {
    case 'echo':
      send({ kind: 'progress', text: 'soon' })
      return { reply: { kind: 'said', text: 'echo' } }
    case 'wait':
      await new Promise((resolve, reject) => {
        setTimeout(resolve, request.milliseconds)
        signal.addEventListener('abort', () => reject(signal.reason))
      })
      return { reply: { kind: 'said', text: 'waited' } }
    case 'fail':
      throw new HuntletError('NO_LUCK', 'It failed.', { hint: 'Try again.' })
    case 'crash':
      setTimeout(() => {
        throw new Error('fell over')
      })
      return new Promise(() => {})
    case 'exit':
      process.exit(3)
      break
    case 'close':
      await endOthers()
      return { reply: { kind: 'said', text: 'closed' } }
  }
})
