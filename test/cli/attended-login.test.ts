import { expect, it } from 'vitest'
import { type ServiceOpening, wholeRequest } from '../../src/cli/open-services.ts'
import type { ServiceRequest } from '../../src/providers/service-request.ts'

const opening = (auth: string | undefined, isAttended: boolean): ServiceOpening => ({
  flags: auth === undefined ? {} : { auth },
  settings: { files: [], workspaces: new Map(), limits: {} },
  now: undefined,
  deadlineMs: undefined,
  disk: undefined,
  signal: undefined,
  onProgress: () => {},
  onDeviceCode: () => {},
  loginFolder: undefined,
  isAttended,
})

function showsCodes(auth: string | undefined, isAttended: boolean, own?: ServiceRequest['auth']): boolean {
  const request = { kind: 'log-analytics' as const, workspace: '11111111-2222-3333-4444-555555555555' }
  const whole = wholeRequest({ ...request, ...(own && { auth: own }) }, opening(auth, isAttended))
  return 'onDeviceCode' in whole
}

it('shows a code where somebody reads it, or asked for it, and waits for nobody else', () => {
  expect(showsCodes(undefined, true)).toBe(true)
  expect(showsCodes(undefined, false)).toBe(false)
  expect(showsCodes('default', false)).toBe(false)
  expect(showsCodes('device', false)).toBe(true)
  expect(showsCodes(undefined, false, 'device')).toBe(true)
})
