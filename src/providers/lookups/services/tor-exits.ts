import { readObservable } from '../observable.ts'
import type { ServiceDefinition } from '../service.ts'

/** The exits of the Tor network, as a list: no address is sent. */
export const torExits: ServiceDefinition = {
  id: 'tor-exits',
  title: 'Tor exits',
  text: 'Whether an address is an exit of the Tor network now: a warning. The list is fetched; nothing that is looked up is sent.',
  about: 'threat',
  kinds: ['ip'],
  base: 'https://check.torproject.org',
  needs: 'nothing',
  perMinute: 2,
  burst: 2,
  hours: 1,
  ask: async () => undefined,
  async fetchList({ client, signal }) {
    const list = (await client.text({ path: '/torbulkexitlist', isText: true }, signal)) ?? ''
    const exits = new Set(list.split('\n').flatMap((line) => readObservable(line, 'ip')?.value ?? []))
    if (exits.size === 0) throw new Error('its list holds no addresses')
    return ({ value }) =>
      exits.has(value)
        ? {
            severity: 'warning',
            verdict: 'An exit of the Tor network',
            tags: ['Tor'],
            reference: `https://metrics.torproject.org/rs.html#search/${encodeURIComponent(value)}`,
            raw: { exit: value, exits: exits.size },
          }
        : undefined
  },
}
