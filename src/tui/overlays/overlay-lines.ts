import { assertNever } from '../../lib/invariant.ts'
import { screenText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { frame } from '../frame.ts'
import { type DialogPlace, dialogPlace, pagePlace } from '../layout.ts'
import { type State, type Surroundings, zoneOf } from '../state.ts'
import { drawForm, formPlace } from './form.ts'
import type { ConfirmOverlay, Overlay } from './overlay.ts'
import { drawPage } from './page.ts'
import { drawPick, pickPlace } from './pick.ts'
import { drawRecord } from './record.ts'

export interface PlacedLines {
  readonly place: DialogPlace
  readonly lines: readonly StyledLine[]
}

/** An overlay's lines and where on the screen they go. */
export function overlayLines(overlay: Overlay, state: State, surroundings: Surroundings): PlacedLines {
  switch (overlay.kind) {
    case 'record': {
      const place = pagePlace(state.size)
      return { place, lines: drawRecord(overlay, place, zoneOf(state, surroundings)) }
    }
    case 'page': {
      const place = pagePlace(state.size)
      return { place, lines: drawPage(overlay, place) }
    }
    case 'pick': {
      const place = pickPlace(overlay, state.size)
      return { place, lines: drawPick(overlay, place) }
    }
    case 'form': {
      const place = formPlace(overlay, state.size)
      return { place, lines: drawForm(overlay, place) }
    }
    case 'confirm':
      return drawConfirm(overlay, state)
    default:
      return assertNever(overlay)
  }
}

function drawConfirm({ text }: ConfirmOverlay, { size }: State): PlacedLines {
  const lines = wrapText(screenText(text), Math.min(56, size.columns - 10))
  const place = dialogPlace(size, { width: 62, height: lines.length + 5 })
  const body: StyledLine[] = [
    [],
    ...lines.map((line): StyledLine => [span(`  ${line}`)]),
    [],
    [
      span('  y', { tone: 'accent', bold: true }),
      span(' yes   '),
      span('n', { tone: 'accent', bold: true }),
      span(' no'),
    ],
  ]
  return { place, lines: frame(body, { ...place, tone: 'warn', title: [span(' Sure? ', { bold: true })] }) }
}
