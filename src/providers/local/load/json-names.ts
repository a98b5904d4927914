import type { KqlType } from '../../../lib/kql-type.ts'

/** The names of the properties of records, as they were met, and what the files say of their types. */
export class JsonNames {
  readonly names = new Set<string>()
  readonly types = new Map<string, KqlType>()

  add(names: Iterable<string>): void {
    for (const name of names) this.names.add(name)
  }
}
