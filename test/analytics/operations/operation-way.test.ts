import { describe, expect, it } from 'vitest'
import { operationWay } from '../../../src/analytics/operations/operation-way.ts'

describe('operationWay', () => {
  it.each([
    ['New-InboxRule', [['ForwardTo', 'x@evil.example']], 'forwards mail'],
    ['New-InboxRule', [['ForwardTo', '']], ''],
    ['Set-InboxRule', [['DeleteMessage', 'True']], 'deletes mail'],
    ['Set-InboxRule', [['DeleteMessage', 'False']], ''],
    ['Set-Mailbox', [['ForwardingSmtpAddress', 'smtp:x@evil.example']], 'forwards mail'],
    ['Set-Mailbox', [['AuditEnabled', false]], 'switches auditing off'],
    ['Add-MailboxPermission', [['AccessRights', ['FullAccess']]], 'full access'],
    ['ModifyInstanceAttribute', [['userData', '<hidden>']], 'user data'],
    ['GetParameters', [['withDecryption', true]], 'decrypted'],
    ['Set-Mailbox', [['Identity', 'alice']], ''],
    ['New-InboxRule', [], ''],
  ] as const)('reads of %s with %j in which way it was done', (operation, parameters, way) => {
    expect(operationWay(operation, parameters)).toBe(way)
  })
})
