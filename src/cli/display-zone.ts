import { utc, type Zone, zoneNamed } from '../report/charts/zone.ts'
import { type ConfigFlags, configuration } from './config/configuration.ts'

/** The clock by which times are shown: that of the settings, or UTC. Data and JSON stay in UTC. */
export async function displayZone(flags: ConfigFlags): Promise<Zone> {
  const { timeZone } = await configuration(flags)
  return (timeZone === undefined || timeZone === 'UTC' ? undefined : zoneNamed(timeZone)) ?? utc
}
