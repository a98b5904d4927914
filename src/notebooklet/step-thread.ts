import { HuntletError } from '../lib/diagnostic.ts'
import { wordsOf } from '../lib/words-of.ts'
import { threadPort } from '../providers/threads/thread-port.ts'
import { buffersOf, outputOf, receivedTable, type StepReply, type StepRequest, sentTable } from './step-message.ts'
import { stepNamed } from './steps.ts'

/** A step may tell of every row; a listener wants some tens of times a second at most. */
const quietMs = 50

const port = threadPort()

port.onMessage((message) => {
  const { step, tables, options } = message as StepRequest
  const send = (reply: StepReply, transfer: readonly ArrayBuffer[] = []) => port.post(reply, transfer)
  let told = 0
  try {
    const made = stepNamed({}, step).run(tables.map(receivedTable), options, (done, total, text) => {
      const now = performance.now()
      if (now - told < quietMs) return
      told = now
      send({ kind: 'progress', done, total, ...(text !== undefined && { text }) })
    })
    const { table, notices } = outputOf(made)
    const sent = sentTable(table)
    send({ kind: 'done', table: sent, notices }, buffersOf(sent))
  } catch (error) {
    const known = error instanceof HuntletError ? { code: error.code, ...(error.hint && { hint: error.hint }) } : {}
    send({ kind: 'failed', message: wordsOf(error), ...known })
  }
})
