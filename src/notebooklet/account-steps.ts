import { z } from 'zod'
import { fewestHours } from '../analytics/accounts/first-seen.ts'
import { firstSeenColumns, firstSeenValues } from '../analytics/accounts/first-seen-values.ts'
import { impossibleTravel, travelColumns } from '../analytics/accounts/impossible-travel.ts'
import { unusualSignInColumns, unusualSignIns } from '../analytics/accounts/unusual-sign-ins.ts'
import { defineStep, type StepDefinition } from './step.ts'

const history = 'sign-ins of an account, those before the time range too'
const fewest = z.int().min(1).default(fewestHours).describe('hours with sign-ins that an account must have behind it')

/** Steps over the sign-ins of accounts. */
export const accountSteps: Readonly<Record<string, StepDefinition>> = {
  'first-seen-values': defineStep({
    text: 'Countries, addresses, applications, programs and hours an account used for the first time, with how often since.',
    inputs: [history],
    options: z.strictObject({ fewest }),
    columns: () => firstSeenColumns,
    run: ([table], options) => firstSeenValues(table!, options.fewest),
  }),
  'unusual-sign-ins': defineStep({
    text: 'Sign-ins with something the account had never used before, most surprising first.',
    inputs: [history],
    options: z.strictObject({ fewest }),
    columns: () => unusualSignInColumns,
    run: ([table], options) => unusualSignIns(table!, options.fewest),
  }),
  'impossible-travel': defineStep({
    text: 'Places between which an account signed in faster than anybody travels.',
    inputs: [history],
    options: z.strictObject({
      maxSpeed: z.number().positive().default(1000).describe('kilometres an hour that nobody travels'),
      uncertainty: z.number().min(0).default(50).describe('kilometres by which the place of an address may be wrong'),
      minDistance: z.number().min(0).default(500).describe('kilometres, fewer of which are no journey'),
    }),
    columns: () => travelColumns,
    run: ([table], options) => impossibleTravel(table!, options),
  }),
}
