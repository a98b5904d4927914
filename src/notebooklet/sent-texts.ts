import type { Dictionary } from './step-message.ts'

/**
 * The texts that a thread has been sent, by number, so that they are sent once however many steps read them. The thread may let go of those that
 * no table of this side has any more.
 */
export class SentTexts {
  readonly #numbers = new WeakMap<Dictionary, number>()
  readonly #sent = new Map<number, WeakRef<Dictionary>>()
  #last = 0

  /** The number of texts, and whether they have just been given it: then the thread does not have them. */
  numberOf(texts: Dictionary): { readonly number: number; readonly isNew: boolean } {
    const known = this.#numbers.get(texts)
    if (known !== undefined) return { number: known, isNew: false }
    const number = ++this.#last
    this.#numbers.set(texts, number)
    this.#sent.set(number, new WeakRef(texts))
    return { number, isNew: true }
  }

  /** The texts of a number; undefined where it is none of these. */
  textsOf(number: number): Dictionary | undefined {
    return this.#sent.get(number)?.deref()
  }

  /** The numbers of texts that nobody has any more, each told once. */
  takeForgotten(): readonly number[] {
    const forgotten = [...this.#sent].flatMap(([number, texts]) => (texts.deref() ? [] : [number]))
    for (const number of forgotten) this.#sent.delete(number)
    return forgotten
  }
}
