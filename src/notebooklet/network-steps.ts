import { z } from 'zod'
import { flowNetworks, markRare } from '../analytics/network/flow-networks.ts'
import { namePartsTable } from '../analytics/network/name-parts-table.ts'
import { sumTable } from '../analytics/sum-table.ts'
import { defineStep, type StepDefinition } from './step.ts'

const columnName = z.string().min(1, 'a column')
const columns = z.array(columnName).default([])

/** Steps over what networks log: flows added up, names taken apart. */
export const networkSteps: Readonly<Record<string, StepDefinition>> = {
  'sum-by': defineStep({
    text: 'A table added up by the values of columns: sums, different values counted or listed, first and last times. `Name=Column` renames.',
    inputs: ['any table'],
    options: z.strictObject({
      by: z.array(columnName).min(1).describe('columns whose values are a row each'),
      sum: columns.describe('columns added up'),
      distinct: columns.describe('columns whose different values are counted'),
      list: columns.describe('columns whose different values are listed'),
      first: columns.describe('columns of which the earliest is kept'),
      last: columns.describe('columns of which the latest is kept'),
      filled: columns.describe('columns that must be filled, or a row is left out'),
      rarest: z.boolean().default(false).describe('smallest first'),
    }),
    run: ([table], options, progress) => sumTable(table!, options, progress),
  }),
  'flow-networks': defineStep({
    text: 'Flows with the network (ASN) of their remote address, and whether it is their own.',
    inputs: ['flows', 'what a look-up says of their addresses'],
    options: z.strictObject({}),
    run: ([flows, answers]) => flowNetworks(flows!, answers!),
  }),
  'rare-networks': defineStep({
    text: 'The networks that flows go to or come from, the rarest first: the lowest quarter of those that are not their own is marked.',
    inputs: ['flows with networks'],
    options: z.strictObject({}),
    run: ([flows]) =>
      markRare(
        sumTable(flows!, {
          by: ['Network', 'Asn', 'IsOwn'],
          sum: ['Flows', 'Refused', 'Sent', 'Received'],
          distinct: ['Addresses=RemoteAddress'],
          list: ['Protocols=Protocol', 'Ports=Port', 'Names=RemoteHost', 'Countries=Country'],
          first: ['First'],
          last: ['Last'],
          filled: [],
          rarest: true,
        }),
      ),
  }),
  'url-parts': defineStep({
    text: 'URLs, domains and addresses taken apart: host, what can be registered, suffix, entropy, and what is unusual about them.',
    inputs: ['any table'],
    options: z.strictObject({
      column: columnName.describe('column of URLs, domains or addresses'),
      keep: z.array(columnName).optional().describe('columns kept beside; default all'),
      parts: z.array(columnName).optional().describe('only these parts; default all'),
    }),
    run: ([table], options) => namePartsTable(table!, options),
  }),
}
