/** Queries under way, by what their clients call them: a client may call several alike. */
export class RunningQueries {
  readonly #queries = new Map<string, Set<AbortController>>()

  /** To be called once the query is done. */
  add(clientRequestId: string, query: AbortController): () => void {
    const alike = this.#queries.get(clientRequestId) ?? new Set()
    this.#queries.set(clientRequestId, alike.add(query))
    return () => {
      alike.delete(query)
      if (alike.size === 0) this.#queries.delete(clientRequestId)
    }
  }

  /** Ends those of this name; how many there were. */
  cancel(clientRequestId: string): number {
    const alike = [...(this.#queries.get(clientRequestId) ?? [])]
    for (const query of alike) query.abort()
    return alike.length
  }
}
