import type { Place } from './keys.ts'
import { runBody } from './run/run-body.ts'
import { levelOf, overlayOf, type State, type Surroundings } from './state.ts'

/** Where keys are looked up on this screen, the narrowest place first. */
export function placesOf(state: State, surroundings: Surroundings): readonly Place[] {
  const overlay = overlayOf(state)
  switch (overlay?.kind) {
    case 'record':
    case 'page':
      return [overlay.kind, 'everywhere']
    case 'pick':
      return overlay.purpose === 'pivot' ? ['pivots', 'pick'] : ['pick']
    case 'form':
    case 'confirm':
      return [overlay.kind]
    case undefined:
      return levelPlaces(state, surroundings)
  }
}

/** Where keys are looked up when no overlay is open: what help and palette are about. */
export function levelPlaces(state: State, surroundings: Surroundings): readonly Place[] {
  const level = levelOf(state)
  if (level.kind === 'home') return level.isFiltering ? ['filter'] : ['home', 'everywhere']
  if (level.filtering) return ['filter']
  const body = runBody(state, level, surroundings)
  return body ? [body.body.kind, 'section', 'everywhere'] : ['section', 'everywhere']
}

/** Whether what is typed here is text. */
export function takesText(places: readonly Place[]): boolean {
  return places[0] === 'filter' || places[0] === 'form' || places.includes('pick')
}
