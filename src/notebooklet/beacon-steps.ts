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
  time: columnName.default('TimeGenerated').describe('column of the time'),
  client: columnName.default('Client').describe('column of who connects'),
  destination: columnName.default('Destination').describe('column of to whom'),
  also: z
    .array(columnName)
    .default(['Port', 'Protocol', 'Source'])
    .describe('columns that tell one pair from another, too'),
}

const minimum = z
  .int()
  .min(fewestBeats)
  .default(fewestBeats)
  .describe('connections of a pair, fewer of which are not judged')

/** Steps over logs of connections: pairs of endpoints that connect in a rhythm. */
export const beaconSteps: Readonly<Record<string, StepDefinition>> = {
  beacons: defineStep({
    text: 'Pairs of endpoints that connect in a rhythm, what nothing explains first.',
    inputs: ['connections, one a row'],
    options: z.strictObject({
      ...connectionOptions,
      port: columnName.default('Port').describe('column of the port'),
      protocol: columnName.default('Protocol').describe('column of the protocol'),
      bytes: columnName.default('Bytes').describe('column of the bytes of a connection'),
      log: columnName.default('Source').describe('column of the log, each as exact as its times are'),
      keep: z
        .array(columnName)
        .default(['Host', 'Address', 'RemoteAddress', 'Account', 'Process'])
        .describe('columns whose first value is kept with a pair'),
      minimum,
    }),
    run: ([table], options, progress) => findBeacons(table!, options, progress),
  }),
  'beacon-summary': defineStep({
    text: 'How many connections and pairs were looked at, and how many are beacons.',
    inputs: ['connections', 'beacons'],
    options: z.strictObject({ ...connectionOptions, minimum }),
    run: ([connections, beacons], { minimum, ...columns }) => beaconSummary(connections!, beacons!, columns, minimum),
  }),
  'beacon-connections': defineStep({
    text: 'The connections of one pair, by default the first, with the gaps between its beats.',
    inputs: ['connections', 'beacons'],
    options: z.strictObject({
      ...connectionOptions,
      rank: z.int().min(1).optional().describe('Rank of the pair; default the first of the table'),
      beatsOnly: z.boolean().default(false).describe('only the first connection of each burst'),
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
    options: z.strictObject({ destination: columnName.default('Destination').describe('column of to whom') }),
    run: ([beacons], { destination }) => beaconDestinations(beacons!, destination),
  }),
  polling: defineStep({
    text: "How unlikely a pair's strongest frequency is by chance: msticpy's periodogram of connections by second.",
    inputs: ['connections, one a row'],
    options: z.strictObject({
      time: columnName.default('TimeGenerated').describe('column of the time'),
      by: z.array(columnName).default(['Client', 'Destination']).describe('columns that together name a pair'),
      interval: z.number().positive().default(1).describe('seconds that connections are counted in'),
    }),
    run: ([connections], options, progress) => pollingTable(connections!, options, progress),
  }),
}
