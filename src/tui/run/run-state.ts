import type { ResultHandle, RunRequest } from '../../notebooklet/desk.ts'
import type { ResultData, RunEvent, Section } from '../../notebooklet/result-data.ts'
import type { Failure } from '../effects.ts'
import type { LineInput } from '../line-input.ts'
import { freshLook, type SectionLook } from './section-look.ts'

/** A run, from its start to the Result that follow-ups let grow. */
export interface RunLevel {
  readonly kind: 'run'
  /** The number its events carry. A new run on the same level gets a new one, so that late events of the old are nobody's. */
  readonly run: number
  readonly request: RunRequest
  readonly title: string
  readonly phase: Phase
  /** Follow-ups that were asked for with the run: they come one after another once it is done. */
  readonly after?: readonly FollowUpCall[]
  /** The Result, once there is one; it stays while a follow-up runs. */
  readonly handle?: ResultHandle
  /** In the order they are planned; filled as they finish. */
  readonly slots: readonly Slot[]
  readonly queries: readonly QueryProgress[]
  /** How far the long work of a section has come, by the section's id. */
  readonly work: Readonly<Record<string, WorkProgress>>
  /** Which of the slots is looked at. */
  readonly focus: number
  /** Whether the analyst went there himself: then nothing takes him elsewhere. */
  readonly hasMoved: boolean
  readonly looks: Readonly<Record<string, SectionLook>>
  /** The filter as it is being typed. */
  readonly filtering?: LineInput
}

