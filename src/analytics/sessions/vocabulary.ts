/** The id of a name that a vocabulary does not hold. */
export const unknownId = 0xffffffff

/** Names as small numbers, in order of first appearance. Any text is a name: empty, `__proto__`, `##START##`. */
export class Vocabulary {
  readonly #ids = new Map<string, number>()
  readonly #names: string[] = []

  get size(): number {
    return this.#names.length
  }

  /** The names in order of their ids. */
  get names(): readonly string[] {
    return this.#names
  }

  /** The id of a name, which joins the vocabulary where it is new. */
  add(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = this.#names.push(name) - 1
    this.#ids.set(name, id)
    return id
  }

  /** The id of a name, or `unknownId`. */
  find(name: string): number {
    return this.#ids.get(name) ?? unknownId
  }

  /** One that may grow while this stays as it is. */
  copy(): Vocabulary {
    const copy = new Vocabulary()
    for (const name of this.#names) copy.add(name)
    return copy
  }
}
