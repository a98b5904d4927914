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
  }>
  /** Host summary */
  readonly hostSummary: Notebooklet<{
    'logon-sessions': object
    'process-tree': {
      parameters: {
        logon: { type: 'string' }
      }
    }
    'anomalous-sessions': object
  }>
}
