import { Log } from './log.ts'

/** One empty log for each table of the demo. */
export function createLogs() {
  return {
    office: new Log('OfficeActivity'),
    signIns: new Log('SigninLogs'),
    nonInteractive: new Log('AADNonInteractiveUserSignInLogs'),
    directory: new Log('AuditLogs'),
    azure: new Log('AzureActivity'),
    cloudTrail: new Log('AWSCloudTrail'),
    security: new Log('SecurityEvent'),
    syslog: new Log('Syslog'),
    heartbeats: new Log('Heartbeat'),
    computers: new Log('VMComputer'),
    processes: new Log('VMProcess'),
    connections: new Log('CommonSecurityLog'),
    lookups: new Log('ASimDnsActivityLogs'),
    alerts: new Log('SecurityAlert'),
  }
}

/** The logs of the demo, by what they are about. */
export type Logs = ReturnType<typeof createLogs>
