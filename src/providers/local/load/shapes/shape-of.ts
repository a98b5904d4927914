import type { JsonObject } from '../json-shapes.ts'
import { cloudTrail } from './cloud-trail.ts'
import { diagnosticSettings } from './diagnostic-settings.ts'
import { entraAudit, entraSignIn } from './entra-csv.ts'
import { nsgFlow, vnetFlow } from './flow-log.ts'
import { graphAudit, graphSignIn } from './graph-identity.ts'
import type { LineShape } from './line-shape.ts'
import { officeAudit } from './office-audit.ts'
import type { Shape } from './shape.ts'
import { syslog } from './syslog.ts'
import { vpcFlow } from './vpc-flow.ts'
import { windowsEvent } from './windows-event.ts'

/** Records, those that are told apart by less after those that need more. */
export const shapes: readonly Shape[] = [
  cloudTrail,
  officeAudit,
  // Their envelope is that of a diagnostic setting.
  nsgFlow,
  diagnosticSettings,
  vnetFlow,
  windowsEvent,
  graphSignIn,
  graphAudit,
  entraSignIn,
  entraAudit,
]

/** Logs of one record a line. */
export const lineShapes: readonly LineShape[] = [vpcFlow, syslog]

/** The shape of a record, the user’s `own` first, or undefined where it is a row as it stands. */
export function shapeOf(record: JsonObject, own: readonly Shape[] = []): Shape | undefined {
  return own.find((shape) => shape.recognises(record)) ?? shapes.find((shape) => shape.recognises(record))
}
