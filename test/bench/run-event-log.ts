import type { RunEvent } from '../../src/index.ts'

/** What a run told, and when, by the clock of `performance`. */
export class EventLog {
  readonly sections = new Map<string, number>()
  readonly #queries: {
    readonly query: string
    readonly section: string
    readonly ms: number
    readonly rows: number
    readonly at: number
  }[] = []
  readonly #steps = new Map<string, { readonly first: number; last: number; told: number }>()
  readonly #times: { readonly at: number; readonly text: string }[] = []

  add(event: RunEvent): void {
    const at = performance.now()
    this.#times.push({
      at,
      text:
        event.kind === 'section'
          ? event.section.id
          : 'section' in event
            ? `${event.section} ${'query' in event ? event.query : event.kind}`
            : event.kind,
    })
    if (event.kind === 'section') this.sections.set(event.section.id, at)
    else if (event.kind === 'query-finished') {
      const { query, section, durationMs, rowCount } = event
      this.#queries.push({ query, section, ms: durationMs, rows: rowCount, at })
    } else if (event.kind === 'progress') {
      const key = `${event.section}: ${event.text.replaceAll(/\d+/g, '…')}`
      const known = this.#steps.get(key)
      if (known) Object.assign(known, { last: at, told: known.told + 1 })
      else this.#steps.set(key, { first: at, last: at, told: 1 })
    }
  }

  /** The longest time that nothing was told, and what was told next. */
  silence(start: number): string {
    let longest = { ms: 0, text: '' }
    let before = start
    for (const { at, text } of this.#times) {
      if (at - before > longest.ms) longest = { ms: at - before, text }
      before = at
    }
    return `${seconds(longest.ms)} before ${longest.text}`
  }

  lines(start: number): readonly string[] {
    const queries = this.#queries
      .toSorted((one, other) => other.ms - one.ms)
      .filter(({ ms }) => ms > 100)
      .map(
        ({ query, section, ms, rows: count, at }) =>
          `${seconds(ms)} until ${seconds(at - start)} ${query} (${section}), ${count} rows`,
      )
    const steps = [...this.#steps].map(
      ([key, { first, last, told }]) =>
        `progress ${seconds(first - start)} to ${seconds(last - start)}, told ${told} times: ${key}`,
    )
    return [...queries, ...steps.filter((_, at) => at < 30)]
  }
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
