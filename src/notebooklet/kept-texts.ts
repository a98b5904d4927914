import { invariant } from '../lib/invariant.ts'
import type { Dictionary } from './step-message.ts'

/** Texts that came from another thread in pieces, by the number they have there. */
export class KeptTexts {
  readonly #kept = new Map<number, string[]>()
  readonly #numbers = new Map<Dictionary, number>()

  add(number: number, texts: Dictionary): void {
    const known = this.#kept.get(number)
    if (known) {
      for (const text of texts) known.push(text)
      return
    }
    const begun = [...texts]
    this.#kept.set(number, begun)
    this.#numbers.set(begun, number)
  }

  textsOf(number: number): Dictionary {
    const texts = this.#kept.get(number)
    invariant(texts, 'texts are sent before they are named by their number')
    return texts
  }

  /** Undefined for texts that did not come from there. */
  numberOf(texts: Dictionary): number | undefined {
    return this.#numbers.get(texts)
  }

  forget(number: number): void {
    const texts = this.#kept.get(number)
    if (texts) this.#numbers.delete(texts)
    this.#kept.delete(number)
  }
}
