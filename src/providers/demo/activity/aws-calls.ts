import { second } from '../calendar.ts'
import type { Log } from '../log.ts'
import { Random } from '../random.ts'
import { type AwsCall, type AwsIdentity, awsRow } from '../rows/cloud-trail.ts'

/** A call of a task with its probability and how often it may repeat. */
export interface AwsStep {
  readonly call: AwsCall
  readonly probability?: number
  readonly most?: number
}

/** Where the company's AWS resources are. */
export const awsRegion = 'eu-west-2'

/** A step from `service:Event`, what is asked with it, and how often it is done. */
export function awsStep(name: string, request?: AwsCall['request'], more: Omit<AwsStep, 'call'> = {}): AwsStep {
  const [service = '', event = ''] = name.split(':')
  return {
    call: {
      service,
      event,
      region: service === 'iam' || service === 'sts' ? 'us-east-1' : awsRegion,
      ...(request && { request }),
    },
    ...more,
  }
}

/** Errors of the AWS API: code and message. */
export const accessDenied = ['AccessDenied', 'User is not authorized to perform this action.'] as const
const throttled = ['ThrottlingException', 'Rate exceeded'] as const

/** Somebody's or something's calls one after the other; now and then one fails. Gives the end. */
export function callInTurn(
  log: Log,
  random: Random,
  start: number,
  who: AwsIdentity,
  address: string,
  agent: string,
  steps: readonly AwsStep[],
  gaps: readonly [number, number],
): number {
  let at = start
  for (const step of steps) {
    if (!random.chance(step.probability ?? 1)) continue
    for (let count = random.integer(1, step.most ?? 1); count > 0; count--) {
      const failed = random.chance(0.004)
        ? { error: who.kind === 'role' && who.multiFactor ? accessDenied : throttled }
        : {}
      log.add(at, awsRow(random, at, who, address, agent, { ...step.call, ...failed }))
      at += random.integer(gaps[0], gaps[1]) * second
    }
  }
  return at
}

/** An identity that has assumed a role; ids follow from the names, the access key from the moment. */
export function assumedRole(role: string, session: string, since: number, multiFactor: boolean): AwsIdentity {
  return {
    kind: 'role',
    role,
    roleId: `AROA${new Random(`role ${role}`).letters(17)}`,
    session,
    accessKey: `ASIA${new Random(`${role} ${session} ${Math.floor(since)}`).letters(16)}`,
    since,
    multiFactor,
  }
}

/** A user of the AWS account with a long-lived key; `key` tells one key of the user from the next. */
export function awsUser(user: string, key = 1): AwsIdentity {
  return {
    kind: 'user',
    user,
    userId: `AIDA${new Random(`user ${user}`).letters(17)}`,
    accessKey: `AKIA${new Random(`key ${user} ${key}`).letters(16)}`,
  }
}

/** User agents of those who call the AWS API. */
export const awsAgents = {
  console: 'AWS Internal',
  cli: 'aws-cli/2.28.1 md/Botocore#1.40.2 os/windows#11 md/arch#amd64 lang/python#3.13.5',
  boto: 'Boto3/1.40.9 md/Botocore#1.40.9 os/linux#6.8 md/arch#x86_64 lang/python#3.12.3',
  actions: 'aws-sdk-js/3.864.0 os/linux lang/js md/nodejs#22.18.0',
  terraform: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) terraform-provider-aws/6.9.0',
} as const
