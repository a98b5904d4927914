import { z } from 'zod'
import {
  beaconConnections,
  beaconDestinations,
  beaconSummary,
  explainedBeacons,
  gapHistogram,
} from '../analytics/beacons/beacon-views.ts'
import { findBeacons } from '../analytics/beacons/find-beacons.ts'
import { fewestBeats } from '../analytics/beacons/find-rhythm.ts'
import { pollingTable } from '../analytics/beacons/polling-table.ts'
import { defineStep, type StepDefinition } from './step.ts'

const columnName = z.string().min(1, 'a column')

/** How a step finds the endpoints in its table: the columns our queries of connections give them in. */
const connectionOptions = {
  time: columnName.default('TimeGenerated'),
  client: columnName.default('Client'),
  destination: columnName.default('Destination'),
  also: z.array(columnName).default(['Port', 'Protocol', 'Source']),
}

/** Steps over logs of connections: pairs of endpoints that connect in a rhythm. */
export const beaconSteps: Readonly<Record<string, StepDefinition>> = {
  beacons: defineStep({
    text: 'Pairs of endpoints that connect in a rhythm, what nothing explains first.',
    inputs: ['connections, one a row'],
    options: z.strictObject({
      ...connectionOptions,
      port: columnName.default('Port'),
      protocol: columnName.default('Protocol'),
      bytes: columnName.default('Bytes'),
      log: columnName.default('Source'),
      keep: z.array(columnName).default(['Host', 'Address', 'RemoteAddress', 'Account', 'Process']),
      minimum: z.int().min(fewestBeats).default(fewestBeats),
    }),
    run: ([table], options, progress) => findBeacons(table!, options, progress),
  }),
  'beacon-summary': defineStep({
    text: 'How many connections and pairs were looked at, and how many are beacons.',
    inputs: ['connections', 'beacons'],
    options: z.strictObject({ ...connectionOptions, minimum: z.int().min(fewestBeats).default(fewestBeats) }),
    run: ([connections, beacons], { minimum, ...columns }) => beaconSummary(connections!, beacons!, columns, minimum),
  }),
  'beacon-connections': defineStep({
    text: 'The connections of one pair, by default the first, with the gaps between its beats.',
    inputs: ['connections', 'beacons'],
    options: z.strictObject({
      ...connectionOptions,
      rank: z.int().min(1).optional(),
      beatsOnly: z.boolean().default(false),
    }),
    run: ([connections, beacons], options) => beaconConnections(connections!, beacons!, options),
  }),
  'gap-histogram': defineStep({
    text: 'How long the gaps between connections are.',
    inputs: ['connections of one pair, with gaps'],
    options: z.strictObject({}),
    run: ([connections]) => gapHistogram(connections!),
  }),
  'explained-beacons': defineStep({
    text: 'Beacons that a known service or a daily interval explains.',
    inputs: ['beacons'],
    options: z.strictObject({}),
    run: ([beacons]) => explainedBeacons(beacons!),
  }),
  'beacon-destinations': defineStep({
    text: 'Where beacons go to, what fewest talk to first.',
    inputs: ['beacons'],
    options: z.strictObject({ destination: columnName.default('Destination') }),
    run: ([beacons], { destination }) => beaconDestinations(beacons!, destination),
  }),
  polling: defineStep({
    text: "How unlikely a pair's strongest frequency is by chance: msticpy's periodogram of connections by second.",
    inputs: ['connections, one a row'],
    options: z.strictObject({
      time: columnName.default('TimeGenerated'),
      by: z.array(columnName).default(['Client', 'Destination']),
      interval: z.number().positive().default(1),
    }),
    run: ([connections], options, progress) => pollingTable(connections!, options, progress),
  }),
}