export type Phase =
  | { readonly kind: 'running'; readonly since: number; readonly followUp?: string; readonly isCancelling: boolean }
  | { readonly kind: 'done'; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' }

/** A follow-up with what it is asked for. */
export interface FollowUpCall {
  readonly id: string
  readonly parameters: Readonly<Record<string, string>>
}

export interface Slot {
  readonly id: string
  readonly title: string
  readonly section?: Section
}

export interface QueryProgress {
  readonly section: string
  readonly query: string
  readonly since: number
  /** What was last told of its being asked: that it waits, or is asked again. */
  readonly told?: string
  readonly done?: { readonly rowCount: number; readonly durationMs: number }
}

export interface WorkProgress {
  readonly text: string
  readonly done: number
  readonly total: number
  /** What was told of a question of it since. */
  readonly told?: string
}

export function startedRun(run: number, request: RunRequest, title: string, at: number): RunLevel {
  return {
    kind: 'run',
    run,
    request,
    title,
    phase: { kind: 'running', since: at, isCancelling: false },
    slots: [],
    queries: [],
    work: {},
    focus: 0,
    hasMoved: false,
    looks: {},
  }
}

export function dataOf(level: RunLevel): ResultData | undefined {
  return level.handle?.data
}

export function focusedSlot(level: RunLevel): Slot | undefined {
  return level.slots[level.focus]
}

export function focusedSection(level: RunLevel): Section | undefined {
  return focusedSlot(level)?.section
}

export function lookOf(level: RunLevel, section: string): SectionLook {
  return level.looks[section] ?? freshLook
}

export function withLook(level: RunLevel, section: string, look: SectionLook): RunLevel {
  return { ...level, looks: { ...level.looks, [section]: look } }
}

/** The level after something happened in its run. */
export function afterEvent(level: RunLevel, event: RunEvent, at: number): RunLevel {
  switch (event.kind) {
    case 'plan': {
      const known = new Set(level.slots.map(({ id }) => id))
      return { ...level, slots: [...level.slots, ...event.sections.filter(({ id }) => !known.has(id))] }
    }
    case 'query-started':
      return { ...level, queries: [...level.queries, { section: event.section, query: event.query, since: at }] }
    case 'query-finished': {
      const { section, query, rowCount, durationMs } = event
      const index = level.queries.findIndex((each) => each.section === section && each.query === query && !each.done)
      if (index < 0) return level
      return {
        ...level,
        queries: level.queries.with(index, { ...level.queries[index]!, done: { rowCount, durationMs } }),
      }
    }
    case 'query-told':
      return withTold(level, event)
    case 'section':
      return withSection(level, event.section)
    case 'progress': {
      const { section, text, done, total } = event
      return { ...level, work: { ...level.work, [section]: { text, done, total } } }
    }
    case 'choice':
      return level
  }
}

/** Of a question of code the section tells it, as there may be hundreds. */
function withTold(
  level: RunLevel,
  { section, query, text }: Extract<RunEvent, { readonly kind: 'query-told' }>,
): RunLevel {
  if (query === undefined) {
    const work: WorkProgress = { ...(level.work[section] ?? { text: 'asking', done: 0, total: 0 }), told: text }
    return { ...level, work: { ...level.work, [section]: work } }
  }
  const index = level.queries.findIndex((each) => each.section === section && each.query === query && !each.done)
  if (index < 0) return level
  return { ...level, queries: level.queries.with(index, { ...level.queries[index]!, told: text }) }
}

function withSection(level: RunLevel, section: Section): RunLevel {
  const slot: Slot = { id: section.id, title: section.title, section }
  const index = level.slots.findIndex(({ id }) => id === section.id)
  return withSlots(level, index < 0 ? [...level.slots, slot] : level.slots.with(index, slot))
}

/** The level with its Result: the sections are the Result's, the analyst stays where he is. */
export function afterResult(level: RunLevel, handle: ResultHandle, at: number): RunLevel {
  const before = focusedSlot(level)?.id
  const slots = handle.data.sections.map((section): Slot => ({ id: section.id, title: section.title, section }))
  const { phase } = level
  const tookMs = phase.kind === 'running' ? at - phase.since : 0
  const followUp = phase.kind === 'running' ? phase.followUp : undefined
  const made = handle.data.choices.flatMap(({ section, chosen }) => (chosen === undefined ? [] : (section ?? [])))
  const focus = focusAfter(level, slots, before, followUp, new Set(made))
  return { ...withSlots(level, slots), handle, focus, queries: [], work: {}, phase: { kind: 'done', tookMs } }
}

/** The level back at its Result, after a follow-up came to nothing. */
export function withoutFollowUp(level: RunLevel, { data }: ResultHandle): RunLevel {
  const slots = data.sections.map((section): Slot => ({ id: section.id, title: section.title, section }))
  const focus = Math.min(level.focus, Math.max(0, slots.length - 1))
  return { ...withSlots(level, slots), focus, queries: [], work: {}, phase: { kind: 'done', tookMs: 0 } }
}

function focusAfter(
  level: RunLevel,
  slots: readonly Slot[],
  before: string | undefined,
  followUp: string | undefined,
  made: ReadonlySet<string>,
): number {
  const same = slots.findIndex(({ id }) => id === before)
  if (level.hasMoved) return Math.max(0, same)
  if (followUp !== undefined) {
    const known = new Set(level.slots.map(({ id }) => id))
    const grown = slots.findIndex(({ id, section }) => !known.has(id) || section?.followUp === followUp)
    return Math.max(0, grown >= 0 ? grown : same)
  }
  // The first section that has something to show, rather than an empty one that happens to come first, or a choice that is made without a doubt.
  const isShown = ({ section }: Slot) => section?.status === 'ok' || section?.status === 'partial'
  const isPlain = ({ id, section }: Slot) => made.has(id) && section?.notices.length === 0
  const first = slots.findIndex((slot) => isShown(slot) && !isPlain(slot))
  return Math.max(0, first >= 0 ? first : slots.findIndex(isShown))
}

/** Looks hold row numbers: where a section has another table now, what the analyst chose stays and the rows are to be found anew. */
function withSlots(level: RunLevel, slots: readonly Slot[]): RunLevel {
  const looks: Record<string, SectionLook> = {}
  for (const [id, look] of Object.entries(level.looks)) {
    const before = level.slots.find((slot) => slot.id === id)?.section?.table
    const after = slots.find((slot) => slot.id === id)?.section?.table
    looks[id] = before === after || !after ? look : onOtherTable(look, after.rowCount)
  }
  return { ...level, slots, looks }
}

function onOtherTable({ rows: _rows, arranging: _arranging, ...look }: SectionLook, rowCount: number): SectionLook {
  return { ...look, row: Math.min(look.row, Math.max(0, rowCount - 1)), folded: new Set() }
}

/** Sections whose filter or order has not been applied to the table they now have. */
export function unarrangedSections(level: RunLevel): readonly Section[] {
  return level.slots.flatMap(({ id, section }) => {
    const look = level.looks[id]
    if (!section?.table || !look || look.rows || look.arranging !== undefined) return []
    return look.filter.replace(/^!/, '') !== '' || look.order ? [section] : []
  })
}
