import { expect, test } from 'vitest'
import { isWeekend } from '../../../src/providers/demo/calendar.ts'
import { people } from '../../../src/providers/demo/company.ts'
import { planPresences } from '../../../src/providers/demo/presence.ts'

const presences = planPresences()

test('everybody works, and only while employed', () => {
  for (const person of people) {
    const days = presences.filter((one) => one.person === person).map((one) => one.day)
    expect(days.length, person.name).toBeGreaterThan(7)
    expect(Math.min(...days)).toBeGreaterThanOrEqual(person.employed[0])
    expect(Math.max(...days)).toBeLessThanOrEqual(person.employed[1])
  }
})

test('weekends are quiet but not silent', () => {
  const share = presences.filter((one) => isWeekend(one.day)).length / presences.length
  expect(share).toBeGreaterThan(0.01)
  expect(share).toBeLessThan(0.15)
})

test('who sits in the office has the office for an address and is on its network', () => {
  for (const one of presences.filter((each) => each.place === 'office')) {
    expect(one.address).toBe(one.person.site === 'bristol' ? '192.0.2.10' : '192.0.2.74')
    expect(one.inside).toBe(one.person.lanAddress)
  }
})

test('nobody uses the address the VPN gives the intruder', () => {
  expect(presences.map((one) => one.inside)).not.toContain('10.20.250.231')
})
