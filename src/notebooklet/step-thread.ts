import { HuntletError } from '../lib/diagnostic.ts'
import { wordsOf } from '../lib/words-of.ts'
import { threadPort } from '../providers/threads/thread-port.ts'
import { KeptTexts } from './kept-texts.ts'
import {
  buffersOf,
  type Dictionary,
  outputOf,
  piecesOf,
  receivedTable,
  type StepReply,
  type StepRequest,
  sentTable,
} from './step-message.ts'
import { stepNamed } from './steps.ts'

/** A step may tell of every row; a listener wants some tens of times a second at most. */
const quietMs = 50

/** Texts of tables that steps were given: neither the next step nor the answer needs them sent again. */
const kept = new KeptTexts()

const port = threadPort()

port.onMessage((message) => {
  const request = message as StepRequest
  switch (request.kind) {
    case 'texts':
      return kept.add(request.number, request.texts)
    case 'forget':
      return request.numbers.forEach((number) => {
        kept.forget(number)
      })
    case 'run':
      return run(request)
  }
})

function run({ step, tables, options }: Extract<StepRequest, { kind: 'run' }>): void {
  let told = 0
  try {
    const received = tables.map((table) => receivedTable(table, (number) => kept.textsOf(number)))
    const made = stepNamed({}, step).run(received, options, (done, total, text) => {
      const now = performance.now()
      if (now - told < quietMs) return
      told = now
      send({ kind: 'progress', done, total, ...(text !== undefined && { text }) })
    })
    const { table, notices } = outputOf(made)
    const numbers = new Map<Dictionary, number>()
    const sent = sentTable(table, (texts) => {
      const number = kept.numberOf(texts) ?? numbers.get(texts) ?? sendTexts(texts)
      numbers.set(texts, number)
      return number
    })
    send({ kind: 'done', table: sent, notices }, buffersOf(sent))
  } catch (error) {
    const known = error instanceof HuntletError ? { code: error.code, ...(error.hint && { hint: error.hint }) } : {}
    send({ kind: 'failed', message: wordsOf(error), ...known })
  }
}

/** Texts that the step made have numbers below 0, so that they are none of those that were sent here. */
let lastMade = 0

function sendTexts(texts: Dictionary): number {
  const number = --lastMade
  for (const piece of piecesOf(texts)) send({ kind: 'texts', number, texts: piece })
  return number
}

function send(reply: StepReply, transfer: readonly ArrayBuffer[] = []): void {
  port.post(reply, transfer)
}
