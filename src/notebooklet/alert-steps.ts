import { z } from 'zod'
import { alertEntityTable } from '../analytics/alerts/alert-entity-table.ts'
import { alertEntityTypes } from '../analytics/alerts/describe-entity.ts'
import { activityByEntity } from './activity-by-entity.ts'
import { alertPlaceColumns, alertPlaces } from './alert-places.ts'
import { alertRisk } from './alert-risk.ts'
import { incidentTree } from './incident-tree.ts'
import { defineStep, type StepDefinition } from './step.ts'

const columns = z.array(z.string().min(1, 'a column'))

/** Steps over tables of alerts. */
export const alertSteps: Readonly<Record<string, StepDefinition>> = {
  'alert-entities': defineStep({
    text: 'The accounts, hosts, addresses, files, processes and others that alerts name, one row each.',
    inputs: ['a table of alerts'],
    options: z.strictObject({
      keep: columns.optional().describe('columns of the alert put beside each of its entities'),
      types: z.array(z.enum(alertEntityTypes)).min(1).optional().describe('only entities of these types'),
      distinct: z.boolean().default(false).describe('each entity once, with how many alerts name it'),
    }),
    run: ([table], options) => alertEntityTable(table!, options),
  }),
  'alert-risk': defineStep({
    text: 'Alerts, worst first, by their severity and by what is known of what they name.',
    inputs: ['alerts', 'their entities', 'a look-up of those'],
    options: z.strictObject({}),
    run: ([alerts, entities, answers]) => alertRisk(alerts!, entities!, answers!),
  }),
  'alert-places': defineStep({
    text: 'Addresses that alerts name and whose place is known, with their alerts and the worst risk of these.',
    inputs: ['alerts by risk', 'their entities', 'places of addresses'],
    options: z.strictObject({}),
    columns: () => alertPlaceColumns,
    run: ([alerts, entities, places]) => alertPlaces(alerts!, entities!, places!),
  }),
  'activity-by-entity': defineStep({
    text: 'What each entity did in each log: how much, mostly what, from when to when.',
    inputs: ['activities', 'entities'],
    options: z.strictObject({}),
    run: ([activity, entities]) => activityByEntity(activity!, entities!),
  }),
  'incident-tree': defineStep({
    text: 'An incident, its alerts, and below each what it names.',
    inputs: ['an incident', 'its alerts', 'their entities'],
    options: z.strictObject({}),
    run: ([incident, alerts, entities]) => incidentTree(incident!, alerts!, entities!),
  }),
}
