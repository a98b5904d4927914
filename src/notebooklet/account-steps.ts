import { z } from 'zod'
import { fewestHours } from '../analytics/accounts/first-seen.ts'
import { firstSeenColumns, firstSeenValues } from '../analytics/accounts/first-seen-values.ts'
import { impossibleTravel, travelColumns } from '../analytics/accounts/impossible-travel.ts'
import { standingOut, standingOutColumns } from '../analytics/accounts/standing-out.ts'
import { unusualSignInColumns, unusualSignIns } from '../analytics/accounts/unusual-sign-ins.ts'
import { accountSpellings, spelledColumns } from './account-spellings.ts'
import { defineStep, type Need, type StepDefinition } from './step.ts'

const history = 'sign-ins of an account, those before the time range too'
const signIns: readonly Need[] = [
  { columns: ['Account'], holds: 'who signed in' },
  { columns: ['TimeGenerated'], holds: 'when' },
]
const places: readonly Need[] = [
  { columns: ['Latitude'], holds: 'degrees, a number' },
  { columns: ['Longitude'], holds: 'degrees, a number' },
]
const fewest = z.int().min(1).default(fewestHours).describe('hours with sign-ins that an account must have behind it')

/** Steps over accounts: their names, their sign-ins, what stands out. */
export const accountSteps: Readonly<Record<string, StepDefinition>> = {
  'first-seen-values': defineStep({
    text: 'Countries, addresses, applications, programs and hours an account used for the first time, with how often since.',
    inputs: [history],
    options: z.strictObject({ fewest }),
    needs: () => [signIns],
    columns: () => firstSeenColumns,
    run: ([table], options) => firstSeenValues(table!, options.fewest),
  }),
  'unusual-sign-ins': defineStep({
    text: 'Sign-ins with something the account had never used before, most surprising first.',
    inputs: [history],
    options: z.strictObject({ fewest }),
    needs: () => [signIns],
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
    needs: () => [[...signIns, ...places]],
    columns: () => travelColumns,
    run: ([table], options) => impossibleTravel(table!, options),
  }),
  'standing-out': defineStep({
    text: 'What is first to be read of an account: grave operations by technique, surprising sign-ins, impossible journeys, alerts.',
    inputs: ['marked operations', 'unusual sign-ins', 'impossible journeys', 'alerts'],
    options: z.strictObject({}),
    needs: () => [
      [
        { columns: ['Operation'], holds: 'what was done' },
        { columns: ['Technique'], holds: 'what it points to' },
        { columns: ['Weight'], holds: 'how much it matters, 1 to 3' },
      ],
      [{ columns: ['Score'], holds: 'how surprising, in bits' }],
      [{ columns: ['From'], holds: 'a place' }],
      [{ columns: ['AlertSeverity'], holds: 'a severity' }],
    ],
    columns: () => standingOutColumns,
    run: ([operations, signIns, journeys, alerts]) =>
      standingOut({ operations: operations!, signIns: signIns!, journeys: journeys!, alerts: alerts! }),
  }),
  'account-spellings': defineStep({
    text: 'How each name of a log was taken for an account; those that may be somebody else are counted.',
    inputs: ['names (`As`) with how many records (`Events`) have them'],
    options: z.strictObject({ account: z.string().describe('the account that they are taken for') }),
    needs: () => [
      [
        { columns: ['As'], holds: 'a name' },
        { columns: ['Events'], holds: 'how many records have it' },
      ],
    ],
    columns: ([columns]) => spelledColumns(columns!),
    run: ([table], { account }) => accountSpellings(table!, account),
  }),
}
