import type { Notebooklet } from './define-notebooklet.ts'

/** The notebooklets huntlet ships with. Written by `npm run update` from their YAML. */
export interface ShippedNotebooklets {
  /** Account summary */
  readonly accountSummary: Notebooklet<{
    'additional-data': object
    identities: object
    addresses: object
    'unusual-sign-ins': object
    'mailbox-rules': object
    mail: object
    'role-and-consent-changes': object
    'hosts-used': object
    'anomalous-sessions': object
    'logon-session-rarity': object
    'anomaly-lookup': {
      parameters: {
        time: { type: 'string' }
      }
    }
    office: object
    azure: object
    aws: object
  }>
  /** Alert summary */
  readonly alertSummary: Notebooklet<{
    account: {
      parameters: {
        account: { type: 'string'; required: true }
      }
    }
    host: {
      parameters: {
        host: { type: 'string'; required: true }
      }
    }
    address: {
      parameters: {
        address: { type: 'string'; required: true }
      }
    }
    process: {
      parameters: {
        process: { type: 'string'; required: true }
      }
    }
    unusual: {
      parameters: {
        entity: { type: 'string'; required: true }
      }
    }
    raw: object
  }>
  /** Anomalous sessions */
  readonly anomalousSessions: Notebooklet<{
    'session-detail': {
      parameters: {
        rank: { type: 'int'; required: true }
      }
    }
    'actor-sessions': {
      parameters: {
        actor: { type: 'string'; required: true }
      }
    }
    'recent-sessions': {
      parameters: {
        recent: { type: 'timespan' }
      }
    }
    'peer-sessions': {
      parameters: {
        peers: { type: 'string' }
      }
    }
  }>
  /** Anomaly lookup */
  readonly anomalyLookup: Notebooklet<{
    table: {
      parameters: {
        table: { type: 'string'; required: true }
      }
    }
    replay: {
      parameters: {
        table: { type: 'string'; required: true }
      }
    }
    continue: {
      parameters: {
        more: { type: 'int' }
      }
    }
  }>
  /** AWS activity */
  readonly awsActivity: Notebooklet<{
    operation: {
      parameters: {
        operation: { type: 'string'; required: true }
      }
    }
    records: object
    'anomalous-sessions': object
  }>
  /** Azure activity */
  readonly azureActivity: Notebooklet<{
    operation: {
      parameters: {
        operation: { type: 'string'; required: true }
      }
    }
    records: object
    'anomalous-sessions': object
  }>
  /** Beacons */
  readonly beacons: Notebooklet<{
    pair: {
      parameters: {
        rank: { type: 'int'; required: true }
      }
    }
    destination: {
      parameters: {
        destination: { type: 'string'; required: true }
      }
    }
  }>
  /** Domain summary */
  readonly domainSummary: Notebooklet<{
    records: {
      parameters: {
        rows: { type: 'long' }
      }
    }
    lookup: object
    beacons: object
    'anomaly-lookup': object
  }>
  /** Enrich alerts */
  readonly enrichAlerts: Notebooklet<{
    'alert-summary': {
      parameters: {
        alert: { type: 'string'; required: true }
      }
    }
    'intelligence-of': {
      parameters: {
        alert: { type: 'string'; required: true }
      }
    }
  }>
  /** Logons of a host */
  readonly hostLogonsSummary: Notebooklet<{
    'logons-of': {
      parameters: {
        name: { type: 'string'; required: true }
      }
    }
    'all-failures': object
    outliers: object
    'sessions-by-rarity': object
  }>
  /** Host network summary */
  readonly hostNetworkSummary: Notebooklet<{
    lookup: object
    beacons: object
  }>
  /** Host summary */
  readonly hostSummary: Notebooklet<{
    'process-tree': {
      parameters: {
        logon: { type: 'string' }
      }
    }
    alerts: object
    logons: object
    'logon-sessions': object
    'sessions-by-rarity': object
    'anomalous-sessions': object
    network: object
    'windows-events': object
    'files-written': object
  }>
  /** Incident summary */
  readonly incidentSummary: Notebooklet<{
    alert: {
      parameters: {
        alert: { type: 'string'; required: true }
      }
    }
    account: {
      parameters: {
        account: { type: 'string'; required: true }
      }
    }
    host: {
      parameters: {
        host: { type: 'string'; required: true }
      }
    }
    address: {
      parameters: {
        address: { type: 'string'; required: true }
      }
    }
    alerts: object
  }>
  /** IP address summary */
  readonly ipAddressSummary: Notebooklet<{
    records: {
      parameters: {
        log: { type: 'string' }
        rows: { type: 'long' }
      }
    }
    flows: object
    beacons: object
    'anomalous-sessions': object
    'anomaly-lookup': object
  }>
  /** Logon session rarity */
  readonly logonSessionRarity: Notebooklet<{
    'process-tree': {
      parameters: {
        logon: { type: 'string'; required: true }
        ofAccount: { type: 'string' }
        host: { type: 'string' }
        ofSource: { type: 'string' }
      }
    }
    'session-events': {
      parameters: {
        logon: { type: 'string'; required: true }
        ofAccount: { type: 'string' }
        host: { type: 'string' }
        ofSource: { type: 'string' }
        which: { type: 'string' }
      }
    }
    account: {
      parameters: {
        name: { type: 'string'; required: true }
      }
    }
    host: {
      parameters: {
        name: { type: 'string'; required: true }
      }
    }
    'anomalous-sessions': {
      parameters: {
        name: { type: 'string'; required: true }
      }
    }
  }>
  /** Network flow summary */
  readonly networkFlowSummary: Notebooklet<{
    networks: {
      parameters: {
        network: { type: 'string'; required: true }
      }
    }
    'rare-networks': object
    lookup: {
      parameters: {
        addresses: { type: 'list'; required: true }
      }
    }
    flows: {
      parameters: {
        rows: { type: 'int' }
      }
    }
    beacons: object
  }>
  /** Office activity */
  readonly officeActivity: Notebooklet<{
    operation: {
      parameters: {
        operation: { type: 'string'; required: true }
      }
    }
    records: object
    'mailbox-rules': object
    mail: object
    'anomalous-sessions': object
  }>
  /** Process summary */
  readonly processSummary: Notebooklet<{
    'process-tree': {
      parameters: {
        host: { type: 'string' }
      }
    }
    runs: object
    host: {
      parameters: {
        host: { type: 'string'; required: true }
      }
    }
    account: {
      parameters: {
        account: { type: 'string'; required: true }
      }
    }
  }>
  /** Template */
  readonly template: Notebooklet<{
    address: {
      parameters: {
        address: { type: 'string'; required: true }
      }
    }
    'account-summary': object
  }>
  /** URL summary */
  readonly urlSummary: Notebooklet<{
    records: {
      parameters: {
        rows: { type: 'long' }
      }
    }
    beacons: object
    'anomaly-lookup': object
  }>
  /** Windows events of a host */
  readonly windowsHostEvents: Notebooklet<{
    expand: {
      parameters: {
        ids: { type: 'list'; required: true }
        rows: { type: 'int' }
      }
    }
    logons: object
  }>
  /** Windows host explorer */
  readonly windowsHostExplorer: Notebooklet<{
    recentre: {
      parameters: {
        time: { type: 'string'; required: true }
        side: { type: 'timespan' }
      }
    }
    'alerts-in-full': object
    'all-sessions': {
      parameters: {
        account: { type: 'string'; required: true }
      }
    }
    expand: {
      parameters: {
        ids: { type: 'list'; required: true }
      }
    }
    'files-written': object
    'anomalous-sessions': object
  }>
}
