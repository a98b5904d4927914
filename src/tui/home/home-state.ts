import type { NotebookletInfo, RunRequest } from '../../notebooklet/desk.ts'
import { fuzzyScore } from '../fuzzy.ts'
import { type LineInput, lineInput } from '../line-input.ts'

/** The first level: what can be run, and what was. */
export interface HomeLevel {
  readonly kind: 'home'
  readonly filter: LineInput
  readonly isFiltering: boolean
  readonly at: number
  readonly top: number
  /** Newest first. */
  readonly recent: readonly RunRequest[]
}

export type HomeItem =
  | { readonly kind: 'notebooklet'; readonly info: NotebookletInfo }
  | { readonly kind: 'recent'; readonly request: RunRequest; readonly info: NotebookletInfo | undefined }

export function freshHome(recent: readonly RunRequest[] = []): HomeLevel {
  return { kind: 'home', filter: lineInput(), isFiltering: false, at: 0, top: 0, recent }
}

/** Most requests kept under "Recent". */
const recentLimit = 8

/** The home level with a request at the head of the recent ones. */
export function remembering(home: HomeLevel, request: RunRequest): HomeLevel {
  const said = JSON.stringify(request)
  const others = home.recent.filter((each) => JSON.stringify(each) !== said)
  return { ...home, recent: [request, ...others].slice(0, recentLimit) }
}

/** What is listed: the notebooklets that fit the filter, best first (`!` asks for the others), then the recent requests that do. */
export function homeItems(home: HomeLevel, notebooklets: readonly NotebookletInfo[]): readonly HomeItem[] {
  const typed = home.filter.text.trim()
  const inverse = typed.startsWith('!')
  const wanted = inverse ? typed.slice(1) : typed
  const scored = notebooklets.map((info) => ({ info, score: scoreOf(info, wanted) }))
  const fitting = scored.filter(({ score }) =>
    wanted === '' ? true : inverse ? score === undefined : score !== undefined,
  )
  if (wanted !== '' && !inverse) fitting.sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
  const recent = home.recent.map((request): HomeItem => {
    return { kind: 'recent', request, info: notebooklets.find(({ id }) => id === request.notebooklet) }
  })
  return [
    ...fitting.map(({ info }): HomeItem => ({ kind: 'notebooklet', info })),
    ...recent.filter((item) => wanted === '' || textOf(item).includes(wanted.toLowerCase()) !== inverse),
  ]
}

function textOf(item: HomeItem): string {
  if (item.kind === 'notebooklet') return item.info.title.toLowerCase()
  return `${item.request.notebooklet} ${item.info?.title ?? ''} ${item.request.value ?? ''}`.toLowerCase()
}

/** Names count most, then entities and keywords, then the description. */
function scoreOf(info: NotebookletInfo, typed: string): number | undefined {
  const name = fuzzyScore(typed, `${info.title} ${info.id}`)
  if (name !== undefined && name >= 50) return name + 100
  const words = [...info.entities, ...info.keywords].join(' ').toLowerCase()
  if (words.includes(typed.toLowerCase())) return 60
  if (info.text.toLowerCase().includes(typed.toLowerCase())) return 40
  return name !== undefined && name > 20 ? name : undefined
}
