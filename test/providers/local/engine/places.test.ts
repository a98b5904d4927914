import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlaces } from '../../../../src/providers/local/engine/places.ts'
import { openWorkspace } from '../../../../src/providers/open-workspace.ts'
import { mmdbBytes } from '../../../support/mmdb-bytes.ts'

const cities = mmdbBytes('Made-Up-City', [
  {
    network: '192.0.2.0/24',
    value: {
      country: { names: { en: 'Ruritania' } },
      subdivisions: [{ names: { en: 'Upper Strelsau' } }, { names: { en: 'Inner' } }],
      city: { names: { en: 'Zenda' } },
      location: { latitude: 48.5, longitude: -12.25 },
    },
  },
  { network: '2001:db8::/32', value: { registered_country: { names: { en: 'Borduria' } } } },
])
const numbers = mmdbBytes('Made-Up-ASN', [{ network: '192.0.2.0/24', value: { autonomous_system_number: 64_500 } }])

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntlet-places-'))
  mkdirSync(join(folder, 'logs', 'geoip'), { recursive: true })
  mkdirSync(join(folder, 'plain'))
  writeFileSync(join(folder, 'cities.mmdb'), cities)
  writeFileSync(join(folder, 'numbers.mmdb'), numbers)
  writeFileSync(join(folder, 'page.mmdb'), '<html>Sign in</html>')
  writeFileSync(join(folder, 'logs', 'geoip', 'b.mmdb'), cities)
  writeFileSync(join(folder, 'logs', 'a.mmdb'), numbers)
  for (const place of ['logs', 'plain']) writeFileSync(join(folder, place, 'Seen_CL.csv'), 'Address_s\n192.0.2.7\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('an address is where the database says; what it leaves open is left out', () => {
  const places = openPlaces(join(folder, 'cities.mmdb'), [])!
  expect(places.find('192.0.2.200')).toEqual({
    country: 'Ruritania',
    state: 'Upper Strelsau',
    city: 'Zenda',
    latitude: 48.5,
    longitude: -12.25,
  })
  expect(places.find('2001:db8::1')).toEqual({ country: 'Borduria' })
  for (const other of ['192.0.3.1', 'fe80::1', 'no address', '192.0.2.1/24', '']) {
    expect(places.find(other)).toBeUndefined()
  }
})

test('of the databases in a folder the one that knows places is taken', () => {
  expect(openPlaces(undefined, [join(folder, 'logs')])!.find('192.0.2.1')).toMatchObject({ city: 'Zenda' })
  expect(openPlaces(undefined, [join(folder, 'plain'), join(folder, 'logs', 'Seen_CL.csv')])).toBeUndefined()
})

test('a file that is missing, no database, or one of something else is named', () => {
  expect(() => openPlaces(join(folder, 'none.mmdb'), [])).toThrow(expect.objectContaining({ code: 'NO_SUCH_PATH' }))
  expect(() => openPlaces(folder, [])).toThrow(expect.objectContaining({ code: 'UNREADABLE_PATH' }))
  for (const name of ['page.mmdb', 'numbers.mmdb']) {
    const places = openPlaces(join(folder, name), [])!
    expect(() => places.find('192.0.2.1')).toThrow(expect.objectContaining({ code: 'BAD_GEOIP' }))
  }
})

const query = 'Seen_CL | project place = geo_info_from_ip_address(Address_s).city'

test('a workspace takes the database in its folder, and does not read it as a log', async () => {
  const workspace = await openWorkspace({ kind: 'local', paths: [join(folder, 'logs')] })
  try {
    expect((await workspace.tables()).map(({ name }) => name)).toEqual(['Seen_CL'])
    expect(await workspace.notices()).not.toContainEqual(expect.objectContaining({ severity: 'warning' }))
    const { table, completeness } = await workspace.run(query)
    expect([...table.rows()]).toEqual([['Zenda']])
    expect(completeness.notices.join()).not.toContain('--geoip')
  } finally {
    await workspace.close()
  }
})

test('without a database every place is null, and the result says how to give one', async () => {
  const workspace = await openWorkspace({ kind: 'local', paths: [join(folder, 'plain')] })
  try {
    const { table, completeness } = await workspace.run(query)
    expect([...table.rows()]).toEqual([[null]])
    expect(completeness.notices.join()).toContain('--geoip FILE')
  } finally {
    await workspace.close()
  }
})

test('a database that is none fails the query that needs it, and says why', async () => {
  const workspace = await openWorkspace({
    kind: 'local',
    paths: [join(folder, 'plain')],
    geoip: join(folder, 'page.mmdb'),
  })
  try {
    await expect(workspace.run(query)).rejects.toMatchObject({ message: expect.stringContaining('MaxMind format') })
    expect((await workspace.run('Seen_CL | count')).table.rowCount).toBe(1)
  } finally {
    await workspace.close()
  }
})
