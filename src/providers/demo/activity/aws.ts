import { daysInMonth, hour, isWeekend, minute, on, second } from '../calendar.ts'
import { addresses, company, person } from '../company.ts'
import type { Log } from '../log.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { awsRow } from '../rows/cloud-trail.ts'
import { type AwsStep, assumedRole, awsAgents, awsRegion, awsStep, awsUser, callInTurn } from './aws-calls.ts'
import { backupSteps, deploySteps, engineerTasks, etlSteps, exporterSteps } from './aws-tasks.ts'

const personalTasks: Readonly<Record<string, readonly (readonly [keyof typeof engineerTasks, number])[]>> = {
  'chiara.bellandri': [
    ['queryData', 6],
    ['lookAtBuckets', 4],
    ['readLogs', 2],
    ['workOnFunction', 1.5],
    ['secrets', 0.5],
    ['consoleHome', 1],
  ],
  'piotr.zalewicz': [
    ['lookAtMachines', 3],
    ['workOnService', 4],
    ['readLogs', 3],
    ['consoleHome', 2],
    ['reviewAccess', 0.8],
    ['secrets', 0.8],
    ['reviewTrail', 0.4],
    ['workOnFunction', 1],
  ],
  'amara.okondo': [
    ['workOnService', 4],
    ['readLogs', 4],
    ['lookAtMachines', 3],
    ['consoleHome', 2],
    ['reviewAccess', 1],
    ['lookAtBuckets', 1],
    ['secrets', 0.6],
  ],
  'dario.fennimore': [
    ['consoleHome', 3],
    ['lookAtMachines', 1],
  ],
}

/** The AWS account's month: engineers through their roles, pipelines and jobs through theirs, users with keys. */
export function logCloudTrail(log: Log, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    if (presence.device === 'workstation') work(log, random, presence)
  }
  for (let day = 1; day <= daysInMonth; day++) {
    if (!isWeekend(day)) {
      for (let count = random.integer(2, 7); count > 0; count--) {
        const at = on(day, 7) + random.between(0, 11) * hour
        callInTurn(
          log,
          random,
          at,
          assumedRole('ci-deploy', `build-${random.integer(4000, 4999)}`, at, false),
          addresses.buildRunner,
          awsAgents.actions,
          deploySteps,
          [1, 15],
        )
      }
    }
    for (let hours = 0; hours < 24; hours += 2) {
      const at = on(day, hours, random.between(4, 7))
      callInTurn(
        log,
        random,
        at,
        assumedRole('hourly-etl', 'scheduler', at, false),
        addresses.cloudAutomation,
        awsAgents.boto,
        etlSteps,
        [1, 30],
      )
    }
    for (let hours = 1; hours < 24; hours += 4)
      callInTurn(
        log,
        random,
        on(day, hours, 11),
        awsUser('metrics-exporter', day < 10 ? 1 : 2),
        addresses.monitoring,
        awsAgents.boto,
        exporterSteps,
        [1, 9],
      )
    callInTurn(
      log,
      random,
      on(day, 2, 40),
      awsUser('svc-backup-s3'),
      addresses.bristolOffice,
      awsAgents.cli,
      backupSteps,
      [2, 60],
    )
  }
  rareButRightful(log, random)
}

function work(log: Log, random: Random, presence: Presence): void {
  const { person: who, address } = presence
  const own = personalTasks[who.sam]
  if (!own || (who.department === 'it' && !random.chance(0.15))) return
  const role = who.department === 'platform' ? 'AWSReservedSSO_Engineer_5f3a90c1' : 'AWSReservedSSO_Viewer_77d20be4'
  for (let count = random.integer(1, who.department === 'platform' ? 5 : 1); count > 0; count--) {
    let at = random.between(presence.from, presence.to - 20 * minute)
    const console = random.chance(0.5)
    const identity = assumedRole(role, who.upn, at - random.between(1, 50) * minute, true)
    const agent = console ? awsAgents.console : random.pick([awsAgents.cli, awsAgents.cli, awsAgents.terraform])
    if (console && random.chance(0.6)) {
      log.add(
        at,
        awsRow(random, at, identity, address, awsAgents.console, {
          service: 'signin',
          event: 'ConsoleLogin',
          region: awsRegion,
          response: { ConsoleLogin: 'Success' },
        }),
      )
      at += random.between(3, 20) * second
    }
    if (!console && random.chance(0.4))
      at = callInTurn(log, random, at, identity, address, agent, [awsStep('sts:GetCallerIdentity')], [1, 6])
    for (let left = random.chance(0.4) ? 2 : 1; left > 0; left--)
      at = callInTurn(log, random, at, identity, address, agent, engineerTasks[random.weighted(own)], [2, 50])
  }
}

// A key is renewed, a trail moves to another region, a bucket is opened for a customer and closed again.
function rareButRightful(log: Log, random: Random): void {
  const [zalewicz, okondo] = [person('piotr.zalewicz'), person('amara.okondo')]
  const administrator = (upn: string, at: number) =>
    assumedRole('AWSReservedSSO_Administrator_e01c7742', upn, at - 5 * minute, true)
  const inTurn = (at: number, upn: string, steps: readonly AwsStep[]) =>
    callInTurn(log, random, at, administrator(upn, at), addresses.bristolOffice, awsAgents.console, steps, [6, 80])
  inTurn(on(10, 9, 20), zalewicz.upn, [
    awsStep('iam:ListAccessKeys', { userName: 'metrics-exporter' }),
    awsStep('iam:CreateAccessKey', { userName: 'metrics-exporter' }),
    awsStep('secretsmanager:PutSecretValue', { secretId: 'metrics/exporter' }),
    awsStep('iam:UpdateAccessKey', { userName: 'metrics-exporter', status: 'Inactive' }),
    awsStep('iam:DeleteAccessKey', { userName: 'metrics-exporter' }),
  ])
  inTurn(on(16, 13, 2), okondo.upn, [
    awsStep('cloudtrail:DescribeTrails'),
    awsStep('cloudtrail:CreateTrail', { name: 'af-organisation-2', isMultiRegionTrail: true }),
    awsStep('cloudtrail:StartLogging', { name: 'af-organisation-2' }),
    awsStep('cloudtrail:StopLogging', { name: 'af-legacy' }),
    awsStep('cloudtrail:DeleteTrail', { name: 'af-legacy' }),
  ])
  inTurn(on(22, 10, 44), okondo.upn, [
    awsStep('iam:CreateUser', { userName: 'harbour-upload' }),
    awsStep('iam:AttachUserPolicy', {
      userName: 'harbour-upload',
      policyArn: `arn:aws:iam::${company.awsAccount}:policy/upload-only`,
    }),
    awsStep('iam:CreateAccessKey', { userName: 'harbour-upload' }),
    awsStep('s3:PutBucketPolicy', { bucketName: 'af-harbour-exchange' }),
  ])
}
