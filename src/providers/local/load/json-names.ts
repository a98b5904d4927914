import type { KqlType } from '../../../lib/kql-type.ts'

/** The names of the properties of records, as they were met, and what the files say of their types. */
export class JsonNames {
  readonly names = new Set<string>()
  readonly types = new Map<string, KqlType>()
  /** What kinds of records were reshaped into rows of their tables. */
  readonly shapes = new Set<string>()

  add(names: Iterable<string>): void {
    for (const name of names) this.names.add(name)
  }

  absorb({ names, types, shapes }: JsonNames): void {
    this.add(names)
    for (const [name, type] of types) this.types.set(name, type)
    for (const shape of shapes) this.shapes.add(shape)
  }
}
