import type { JsonObject } from '../json-shapes.ts'
import { cloudTrail } from './cloud-trail.ts'
import { diagnosticSettings } from './diagnostic-settings.ts'
import type { LineShape } from './line-shape.ts'
import { officeAudit } from './office-audit.ts'
import type { Shape } from './shape.ts'
import { syslog } from './syslog.ts'
import { windowsEvent } from './windows-event.ts'

/** Records, those that are told apart by less after those that need more. */
export const shapes: readonly Shape[] = [cloudTrail, officeAudit, diagnosticSettings, windowsEvent]

/** Logs of one record a line. */
export const lineShapes: readonly LineShape[] = [syslog]

/** The shape of a record, or undefined where it is a row as it stands. */
export function shapeOf(record: JsonObject): Shape | undefined {
  return shapes.find((shape) => shape.recognises(record))
}
