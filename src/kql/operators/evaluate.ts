import { ownEntry } from '../../lib/own-entry.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import { hole } from '../tabular.ts'
import type { Tabular } from '../tree.ts'
import { refusedPlugIns } from '../unsupported.ts'
import { activeUsersCount } from './active-users-count.ts'
import { activityCountsMetrics } from './activity-counts-metrics.ts'
import { activityEngagement } from './activity-engagement.ts'
import { activityMetrics } from './activity-metrics.ts'
import { ipv4Lookup, ipv6Lookup } from './address-lookup.ts'
import { bagUnpack } from './bag-unpack.ts'
import { dcountIntersect } from './dcount-intersect.ts'
import { autocluster, basket, diffpatterns } from './find-patterns.ts'
import { funnelSequence } from './funnel-sequence.ts'
import { funnelSequenceCompletion } from './funnel-sequence-completion.ts'
import { narrow } from './narrow.ts'
import { newActivityMetrics } from './new-activity-metrics.ts'
import { pivot } from './pivot.ts'
import { rollingPercentile } from './rolling-percentile.ts'
import { schemaMerge } from './schema-merge.ts'
import { sequenceDetect } from './sequence-detect.ts'
import { sessionCount } from './session-count.ts'
import { slidingWindowCounts } from './sliding-window-counts.ts'

/** A plug-in over a table that itself waits for an answer can't ask its question yet. */
function waiting(scope: Scope, input: Tabular, step: () => Tabular, otherwise: () => Tabular): Tabular {
  const { questions, waiting: tables } = scope.translation
  const before = questions.length
  const table = holds(input, tables) ? otherwise() : step()
  if (questions.length > before || holds(input, tables)) tables.add(table)
  return table
}

function holds(part: object, tables: WeakSet<object>): boolean {
  return (
    tables.has(part) ||
    Object.values(part).some((each) => typeof each === 'object' && each !== null && holds(each, tables))
  )
}

/** Plug-ins by name. */
const plugIns: Readonly<Record<string, typeof bagUnpack>> = {
  active_users_count: activeUsersCount,
  activity_counts_metrics: activityCountsMetrics,
  activity_engagement: activityEngagement,
  activity_metrics: activityMetrics,
  autocluster,
  bag_unpack: bagUnpack,
  basket,
  dcount_intersect: dcountIntersect,
  diffpatterns,
  funnel_sequence: funnelSequence,
  funnel_sequence_completion: funnelSequenceCompletion,
  ipv4_lookup: ipv4Lookup,
  ipv6_lookup: ipv6Lookup,
  narrow,
  new_activity_metrics: newActivityMetrics,
  pivot,
  rolling_percentile: rollingPercentile,
  schema_merge: schemaMerge,
  sequence_detect: sequenceDetect,
  session_count: sessionCount,
  sliding_window_counts: slidingWindowCounts,
}

export function evaluate(node: Node<'EvaluateOperator'>, input: Tabular | undefined, scope: Scope): Tabular {
  const { FunctionCall: call } = node
  const name = call.ReferencedSymbol?.Name ?? call.Name.SimpleName
  const plugIn = ownEntry(plugIns, name)
  if (!plugIn) {
    const hint = refusedPlugIns.get(name) ?? 'The page of supported KQL lists the plug-ins there are.'
    return refuse('KQL101', scope.spanOf(call.Name), { name, hint })
  }
  if (!input) {
    const what = `\`${name}\` needs a table to read.`
    return refuse('KQL012', scope.spanOf(node), { what, hint: `Write \`T | evaluate ${name}(…)\`.` })
  }
  return waiting(
    scope,
    input,
    () => plugIn(node, input, scope),
    () => hole(node, scope),
  )
}
