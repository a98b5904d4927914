import type { ContentRoot } from '../../src/notebooklet/content-files.ts'
import { memoryFiles, root } from './memory-content.ts'

/** A small project: accounts, logons, sessions. Its queries are told apart by a comment that the fake workspace knows. */
export const logonsRoot: ContentRoot = root('project')

export const logonsFiles: Readonly<Record<string, string>> = {
  'queries/account/find.yaml': `
id: account/find
title: Accounts
tables: [SigninLogs]
parameters: { name: { type: string, required: true } }
query: |
  // find
  SigninLogs
  | where UserPrincipalName has {{name}}
  | summarize Last = max(TimeGenerated) by Account = UserPrincipalName
`,
  'queries/account/names.yaml': `
id: account/names
title: Names
tables: [SigninLogs]
query: |
  // names
  SigninLogs
  | distinct Name = UserPrincipalName
`,
  'queries/account/logons.yaml': `
id: account/logons
title: Logons
tables: [SigninLogs]
parameters:
  account: { type: string, required: true }
  results: { type: list, default: [] }
entities: { Where: ip }
query: |
  // logons
  SigninLogs
  | where TimeGenerated between ({{start}} .. {{end}}) and UserPrincipalName =~ {{account}}
  {{#if results}}
  | where ResultType in ({{results}})
  {{/if}}
  | project TimeGenerated, Account = UserPrincipalName, Where = IPAddress, ResultType
`,
  'queries/account/alerts.yaml': `
id: account/alerts
title: Alerts
tables: [SecurityAlert]
lookback: 30d
parameters: { account: { type: string, required: true } }
query: |
  // alerts
  SecurityAlert
  | where CompromisedEntity =~ {{account}}
  | project TimeGenerated, AlertName
`,
  'queries/account/office.yaml': `
id: account/office
title: Office
tables: [OfficeActivity]
parameters: { account: { type: string, required: true } }
query: |
  // office
  OfficeActivity
  | where UserId =~ {{account}}
  | project TimeGenerated, Account = UserId, Operation
`,
  'notebooklets/account/logons/notebooklet.yaml': `
id: logons
title: Logons
text: Where an account logged on.
entities: [account]
value: { type: string, example: alice@contoso.com, text: Part of a name }
timespan: 2d
parameters:
  source: { type: string, default: all, values: [all, sign-in, office] }
  top: { type: int, default: 2 }
options:
  alerts: { default: true, text: Alerts }
  office: { default: false, text: Office }
data:
  logons: { query: account/logons, with: { account: $account } }
  activity:
    only: $source
    sources:
      sign-in: { query: account/logons, with: { account: $account } }
      office: { query: account/office, with: { account: $account } }
sections:
  - id: matches
    title: Which account
    query: account/find
    with: { name: $value }
    choose: { id: account, title: Which account?, value: Account, label: [Last], nearest: { query: account/names, value: Name } }
    empty: Nobody of that name.
  - { id: logons, title: Logons, from: logons, view: { timeline: { time: TimeGenerated, by: Where } } }
  - { id: first, title: First logons, from: logons, step: take, with: { rows: $top } }
  - { id: alerts, title: Alerts, when: alerts, query: account/alerts, with: { account: $account } }
  - { id: activity, title: Activity, when: office, from: activity }
follow-ups:
  by-address:
    title: From one address
    parameters:
      address: { type: string, required: true, column: Where, text: An address }
    sections:
      - { id: by-address, title: Logons, from: logons, step: where, with: { column: Where, equals: $address } }
  failures:
    title: Failed logons
    data:
      failed: { query: account/logons, with: { account: $account, results: ['50126'] } }
    sections:
      - { id: failures, title: Failures, from: failed }
  office:
    title: In Office
    run: office
    value: $account
`,
  'notebooklets/account/office/notebooklet.yaml': `
id: office
title: Office
text: What an account did in Office.
entities: [account]
value: { type: string }
sections:
  - { id: operations, title: Operations, query: account/office, with: { account: $value } }
follow-ups:
  count:
    title: Count them
    data: { operations: { query: account/office, with: { account: $value } } }
    sections:
      - { id: count, title: By operation, from: operations, step: count-by, with: { by: Operation } }
`,
}

export const logonsContent = memoryFiles({ project: logonsFiles })
