import type { Json } from '../../../lib/table.ts'

/** One of the errors that a service puts into each other, from the outermost in. */
export interface ServiceError {
  readonly code: string
  readonly message: string
  /** Of KQL: from 1. */
  readonly line?: number
  readonly pos?: number
  readonly token?: string
}

const deepest = 20
const most = 50
const longestMessage = 2000

/** The errors of `error`, each before those inside it. Nothing where it is no such object. */
export function errorsIn(error: Json | undefined): ServiceError[] {
  const found: ServiceError[] = []
  collect(error, 0, found)
  return found
}

function collect(error: Json | undefined, depth: number, found: ServiceError[]): void {
  if (depth > deepest || found.length >= most || error === null || typeof error !== 'object') return
  if (Array.isArray(error)) {
    for (const each of error as readonly Json[]) collect(each, depth, found)
    return
  }
  const members = error as { readonly [key: string]: Json }
  const code = textOf(members.code)
  const message = textOf(members.message)
  const { line, pos, token } = members
  if (code !== '' || message !== '') {
    found.push({
      code,
      message,
      ...(typeof line === 'number' && { line }),
      ...(typeof pos === 'number' && { pos }),
      ...(typeof token === 'string' && { token }),
    })
  }
  collect(members.details, depth + 1, found)
  collect(members.innererror ?? members.innerError ?? members.innerException, depth + 1, found)
}

/** The errors in the body of a refusal. */
export function errorsInBody(text: string): ServiceError[] {
  try {
    const body = JSON.parse(text) as Json
    const members =
      body !== null && typeof body === 'object' && !Array.isArray(body) ? (body as { [key: string]: Json }) : {}
    return errorsIn(members.error ?? body)
  } catch {
    return []
  }
}

/** Texts that say only that there is more inside. */
const sayNothing = [
  /^the request had some invalid properties\.?$/i,
  /^there were some errors when processing your query\.?$/i,
  /^something went wrong processing your query on the server\.?$/i,
  /^a (semantic|recognition|syntax) error occurred( in the query)?\.?$/i,
]

/** Whether it says more than that there is more inside. */
export function saysSomething({ message }: ServiceError): boolean {
  return message.trim() !== '' && !sayNothing.some((pattern) => pattern.test(message.trim()))
}

/** What the service says, from the general to the particular; each text once. Undefined where it says nothing. */
export function wordsIn(errors: readonly ServiceError[]): string | undefined {
  const messages = [...new Set(errors.map(({ message }) => message.trim()).filter((message) => message !== ''))]
  const telling = messages.filter((message) => saysSomething({ code: '', message }))
  const words = telling.length > 0 ? telling : messages.slice(-1)
  const sentences = words.map((message) => (/[.!?…]$/.test(message) ? message : `${message}.`))
  return sentences.length > 0 ? sentences.join(' ').slice(0, longestMessage) : undefined
}

/** The title of a web page, on one line. */
export function titleOf(text: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,300})<\/title>/i.exec(text.slice(0, 20_000))?.[1]
  return title?.replace(/\s+/g, ' ').trim().slice(0, 100) || undefined
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
