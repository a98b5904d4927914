import { assertNever } from '../../lib/invariant.ts'
import { screenText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { type Frame, frame } from '../frame.ts'
import { type DialogPlace, dialogPlace, pagePlace } from '../layout.ts'
import { type State, type Surroundings, zoneOf } from '../state.ts'
import { formFrame, formPlace } from './form.ts'
import type { ConfirmOverlay, Overlay } from './overlay.ts'
import { pageFrame } from './page.ts'
import { pickFrame, pickPlace } from './pick.ts'
import { recordFrame } from './record.ts'

export interface PlacedFrame {
  readonly place: DialogPlace
  readonly frame: Frame
}

/** An overlay's frame and where on the screen they go. */
export function overlayFrame(overlay: Overlay, state: State, surroundings: Surroundings): PlacedFrame {
  switch (overlay.kind) {
    case 'record': {
      const place = pagePlace(state.size)
      return { place, frame: recordFrame(overlay, place, zoneOf(state, surroundings)) }
    }
    case 'page': {
      const place = pagePlace(state.size)
      return { place, frame: pageFrame(overlay, place) }
    }
    case 'pick': {
      const place = pickPlace(overlay, state.size)
      return { place, frame: pickFrame(overlay, place) }
    }
    case 'form': {
      const place = formPlace(overlay, state.size)
      return { place, frame: formFrame(overlay, place) }
    }
    case 'confirm':
      return drawConfirm(overlay, state)
    default:
      return assertNever(overlay)
  }
}

function drawConfirm({ text }: ConfirmOverlay, { size }: State): PlacedFrame {
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
  return {
    place,
    frame: frame(body, { ...place, isOpaque: true, tone: 'warn', title: [span(' Sure? ', { bold: true })] }),
  }
}
