import type { Parameters } from '../rows/office-activity.ts'

/** Addresses a task is about, each chosen once a task. */
export type Subject = 'mailbox' | 'colleague' | 'newcomer' | 'group' | 'shared' | 'room'

/** One cmdlet of a task. In values `{mailbox}` and its like stand for subjects, `{guid}`, `{number}` for something new. */
export interface TaskStep {
  readonly cmdlet: string
  readonly parameters: Parameters
  /** Parameters given only sometimes, each with its probability. */
  readonly optional?: readonly (readonly [name: string, value: string, probability: number])[]
  /** Probability that the step is done at all. Default 1. */
  readonly probability?: number
  /** Most times it is repeated. Default 1. */
  readonly most?: number
  /** The subject that is another one at each repetition. Default the mailbox. */
  readonly varies?: Subject
}

const identity = ['Identity', '{mailbox}'] as const
const newcomer = ['Identity', '{newcomer}'] as const

const step = (
  cmdlet: string,
  parameters: Parameters,
  more: Omit<TaskStep, 'cmdlet' | 'parameters'> = {},
): TaskStep => ({
  cmdlet,
  parameters,
  ...more,
})

const addPermission = step(
  'Add-MailboxPermission',
  [identity, ['User', '{colleague}'], ['AccessRights', 'FullAccess']],
  {
    optional: [
      ['InheritanceType', 'All', 0.6],
      ['AutoMapping', 'True', 0.4],
      ['Confirm', 'False', 0.2],
    ],
  },
)
const addSendAs = step('Add-RecipientPermission', [identity, ['Trustee', '{colleague}'], ['AccessRights', 'SendAs']], {
  optional: [['Confirm', 'False', 0.7]],
  probability: 0.6,
})
const addMember = step(
  'Add-DistributionGroupMember',
  [
    ['Identity', '{group}'],
    ['Member', '{mailbox}'],
  ],
  {
    optional: [['BypassSecurityGroupManagerCheck', 'True', 0.4]],
    most: 3,
  },
)

