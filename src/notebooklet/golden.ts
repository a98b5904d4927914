import type { ResultData } from './result-data.ts'
import { resultToJson } from './result-json.ts'

/** A Result as a text to keep beside a notebooklet and to compare with: without what differs from run to run and from machine to machine. */
export function goldenText(data: ResultData): string {
  const { request, sections, ...rest } = resultToJson(data)
  const { workspace: _, ...said } = request
  const steady = {
    ...rest,
    request: said,
    sections: sections.map((section) => ({
      ...section,
      queries: section.queries.map(({ durationMs: __, ...query }) => query),
    })),
  }
  return `${JSON.stringify(steady, undefined, 1)}\n`
}
