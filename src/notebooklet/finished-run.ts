import { collectEntities } from './collect-entities.ts'
import { followUpOffers } from './follow-up-offers.ts'
import type { Library } from './library.ts'
import type { Choice, ResultData, Section } from './result-data.ts'
import type { RunScope } from './run-scope.ts'

/** What a run came to, and all it needs to go on with follow-ups. */
export interface Run {
  readonly data: ResultData
  readonly scope: RunScope
  readonly library: Library
  /** Runs of other notebooklets, by the id of the section or follow-up that made them. */
  readonly others: ReadonlyMap<string, Run>
}

/** A run with the Result that its sections make. */
export function finishedRun(
  run: Omit<Run, 'data'>,
  sections: readonly Section[],
  choices: readonly Choice[],
  notices: readonly string[],
): Run {
  const common = commonNotices(run.scope.common, sections, notices)
  const without = sections.map((section) =>
    section.status === 'empty' ? section : { ...section, notices: section.notices.filter((text) => !common.has(text)) },
  )
  return { ...run, data: resultData(run, without, choices, [...common]) }
}

/** What several sections with rows say alike is said once, of the whole Result. An empty section keeps it: it may be why. */
function commonNotices(
  candidates: ReadonlySet<string>,
  sections: readonly Section[],
  before: readonly string[],
): ReadonlySet<string> {
  const withRows = sections.filter(({ status }) => status !== 'empty')
  // In the order of the sections, not in the order in which queries were answered.
  const repeated = withRows
    .flatMap(({ notices }) => notices)
    .filter((text, at, all) => candidates.has(text) && all.indexOf(text) < at)
  return new Set([...before, ...repeated])
}

function resultData(
  run: Omit<Run, 'data'>,
  sections: readonly Section[],
  choices: readonly Choice[],
  notices: readonly string[],
): ResultData {
  const { definition, request } = run.scope
  const chosen = Object.fromEntries(choices.flatMap(({ id, chosen }) => (chosen === undefined ? [] : [[id, chosen]])))
  return {
    notebooklet: definition.id,
    title: definition.title,
    request: { ...request.said, choices: chosen },
    status: statusOf(sections, choices),
    sections,
    entities: collectEntities(sections),
    followUps: followUpOffers(run, sections, choices, chosen),
    choices,
    notices,
  }
}

function statusOf(sections: readonly Section[], choices: readonly Choice[]): ResultData['status'] {
  const statuses = new Set(sections.map(({ status }) => status))
  if (choices.some(({ chosen }) => chosen === undefined)) return 'choice'
  const counted = sections.filter(({ view, table }) => view.kind !== 'text' || table)
  if (counted.length > 0 && counted.every(({ status }) => status === 'failed' || status === 'skipped')) {
    return statuses.has('failed') ? 'failed' : 'empty'
  }
  if (statuses.has('failed') || statuses.has('partial')) return 'partial'
  return counted.some(({ status }) => status === 'ok') || counted.length === 0 ? 'ok' : 'empty'
}
