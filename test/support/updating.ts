import { expect } from 'vitest'

/** Whether expectations are being rewritten (`npm run update`); to be asked inside a test. */
export function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState?: { readonly _updateSnapshot?: string } }
  return snapshotState?._updateSnapshot === 'all'
}
