import type { RunHooks } from './desk.ts'

/** Events of another notebooklet's run, under the ids its sections will have here; `followUp`: what they are said to come from. */
export function hooksUnder(key: string, { signal, onEvent }: RunHooks, followUp?: string): RunHooks {
  const named = (id: string) => `${key}/${id}`
  return {
    signal,
    onEvent: (event) => {
      switch (event.kind) {
        case 'plan':
          return onEvent?.({ ...event, sections: event.sections.map((each) => ({ ...each, id: named(each.id) })) })
        case 'section':
          return onEvent?.({
            ...event,
            section: { ...event.section, id: named(event.section.id), ...(followUp && { followUp }) },
          })
        case 'progress':
        case 'query-started':
        case 'query-finished':
        case 'query-told':
          return onEvent?.({ ...event, section: named(event.section) })
        case 'choice':
          return onEvent?.(event)
      }
    },
  }
}
