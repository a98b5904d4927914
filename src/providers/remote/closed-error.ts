import { HuntletError } from '../../lib/diagnostic.ts'

/** What is asked of a workspace that is closed. */
export function closedError(): HuntletError {
  return new HuntletError('WORKSPACE_CLOSED', 'The workspace is closed.', { hint: 'Open it again.' })
}
