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
      by: z.array(columnName).min(1),
      sum: columns,
      distinct: columns,
      list: columns,
      first: columns,
      last: columns,
      filled: columns,
      rarest: z.boolean().default(false),
    }),
    run: ([table], options) => sumTable(table!, options),
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
      column: columnName,
      keep: z.array(columnName).optional(),
      parts: z.array(columnName).optional(),
    }),
    run: ([table], options) => namePartsTable(table!, options),
  }),
}
