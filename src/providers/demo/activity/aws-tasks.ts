import { type AwsStep, awsStep } from './aws-calls.ts'

const bucket = (bucketName: string) => ({ bucketName })
const raw = bucket('af-telemetry-raw')

/** What engineers do in AWS: each task the calls it usually takes. */
export const engineerTasks = {
  lookAtMachines: [
    awsStep('ec2:DescribeInstances', { maxResults: 50 }, { most: 3 }),
    awsStep('ec2:DescribeSecurityGroups', {}, { probability: 0.5 }),
    awsStep('cloudwatch:GetMetricData', {}, { probability: 0.6, most: 4 }),
    awsStep('ec2:DescribeVolumes', {}, { probability: 0.3 }),
  ],
  consoleHome: [
    awsStep('health:DescribeEventAggregates', {}),
    awsStep('ce:GetCostAndUsage', {}, { probability: 0.4 }),
    awsStep('ec2:DescribeRegions', {}),
    awsStep('cloudwatch:DescribeAlarms', { maxRecords: 100 }, { probability: 0.7 }),
  ],
  readLogs: [
    awsStep('logs:DescribeLogGroups', { limit: 50 }),
    awsStep('logs:DescribeLogStreams', { logGroupName: '/ecs/ingest' }, { probability: 0.8 }),
    awsStep('logs:FilterLogEvents', { logGroupName: '/ecs/ingest' }, { most: 5 }),
    awsStep('logs:StartQuery', { logGroupName: '/ecs/ingest' }, { probability: 0.4 }),
  ],
  lookAtBuckets: [
    awsStep('s3:ListBuckets'),
    awsStep('s3:GetBucketLocation', raw, { probability: 0.6 }),
    awsStep('s3:ListObjects', raw, { most: 3 }),
    awsStep('s3:GetBucketPolicy', raw, { probability: 0.2 }),
  ],
  workOnService: [
    awsStep('ecs:DescribeServices', { cluster: 'telemetry' }, { most: 2 }),
    awsStep('ecs:ListTasks', { cluster: 'telemetry' }),
    awsStep('ecs:UpdateService', { cluster: 'telemetry', service: 'ingest' }, { probability: 0.3 }),
    awsStep('ecs:DescribeTasks', { cluster: 'telemetry' }, { most: 2 }),
  ],
  workOnFunction: [
    awsStep('lambda:ListFunctions20150331'),
    awsStep('lambda:GetFunction20150331v2', { functionName: 'normalise' }),
    awsStep('lambda:UpdateFunctionCode20150331v2', { functionName: 'normalise' }, { probability: 0.5 }),
    awsStep('lambda:PublishVersion20150331', { functionName: 'normalise' }, { probability: 0.3 }),
  ],
  reviewAccess: [
    awsStep('iam:ListUsers'),
    awsStep('iam:ListRoles', {}, { probability: 0.7 }),
    awsStep('iam:GetRole', { roleName: 'ci-deploy' }, { probability: 0.6 }),
    awsStep('iam:ListAccessKeys', { userName: 'metrics-exporter' }, { probability: 0.6 }),
    awsStep('iam:GetAccountSummary', {}, { probability: 0.5 }),
    awsStep('iam:ListAttachedUserPolicies', { userName: 'svc-backup-s3' }, { probability: 0.3 }),
  ],
  queryData: [
    awsStep('athena:StartQueryExecution', { workGroup: 'analysis' }, { most: 3 }),
    awsStep('athena:GetQueryExecution', {}, { most: 3 }),
    awsStep('athena:GetQueryResults', {}),
    awsStep('glue:GetTable', { databaseName: 'telemetry' }, { probability: 0.6 }),
  ],
  secrets: [
    awsStep('secretsmanager:ListSecrets', {}, { probability: 0.5 }),
    awsStep('secretsmanager:DescribeSecret', { secretId: 'telemetry/database' }),
    awsStep('secretsmanager:GetSecretValue', { secretId: 'telemetry/database' }, { probability: 0.6 }),
  ],
  reviewTrail: [
    awsStep('cloudtrail:DescribeTrails'),
    awsStep('cloudtrail:GetTrailStatus', { name: 'af-organisation' }),
    awsStep('cloudtrail:LookupEvents', {}, { most: 3 }),
  ],
} as const satisfies Record<string, readonly AwsStep[]>

/** A deployment by the build pipeline. */
export const deploySteps: readonly AwsStep[] = [
  awsStep('sts:GetCallerIdentity'),
  awsStep('ecr:GetAuthorizationToken', {}),
  awsStep('ecr:BatchCheckLayerAvailability', { repositoryName: 'ingest' }, { most: 3 }),
  awsStep('ecr:InitiateLayerUpload', { repositoryName: 'ingest' }, { probability: 0.8 }),
  awsStep('ecr:PutImage', { repositoryName: 'ingest' }),
  awsStep('ecs:RegisterTaskDefinition', { family: 'ingest' }),
  awsStep('ecs:UpdateService', { cluster: 'telemetry', service: 'ingest' }),
  awsStep('ecs:DescribeServices', { cluster: 'telemetry' }, { most: 5 }),
  awsStep('cloudformation:DescribeStacks', {}, { probability: 0.3 }),
  awsStep('lambda:UpdateFunctionCode20150331v2', { functionName: 'normalise' }, { probability: 0.25 }),
]
/** The hourly job that brings telemetry into shape. */
export const etlSteps: readonly AwsStep[] = [
  awsStep('s3:ListObjects', raw),
  awsStep('s3:HeadBucket', raw, { probability: 0.4 }),
  awsStep('glue:StartJobRun', { jobName: 'hourly-normalise' }),
  awsStep('glue:GetJobRun', { jobName: 'hourly-normalise' }, { most: 3 }),
  awsStep('glue:BatchCreatePartition', { databaseName: 'telemetry' }, { probability: 0.7 }),
  awsStep('sns:Publish', { topicArn: 'etl-status' }, { probability: 0.3 }),
]
/** The nightly copy of the backups. */
export const backupSteps: readonly AwsStep[] = [
  awsStep('sts:GetCallerIdentity', undefined, { probability: 0.5 }),
  awsStep('s3:ListObjects', bucket('af-backup-offsite')),
  awsStep('s3:PutObject', bucket('af-backup-offsite'), { most: 4 }),
  awsStep('s3:GetBucketVersioning', bucket('af-backup-offsite'), { probability: 0.2 }),
]
/** The metrics exporter's round. */
export const exporterSteps: readonly AwsStep[] = [
  awsStep('cloudwatch:ListMetrics', {}),
  awsStep('cloudwatch:GetMetricData', {}, { most: 2 }),
  awsStep('ec2:DescribeInstances', {}, { probability: 0.5 }),
]
