import type { Notebooklet } from './define-notebooklet.ts'

/** The notebooklets huntlet ships with. Written by `npm run update` from their YAML. */
export interface ShippedNotebooklets {
  /** Account summary */
  readonly accountSummary: Notebooklet<{
    'additional-data': object
    addresses: object
    'anomalous-sessions': object
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
  /** Host summary */
  readonly hostSummary: Notebooklet<{
    'logon-sessions': object
    'process-tree': {
      parameters: {
        logon: { type: 'string' }
      }
    }
    'command-lines': object
    'anomalous-sessions': object
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
}
