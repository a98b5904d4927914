/** What happened, as Defender writes it → the table of such events. Others occur in several, or in DeviceEvents. */
const tables: Readonly<Record<string, string>> = {
  ProcessCreated: 'DeviceProcessEvents',
  OpenProcess: 'DeviceProcessEvents',
  ConnectionAcknowledged: 'DeviceNetworkEvents',
  ConnectionAttempt: 'DeviceNetworkEvents',
  ConnectionFailed: 'DeviceNetworkEvents',
  ConnectionFound: 'DeviceNetworkEvents',
  ConnectionRequest: 'DeviceNetworkEvents',
  ConnectionSuccess: 'DeviceNetworkEvents',
  InboundConnectionAccepted: 'DeviceNetworkEvents',
  ListeningConnectionCreated: 'DeviceNetworkEvents',
  FileCreated: 'DeviceFileEvents',
  FileDeleted: 'DeviceFileEvents',
  FileModified: 'DeviceFileEvents',
  FileRenamed: 'DeviceFileEvents',
  LogonAttempted: 'DeviceLogonEvents',
  LogonFailed: 'DeviceLogonEvents',
  LogonSuccess: 'DeviceLogonEvents',
  RegistryKeyCreated: 'DeviceRegistryEvents',
  RegistryKeyDeleted: 'DeviceRegistryEvents',
  RegistryKeyRenamed: 'DeviceRegistryEvents',
  RegistryValueDeleted: 'DeviceRegistryEvents',
  RegistryValueSet: 'DeviceRegistryEvents',
  ImageLoaded: 'DeviceImageLoadEvents',
}

/** The table whose events all of the actions are; undefined where they are of several or of none. */
export function tableOfActions(actions: readonly string[]): string | undefined {
  const [first, ...others] = new Set(
    actions.map((action) => (Object.hasOwn(tables, action) ? tables[action] : undefined)),
  )
  return others.length === 0 ? first : undefined
}
