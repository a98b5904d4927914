import { products } from '../activity/alerts.ts'
import { accessDenied, assumedRole, awsAgents, awsUser } from '../activity/aws-calls.ts'
import { minute, second } from '../calendar.ts'
import { company, person } from '../company.ts'
import type { Logs } from '../logs.ts'
import { machineNamed } from '../machines.ts'
import type { Random } from '../random.ts'
import { type Alert, alertRow, alertTime } from '../rows/alert.ts'
import { type AzureOperation, logAzureOperation } from '../rows/azure-activity.ts'
import { type AwsCall, type AwsIdentity, awsRow } from '../rows/cloud-trail.ts'
import { demoStory } from './story.ts'

const { attacker, times } = demoStory
const victim = person(demoStory.account.sam)

/** Azure with the victim's account, then AWS with a key found in a runbook. */
export function reachTheClouds(logs: Logs, random: Random): void {
  inAzure(logs, random)
  inAws(logs, random)
}

function inAzure(logs: Logs, random: Random): void {
  const write = (
    after: number,
    title: string,
    operation: string,
    group: string,
    resource: string,
    more: Partial<AzureOperation> = {},
  ) => {
    logAzureOperation(logs.azure, random, times.azure + after * second, {
      title,
      operation,
      group,
      resource,
      caller: victim.upn,
      callerId: victim.id,
      address: attacker.address,
      role: 'Contributor',
      lasts: 2 * second,
      ...more,
    })
  }
  const assignment = ['Create role assignment', 'Microsoft.Authorization/roleAssignments/write'] as const
  write(370, ...assignment, 'rg-platform', 'Microsoft.Authorization/roleAssignments/af', { failed: true })
  write(
    680,
    'Run Command on Virtual Machine',
    'Microsoft.Compute/virtualMachines/runCommand/action',
    'rg-business',
    'Microsoft.Compute/virtualMachines/AF-SQL01',
    { lasts: 46 * second },
  )
  write(
    1190,
    'Run Command on Virtual Machine',
    'Microsoft.Compute/virtualMachines/runCommand/action',
    'rg-business',
    'Microsoft.Compute/virtualMachines/AF-SQL01',
    { lasts: 39 * second },
  )
  write(
    1560,
    'List Storage Account Keys',
    'Microsoft.Storage/storageAccounts/listKeys/action',
    'rg-business',
    'Microsoft.Storage/storageAccounts/afbackups',
  )
  write(1980, ...assignment, 'rg-business', 'Microsoft.Authorization/roleAssignments/mail-archiver', {
    message: `Assign Contributor to ${attacker.application}`,
  })
  write(
    2140,
    'Delete Diagnostic Setting',
    'microsoft.insights/diagnosticSettings/delete',
    'rg-business',
    'microsoft.insights/diagnosticSettings/to-sentinel',
  )
}

type Step = readonly [pause: number, call: string, request?: AwsCall['request'], error?: AwsCall['error']]

