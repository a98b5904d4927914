/** The analytics core as functions over tables and lists: pure, without a workspace. What each computes stands in README.md. */

export { noProgress, type Progress } from '../lib/progress.ts'
export { type Cell, type Json, Table } from '../lib/table.ts'
export { detectPolling, type Polling } from './beacons/detect-polling.ts'
export { type BeaconOptions, type Beacons, findBeacons } from './beacons/find-beacons.ts'

export { addProcessFeatures, type ProcessFeatureOptions } from './clustering/add-process-features.ts'
export { type ClusterEventsOptions, clusterEvents, type EventClusters } from './clustering/cluster-events.ts'
export { type DbscanOptions, dbscan } from './clustering/dbscan.ts'
export { logonSessionRarity, sessionReasons } from './clustering/logon-session-rarity.ts'
export { processClusters } from './clustering/process-clusters.ts'
export { processRarity } from './clustering/process-rarity.ts'
export { charOrdScore, crc32Hash, delimCount, delimHash, tokenCount } from './clustering/text-features.ts'

export { anomalyLookup } from './lookup/anomaly-lookup.ts'
export { type Anomaly, findAnomalies } from './lookup/find-anomalies.ts'
export type { LookupReport } from './lookup/lookup-report.ts'
export { type LookupRequest, type LookupWorld, lookupDefaults } from './lookup/lookup-request.ts'
export { replayQueries } from './lookup/replay-query.ts'
export { groupScores } from './lookup/score-groups.ts'

export { findOutliers, type OutlierOptions, type Outliers } from './outliers/find-outliers.ts'
export { type LogonFeatureOptions, logonFeatures } from './outliers/logon-features.ts'
export { type SessionFeatureOptions, sessionFeatures } from './outliers/session-features.ts'

export { type BuildCommandsOptions, buildCommands } from './preparation/build-commands.ts'
export { splitCommandLine } from './preparation/command-line/split-command-line.ts'
export { type DropAutomationOptions, dropAutomation } from './preparation/drop-automation.ts'
export { type FoldCaseOptions, foldCase } from './preparation/fold-case.ts'
export { type MergeDuplicatesOptions, mergeDuplicates } from './preparation/merge-duplicates.ts'
export { type PrepareSessionsOptions, prepareSessions } from './preparation/prepare-sessions.ts'
export { type SplitCommandLinesOptions, splitCommandLines } from './preparation/split-command-lines.ts'
export { type StripPortsOptions, stripPorts } from './preparation/strip-ports.ts'

export { buildProcessTree, type ProcessTreeOptions } from './processes/build-process-tree.ts'
export { findProcesses, keepProcesses, type ProcessChoice } from './processes/keep-processes.ts'
export type { ProcessTree } from './processes/process-tree.ts'
export { type ProcessTextOptions, processTreeText } from './processes/process-tree-text.ts'
export { type ProcessTreeSummary, summariseProcessTree } from './processes/summarise-process-tree.ts'
export {
  ancestorsOf,
  childrenOf,
  descendantsOf,
  parentOf,
  rootOf,
  rootsOf,
  rootTreeOf,
  siblingsOf,
  treeDepth,
} from './processes/walk-process-tree.ts'

export {
  type AnomalyPeriodOptions,
  type AnomalyPeriods,
  anomalyPeriods,
  publishedAnomalyPeriods,
  type TimePeriod,
  timePeriodFilter,
} from './series/anomaly-periods.ts'
export {
  type AnomalyOptions,
  type AnomalyTable,
  type StlAnomalyOptions,
  seriesAnomalies,
  setAnomalyThreshold,
  stlAnomalies,
} from './series/find-anomalies.ts'
export { findPeriod } from './series/find-period.ts'
export { makeTimeSeries, type TimeSeriesOptions, type TimeSeriesTable } from './series/make-time-series.ts'
export { type StlOptions, type StlResult, stl } from './series/stl.ts'

export { comparedPopulations, fewestPeers, type PopulationOptions } from './sessions/compared-populations.ts'
export { type ComputedScores, computeScores } from './sessions/compute-scores.ts'
export { explainSession } from './sessions/explain-session.ts'
export { type ParameterCombination, parameterCombinations } from './sessions/parameter-combinations.ts'
export {
  commandProbability,
  overallParameterProbability,
  overallValueProbability,
  parameterProbability,
  sessionEnd,
  sessionStart,
  transitionProbability,
  valueProbability,
} from './sessions/probabilities.ts'
export { type RarestWindow, rarestWindow, type WindowOptions } from './sessions/rarest-window.ts'
export { loadBaseline, type SavedBaseline, saveBaseline } from './sessions/saved-baseline.ts'
export {
  loadSessionModel,
  type SavedSessionModel,
  saveSessionModel,
  sessionModelFormat,
} from './sessions/saved-session-model.ts'
export { scoreAgainstTable } from './sessions/score-against-table.ts'
export { type LineOptions, type ScoredLine, scoreSessionLines } from './sessions/score-session-lines.ts'
export { scoreSessionTable } from './sessions/score-session-table.ts'
export { type ScoreOptions, type SessionScores, scoreSessions } from './sessions/score-sessions.ts'
export type { CommandEvent, Session, SessionEvent, SessionKind } from './sessions/session.ts'
export {
  type BaselineScores,
  type SessionBaseline,
  scoreAgainst,
  trainBaseline,
  updateBaseline,
} from './sessions/session-baseline.ts'
export { sessionDetail } from './sessions/session-detail.ts'
export { type SessionLikelihood, sessionLikelihood } from './sessions/session-likelihood.ts'
export {
  modellableParameters,
  type SessionModel,
  type TrainOptions,
  trainSessionModel,
} from './sessions/session-model.ts'
export { sessionize } from './sessions/sessionize.ts'
export { type SessionStep, stepProbabilities } from './sessions/step-probabilities.ts'
export { placeSurprise, type SurpriseReference, surpriseReference } from './sessions/surprise-reference.ts'
export { updateSessionModel } from './sessions/update-session-model.ts'

export { type CommandLineFeatures, commandLineFeatures } from './text/command-line-features.ts'
export { commandLineTable } from './text/command-line-table.ts'
export { type DecodeOptions, type DecodeStep, type Decoding, decodeText } from './text/decode-text.ts'
export { decodeTextTable } from './text/decode-text-table.ts'
export { extractIocTable } from './text/extract-ioc-table.ts'
export { extractIocs, type IocOptions } from './text/extract-iocs.ts'
export { fileHashType } from './text/find-hashes.ts'
export type { IocFinding, IocType } from './text/ioc-types.ts'
export { iocType, validateIoc } from './text/validate-ioc.ts'
