import type { CommandScope } from '../command-scope.ts'
import { type Binding, bindingsIn, type CommandName, keysLabel } from '../keys.ts'
import { levelPlaces } from '../places.ts'
import { levelOf, overlayOf } from '../state.ts'
import type { PickItem, PickOverlay } from './overlay.ts'
import { openPick } from './pick.ts'

/** The keys of what lies below the help itself: the overlay that was open, or the level. */
export function helpPick({ state, surroundings }: CommandScope): PickOverlay {
  const overlay = overlayOf(state)
  const places =
    overlay?.kind === 'record' || overlay?.kind === 'page'
      ? [overlay.kind, 'everywhere' as const]
      : levelPlaces(state, surroundings)
  return openPick({
    purpose: 'help',
    title: 'Keys that work here',
    items: bindingsIn(places).map((row) => bindingItem(row)),
  })
}

/** Nobody looks for these by name. */
const motionCommands: ReadonlySet<CommandName> = new Set([
  ...(['up', 'down', 'left', 'right', 'page-up', 'page-down', 'half-up', 'half-down', 'first', 'last'] as const),
  ...(['row-start', 'row-end', 'palette', 'numbered-section'] as const),
])

/** Every command that works here, every section, every notebooklet. */
export function palettePick({ state, surroundings }: CommandScope): PickOverlay {
  const level = levelOf(state)
  const rows = bindingsIn(levelPlaces(state, surroundings)).filter(({ command }) => !motionCommands.has(command))
  const sections =
    level.kind === 'run'
      ? level.slots.map(({ title }, index): PickItem => {
          return { label: `Go to ${title}`, key: index < 9 ? String(index + 1) : '', does: { kind: 'section', index } }
        })
      : []
  const notebooklets = surroundings.notebooklets.map(
    (info): PickItem => ({
      label: `Run ${info.title}`,
      detail: info.text,
      key: '',
      does: { kind: 'notebooklet', id: info.id, request: { notebooklet: info.id } },
    }),
  )
  return openPick({
    purpose: 'palette',
    title: 'Commands',
    items: [...rows.map((row) => bindingItem(row)), ...sections, ...notebooklets],
  })
}

function bindingItem(row: Binding): PickItem {
  return { label: row.title, key: keysLabel(row), does: { kind: 'command', command: row.command } }
}
