/** Key of CEF, in lower case → column of CommonSecurityLog. */
export const cefColumns: ReadonlyMap<string, string> = table(`
  act DeviceAction
  app ApplicationProtocol
  cat DeviceEventCategory
  cnt EventCount
  deviceDirection CommunicationDirection
  deviceDnsDomain DeviceDnsDomain
  destinationDnsDomain DestinationDnsDomain
  destinationServiceName DestinationServiceName
  destinationTranslatedAddress DestinationTranslatedAddress
  destinationTranslatedPort DestinationTranslatedPort
  deviceExternalId DeviceExternalID
  deviceFacility DeviceFacility
  deviceInboundInterface DeviceInboundInterface
  deviceNtDomain DeviceNtDomain
  deviceOutboundInterface DeviceOutboundInterface
  devicePayloadId DevicePayloadId
  deviceProcessName ProcessName
  deviceTranslatedAddress DeviceTranslatedAddress
  dhost DestinationHostName
  dmac DestinationMACAddress
  dntdom DestinationNTDomain
  dpid DestinationProcessId
  dpriv DestinationUserPrivileges
  dproc DestinationProcessName
  dpt DestinationPort
  dst DestinationIP
  dtz DeviceTimeZone
  duid DestinationUserID
  duser DestinationUserName
  dvc DeviceAddress
  dvchost DeviceName
  dvcmac DeviceMacAddress
  dvcpid ProcessID
  end EndTime
  externalId ExtID
  fileCreateTime FileCreateTime
  fileHash FileHash
  fileId FileID
  fileModificationTime FileModificationTime
  filePath FilePath
  filePermission FilePermission
  fileType FileType
  fname FileName
  fsize FileSize
  in ReceivedBytes
  msg Message
  oldFileCreateTime OldFileCreateTime
  oldFileHash OldFileHash
  oldFileId OldFileID
  oldFileModificationTime OldFileModificationTime
  oldFileName OldFileName
  oldFilePath OldFilePath
  oldFilePermission OldFilePermission
  oldFileSize OldFileSize
  oldFileType OldFileType
  out SentBytes
  outcome EventOutcome
  proto Protocol
  reason Reason
  request RequestURL
  requestClientApplication RequestClientApplication
  requestContext RequestContext
  requestCookies RequestCookies
  requestMethod RequestMethod
  rt ReceiptTime
  shost SourceHostName
  smac SourceMACAddress
  sntdom SourceNTDomain
  sourceDnsDomain SourceDnsDomain
  sourceServiceName SourceServiceName
  sourceTranslatedAddress SourceTranslatedAddress
  sourceTranslatedPort SourceTranslatedPort
  spid SourceProcessId
  spriv SourceUserPrivileges
  sproc SourceProcessName
  spt SourcePort
  src SourceIP
  start StartTime
  suid SourceUserID
  suser SourceUserName
  type EventType
  ${numbered('c6a', 'DeviceCustomIPv6Address', 4)}
  ${numbered('cfp', 'DeviceCustomFloatingPoint', 4)}
  ${numbered('cn', 'DeviceCustomNumber', 3)}
  ${numbered('cs', 'DeviceCustomString', 6)}
  ${numbered('deviceCustomDate', 'DeviceCustomDate', 2)}
  ${numbered('flexDate', 'FlexDate', 1)}
  ${numbered('flexNumber', 'FlexNumber', 2)}
  ${numbered('flexString', 'FlexString', 2)}
`)

/** Attribute of LEEF, in lower case → column of CommonSecurityLog. */
export const leefColumns: ReadonlyMap<string, string> = table(`
  action DeviceAction
  cat DeviceEventCategory
  devTime ReceiptTime
  dst DestinationIP
  dstBytes ReceivedBytes
  dstMAC DestinationMACAddress
  dstPort DestinationPort
  dstPostNAT DestinationTranslatedAddress
  dstPostNATPort DestinationTranslatedPort
  identHostName SourceHostName
  msg Message
  proto Protocol
  reason Reason
  sev LogSeverity
  src SourceIP
  srcBytes SentBytes
  srcMAC SourceMACAddress
  srcPort SourcePort
  srcPostNAT SourceTranslatedAddress
  srcPostNATPort SourceTranslatedPort
  url RequestURL
  usrName SourceUserName
`)

function numbered(key: string, column: string, count: number): string {
  const each = Array.from({ length: count }, (_, index) => index + 1)
  return each.map((n) => `${key}${n} ${column}${n}\n${key}${n}Label ${column}${n}Label`).join('\n')
}

function table(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/))
  return new Map(lines.filter(([key]) => key).map(([key, column]) => [key!.toLowerCase(), column!]))
}
