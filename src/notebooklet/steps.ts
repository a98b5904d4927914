import { HuntletError, nearest } from '../lib/diagnostic.ts'
import { accountSteps } from './account-steps.ts'
import { alertSteps } from './alert-steps.ts'
import { baselineSteps } from './baseline-steps.ts'
import { beaconSteps } from './beacon-steps.ts'
import { clusteringSteps } from './clustering-steps.ts'
import { eventSteps } from './event-steps.ts'
import { logonSteps } from './logon-steps.ts'
import { lookupSteps } from './lookup-steps.ts'
import { networkSteps } from './network-steps.ts'
import { operationSteps } from './operation-steps.ts'
import { outlierSteps } from './outlier-steps.ts'
import { preparationSteps } from './preparation-steps.ts'
import { processSteps } from './process-steps.ts'
import { seriesSteps } from './series-steps.ts'
import { sessionSteps } from './session-steps.ts'
import type { StepDefinition } from './step.ts'
import { tableSteps } from './table-steps.ts'
import { textSteps } from './text-steps.ts'

/** Steps every notebooklet has, by name. */
export const steps: Readonly<Record<string, StepDefinition>> = {
  ...tableSteps,
  ...textSteps,
  ...alertSteps,
  ...sessionSteps,
  ...baselineSteps,
  ...preparationSteps,
  ...processSteps,
  ...clusteringSteps,
  ...outlierSteps,
  ...operationSteps,
  ...accountSteps,
  ...lookupSteps,
  ...eventSteps,
  ...logonSteps,
  ...seriesSteps,
  ...beaconSteps,
  ...networkSteps,
}

/** A step of the notebooklet's own, or one of everybody's. Throws `UNKNOWN_STEP`. */
export function stepNamed(own: Readonly<Record<string, StepDefinition>>, name: string): StepDefinition {
  const all = { ...steps, ...own }
  if (Object.hasOwn(all, name)) return all[name]!
  const close = nearest(name, Object.keys(all))
  throw new HuntletError('UNKNOWN_STEP', `There is no step \`${name}\`.`, {
    hint: close ? `Did you mean \`${close}\`?` : `Steps: ${Object.keys(all).join(', ')}.`,
  })
}
