import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import type { Span } from './lookup-queries.ts'
import type { QuestionCount } from './lookup-report.ts'
import type { LookupWorld } from './lookup-request.ts'

/** Questions at once: enough to hide waiting, few enough to leave a shared workspace alone. */
const atOnce = 3

/** Which is no failure of a table: it waits for more queries. */
const outOfQueries = 'OUT_OF_QUERIES'

/** Asks the world, counts what was asked, and never asks more than it may. What the world has at hand costs nothing. */
export class LookupQuestions {
  readonly #world: LookupWorld
  readonly #counts = new Map<string, { asked: number; kept: number; failed: number }>()
  #left: number

  constructor(world: LookupWorld, most: number) {
    this.#world = world
    this.#left = most
  }

  /** Queries that may still be asked. */
  get left(): number {
    return this.#left
  }

  get counts(): readonly QuestionCount[] {
    return [...this.#counts].map(([purpose, counts]) => ({ purpose, ...counts }))
  }

  isKept(kql: string, span: Span): boolean {
    return this.#world.isKept(kql, rangeOf(span))
  }

  async ask(purpose: string, kql: string, span: Span): Promise<Table> {
    const counts = this.#counts.get(purpose) ?? { asked: 0, kept: 0, failed: 0 }
    this.#counts.set(purpose, counts)
    if (this.isKept(kql, span)) counts.kept++
    else {
      if (this.#left <= 0) throw new HuntletError(outOfQueries, 'The queries ran out.')
      counts.asked++
      this.#left--
    }
    try {
      return await this.#world.ask(kql, rangeOf(span))
    } catch (error) {
      counts.failed++
      throw error
    }
  }

  /**
   * Asks for each of some items, few at once, begun in their order. `done` of `total` and the text are told before each; `weight` is
   * what an item counts for.
   */
  async forEach<Item>(
    items: readonly Item[],
    text: string,
    work: (item: Item) => Promise<void>,
    weight: (item: Item) => number = () => 1,
  ): Promise<void> {
    const total = items.reduce((sum, item) => sum + weight(item), 0)
    let next = 0
    let begun = 0
    const worker = async () => {
      while (next < items.length) {
        const item = items[next++]!
        begun += weight(item)
        this.#world.progress(begun, total, text)
        await work(item)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  }
}

export function isOutOfQueries(error: unknown): boolean {
  return error instanceof HuntletError && error.code === outOfQueries
}

export function isCancelled(error: unknown): boolean {
  return error instanceof HuntletError && error.code === 'CANCELLED'
}

function rangeOf({ start, end }: Span): { readonly start: string; readonly end: string } {
  return { start: formatDatetime(start), end: formatDatetime(end) }
}
