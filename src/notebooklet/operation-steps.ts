import { z } from 'zod'
import { markedColumns, markOperations } from '../analytics/operations/mark-operations.ts'
import { rareOperations } from '../analytics/operations/rare-operations.ts'
import { defineStep, type StepDefinition } from './step.ts'

const column = z.string().min(1, 'a column')

/** Steps over what accounts did in clouds. */
export const operationSteps: Readonly<Record<string, StepDefinition>> = {
  'mark-operations': defineStep({
    text: 'Operations of Office, Azure, AWS and Entra ID that matter in an attack, with their ATT&CK technique and why.',
    inputs: ['operations, or records of them'],
    options: z.strictObject({
      operation: column.default('Operation').describe('column of what was done'),
      how: column.default('How').describe('column of in which way'),
      least: z
        .int()
        .min(0)
        .max(3)
        .default(0)
        .describe('least weight of a row: 0 keeps all, 3 what hardly anybody does in good faith'),
      order: z.enum(['weight', 'kept']).default('weight').describe('heaviest first, or as the rows are'),
    }),
    needs: ({ operation }) => [[{ columns: [operation], holds: 'what was done; `operation` names another' }]],
    columns: ([columns], options) => markedColumns(columns!, options),
    run: ([table], options) => markOperations(table!, options),
  }),
  'rare-operations': defineStep({
    text: 'Operations that few of the actors do, fewest first.',
    inputs: ['operations with how many actors do them'],
    options: z.strictObject({
      everybody: column.default('Everybody').describe('column of how many actors do it'),
      population: column.default('Population').describe('column of how many actors there are'),
      share: z
        .number()
        .min(0)
        .max(1)
        .default(0.05)
        .describe('largest share of the actors that is few; two actors always are'),
    }),
    needs: ({ everybody, population }) => [
      [
        { columns: [everybody], holds: 'how many actors do it; `everybody` names another' },
        { columns: [population], holds: 'how many actors there are; `population` names another' },
      ],
    ],
    columns: ([columns]) => columns!,
    run: ([table], options) => rareOperations(table!, options),
  }),
}
