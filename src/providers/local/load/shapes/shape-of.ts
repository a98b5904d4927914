import type { JsonObject } from '../json-shapes.ts'
import { cloudTrail } from './cloud-trail.ts'
import { diagnosticSettings } from './diagnostic-settings.ts'
import { officeAudit } from './office-audit.ts'
import type { Shape } from './shape.ts'
import { windowsEvent } from './windows-event.ts'

const shapes: readonly Shape[] = [cloudTrail, officeAudit, diagnosticSettings, windowsEvent]

/** The shape of a record, or undefined where it is a row as it stands. */
export function shapeOf(record: JsonObject): Shape | undefined {
  return shapes.find((shape) => shape.recognises(record))
}
