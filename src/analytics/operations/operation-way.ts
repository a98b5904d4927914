import type { Json } from '../../lib/table.ts'

interface Way {
  readonly operation: RegExp
  readonly parameter: RegExp
  /** What its value has to be; anything that is filled where it is left out. */
  readonly value?: RegExp
  readonly how: string
}

const yes = /^true$/i
const no = /^false$/i

/** The first that fits says it, so what weighs most stands first. */
const ways: readonly Way[] = [
  {
    operation: /InboxRule/i,
    parameter: /^(?:ForwardTo|ForwardAsAttachmentTo|RedirectTo)$/i,
    how: 'forwards mail',
  },
  { operation: /InboxRule/i, parameter: /^(?:Soft)?DeleteMessage$/i, value: yes, how: 'deletes mail' },
  { operation: /InboxRule/i, parameter: /^MoveToFolder$/i, how: 'moves mail' },
  {
    operation: /^Set-Mailbox$/i,
    parameter: /^Forwarding(?:Smtp)?Address$/i,
    how: 'forwards mail',
  },
  { operation: /^Set-Mailbox$/i, parameter: /^AuditEnabled$/i, value: no, how: 'switches auditing off' },
  {
    operation: /^Set-AdminAuditLogConfig$/i,
    parameter: /^(?:UnifiedAuditLogIngestionEnabled|AdminAuditLogEnabled)$/i,
    value: no,
    how: 'switches auditing off',
  },
  { operation: /^Add-MailboxPermission$/i, parameter: /^AccessRights$/i, value: /FullAccess/i, how: 'full access' },
  {
    operation: /MailboxFolderPermission/i,
    parameter: /^User$/i,
    value: /^(?:Default|Anonymous)$/i,
    how: 'to everybody',
  },
  {
    operation: /TransportRule/i,
    parameter: /^(?:BlindCopyTo|CopyTo|RedirectMessageTo|AddToRecipients)$/i,
    how: 'sends copies',
  },
  { operation: /TransportRule/i, parameter: /^DeleteMessage$/i, value: yes, how: 'deletes mail' },
  { operation: /TransportRule/i, parameter: /^SetSCL$/i, value: /^-1$/, how: 'past the spam filter' },
  { operation: /^Set-RemoteDomain$/i, parameter: /^AutoForwardEnabled$/i, value: yes, how: 'allows forwarding' },
  {
    operation: /^New-ManagementRoleAssignment$/i,
    parameter: /^Role$/i,
    value: /ApplicationImpersonation/i,
    how: 'impersonation',
  },
  { operation: /^Set-CASMailbox$/i, parameter: /^(?:Imap|Pop)Enabled$/i, value: yes, how: 'legacy protocols' },
  { operation: /^(?:Describe|Modify)InstanceAttribute$/i, parameter: /^userData$/i, how: 'user data' },
  {
    operation: /^(?:Describe|Modify)InstanceAttribute$/i,
    parameter: /^attribute$/i,
    value: /^userData$/i,
    how: 'user data',
  },
  { operation: /^GetParameters?(?:ByPath)?$/i, parameter: /^withDecryption$/i, value: yes, how: 'decrypted' },
]

/**
 * In which way an operation of Exchange or AWS was done, by its parameters and in the words of the list of operations: `forwards mail`; empty where they tell
 * none. The queries over single operations say it of more, as they see the whole record.
 */
export function operationWay(operation: string, parameters: readonly (readonly [string, Json])[]): string {
  if (parameters.length === 0) return ''
  const found = ways.find(
    (way) =>
      way.operation.test(operation) &&
      parameters.some(([name, value]) => {
        const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
        return way.parameter.test(name) && (way.value?.test(text) ?? text.trim() !== '')
      }),
  )
  return found?.how ?? ''
}