/** What administrators do in Exchange: each task the cmdlets it usually takes. */
export const exchangeTasks = {
  newMailbox: [
    step(
      'New-Mailbox',
      [
        ['Name', '{newcomer}'],
        ['MicrosoftOnlineServicesID', '{newcomer}'],
        ['FirstName', 'New'],
        ['LastName', 'Starter'],
      ],
      { optional: [['ResetPasswordOnNextLogon', 'True', 0.8]] },
    ),
    step('Set-MailboxRegionalConfiguration', [newcomer, ['Language', 'en-GB'], ['TimeZone', 'GMT Standard Time']], {
      probability: 0.8,
    }),
    step('Set-CASMailbox', [newcomer, ['ImapEnabled', 'False'], ['PopEnabled', 'False']], { probability: 0.7 }),
    step(
      'Add-DistributionGroupMember',
      [
        ['Identity', '{group}'],
        ['Member', '{newcomer}'],
      ],
      { most: 3, varies: 'group' },
    ),
    step('Set-Mailbox', [newcomer, ['AuditEnabled', 'True']], { probability: 0.5 }),
  ],
  leaver: [
    step('Set-Mailbox', [identity, ['Type', 'Shared']], { optional: [['HiddenFromAddressListsEnabled', 'True', 0.7]] }),
    step('Set-Mailbox', [identity, ['ForwardingAddress', '{colleague}'], ['DeliverToMailboxAndForward', 'True']], {
      probability: 0.7,
    }),
    addPermission,
    step(
      'Set-MailboxAutoReplyConfiguration',
      [identity, ['AutoReplyState', 'Enabled'], ['InternalMessage', 'I have left the company.']],
      { probability: 0.8 },
    ),
    step(
      'Remove-DistributionGroupMember',
      [
        ['Identity', '{group}'],
        ['Member', '{mailbox}'],
      ],
      { most: 3, varies: 'group' },
    ),
    step('Remove-MobileDevice', [['Identity', '{mailbox}\\ExchangeActiveSyncDevices\\{guid}']], { probability: 0.6 }),
  ],
  delegate: [
    addPermission,
    addSendAs,
    step(
      'Set-MailboxFolderPermission',
      [
        ['Identity', '{mailbox}:\\Calendar'],
        ['User', '{colleague}'],
        ['AccessRights', 'Editor'],
      ],
      { probability: 0.3 },
    ),
  ],
  undelegate: [
    step('Remove-MailboxPermission', [identity, ['User', '{colleague}'], ['AccessRights', 'FullAccess']], {
      optional: [['Confirm', 'False', 0.8]],
    }),
    step('Remove-RecipientPermission', [identity, ['Trustee', '{colleague}'], ['AccessRights', 'SendAs']], {
      probability: 0.5,
    }),
  ],
  groupChange: [
    addMember,
    step(
      'Remove-DistributionGroupMember',
      [
        ['Identity', '{group}'],
        ['Member', '{colleague}'],
      ],
      { probability: 0.5, most: 2 },
    ),
  ],
  newGroup: [
    step('New-DistributionGroup', [
      ['Name', '{group}'],
      ['PrimarySmtpAddress', '{group}'],
      ['Type', 'Distribution'],
    ]),
    { ...addMember, most: 6 },
    step(
      'Set-DistributionGroup',
      [
        ['Identity', '{group}'],
        ['RequireSenderAuthenticationEnabled', 'False'],
      ],
      { probability: 0.5 },
    ),
  ],
  sharedMailbox: [
    step('New-Mailbox', [
      ['Name', '{shared}'],
      ['Shared', 'True'],
      ['PrimarySmtpAddress', '{shared}'],
    ]),
    step(
      'Add-MailboxPermission',
      [
        ['Identity', '{shared}'],
        ['User', '{colleague}'],
        ['AccessRights', 'FullAccess'],
      ],
      { most: 4, varies: 'colleague' },
    ),
    step(
      'Add-RecipientPermission',
      [
        ['Identity', '{shared}'],
        ['Trustee', '{colleague}'],
        ['AccessRights', 'SendAs'],
      ],
      { probability: 0.8, most: 3, varies: 'colleague' },
    ),
    step(
      'Set-Mailbox',
      [
        ['Identity', '{shared}'],
        ['MessageCopyForSentAsEnabled', 'True'],
      ],
      { probability: 0.6 },
    ),
  ],
  quota: [
    step('Set-Mailbox', [identity, ['ProhibitSendQuota', '49.5 GB'], ['ProhibitSendReceiveQuota', '50 GB']], {
      optional: [
        ['IssueWarningQuota', '48 GB', 0.8],
        ['UseDatabaseQuotaDefaults', 'False', 0.5],
      ],
    }),
  ],
  alias: [step('Set-Mailbox', [identity, ['EmailAddresses', 'SMTP:{mailbox}, smtp:alias{number}@{domain}']])],
  calendar: [
    step('Set-MailboxFolderPermission', [
      ['Identity', '{mailbox}:\\Calendar'],
      ['User', 'Default'],
      ['AccessRights', 'Reviewer'],
    ]),
    step(
      'Add-MailboxFolderPermission',
      [
        ['Identity', '{mailbox}:\\Calendar'],
        ['User', '{colleague}'],
        ['AccessRights', 'Editor'],
      ],
      { probability: 0.6 },
    ),
  ],
  room: [
    step(
      'Set-CalendarProcessing',
      [
        ['Identity', '{room}'],
        ['AutomateProcessing', 'AutoAccept'],
      ],
      {
        optional: [
          ['BookingWindowInDays', '180', 0.5],
          ['MaximumDurationInMinutes', '480', 0.3],
        ],
      },
    ),
    step(
      'Set-Mailbox',
      [
        ['Identity', '{room}'],
        ['ResourceCapacity', '{number}'],
      ],
      { probability: 0.5 },
    ),
  ],
  holdForCase: [
    step('Set-Mailbox', [identity, ['LitigationHoldEnabled', 'True'], ['LitigationHoldDuration', '365']]),
    step(
      'New-ComplianceSearch',
      [
        ['Name', 'Case {number}'],
        ['ExchangeLocation', '{mailbox}'],
      ],
      { probability: 0.6 },
    ),
    step('Start-ComplianceSearch', [['Identity', 'Case {number}']], { probability: 0.5 }),
  ],
  lostPhone: [
    step('Clear-MobileDevice', [['Identity', '{mailbox}\\ExchangeActiveSyncDevices\\{guid}']], {
      optional: [['AccountOnly', 'True', 0.6]],
    }),
    step('Remove-MobileDevice', [['Identity', '{mailbox}\\ExchangeActiveSyncDevices\\{guid}']], { probability: 0.7 }),
    step('Set-CASMailbox', [identity, ['ActiveSyncEnabled', 'False']], { probability: 0.4 }),
  ],
  quarantine: [
    step(
      'Release-QuarantineMessage',
      [
        ['Identity', '{guid}\\{guid}'],
        ['ReleaseToAll', 'True'],
      ],
      { most: 4 },
    ),
    step(
      'New-TenantAllowBlockListItems',
      [
        ['ListType', 'Sender'],
        ['Allow', 'True'],
        ['Entries', 'news@supplier{number}.example'],
      ],
      { probability: 0.4 },
    ),
  ],
  blockSender: [
    step(
      'New-TenantAllowBlockListItems',
      [
        ['ListType', 'Sender'],
        ['Block', 'True'],
        ['Entries', 'offer@bulk{number}.example'],
      ],
      { most: 3 },
    ),
    step(
      'Set-HostedContentFilterPolicy',
      [
        ['Identity', 'Default'],
        ['BulkThreshold', '6'],
      ],
      { probability: 0.25 },
    ),
  ],
  contact: [
    step('New-MailContact', [
      ['Name', 'Supplier {number}'],
      ['ExternalEmailAddress', 'sales@supplier{number}.example'],
    ]),
    step(
      'Set-Contact',
      [
        ['Identity', 'Supplier {number}'],
        ['Company', 'Supplier {number}'],
      ],
      { probability: 0.6 },
    ),
  ],
  team: [
    step('New-UnifiedGroup', [
      ['DisplayName', 'Project {number}'],
      ['AccessType', 'Private'],
    ]),
    step(
      'Add-UnifiedGroupLinks',
      [
        ['Identity', 'Project {number}'],
        ['LinkType', 'Members'],
        ['Links', '{mailbox}'],
      ],
      { most: 4 },
    ),
    step(
      'Set-UnifiedGroup',
      [
        ['Identity', 'Project {number}'],
        ['HiddenFromAddressListsEnabled', 'True'],
      ],
      { probability: 0.4 },
    ),
  ],
  repairRule: [
    step(
      'Disable-InboxRule',
      [
        ['Identity', '{mailbox}\\{number}'],
        ['Mailbox', '{mailbox}'],
      ],
      { probability: 0.6 },
    ),
    step(
      'Remove-InboxRule',
      [
        ['Identity', '{mailbox}\\{number}'],
        ['Mailbox', '{mailbox}'],
      ],
      { probability: 0.8 },
    ),
    step('Set-MailboxJunkEmailConfiguration', [identity, ['Enabled', 'True']], { probability: 0.4 }),
  ],
  disclaimer: [
    step('Set-TransportRule', [
      ['Identity', 'External mail notice'],
      ['ApplyHtmlDisclaimerText', 'This message came from outside.'],
    ]),
    step(
      'Disable-TransportRule',
      [
        ['Identity', 'Old disclaimer'],
        ['Confirm', 'False'],
      ],
      { probability: 0.3 },
    ),
    step('Enable-TransportRule', [['Identity', 'Old disclaimer']], { probability: 0.2 }),
  ],
  newRule: [
    step(
      'New-TransportRule',
      [
        ['Name', 'Tag supplier invoices {number}'],
        ['SubjectContainsWords', 'invoice'],
        ['PrependSubject', '[Supplier] '],
      ],
      { optional: [['Mode', 'AuditAndNotify', 0.4]] },
    ),
    step(
      'Set-TransportRule',
      [
        ['Identity', 'Tag supplier invoices {number}'],
        ['Priority', '2'],
      ],
      { probability: 0.6 },
    ),
  ],
  organization: [
    step('Set-OrganizationConfig', [['FocusedInboxOn', 'True']], { probability: 0.6 }),
    step(
      'Set-OwaMailboxPolicy',
      [
        ['Identity', 'OwaMailboxPolicy-Default'],
        ['ExternalImageProxyEnabled', 'True'],
      ],
      { probability: 0.7 },
    ),
    step(
      'Set-SharingPolicy',
      [
        ['Identity', 'Default Sharing Policy'],
        ['Domains', 'Anonymous:CalendarSharingFreeBusySimple'],
      ],
      { probability: 0.4 },
    ),
  ],
  roles: [
    step('New-ManagementRoleAssignment', [
      ['Role', 'Message Tracking'],
      ['User', '{colleague}'],
    ]),
    step(
      'Add-RoleGroupMember',
      [
        ['Identity', 'Help Desk'],
        ['Member', '{colleague}'],
      ],
      { probability: 0.5 },
    ),
  ],
  auditReview: [
    step('Set-Mailbox', [identity, ['AuditEnabled', 'True'], ['AuditLogAgeLimit', '180.00:00:00']], { most: 5 }),
    step('Set-AdminAuditLogConfig', [['UnifiedAuditLogIngestionEnabled', 'True']], { probability: 0.6 }),
    step(
      'Set-MailboxAuditBypassAssociation',
      [
        ['Identity', 'svc-archive'],
        ['AuditBypassEnabled', 'False'],
      ],
      { probability: 0.3 },
    ),
  ],
} as const satisfies Record<string, readonly TaskStep[]>

