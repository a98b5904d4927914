import type { ObservableKind } from '../providers/lookups/observable.ts'
import { resolveBinding } from './bindings.ts'
import type { Compute, LookupDefinition } from './definition.ts'
import { evaluateCode } from './evaluate-code.ts'
import type { Evaluated } from './evaluated.ts'
import { lookUpIn } from './look-up-in.ts'
import type { EntityType } from './result-data.ts'
import type { RunScope } from './run-scope.ts'

/** What is known elsewhere of the observables of tables. Throws SourceFailure, or `CANCELLED`. */
export async function evaluateLookup(scope: RunScope, lookup: LookupDefinition, section: string): Promise<Evaluated> {
  const { value, from } = lookup
  const written = value === undefined ? [] : [await resolveBinding(scope, value, section)].flat().map(String)
  const compute: Compute = async (context) => {
    const tables = await Promise.all(from.map((name) => context.data(name)))
    const { now } = scope.request.said
    return lookUpIn(lookup, { tables, written }, scope.lookups, { ...context, now: now.at, workspace: scope.workspace })
  }
  const evaluated = await evaluateCode(scope, compute, section)
  const kinds = new Set(evaluated.table.column('Kind'))
  const [kind] = kinds
  const entities: Record<string, EntityType> =
    kinds.size === 1 ? { Observable: entityOfKind[kind as ObservableKind] } : {}
  return { ...evaluated, tables: [], entities }
}

/** What an observable is to pivots. */
const entityOfKind: Readonly<Record<ObservableKind, EntityType>> = {
  ip: 'ip',
  domain: 'domain',
  url: 'url',
  hash: 'hash',
  email: 'account',
}
