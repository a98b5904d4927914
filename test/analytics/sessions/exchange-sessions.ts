import { sessionize } from '../../../src/analytics/sessions/sessionize.ts'
import type { Table } from '../../../src/lib/table.ts'
import { exchangeLog } from '../real-logs.ts'

/** The sessions of the Exchange log as the published figures have them: lists of events in `EventList`. */
export function exchangeSessions(): Table {
  return sessionize(exchangeLog(), {
    by: ['UserId', 'ClientIP'],
    time: 'TimeGenerated',
    maxLength: '20m',
    maxGap: '2m',
    event: { name: 'Operation', params: 'Parameters' },
    rule: 'msticpy',
  })
}
