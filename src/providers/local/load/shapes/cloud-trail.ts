import { isObject } from '../json-shapes.ts'
import { asText, at, row, type Shape } from './shape.ts'

/** Column → where a CloudTrail record has it. Spelled as the table spells it, small i and all. */
const columns: Readonly<Record<string, string>> = {
  TimeGenerated: 'eventTime',
  AwsEventId: 'eventID',
  EventVersion: 'eventVersion',
  EventSource: 'eventSource',
  EventTypeName: 'eventType',
  EventName: 'eventName',
  UserIdentityType: 'userIdentity.type',
  UserIdentityPrincipalid: 'userIdentity.principalId',
  UserIdentityArn: 'userIdentity.arn',
  UserIdentityAccountId: 'userIdentity.accountId',
  UserIdentityAccessKeyId: 'userIdentity.accessKeyId',
  UserIdentityInvokedBy: 'userIdentity.invokedBy',
  UserIdentityUserName: 'userIdentity.userName',
  SessionCreationDate: 'userIdentity.sessionContext.attributes.creationDate',
  SessionIssuerType: 'userIdentity.sessionContext.sessionIssuer.type',
  SessionIssuerPrincipalId: 'userIdentity.sessionContext.sessionIssuer.principalId',
  SessionIssuerArn: 'userIdentity.sessionContext.sessionIssuer.arn',
  SessionIssuerAccountId: 'userIdentity.sessionContext.sessionIssuer.accountId',
  SessionIssuerUserName: 'userIdentity.sessionContext.sessionIssuer.userName',
  EC2RoleDelivery: 'userIdentity.sessionContext.ec2RoleDelivery',
  AWSRegion: 'awsRegion',
  SourceIpAddress: 'sourceIPAddress',
  UserAgent: 'userAgent',
  ErrorCode: 'errorCode',
  ErrorMessage: 'errorMessage',
  RequestParameters: 'requestParameters',
  ResponseElements: 'responseElements',
  AdditionalEventData: 'additionalEventData',
  ServiceEventDetails: 'serviceEventDetails',
  Resources: 'resources',
  AwsRequestId_: 'requestID',
  APIVersion: 'apiVersion',
  RecipientAccountId: 'recipientAccountId',
  SharedEventId: 'sharedEventID',
  VpcEndpointId: 'vpcEndpointId',
  Category: 'eventCategory',
  TlsVersion: 'tlsDetails.tlsVersion',
  CipherSuite: 'tlsDetails.cipherSuite',
  ClientProvidedHostHeader: 'tlsDetails.clientProvidedHostHeader',
}

const flags: Readonly<Record<string, string>> = {
  ReadOnly: 'readOnly',
  ManagementEvent: 'managementEvent',
  SessionMfaAuthenticated: 'userIdentity.sessionContext.attributes.mfaAuthenticated',
}

/** What AWS CloudTrail writes to its bucket: rows of AWSCloudTrail. */
export const cloudTrail: Shape = {
  name: 'CloudTrail records',
  recognises: ({ eventVersion, eventSource, eventName, eventTime, userIdentity }) =>
    typeof eventVersion === 'string' &&
    typeof eventSource === 'string' &&
    typeof eventName === 'string' &&
    typeof eventTime === 'string' &&
    (userIdentity === undefined || isObject(userIdentity)),
  convert: (record) =>
    row({
      ...Object.fromEntries(Object.entries(columns).map(([name, path]) => [name, asText(at(record, path))])),
      ...Object.fromEntries(Object.entries(flags).map(([name, path]) => [name, at(record, path)])),
      OperationName: 'CloudTrail',
      SourceSystem: 'AWS',
      $table: 'AWSCloudTrail',
    }),
}
