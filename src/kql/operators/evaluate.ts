import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import { hole } from '../tabular.ts'
import type { Tabular } from '../tree.ts'
import { refusedPlugIns } from '../unsupported.ts'
import { bagUnpack } from './bag-unpack.ts'
import { ipv4Lookup } from './ipv4-lookup.ts'
import { pivot } from './pivot.ts'

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
const plugIns: Readonly<Record<string, typeof bagUnpack>> = { bag_unpack: bagUnpack, ipv4_lookup: ipv4Lookup, pivot }

export function evaluate(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const { FunctionCall: call } = node
  const name = call.ReferencedSymbol?.Name ?? call.Name.SimpleName
  const plugIn = plugIns[name]
  if (plugIn)
    return waiting(
      scope,
      input,
      () => plugIn(node, input, scope),
      () => hole(node, scope),
    )
  const hint =
    refusedPlugIns.get(name) ?? `Of the plug-ins of \`evaluate\` there are ${Object.keys(plugIns).join(', ')}.`
  return refuse('KQL101', scope.spanOf(call.Name), { name, hint })
}
