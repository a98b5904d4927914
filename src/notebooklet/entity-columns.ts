import type { EntityType } from './result-data.ts'

/**
 * Columns of Log Analytics tables, and of our own queries, whose values are entities wherever they appear: those whose name
 * leaves no doubt. Names that mean one thing here and another there (`Identity`, `ClientId`, `Target`, `Path`) are not among them.
 */
const columnsOf: Readonly<Record<EntityType, string>> = {
  account: `
    Account AccountName AccountUpn AccountUpnName SamAccountName Actor ActorName ActorEmail ActorPrincipalName ActorUpn
    ActorUserPrincipalName ActorUsername AuditUser AuthenticationInfoPrincipalEmail AuthInfoPrincipalEmail
    Caller CloudAppLoginUser CreatedByUsername CsUsername DestUserUpn DestinationAccount DestinationUserName DstUserName
    DstUserUpn EffectiveUser EmailRecipient ExecutingUser FileOwnerUpn FullyQualifiedSubjectUserName
    InitiatedBy InitiatingProcessAccountName InitiatingProcessAccountUpn InitiatingUser LastLoginUser
    LastModifyingAccountUpn LoginName MemberName OwnerEmail OwnerUpn PayloadAuthInfoPrincipalEmail PeerUserPrincipalName
    PrimaryUser PrincipalEmail ProcessAccountName ProcessAccountUpn ProfileUserName RequestAccountName RequesterUpn
    RequesterUserName RequestUser ServerPrincipalName SessionServerPrincipalName SourceAccount SourceAccountName
    SourceAccountSamAccountName SourceAccountUpn SourceUserName SrcUserName SrcUserUpn SubjectAccount SubjectUserName TargetAccount
    TargetAccountUpn TargetPrincipalName TargetServerPrincipalName TargetUser TargetUserName TargetUserPrincipalName
    TargetUserUpn TriggeringUserName Upn User UserEmail UserIdentityUserName UserId UserName UserPrincipal
    UserPrincipalName UserUpn`,
  host: `
    Computer ComputerName ClientDeviceName ClientMachineName CollectorHostName DestDeviceName DestinationDeviceName
    DestinationHostName DeviceHostName DeviceName DomainController DstDvcHostname DstFqdn DstHostname DvcFqdn DvcHostname FullyQualifiedSubjectMachineName
    Host HostFqdn HostName InitiatingProcessRemoteSessionDeviceName MachineName ManagedDeviceName
    NtHostName ProcessRemoteSessionDeviceName RemoteDeviceName ServerName SessionHostName SourceComputer
    SourceDeviceName SourceHostName SourceMachine SrcDvcHostname SrcFqdn SrcHostname SubjectMachineName TargetComputer
    TargetDeviceName TargetFqdn TargetHostname VmName Workstation WorkstationName`,
  ip: `
    Address ActorIpAddress CallerIp CallerIpAddress CIp CliIpAddress ClientAddress ClientIp ClientIpAddress ClientIpPort ClientIps
    ClientSideIpAddress ComputerIp ComputerPrivateIps ConnectionIp DefaultGatewayIp DestinationAddress DestinationEndpointIp
    DestinationIp DestinationIpAddress DestinationTranslatedAddress DestIp DestPublicIps DeviceAddress DstAddr
    DstDvcIpAddr DstIpAddr DstNatIpAddr DvcIpAddr EmailSourceIpAddress EndpointIp ExternalAgentIp ExternalIp
    FileOriginIp ForwardedForIp GlobalSecureAccessIpAddress HostIp HttpRequestRemoteIp InitiatingProcessRemoteSessionIp Ip IpAddr
    IpAddress IpAddresses IpAddressFromResourceProvider LocalAddress LocalAddressIp4 LocalAddressIp6 LocalIp MaliciousIp
    NatIp NetworkDestinationIp NetworkIp NetworkSourceIp PayloadRequestMetadataCallerIp PktDstAddr PktSrcAddr
    PrivateIp PrivateIpAddresses ProcessRemoteSessionIp PublicIp PublicIpAddresses PublicIps RealClientIp RemoteAddr
    RemoteAddress RemoteIp RemoteIpAddress RemoteNetworkSourceIp RequestMetadataCallerIp RequestSourceIp SenderIpv4
    SenderIpv6 ServerIp SessionHostIpAddress SourceAddress SourceEndpointIp SourceIp SourceIpAddress SourceIps
    SourcePrivateIp SourceTranslatedAddress SrcAddr SrcDvcIpAddr SrcIp SrcIpAddr SrcNatIpAddr SrcPublicIps
    TargetIp TargetIpAddr TargetVmIpAddress ThreatIpAddr TranslatedIp UserIp UserSourceIp XForwardedFor`,
  url: `
    AttackedUrl BlobUri DestinationUrl FileOriginReferrerUrl FileOriginUrl HttpRequestRequestUrl RemoteUrl RequestUri
    RequestUrl ScannedObjectUri SiteUrl TargetUrl Url UrlChain UrlOriginal`,
  domain: `
    DestinationDnsDomain DestinationFqdn DestinationFqdns DnsDomain DnsQuery Domain DomainName DstDomainHostname
    EmailSourceDomain MailFromDomain QueryName RecipientDomain RemoteDnsCanonicalNames SenderDomain SenderFromDomain
    SenderMailFromDomain UrlDomain UrlHostname`,
  file: `
    DestinationFileName FileName FilePath FolderPath ImageFileName OldFileName OldFilePath OriginalFileName
    PreviousFileName SourceFileName SrcFileName SrcFilePath TargetFileName TargetFilePath`,
  hash: `
    ActingProcessMd5 ActingProcessSha1 ActingProcessSha256 FileHash FileHashMd5 FileHashSha1 FileHashSha256 FileHashSha512
    FileHashValue FileMd5 FileSha1 FileSha256 FileSha512 Hash HashReputationMd5List InitProcImageMd5 InitProcImageSha1
    InitProcImageSha256 InitiatingProcessMd5 InitiatingProcessSha1 InitiatingProcessSha256 Md5 Md5String OldFileHash
    ParentProcessMd5 ParentProcessSha1 ParentProcessSha256 ScriptContentSha256 Sha1 Sha1String Sha256 Sha256Hashes
    Sha256String SrcFileMd5 SrcFileSha1 SrcFileSha256 TargetFileMd5 TargetFileSha1 TargetFileSha256 TargetProcessMd5
    TargetProcessSha1 TargetProcessSha256`,
  process: `
    ActingProcessName CallerProcessName DestinationProcessName InitiatingProcessFileName InitiatingProcessName
    InitiatingProcessParentFileName NewProcessName ParentProcessName Process ProcessName SourceProcessName SrcProcessName
    SuspiciousProcess TargetProcessName`,
  'logon-session': 'SubjectLogonId TargetLinkedLogonId TargetLogonId',
  alert: 'AlertId AlertIds SystemAlertId SystemAlertIds',
  incident: 'IncidentId IncidentNumber ProviderIncidentId',
  mailbox: `
    DestMailboxOwnerUpn Mailbox MailboxOwner MailboxOwnerUpn MailboxPrimaryAddress MailboxUpn RecipientAddress
    RecipientEmailAddress SendAsUserSmtp SenderAddress SenderEmailAddress SenderFromAddress SenderMailFromAddress
    SendOnBehalfOfUserSmtp`,
  resource: 'AzureResourceId AssessedResourceId CloudResourceId ResourceId TargetResourceId',
  principal: 'SessionIssuerArn UserIdentityAccessKeyId UserIdentityArn UserIdentityPrincipalid',
  application: `
    ActingAppId ActingAppName AppDisplayName AppId ApplicationId AzureAdAppId OAuthApplicationId OAuthAppId RequesterAppId
    ServicePrincipalId ServicePrincipalName TargetAppId TargetAppName`,
}

const typeOf: ReadonlyMap<string, EntityType> = new Map(
  Object.entries(columnsOf).flatMap(([type, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [bareName(name), type as EntityType] as const),
  ),
)

/** What a column is known to hold; its own names may add to what is known, or differ from it. */
export type EntityOfColumn = (column: string) => EntityType | undefined

/** The entity of a well-known column, however its name is written: `ClientIP`, `client_ip`, `clientIp_s`. */
export const wellKnownEntity: EntityOfColumn = (column) => typeOf.get(bareName(column))

/** The same with columns of one's own, by exactly these names, which go before. */
export function entityOfColumn(own: Readonly<Record<string, EntityType>> = {}): EntityOfColumn {
  return (column) => (Object.hasOwn(own, column) ? own[column] : wellKnownEntity(column))
}

/** Without case, underscores, and the letter for a type that custom logs put behind a name. */
function bareName(column: string): string {
  return column
    .replace(/_[sg]$/, '')
    .replaceAll('_', '')
    .toLowerCase()
}
