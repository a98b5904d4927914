import type { KqlType } from '../../../lib/kql-type.ts'

/** The names of the properties of records, as they were met, and what the files say of their types. */
export class JsonNames {
  readonly names = new Set<string>()
  readonly types = new Map<string, KqlType>()
  /** What kinds of records were reshaped into rows of their tables. */
  readonly shapes = new Set<string>()
  /** The names at each place of the records before: most records have the same ones, and comparing costs next to nothing. */
  readonly #before: string[] = []

  addOf(record: object): void {
    let place = 0
    for (const name in record) {
      if (this.#before[place] !== name) {
        this.#before[place] = name
        this.names.add(name)
      }
      place++
    }
  }

  absorb({ names, types, shapes }: JsonNames): void {
    for (const name of names) this.names.add(name)
    for (const [name, type] of types) this.types.set(name, type)
    for (const shape of shapes) this.shapes.add(shape)
  }
}