export type ExchangeTask = keyof typeof exchangeTasks

/** What the provisioning service does at night and after each change of staff. */
export const provisioningSteps: readonly TaskStep[] = [
  step('Set-User', [identity, ['Department', 'Synchronized'], ['Office', '{number}']], {
    optional: [
      ['Manager', '{colleague}', 0.3],
      ['Title', 'Synchronized', 0.4],
    ],
    most: 7,
  }),
  step('Set-Mailbox', [identity, ['CustomAttribute1', '{number}']], { most: 3, probability: 0.8 }),
  step(
    'Update-DistributionGroupMember',
    [
      ['Identity', '{group}'],
      ['Members', '{mailbox}, {colleague}'],
    ],
    { probability: 0.35, optional: [['Confirm', 'False', 0.9]], most: 2 },
  ),
  step('Set-CASMailbox', [identity, ['ImapEnabled', 'False'], ['PopEnabled', 'False']], { probability: 0.15 }),
]

/** What the mail policy service enforces every few hours. */
export const hygieneSteps: readonly TaskStep[] = [
  step('Set-Mailbox', [identity, ['AuditEnabled', 'True']], { probability: 0.7, most: 2 }),
  step('Set-CASMailbox', [identity, ['SmtpClientAuthenticationDisabled', 'True']], { probability: 0.5 }),
  step('Set-MailboxJunkEmailConfiguration', [identity, ['Enabled', 'True']], { probability: 0.3 }),
  step(
    'Set-RetentionCompliancePolicy',
    [
      ['Identity', 'Default retention'],
      ['RetryDistribution', 'True'],
    ],
    { probability: 0.1 },
  ),
]

/** What Exchange does to itself, without a client's address. */
export const serviceSteps: readonly TaskStep[] = [
  step('Set-User', [identity, ['SyncMailboxLocationGuids', 'True'], ['ErrorAction', 'Stop']], { probability: 0.7 }),
  step(
    'Set-ConditionalAccessPolicy',
    [
      ['Identity', '{domain}\\{guid}'],
      ['PolicyDetails', '{"Version":1,"State":"Enabled"}'],
      ['PolicyLastUpdatedTime', '{date}'],
      ['DisplayName', 'Require strong authentication'],
    ],
    { probability: 0.5, most: 2 },
  ),
  step(
    'Remove-MailboxLocation',
    [
      ['Identity', '{guid}'],
      ['Confirm', 'False'],
    ],
    { probability: 0.1 },
  ),
  step(
    'Set-TenantObjectVersion',
    [
      ['Identity', '{domain}'],
      ['DomainController', 'afx01'],
    ],
    { probability: 0.06 },
  ),
]
