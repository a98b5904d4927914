/** A list of ids that grows, in a typed array. */
export class IdList {
  #ids = new Uint32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(id: number): void {
    if (this.#length === this.#ids.length) {
      const grown = new Uint32Array(this.#ids.length * 2)
      grown.set(this.#ids)
      this.#ids = grown
    }
    this.#ids[this.#length++] = id
  }

  at(index: number): number {
    return this.#ids[index]!
  }

  /** The ids so far, without the room to grow. */
  toArray(): Uint32Array {
    return this.#ids.slice(0, this.#length)
  }
}