function inAws(logs: Logs, random: Random): void {
  const write = (start: number, who: AwsIdentity, address: string, agent: string, steps: readonly Step[]) => {
    let at = start
    for (const [pause, name, request, error] of steps) {
      at += pause * second
      const [service = '', event = ''] = name.split(':')
      const region = service === 'iam' ? 'us-east-1' : 'eu-west-2'
      logs.cloudTrail.add(
        at,
        awsRow(random, at, who, address, agent, {
          service,
          event,
          region,
          ...(request && { request }),
          ...(error && { error }),
        }),
      )
    }
  }
  const viewer = assumedRole('AWSReservedSSO_Viewer_77d20be4', victim.upn, times.aws + minute, true)
  write(times.aws + 2 * minute, viewer, attacker.address, awsAgents.console, [
    [0, 'signin:ConsoleLogin'],
    [21, 'iam:ListUsers'],
    [30, 'iam:ListRoles'],
    [24, 'iam:ListAccessKeys', { userName: demoStory.awsUser }],
    [42, 'iam:CreateAccessKey', { userName: demoStory.awsUser }, accessDenied],
    [37, 'cloudtrail:DescribeTrails'],
    [55, 's3:ListBuckets'],
  ])
  const stolen = awsUser(demoStory.awsUser)
  const userName = demoStory.newAwsUser
  write(
    times.aws + 16 * minute,
    stolen,
    attacker.controlAddress,
    'Boto3/1.38.2 md/Botocore#1.38.2 os/linux#6.6 lang/python#3.11.9',
    [
      [0, 'sts:GetCallerIdentity'],
      [9, 'iam:ListAttachedUserPolicies', { userName: demoStory.awsUser }],
      [14, 's3:ListBuckets'],
      [25, 'iam:CreateUser', { userName }],
      [11, 'iam:AttachUserPolicy', { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
      [12, 'iam:CreateAccessKey', { userName }],
      [70, 'cloudtrail:DescribeTrails'],
      [16, 'cloudtrail:StopLogging', { name: 'af-organisation-2' }],
      [48, 's3:ListObjects', { bucketName: 'af-backup-offsite' }],
      ...Array.from(
        { length: 6 },
        (): Step => [17, 's3:GetObject', { bucketName: 'af-backup-offsite', key: `sets/AF-FS01-${random.hex(6)}.7z` }],
      ),
      [40, 's3:DeleteObject', { bucketName: 'af-backup-offsite', key: 'sets/latest.json' }, accessDenied],
    ],
  )
  write(
    times.aws + 33 * minute,
    awsUser(userName),
    attacker.controlAddress,
    'Boto3/1.38.2 md/Botocore#1.38.2 os/linux#6.6 lang/python#3.11.9',
    [
      [0, 'sts:GetCallerIdentity'],
      [20, 'secretsmanager:ListSecrets'],
      [15, 'secretsmanager:GetSecretValue', { secretId: 'telemetry/database' }],
      [11, 'secretsmanager:GetSecretValue', { secretId: 'metrics/exporter' }],
      [64, 'ec2:DescribeInstances'],
      [33, 'ec2:ModifySnapshotAttribute', { snapshotId: 'snap-0a42', createVolumePermission: '100000000099' }],
    ],
  )
}

/** The alerts on the intrusion. Five steps raise one; the other steps pass unnoticed. */
export function raiseAlerts(logs: Logs, random: Random): void {
  const workstation = machineNamed(victim.workstation)
  const files = machineNamed('AF-FS01')
  const alerts: readonly Alert[] = [
    {
      name: 'Password spray against several accounts',
      severity: 'Medium',
      product: products.identity,
      description: 'One address failed to sign in to 27 accounts.',
      tactics: 'CredentialAccess',
      techniques: ['T1110.003'],
      from: times.spray,
      to: times.spray + 24 * minute,
      delay: 41 * minute,
      addresses: [attacker.address],
    },
    {
      name: 'Unfamiliar sign-in properties',
      severity: 'Medium',
      product: products.identity,
      description: 'A sign-in from Reykjavik has properties this account has not shown before.',
      tactics: 'InitialAccess',
      techniques: ['T1078'],
      from: times.signIn + 7 * minute,
      to: times.signIn + 7 * minute,
      accounts: [victim],
      addresses: [attacker.address],
    },
    {
      name: 'Suspicious encoded PowerShell command line',
      severity: 'Medium',
      product: products.servers,
      description: 'PowerShell was started with an encoded command.',
      tactics: 'Execution',
      techniques: ['T1059.001', 'T1027'],
      from: times.workstation + 5 * minute,
      to: times.workstation + 5 * minute,
      delay: 17 * minute,
      accounts: [{ sam: victim.sam }],
      machines: [workstation],
      more: { 'parent process': 'cmd.exe' },
    },
    {
      name: 'Security log was cleared',
      severity: 'High',
      product: products.rules,
      description: 'The Security log of a machine was cleared.',
      tactics: 'DefenseEvasion',
      techniques: ['T1070.001'],
      from: times.logCleared,
      to: times.logCleared,
      accounts: [{ sam: demoStory.administrator }],
      machines: [files],
    },
    {
      name: 'CloudTrail logging was stopped',
      severity: 'High',
      product: products.rules,
      description: 'StopLogging was called on a trail.',
      tactics: 'DefenseEvasion',
      techniques: ['T1562.008'],
      from: times.aws + 19 * minute,
      to: times.aws + 19 * minute,
      accounts: [{ sam: demoStory.awsUser }],
      addresses: [attacker.controlAddress],
      more: { 'AWS account': company.awsAccount },
    },
  ]
  for (const alert of alerts) logs.alerts.add(alertTime(alert), alertRow(random, alert))
}
