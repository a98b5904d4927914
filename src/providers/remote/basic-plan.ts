import { HuntletError } from '../../lib/diagnostic.ts'
import type { ServiceQuery } from '../local/compiler/service-binder.ts'
import type { TablePlan, WireTable } from './wire.ts'

/** Tables of the Analytics plan that may stand beside one of the Basic plan, in `lookup` and `union`. */
const mostBeside = 5

/**
 * How a query is to be asked, by the plan of its tables; undefined where no table is on a plan of its own. Throws BASIC_PLAN for what
 * the service does not do with such a table. `isRanged`: it is asked for a time range.
 */
export function planOf(query: ServiceQuery, tables: readonly WireTable[], isRanged: boolean): TablePlan | undefined {
  const limited = query.tables.flatMap((name) => {
    const plan = tables.find((each) => each.name === name)?.plan
    return plan === 'basic' || plan === 'auxiliary' ? [{ name, plan }] : []
  })
  const [first, ...others] = limited
  if (!first) return undefined
  const plan = first.plan === 'basic' ? 'Basic' : 'Auxiliary'
  const what = fault()
  if (what === undefined && isRanged) return first.plan
  if (what === undefined) {
    throw new HuntletError(
      'BASIC_PLAN',
      `\`${first.name}\` is on the ${plan} plan: it is asked for a time range only.`,
      {
        hint: 'Give one, such as --last 1d, or --start and --end: it is billed by the data that is looked through.',
      },
    )
  }
  throw new HuntletError('BASIC_PLAN', `\`${first.name}\` is on the ${plan} plan: ${what}.`, {
    hint: `Ask it alone, with where, extend, project and parse. If the service has come to do this, give the table the plan \`analytics\` under \`plans\` of the workspace.`,
  })

  function fault(): string | undefined {
    const [operator] = query.operators
    if (others.length > 0) {
      return `one such table can be asked at a time, here are ${limited.map(({ name }) => `\`${name}\``).join(', ')}`
    }
    if (operator !== undefined) return `\`${operator}\` cannot be used with it`
    if (query.functions.length > 0) return `the stored function \`${query.functions[0]}\` cannot be used with it`
    if (query.tables.length - 1 > mostBeside) return `no more than ${mostBeside} other tables can stand beside it`
    return undefined
  }
}
